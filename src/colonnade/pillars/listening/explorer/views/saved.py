"""Pages of saved views."""

from urllib.parse import parse_qsl

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission
from colonnade.pillars.listening.explorer import viewing
from colonnade.pillars.listening.explorer.forms import ViewForm
from colonnade.pillars.listening.explorer.models import SavedView
from colonnade.pillars.listening.explorer.operations.saved import (
    NotYours,
    change_view,
    choose_view,
    may_change,
    remove_view,
    save_view,
)
from colonnade.pillars.listening.explorer.search import Search, read_search
from colonnade.pillars.listening.questions.filters import WrongFilter


@member_page(Permission.VIEW)
def views(request: MemberRequest) -> HttpResponse:
    """List the views that the member sees."""
    seen = viewing.seen_views(membership=request.membership)
    context = {
        "seen": [(item, may_change(item.view, request.membership)) for item in seen],
        "may_share": request.membership.may(Permission.EDIT_QUERIES),
    }
    return render(request, "explorer/views.html", context)


@require_POST
@member_page(Permission.VIEW)
def save(request: MemberRequest) -> HttpResponse:
    """Keep the search of the posts page under a name."""
    try:
        view = save_view(
            membership=request.membership,
            name=request.POST.get("name", ""),
            search=_search(request),
            shared=request.POST.get("shared") == "on",
            now=timezone.now(),
        )
    except (ValidationError, NotYours, WrongFilter) as error:
        messages.error(request, _told(error))
        return _back(request)
    messages.success(request, _("Saved as “%(name)s”.") % {"name": view.name})
    return redirect(org_reverse("explorer:view", request.organization, view=view.pk))


@member_page(Permission.VIEW)
def change(request: MemberRequest, view: int) -> HttpResponse:
    """Rename a view, share it, or keep it for oneself."""
    known = _view(request, view)
    form = ViewForm(request.POST or None, instance=known)
    if request.method == "POST" and form.is_valid():
        try:
            change_view(
                view=_view(request, view),
                membership=request.membership,
                name=form.cleaned_data["name"],
                shared=form.cleaned_data["shared"],
                now=timezone.now(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        except NotYours as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect(org_reverse("explorer:views", request.organization))
    return render(request, "explorer/view.html", {"form": form, "view": known})


@require_POST
@member_page(Permission.VIEW)
def take_search(request: MemberRequest, view: int) -> HttpResponse:
    """Let a view have the search of the posts page from now on."""
    known = _view(request, view)
    try:
        change_view(view=known, membership=request.membership, search=_search(request), now=timezone.now())
    except (ValidationError, NotYours, WrongFilter) as error:
        messages.error(request, _told(error))
        return _back(request)
    messages.success(request, _("“%(name)s” shows this search from now on.") % {"name": known.name})
    return redirect(org_reverse("explorer:view", request.organization, view=known.pk))


@require_POST
@member_page(Permission.VIEW)
def choose(request: MemberRequest, view: int) -> HttpResponse:
    """Pin a view for oneself or begin with it, or neither any more."""
    said = {"on": True, "off": False}
    choose_view(
        view=_view(request, view),
        membership=request.membership,
        pinned=said.get(request.POST.get("pinned", "")),
        opens=said.get(request.POST.get("opens", "")),
    )
    return redirect(org_reverse("explorer:views", request.organization))


@require_POST
@member_page(Permission.VIEW)
def remove(request: MemberRequest, view: int) -> HttpResponse:
    """Remove a view for everybody."""
    try:
        remove_view(view=_view(request, view), membership=request.membership, now=timezone.now())
    except NotYours as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Removed."))
    return redirect(org_reverse("explorer:views", request.organization))


def _search(request: MemberRequest) -> Search:
    return read_search(dict(parse_qsl(request.POST.get("search", ""))))


def _back(request: MemberRequest) -> HttpResponse:
    posts, query = org_reverse("listening:posts", request.organization), request.POST.get("search", "")
    return redirect(f"{posts}?{query}" if query else posts)


def _told(error: Exception) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)


def _view(request: MemberRequest, number: int) -> SavedView:
    return get_object_or_404(viewing.views_for(membership=request.membership), pk=number)
