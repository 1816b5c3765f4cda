"""What a report says: answers and posts of its days, read when it is made."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from colonnade.organization.links import org_reverse
from colonnade.pillars.listening.explorer.finding import find
from colonnade.pillars.listening.explorer.search import Search, read_search
from colonnade.pillars.listening.explorer.tally import tally
from colonnade.pillars.listening.query import QueryRefused
from colonnade.pillars.listening.questions.answer import Answer, Table
from colonnade.pillars.listening.questions.asking import QUESTIONS, ask
from colonnade.pillars.listening.questions.filters import Filters, WrongFilter
from colonnade.pillars.listening.questions.posts import Post
from colonnade.pillars.listening.reports.models import Report, Rhythm
from colonnade.pillars.listening.reports.periods import days_before
from colonnade.warehouse.store import Facts

ROWS = 5
"""Rows of a table in a mail; the page has all of them."""
TABLES = 2
POSTS = 10


@dataclass(frozen=True, kw_only=True)
class AnswerPart:
    """An answer in short, and where it is read in full."""

    answer: Answer
    tables: tuple[Table, ...]
    address: str


@dataclass(frozen=True, kw_only=True)
class PostsPart:
    """The newest posts of a view, how many there are, and where all are read.

    Attributes:
        problem: why the view cannot be read any more; empty where it can.
    """

    name: str
    count: int
    sentence: str
    posts: tuple[Post, ...]
    address: str
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class Contents:
    """A report as it is read.

    Attributes:
        posts: posts about us in these days.
    """

    first: date
    last: date
    posts: int
    answers: tuple[AnswerPart, ...]
    view: PostsPart | None

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return self.posts == 0 and (self.view is None or (self.view.count == 0 and not self.view.problem))

    @property
    def days(self) -> str:
        """The days in words."""
        if self.first == self.last:
            return date_format(self.first, "l, j F Y")
        return _("%(first)s to %(last)s") % {
            "first": date_format(self.first, "j F"),
            "last": date_format(self.last, "j F Y"),
        }


def contents(*, report: Report, facts: Facts, due: datetime, now: datetime) -> Contents:
    """Return what the report due at ``due`` says, read from the posts as they are ``now``."""
    organization = report.organization
    zone = ZoneInfo(organization.time_zone)
    first, last = days_before(rhythm=Rhythm(report.rhythm), due=due, zone=zone)
    days = Filters(since=first, until=last)
    about_us = find(organization=organization, facts=facts, search=Search(filters=days))
    posts = tally(about_us).posts
    keys = [key for key in QUESTIONS if key in report.questions]
    return Contents(
        first=first,
        last=last,
        posts=posts,
        answers=tuple(_answered(report, facts, key, days, now) for key in keys) if posts else (),
        view=_posts(report, facts, first, last) if report.view else None,
    )


def _answered(report: Report, facts: Facts, key: str, filters: Filters, now: datetime) -> AnswerPart:
    question = next(item for item in QUESTIONS.values() if item.key == key)
    answer = ask(
        organization=report.organization,
        facts=facts,
        question=question.key,
        filters=filters,
        now=now,
        fresh=True,
    )
    told = [table for table in answer.tables if table.rows][:TABLES]
    return AnswerPart(
        answer=answer,
        tables=tuple(
            Table(
                key=table.key,
                title=table.title,
                columns=table.columns,
                rows=table.rows[:ROWS],
                note=table.note,
                empty=table.empty,
            )
            for table in told
        ),
        address=public(f"{org_reverse(question.page, report.organization)}?{filters.query()}"),
    )


def _posts(report: Report, facts: Facts, first: date, last: date) -> PostsPart | None:
    view = report.view
    if view is None:
        return None
    page = public(org_reverse("explorer:view", report.organization, view=view.pk))
    try:
        kept = read_search(view.search)
        search = kept.with_(filters=kept.filters.with_(since=first, until=last), order="newest")
        finding = find(organization=report.organization, facts=facts, search=search)
        counted, found = tally(finding), finding.page().posts[:POSTS]
    except (WrongFilter, QueryRefused) as error:
        return PostsPart(name=view.name, count=0, sentence="", posts=(), address=page, problem=str(error))
    posts = org_reverse("listening:posts", report.organization)
    return PostsPart(
        name=view.name,
        count=counted.posts,
        sentence=counted.sentence,
        posts=tuple(found),
        address=public(f"{posts}?{search.address()}"),
    )


def public(path: str) -> str:
    """Return a link that works in a mail; empty where the server's public address is not set."""
    return settings.PUBLIC_URL.rstrip("/") + path if settings.PUBLIC_URL else ""
