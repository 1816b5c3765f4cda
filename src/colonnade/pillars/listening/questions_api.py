"""API door of listening: the six questions."""

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.errors import HttpError
from pydantic import Field

from colonnade.core.clock import system_clock
from colonnade.organization.api_access import OrganizationSlug, acting_member
from colonnade.organization.roles import Permission
from colonnade.pillars.listening.questions.asking import QuestionKey, ask
from colonnade.pillars.listening.questions.filters import Filters, WrongFilter, read_filters
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
    community: str = Field(default="", description='Part of a network, such as "r/excavators".')
    known: str = Field(default="", description="Relation or segment of the people we know who wrote it.")

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


class AsOfOut(Schema):
    """When an answer was made, and how many posts came since."""

    moment: datetime
    posts_since: int


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
    as_of: AsOfOut | None = Field(
        description="Set where the answer is an earlier one, given because posts are very many."
    )


@router.get("/questions/{question}", response=AnswerOut, summary="Ask a question of the posts")
def ask_question(
    request: HttpRequest,
    organization: OrganizationSlug,
    question: QuestionKey,
    filters: Query[FiltersIn],
    *,
    fresh: Annotated[bool, Query(description="Wait for an answer from all present posts.")] = False,
) -> dict[str, object]:
    """Answer who, what, where, competitors, influencers or sentiment, under filters.

    Of very many posts an earlier answer is given at once, with `as_of`, while it is made anew.
    """
    member = acting_member(request, Permission.VIEW)
    asked = filters.filters()
    try:
        answer = ask(
            organization=member.organization,
            facts=open_store().facts(member.organization.pk),
            question=question,
            filters=asked,
            now=system_clock(),
            fresh=fresh,
        )
    except WrongFilter as error:
        raise HttpError(422, str(error)) from error
    return answer.as_json()
