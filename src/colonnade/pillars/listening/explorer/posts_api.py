"""API door of the explorer: posts, a page at a time or as a file."""

from datetime import datetime
from http import HTTPStatus
from typing import Literal

from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router, Schema
from ninja.errors import HttpError
from pydantic import Field

from colonnade.organization.api_access import OrganizationSlug, acting_member
from colonnade.organization.models import Membership
from colonnade.organization.roles import Permission
from colonnade.pillars.listening.explorer.files import TooManyPosts, export, posts_csv
from colonnade.pillars.listening.explorer.finding import Finding, find
from colonnade.pillars.listening.explorer.search import UNTAGGED, Order, Search, read_search
from colonnade.pillars.listening.explorer.tagging import tags_by_post
from colonnade.pillars.listening.explorer.tally import tally
from colonnade.pillars.listening.query import QueryRefused
from colonnade.pillars.listening.questions.filters import WrongFilter
from colonnade.pillars.listening.questions_api import FiltersIn
from colonnade.warehouse.store import open_store

router = Router()


class SearchIn(FiltersIn):
    """A search of the posts; what is absent does not restrict it."""

    q: str = Field(default="", description='A query: words, "phrases", AND, OR, NOT, NEAR/n, fields.')
    tag: str = Field(
        default="", description=f"Keys of tags, apart by commas; any of them. `{UNTAGGED}`: without any tag."
    )
    order: Order = "newest"

    def search(self) -> Search:
        """Return the search. Raises ``HttpError`` 422 for what cannot be understood."""
        given = {
            name: str(value) for name, value in self.dict(exclude_none=True).items() if value is not False
        }
        try:
            return read_search(given)
        except WrongFilter as error:
            raise HttpError(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)) from error


class PostOut(Schema):
    """A post."""

    id: str
    published_at: datetime
    channel: str
    author_id: str
    author: str
    text: str
    url: str
    language: str
    sentiment: str
    confidence: float | None
    reactions: int | None
    tags: list[str]


class PostsOut(Schema):
    """A page of posts, and by what the pages beside it are asked; empty where there is none."""

    newer: str
    older: str
    posts: list[PostOut]


class BarOut(Schema):
    """Posts from one day to another, both included, in the organisation's time zone."""

    first: str
    last: str
    posts: int


class CountOut(Schema):
    """How many posts a search finds; with ``low`` and ``high`` it is an estimate and its 95 % interval."""

    posts: int
    low: int | None
    high: int | None
    sentence: str
    bars: list[BarOut]


@router.get("/posts", response=PostsOut, summary="Posts, a page at a time")
def list_posts(
    request: HttpRequest,
    organization: OrganizationSlug,
    search: Query[SearchIn],
    after: str = "",
    before: str = "",
) -> dict[str, object]:
    """Return a page of a search; pass ``older`` of its answer as ``after`` to go on."""
    member = acting_member(request, Permission.VIEW)
    finding = _finding(member, search)
    try:
        page = finding.page(after=after, before=before)
    except WrongFilter as error:
        raise HttpError(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)) from error
    tagged = tags_by_post(
        organization_id=member.organization_id, mention_ids=[post.id for post in page.posts]
    )
    posts = [
        {name: getattr(post, name) for name in PostOut.model_fields if name != "tags"}
        | {"tags": [tag.key for tag in tagged.get(post.id, [])]}
        for post in page.posts
    ]
    return {"newer": page.newer, "older": page.older, "posts": posts}


@router.get("/posts/count", response=CountOut, summary="How many posts a search finds, and when")
def count_posts(
    request: HttpRequest, organization: OrganizationSlug, search: Query[SearchIn]
) -> dict[str, object]:
    """Count the posts of a search; of very many a sample gives an estimate with its interval."""
    member = acting_member(request, Permission.VIEW)
    counted = tally(_finding(member, search))
    bars = [
        {"first": bar.first.isoformat(), "last": bar.last.isoformat(), "posts": bar.posts}
        for bar in counted.bars
    ]
    return {
        "posts": counted.posts,
        "low": counted.low,
        "high": counted.high,
        "sentence": counted.sentence,
        "bars": bars,
    }


@router.get("/posts/export", summary="The posts of a search, as a file")
def export_posts(
    request: HttpRequest,
    organization: OrganizationSlug,
    search: Query[SearchIn],
    shape: Literal["csv", "xlsx", "parquet"] = "csv",
) -> HttpResponseBase:
    """Return all posts of a search with their tags; a workbook holds 200,000 at most."""
    member = acting_member(request, Permission.VIEW)
    finding = _finding(member, search)
    if shape == "csv":
        return StreamingHttpResponse(posts_csv(finding), content_type="text/csv; charset=utf-8")
    try:
        made = export(finding, shape)
    except TooManyPosts as error:
        raise HttpError(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)) from error
    return FileResponse(made.file, content_type=made.content_type)


def _finding(member: Membership, search: SearchIn) -> Finding:
    facts = open_store().facts(member.organization_id)
    try:
        return find(organization=member.organization, facts=facts, search=search.search())
    except (WrongFilter, QueryRefused) as error:
        raise HttpError(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)) from error
