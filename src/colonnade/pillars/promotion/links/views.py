"""Pages of links: the list, one link with its clicks, and making, changing and closing one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from colonnade.audience.touches.counting import Days, clicks_by_link
from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission
from colonnade.pillars.promotion.links import operations, queries
from colonnade.pillars.promotion.links.forms import DetailsForm, LinkForm, details_of
from colonnade.pillars.promotion.links.models import ShortLink
from colonnade.pillars.promotion.links.showing import DAYS, qr_code, shown
from colonnade.ui.forms import saved

ON_A_PAGE = 25


@member_page(Permission.VIEW)
def links(request: MemberRequest) -> HttpResponse:
    """List links, newest first, with their clicks of the last days."""
    ours, now = request.organization, timezone.now()
    text = request.GET.get("text", "").strip()
    page = Paginator(queries.links_of(organization=ours, text=text), ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    days = Days.ending(now, organization=ours, days=DAYS)
    clicks = clicks_by_link(organization=ours, links=[link.key for link in page], days=days)
    context = {
        "page": page,
        "rows": [
            (link, request.build_absolute_uri(link.address), clicks.get(link.key, 0), link.is_open(now))
            for link in page
        ],
        "text": text,
        "days": DAYS,
        "may_edit": request.membership.may(Permission.CREATE_CONTENT),
    }
    return render(request, "links/list.html", context)


@member_page(Permission.CREATE_CONTENT)
def add(request: MemberRequest) -> HttpResponse:
    """Make a link."""
    form = LinkForm(request.POST or None, organization=request.organization)
    if request.method == "POST" and form.is_valid():
        link = saved(
            form,
            lambda: operations.add_link(
                organization=request.organization, plan=form.plan(), actor=request.user, now=timezone.now()
            ),
        )
        if link is not None:
            return redirect(org_reverse("links:one", request.organization, link=link.pk))
    return render(request, "links/edit.html", {"form": form, "link": None})


@member_page(Permission.VIEW)
def one(request: MemberRequest, link: int) -> HttpResponse:
    """Show one link: where it leads and led, and who clicked."""
    found, now = _known(request, link), timezone.now()
    context = {
        "link": found,
        "address": request.build_absolute_uri(found.address),
        "open": found.is_open(now),
        "shown": shown(link=found, organization=request.organization, now=now),
        "changes": found.changes.select_related("changed_by"),
        "days": DAYS,
        "may_edit": request.membership.may(Permission.CREATE_CONTENT),
    }
    return render(request, "links/one.html", context)


@member_page(Permission.CREATE_CONTENT)
def change(request: MemberRequest, link: int) -> HttpResponse:
    """Let a link lead elsewhere, name it, say until when it lasts."""
    found = _known(request, link)
    form = DetailsForm(request.POST or None, initial=details_of(found))
    if request.method == "POST" and form.is_valid():
        changed = saved(
            form,
            lambda: operations.change_link(
                link=found,
                url=form.cleaned_data["url"],
                title=form.cleaned_data["title"],
                expires_at=form.expires_at(request.organization),
                actor=request.user,
                now=timezone.now(),
            ),
        )
        if changed is not None:
            messages.success(request, _("Saved. Within seconds, everybody is led there."))
            return redirect(org_reverse("links:one", request.organization, link=link))
    return render(request, "links/edit.html", {"form": form, "link": found})


@require_POST
@member_page(Permission.CREATE_CONTENT)
def close(request: MemberRequest, link: int) -> HttpResponse:
    """Close a link, or open it again."""
    found = _known(request, link)
    step = operations.close if found.closed_at is None else operations.reopen
    step(link=found, actor=request.user, now=timezone.now())
    return redirect(org_reverse("links:one", request.organization, link=link))


@member_page(Permission.VIEW)
def qr(request: MemberRequest, link: int) -> HttpResponse:
    """Hand out the link's address as a QR code."""
    found = _known(request, link)
    return HttpResponse(
        qr_code(request.build_absolute_uri(found.address)),
        content_type="image/svg+xml",
        headers={"Content-Disposition": f'attachment; filename="{found.code}.svg"'},
    )


def _known(request: MemberRequest, link: int) -> ShortLink:
    return get_object_or_404(queries.links_of(organization=request.organization), pk=link)
