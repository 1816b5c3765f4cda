"""Pages on which landing pages are written, published and tried against each other."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission
from colonnade.pillars.promotion.pages import operations, queries
from colonnade.pillars.promotion.pages.forms import PageForm
from colonnade.pillars.promotion.pages.models import LandingPage, PageVersion
from colonnade.pillars.promotion.pages.views.public import page_context
from colonnade.pillars.promotion.pages.wording import verdict_sentence


@member_page(Permission.VIEW)
def pages(request: MemberRequest) -> HttpResponse:
    """List the landing pages."""
    context = {
        "found": queries.pages_of(organization=request.organization),
        "may_edit": request.membership.may(Permission.CREATE_CONTENT),
    }
    return render(request, "pages/pages.html", context)


@member_page(Permission.CREATE_CONTENT)
def add(request: MemberRequest) -> HttpResponse:
    """Write a new landing page."""
    return _edited(request, None)


@member_page(Permission.CREATE_CONTENT)
def edit(request: MemberRequest, page: int) -> HttpResponse:
    """Write a new version of a landing page."""
    return _edited(request, _page(request, page))


def _page(request: MemberRequest, number: int) -> LandingPage:
    return get_object_or_404(queries.pages_of(organization=request.organization), pk=number)


def _edited(request: MemberRequest, known: LandingPage | None) -> HttpResponse:
    form = PageForm(request.POST or None, organization=request.organization, known=known)
    if request.method == "POST" and form.is_valid():
        page = form.put(known or LandingPage(organization=request.organization))
        try:
            version = operations.save_page(
                page=page, text=form.text(), actor=request.user, now=timezone.now()
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(
                request,
                _("Saved as version %(n)d; nobody sees it before you publish.") % {"n": version.number},
            )
            return redirect(org_reverse("pages:page", request.organization, page=page.pk))
    return render(request, "pages/edit_page.html", {"form": form, "known": known})


@member_page(Permission.VIEW)
def page(request: MemberRequest, page: int) -> HttpResponse:
    """Show a page's versions, and what its test says."""
    found = _page(request, page)
    verdict = queries.verdict_of(page=found, now=timezone.now())
    context = {
        "page": found,
        "versions": found.versions.select_related("made_by"),
        "verdict": verdict,
        "said": verdict_sentence(verdict) if verdict else "",
        "may_edit": request.membership.may(Permission.CREATE_CONTENT),
        "may_publish": request.membership.may(Permission.PUBLISH),
    }
    return render(request, "pages/page_versions.html", context)


def _version(request: MemberRequest, number: int) -> PageVersion:
    versions = PageVersion.objects.filter(page__organization=request.organization)
    return get_object_or_404(
        versions.select_related("page__organization", "page__published", "page__challenger"), pk=number
    )


@member_page(Permission.VIEW)
def preview(request: MemberRequest, version: int) -> HttpResponseBase:
    """Show a version as people would see it; it is not counted."""
    chosen = _version(request, version)
    context = page_context(request, chosen, now=timezone.now()) | {"preview": True}
    if chosen.image_id:
        context["preview_image"] = org_reverse("library:file", request.organization, item=chosen.image_id)
    return render(request, "pages/page.html", context)


def _done(request: MemberRequest, act: Callable[[], LandingPage], page: int, said: str) -> HttpResponse:
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said)
    return redirect(org_reverse("pages:page", request.organization, page=page))


@require_POST
@member_page(Permission.PUBLISH)
def publish(request: MemberRequest, version: int) -> HttpResponse:
    """Show a version to everybody."""
    chosen = _version(request, version)
    return _done(
        request,
        lambda: operations.publish(version=chosen, actor=request.user, now=timezone.now()),
        chosen.page_id,
        _("Published. Everybody sees it within a minute."),
    )


@require_POST
@member_page(Permission.PUBLISH)
def try_against(request: MemberRequest, version: int) -> HttpResponse:
    """Show a version to half of the visitors."""
    chosen = _version(request, version)
    return _done(
        request,
        lambda: operations.try_against(version=chosen, actor=request.user, now=timezone.now()),
        chosen.page_id,
        _("The test has begun. You may look at it as often as you like."),
    )


@require_POST
@member_page(Permission.PUBLISH)
def withdraw(request: MemberRequest, page: int) -> HttpResponse:
    """Show a page to nobody any more."""
    found = _page(request, page)
    return _done(
        request,
        lambda: operations.withdraw_page(page=found, actor=request.user, now=timezone.now()),
        page,
        _("Nobody sees the page any more. Its versions stay."),
    )
