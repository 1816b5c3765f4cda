"""API door of listening: the six questions and the posts behind them."""

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.errors import HttpError
from pydantic import Field

from colonnade.organization.api_access import OrganizationSlug, acting_member
from colonnade.organization.models import Organization
from colonnade.organization.roles import Permission
from colonnade.pillars.listening.questions.asking import QuestionKey, ask, corpus_of
from colonnade.pillars.listening.questions.filters import Filters, WrongFilter, read_filters
from colonnade.pillars.listening.questions.posts import PAGE, PAGES, Order, Post, posts_page
from colonnade.pillars.listening.understanding.intents.names import INTENTS
from colonnade.warehouse.store import open_store

router = Router()


class FiltersIn(Schema):
    """A cut of the posts; what is absent does not cut."""

    since: date | None = Field(default=None, description="First day, in the organisation's time zone.")
    until: date | None = Field(default=None, description="Last day, included.")
    channel: str = ""
    language: str = Field(default="", description="ISO 639-1 code.")
    sentiment: str = ""
    brand: str = Field(default="", description='Name of a brand; "*" for every post; your own by default.')
    author: str = Field(default="", description="Author id, such as x:alice.")
    term: str = Field(default="", description="Words, #hashtags or @handles, apart by commas; any of them.")
    text: str = ""
    place: str = ""
    weekday: int | None = Field(default=None, ge=0, le=6, description="0 is Monday.")
    hour: int | None = Field(default=None, ge=0, le=23)
    asks: bool = Field(default=False, description="Only posts that ask a question.")
    intent: str = Field(default="", description=f"One of {', '.join(INTENTS)}.")
    topic: str = Field(default="", description="Name of a topic query that the posts match too.")
    unit: str = Field(default="", description="Slug of a business unit whose queries the posts match.")

    def filters(self) -> Filters:
        """Return the filters. Raises ``HttpError`` 422 for those that cannot be understood."""
        given = {
            name: str(value) for name, value in self.dict(exclude_none=True).items() if value is not False
        }
        try:
            return read_filters(given)
        except WrongFilter as error:
            raise HttpError(422, str(error)) from error


class SeriesOut(Schema):
    """Figures over the chart's categories; null is a gap."""

    name: str
    values: list[float | None]
    low: list[float | None]
    high: list[float | None]
    tone: str


class ChartOut(Schema):
    """A chart as data."""

    key: str
    question: str
    answer: str
    kind: str
    categories: list[str]
    series: list[SeriesOut]
    unit: str
    links: list[str]
    time_axis: bool


class RowOut(Schema):
    """A line of a table, with the address of the posts behind it."""

    cells: list[str | int | float | None]
    link: str


class TableOut(Schema):
    """Figures in rows."""

    key: str
    title: str
    columns: list[str]
    rows: list[RowOut]
    note: str
    empty: str


class AnswerOut(Schema):
    """What a question found. ``enough`` is false where there is too little evidence."""

    question: str
    title: str
    sentence: str
    n: int
    enough: bool
    caveats: list[str]
    filters: str
    charts: list[ChartOut]
    tables: list[TableOut]
    facts: dict[str, object]


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


class PostsOut(Schema):
    """A page of posts and how many there are in all."""

    total: int
    page: int
    per_page: int
    posts: list[PostOut]


@router.get("/questions/{question}", response=AnswerOut, summary="Ask a question of the posts")
def ask_question(
    request: HttpRequest, organization: OrganizationSlug, question: QuestionKey, filters: Query[FiltersIn]
) -> dict[str, object]:
    """Answer who, what, where, competitors, influencers or sentiment, under filters."""
    member = acting_member(request, Permission.VIEW)
    asked = filters.filters()
    try:
        answer = ask(
            organization=member.organization,
            facts=open_store().facts(member.organization.pk),
            question=question,
            filters=asked,
        )
    except WrongFilter as error:
        raise HttpError(422, str(error)) from error
    return answer.as_json()


@router.get("/posts", response=PostsOut, summary="The posts behind a figure")
def list_posts(
    request: HttpRequest,
    organization: OrganizationSlug,
    filters: Query[FiltersIn],
    page: Annotated[int, Field(ge=1, le=PAGES)] = 1,
    order: Order = "newest",
) -> dict[str, object]:
    """Return a page of posts under the same filters as a question."""
    member = acting_member(request, Permission.VIEW)
    return _posts(member.organization, filters.filters(), page, order)


def _posts(organization: Organization, filters: Filters, page: int, order: Order) -> dict[str, object]:
    facts = open_store().facts(organization.pk)
    try:
        corpus = corpus_of(organization=organization, facts=facts, filters=filters)
    except WrongFilter as error:
        raise HttpError(422, str(error)) from error
    found: list[Post] = posts_page(corpus, page=page, order=order)
    return {"total": corpus.extent.posts, "page": page, "per_page": PAGE, "posts": found}
