"""The page of posts: searched, filtered, counted, and sent as files."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from colonnade.organization.access import MemberRequest, member_page
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Permission
from colonnade.pillars.listening.corrections.models import Judgement
from colonnade.pillars.listening.corrections.queries import corrections_of
from colonnade.pillars.listening.explorer import bulk_queries, tagging, viewing
from colonnade.pillars.listening.explorer.files import Shape, TooManyPosts, export, posts_csv
from colonnade.pillars.listening.explorer.finding import Finding
from colonnade.pillars.listening.explorer.models import Colour, SavedView, Tag
from colonnade.pillars.listening.explorer.operations.saved import may_change
from colonnade.pillars.listening.explorer.search import UNTAGGED, Search, read_search
from colonnade.pillars.listening.explorer.tally import tally
from colonnade.pillars.listening.explorer.trend import trend
from colonnade.pillars.listening.query import QueryRefused
from colonnade.pillars.listening.questions.filters import EVERYTHING, Filters, WrongFilter
from colonnade.pillars.listening.questions.forms import Chip, chips, dated
from colonnade.pillars.listening.views.questions import (
    Asked,
    bar_of,
    busy_page,
    read_request,
    wants_part,
)
from colonnade.warehouse.ownership import OwnedElsewhere

ORDER_NAMES = {
    "newest": _("Newest first"),
    "oldest": _("Oldest first"),
    "reactions": _("Most reactions first"),
    "reach": _("Most followers first"),
}


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What the page was asked for, and what that means.

    Attributes:
        finding: None where something could not be understood.
        refused: what is wrong with the query, and where.
    """

    asked: Asked
    search: Search
    finding: Finding | None
    refused: QueryRefused | None = None
    problem: str = ""


def looked(request: MemberRequest) -> Looked:
    """Return what the address asks for. Raises ``OwnedElsewhere`` while a command has the store."""
    asked = read_request(request)
    if asked.problem:
        return Looked(asked=asked, search=Search(), finding=None, problem=asked.problem)
    try:
        search = read_search(dated(request.GET.dict(), asked.today))
        return Looked(asked=asked, search=search, finding=Finding(asked.corpus, search))
    except WrongFilter as error:
        return Looked(asked=asked, search=Search(), finding=None, problem=str(error))
    except QueryRefused as error:
        return Looked(asked=asked, search=search, finding=None, refused=error)


@member_page(Permission.VIEW)
def start(request: MemberRequest) -> HttpResponse:
    """Begin with the view that the member has chosen, or with all posts."""
    first = viewing.first_view(membership=request.membership)
    if first is not None:
        return redirect(org_reverse("explorer:view", request.organization, view=first.pk))
    return redirect(org_reverse("listening:posts", request.organization))


@member_page(Permission.VIEW)
def view(request: MemberRequest, view: int) -> HttpResponse:
    """Open a saved view: its address stays, whatever becomes of its search."""
    found = get_object_or_404(viewing.views_for(membership=request.membership), pk=view)
    query = read_search(found.search).address()
    posts = org_reverse("listening:posts", request.organization)
    return redirect(f"{posts}?{query}&view={found.pk}" if query else f"{posts}?view={found.pk}")


@member_page(Permission.VIEW)
def posts(request: MemberRequest) -> HttpResponseBase:
    """List the posts of a search, a page at a time."""
    try:
        seen = looked(request)
    except OwnedElsewhere:
        return busy_page(request)
    address = _canonical(request, seen)
    if not (seen.problem or seen.refused or wants_part(request)) and request.get_full_path() != address:
        return redirect(address)
    context = {**bar_of(seen.asked), **_common(request, seen)}
    if seen.finding is not None:
        try:
            context |= _found(request, seen.finding)
        except WrongFilter as error:
            context["problem"] = str(error)
    part = "found" if wants_part(request) else "posts"
    response = render(request, f"explorer/{part}.html", context)
    if wants_part(request):
        response["HX-Push-Url"] = address
    return response


def _canonical(request: MemberRequest, seen: Looked) -> str:
    """Return the one address of what was asked."""
    kept = [f"{name}={request.GET[name]}" for name in ("view", "did") if request.GET.get(name, "").isdigit()]
    kept += [
        f"{name}={request.GET[name]}"
        for name in ("after", "before")
        if request.GET.get(name, "").replace("-", "").replace("_", "").isalnum()
    ]
    query = "&".join(filter(None, [seen.search.address(), *kept]))
    return f"{request.path}?{query}" if query else request.path


def _common(request: MemberRequest, seen: Looked) -> dict[str, object]:
    """Return what the page shows whether or not something is found."""
    search = seen.search
    tags = list(tagging.tags_of(organization=request.organization))
    return {
        "problem": seen.problem,
        "refused": seen.refused.remark if seen.refused else None,
        "search": search,
        "address": search.address(),
        "orders": [(name, label, search.with_(order=name).address()) for name, label in ORDER_NAMES.items()],
        "order_name": ORDER_NAMES[search.order],
        "tags": tags,
        "set_filters": _set_filters(search),
        "tag_chips": _tag_chips(search, tags),
        "untagged": UNTAGGED,
        "seen_views": viewing.seen_views(membership=request.membership),
        "view": _present_view(request, search),
        "action": bulk_queries.told(membership=request.membership, number=request.GET.get("did", "")),
        "may_tag": request.membership.may(Permission.IMPORT_POSTS),
        "may_share": request.membership.may(Permission.EDIT_QUERIES),
        "may_erase": request.membership.may(Permission.MANAGE),
    }


def _set_filters(search: Search) -> list[tuple[Chip, str]]:
    """Return the filters that are set and not in view, each with the search without it."""
    empty = Filters()
    return [
        (
            chip,
            search.with_(filters=search.filters.with_(**{chip.name: getattr(empty, chip.name)})).address(),
        )
        for chip in chips(search.filters)
    ]


def _tag_chips(search: Search, tags: list[Tag]) -> list[dict[str, str]]:
    """Return the tags that are searched by, each with the search without it."""
    names = {tag.key: (tag.name, tag.colour) for tag in tags}
    found = []
    for key in search.tags:
        name, colour = names.get(key, (str(_("without any tag")) if key == UNTAGGED else key, Colour.STONE))
        rest = tuple(other for other in search.tags if other != key)
        found.append({"name": name, "colour": colour, "without": search.with_(tags=rest).address()})
    return found


def _present_view(request: MemberRequest, search: Search) -> dict[str, object] | None:
    """Return the view that the page was opened by, and whether the search is still its own."""
    number = request.GET.get("view", "")
    views = viewing.views_for(membership=request.membership)
    found: SavedView | None = views.filter(pk=number).first() if number.isdecimal() else None
    if found is None:
        return None
    return {
        "view": found,
        "changed": read_search(found.search) != search,
        "may_change": may_change(found, request.membership),
    }


def _found(request: MemberRequest, finding: Finding) -> dict[str, object]:
    page = finding.page(after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    ids = [post.id for post in page.posts]
    counted = tally(finding) if finding.node is None else None
    return {
        "page": page,
        "posts": page.posts,
        "tagged": tagging.tags_by_post(organization_id=request.organization.pk, mention_ids=ids),
        "corrected": corrections_of(organization=request.organization, mention_ids=ids),
        "may_correct": request.membership.may(Permission.IMPORT_POSTS),
        "judgements": Judgement.choices,
        "subject": finding.corpus.subject,
        "tally": counted,
        "trend": trend(counted, finding.search) if counted else None,
        "everything": _everywhere(finding),
    }


def _everywhere(finding: Finding) -> str:
    """Return the same search of all posts, where the present one is about some brands only."""
    if finding.corpus.says_all:
        return ""
    filters = finding.search.filters.with_(brand=EVERYTHING)
    return finding.search.with_(filters=filters).address()


@member_page(Permission.VIEW)
def count(request: MemberRequest) -> HttpResponse:
    """Count what a search finds: a part of the page, since it may take longer than its first posts."""
    try:
        seen = looked(request)
    except OwnedElsewhere:
        return busy_page(request)
    if seen.finding is None:
        return HttpResponse(seen.problem or str(seen.refused), status=HTTPStatus.BAD_REQUEST)
    counted = tally(seen.finding)
    context = {
        "tally": counted,
        "trend": trend(counted, seen.search),
        "subject": seen.finding.corpus.subject,
        "query": seen.search.address(),
    }
    return render(request, "explorer/count.html", context)


@member_page(Permission.VIEW)
def posts_file(request: MemberRequest) -> HttpResponseBase:
    """Send the posts of the search, or chosen ones, as CSV."""
    try:
        finding = _to_send(request)
    except OwnedElsewhere:
        return busy_page(request)
    except (WrongFilter, QueryRefused) as error:
        return _said(str(error))
    response = StreamingHttpResponse(posts_csv(finding), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="posts-{request.organization.slug}.csv"'
    return response


def posts_in(shape: Shape) -> Callable[..., HttpResponseBase]:
    """Return the view that sends the posts in this shape."""

    @member_page(Permission.VIEW)
    def file(request: MemberRequest) -> HttpResponseBase:
        try:
            made = export(_to_send(request), shape)
        except OwnedElsewhere:
            return busy_page(request)
        except (WrongFilter, QueryRefused, TooManyPosts) as error:
            return _said(str(error))
        return FileResponse(
            made.file,
            as_attachment=True,
            filename=f"posts-{request.organization.slug}.{shape}",
            content_type=made.content_type,
        )

    return file


def _to_send(request: MemberRequest) -> Finding:
    """Return what is to be sent. Raises ``WrongFilter``, ``QueryRefused`` or ``OwnedElsewhere``."""
    asked = read_request(request)
    if asked.problem:
        raise WrongFilter(asked.problem)
    chosen = request.GET.getlist("mention") or None
    return Finding(asked.corpus, read_search(dated(request.GET.dict(), asked.today)), only=chosen)


def _said(problem: str) -> HttpResponse:
    return HttpResponse(problem, status=HTTPStatus.BAD_REQUEST, content_type="text/plain; charset=utf-8")
