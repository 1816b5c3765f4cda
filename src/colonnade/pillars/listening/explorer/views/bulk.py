"""Doing something to many posts: from the posts page, with progress and a way back."""

from http import HTTPStatus
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from colonnade.core.jobs import operations as queue
from colonnade.core.states import TransitionRefused
from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission
from colonnade.pillars.listening.erasure.operations import NothingNamed, draft_erasure
from colonnade.pillars.listening.explorer import bulk_queries, starting, tagging
from colonnade.pillars.listening.explorer.finding import find, stored_ids
from colonnade.pillars.listening.explorer.models import ActionKind, BulkAction
from colonnade.pillars.listening.explorer.operations.bulk import NothingChosen, TooMany
from colonnade.pillars.listening.explorer.operations.tags import take_tag_off
from colonnade.pillars.listening.explorer.search import Search, read_search
from colonnade.pillars.listening.query import QueryRefused
from colonnade.pillars.listening.questions.filters import WrongFilter
from colonnade.ui.figures import number as written
from colonnade.warehouse.ownership import OwnedElsewhere
from colonnade.warehouse.store import Facts, open_store

DOWNLOAD, ERASE = "download", "erase"
MOST_ERASED = 10_000
REFUSED = (ValidationError, NothingChosen, TooMany, WrongFilter, QueryRefused, NothingNamed)


@require_POST
@member_page(Permission.VIEW)
def act(request: MemberRequest) -> HttpResponse:
    """Do what the button says to the chosen posts, or to all that are found."""
    what, _colon, value = request.POST.get("do", "").partition(":")
    try:
        search = read_search(dict(parse_qsl(request.POST.get("search", ""))))
        if what == DOWNLOAD:
            return _download(request, search)
        facts = open_store().facts(request.organization.pk)
        if what == ERASE:
            return _erase(request, search, facts)
        return _acted(request, _kind(what), value, search, facts)
    except OwnedElsewhere:
        messages.error(
            request, _("A command is using the warehouse; nothing was changed. Try again in a moment.")
        )
    except REFUSED as error:
        messages.error(request, _told(error))
    return _back(request)


def _acted(
    request: MemberRequest, kind: ActionKind, value: str, search: Search, facts: Facts
) -> HttpResponse:
    _require(request, Permission.IMPORT_POSTS)
    if _means_all(request):
        search.node()  # a query without a meaning is refused now, not in the job
        action = starting.act_on_found(
            organization=request.organization,
            kind=kind,
            value=value,
            search=search,
            actor=request.user,
            now=timezone.now(),
        )
    else:
        action = starting.act_on_chosen(
            organization=request.organization,
            facts=facts,
            kind=kind,
            value=value,
            mention_ids=_chosen(request),
            actor=request.user,
            clock=timezone.now,
        )
    if action.job_id:
        return redirect(org_reverse("explorer:action", request.organization, number=action.pk))
    return _back(request, did=action)


def _download(request: MemberRequest, search: Search) -> HttpResponse:
    """Send the browser to the file of the chosen posts, or of all."""
    said = list(search.said().items())
    if not _means_all(request):
        chosen = _chosen(request)
        if not chosen:
            raise NothingChosen(_("Choose a post first: click its box, or press x."))
        said += [("mention", one) for one in chosen]
    page = org_reverse("listening:posts_csv", request.organization)
    return redirect(f"{page}?{urlencode(said)}")


def _erase(request: MemberRequest, search: Search, facts: Facts) -> HttpResponse:
    """Draft an erasure; its own page shows what would go, and asks."""
    _require(request, Permission.MANAGE)
    ids = _chosen(request)
    if _means_all(request):
        ids = find(organization=request.organization, facts=facts, search=search).ids(most=MOST_ERASED + 1)
    if len(ids) > MOST_ERASED:
        raise TooMany(
            _("At most %(most)s posts can be erased at once. Narrow the search down.")
            % {"most": written(MOST_ERASED)}
        )
    known = stored_ids(facts, ids)
    if not known:
        raise NothingChosen(_("Choose a post first: click its box, or press x."))
    drafted = draft_erasure(
        organization=request.organization,
        facts=facts,
        people=[],
        posts=known,
        reference="",
        actor=request.user,
        now=timezone.now(),
    )
    return redirect(org_reverse("erasure:one", request.organization, number=drafted.pk))


@require_POST
@member_page(Permission.IMPORT_POSTS)
def untag(request: MemberRequest, mention: str) -> HttpResponse:
    """Take one tag off one post."""
    tags = tagging.tags_of(organization=request.organization)
    tag = get_object_or_404(tags, key=request.POST.get("tag", ""))
    take_tag_off(tag=tag, mention_ids=[mention], actor=request.user, now=timezone.now())
    return _back(request)


@member_page(Permission.VIEW)
def action(request: MemberRequest, number: int) -> HttpResponse:
    """Show a bulk action as far as it is."""
    return render(request, "explorer/action.html", _shown(request, number))


@member_page(Permission.VIEW)
def progress(request: MemberRequest, number: int) -> HttpResponse:
    """Return the part of its page that changes."""
    return render(request, "explorer/progress.html", _shown(request, number))


def _shown(request: MemberRequest, number: int) -> dict[str, object]:
    found = _action(request, number)
    job = bulk_queries.job_of(action=found)
    search = read_search(found.search)
    return {
        "action": found,
        "value": bulk_queries.value_name(found),
        "job": job,
        "under_way": job is not None and not job.finished,
        "address": search.address(),
        "may_undo": found.may_be_undone and request.membership.may(Permission.IMPORT_POSTS),
    }


@require_POST
@member_page(Permission.IMPORT_POSTS)
def undo(request: MemberRequest, number: int) -> HttpResponse:
    """Make the posts that it changed what they were."""
    found = _action(request, number)
    try:
        facts = open_store().facts(request.organization.pk)
        starting.undo(action=found, facts=facts, clock=timezone.now)
    except OwnedElsewhere:
        return HttpResponse(
            _("A command is using the warehouse; nothing was changed. Try again in a moment."),
            status=HTTPStatus.SERVICE_UNAVAILABLE,
        )
    except TransitionRefused:
        messages.info(request, _("This was undone already."))
    except ValidationError as error:
        messages.error(request, _told(error))
    else:
        messages.success(request, _("Undone."))
    if request.POST.get("search") is not None:
        return _back(request)
    return redirect(org_reverse("explorer:action", request.organization, number=number))


@require_POST
@member_page(Permission.IMPORT_POSTS)
def cancel(request: MemberRequest, number: int) -> HttpResponse:
    """Stop where it is; what was changed stands, and can be undone."""
    job = bulk_queries.job_of(action=_action(request, number))
    if job is not None and not job.finished:
        queue.cancel(job=job, now=timezone.now())
    return redirect(org_reverse("explorer:action", request.organization, number=number))


def _action(request: MemberRequest, number: int) -> BulkAction:
    return get_object_or_404(bulk_queries.actions_of(organization=request.organization), pk=number)


def _kind(what: str) -> ActionKind:
    kind = next((known for known in ActionKind if known == what), None)
    if kind is None:
        raise ValidationError(_("Choose what to do."))
    return kind


def _require(request: MemberRequest, permission: Permission) -> None:
    if not request.membership.may(permission):
        raise PermissionDenied(f"Your role may not: {permission.label}.")


def _means_all(request: MemberRequest) -> bool:
    return request.POST.get("scope") == "found"


def _chosen(request: MemberRequest) -> list[str]:
    return request.POST.getlist("mention")


def _back(request: MemberRequest, did: BulkAction | None = None) -> HttpResponse:
    """Go back to the page of posts that it was asked from."""
    said = parse_qsl(request.POST.get("page", "") or request.POST.get("search", ""))
    said = [(name, value) for name, value in said if name != "did"]
    if did is not None:
        said.append(("did", str(did.pk)))
    posts = org_reverse("listening:posts", request.organization)
    return redirect(f"{posts}?{urlencode(said)}" if said else posts)


def _told(error: Exception) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
