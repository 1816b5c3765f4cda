"""Ideas from what listening found: what is asked, what rises, what is praised and blamed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from colonnade.organization.models import Organization
from colonnade.pillars.listening.questions.answer import Answer, Row, Table
from colonnade.pillars.listening.questions.asking import answer_to, corpus_of
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.filters import Filters
from colonnade.pillars.promotion.ideas.grouping import grouped
from colonnade.ui.figures import percent
from colonnade.warehouse.store import Facts

PERIOD = timedelta(days=89)
"""The last 90 days of posts, with the day of the latest."""
LONGEST_KEY = 200
TITLED = 4
"""Words of a group that stand in its title."""


class IdeaKind(StrEnum):
    """Why something is worth writing about."""

    ASKED = "asked"
    RISING = "rising"
    BLAMED = "blamed"
    PRAISED = "praised"

    @property
    def label(self) -> Promise:
        """The kind in words."""
        return _LABELS[self]


_LABELS: dict[IdeaKind, Promise] = {
    IdeaKind.ASKED: gettext_lazy("Asked"),
    IdeaKind.RISING: gettext_lazy("Rising"),
    IdeaKind.BLAMED: gettext_lazy("Blamed"),
    IdeaKind.PRAISED: gettext_lazy("Praised"),
}


_TITLES: dict[IdeaKind, Promise] = {
    IdeaKind.ASKED: gettext_lazy("Answer what people ask about %(topic)s"),
    IdeaKind.RISING: gettext_lazy("Say something about %(topic)s while people talk about it"),
    IdeaKind.BLAMED: gettext_lazy("Help with what goes wrong with %(topic)s"),
    IdeaKind.PRAISED: gettext_lazy("Show what people like about %(topic)s"),
}


@dataclass(frozen=True, kw_only=True)
class Idea:
    """Something worth writing about, with its evidence.

    Attributes:
        key: the same as long as people talk about it: kind and topic.
        topic: what it is about, as people write it.
        title: how a brief from it begins.
        claim: what was found, in a sentence with its figures.
        posts: how many posts it rests on.
        since: first day that was looked at.
        link: address of the posts behind it.
    """

    kind: IdeaKind
    topic: str
    title: str
    claim: str
    posts: int
    since: date
    link: str

    @property
    def key(self) -> str:
        """What it is known by, in a part of an address."""
        return f"{self.kind}:{self.topic}"[:LONGEST_KEY]

    def evidence(self) -> dict[str, str | int]:
        """Return its evidence as briefs keep it."""
        return {"claim": self.claim, "posts": self.posts, "since": self.since.isoformat(), "link": self.link}


@dataclass(frozen=True, kw_only=True)
class Ideas:
    """What was found.

    Attributes:
        posts: how many posts were looked at; 0 where there are none.
        since, until: the first and last day; None where there are no posts.
    """

    found: tuple[Idea, ...]
    posts: int
    since: date | None = None
    until: date | None = None


def find_ideas(*, organization: Organization, facts: Facts, now: datetime) -> Ideas:
    """Return the ideas in the last 90 days of the organisation's posts, those asked for first."""
    whole = corpus_of(organization=organization, facts=facts, filters=Filters())
    extent = whole.extent
    if extent.first is None or extent.last is None:
        return Ideas(found=(), posts=0)
    until = whole.day(extent.last)
    since = max(whole.day(extent.first), until - PERIOD)
    corpus = corpus_of(organization=organization, facts=facts, filters=Filters(since=since))
    what, sentiment = answer_to(corpus, "what", now=now), answer_to(corpus, "sentiment", now=now)
    terms = [_merged(corpus, ideas) for ideas in (list(_asked(what, since)), list(_rising(what, since)))]
    found = (*terms[0], *terms[1], *_judged(sentiment, since))
    return Ideas(found=found, posts=what.n, since=since, until=until)


def _merged(corpus: Corpus, ideas: Sequence[Idea]) -> list[Idea]:
    """Return one idea for each group of terms that stand in the same posts: the surest, with their words."""
    known = {idea.topic: idea for idea in ideas}
    return [
        replace(known[words[0]], title=_title(known[words[0]].kind, " · ".join(words[:TITLED])))
        for words in grouped(corpus, list(known))
    ]


def _title(kind: IdeaKind, topic: str) -> str:
    return str(_TITLES[kind]) % {"topic": topic}


def _table(answer: Answer, key: str) -> Table | None:
    return next((table for table in answer.tables if table.key == key), None)


def _rows(answer: Answer, key: str) -> Iterator[Row]:
    table = _table(answer, key)
    yield from table.rows if table is not None else ()


def _asked(answer: Answer, since: date) -> Iterator[Idea]:
    for row in _rows(answer, "asked"):
        topic, posts, share, others = row.cells
        yield Idea(
            kind=IdeaKind.ASKED,
            topic=str(topic),
            title=_title(IdeaKind.ASKED, str(topic)),
            claim=_(
                "%(posts)s questions name “%(topic)s”: %(share)s of the questions, %(others)s of other posts."
            )
            % {"posts": posts, "topic": topic, "share": share, "others": others},
            posts=int(str(posts)),
            since=since,
            link=row.link,
        )


def _rising(answer: Answer, since: date) -> Iterator[Idea]:
    for row in _rows(answer, "rising"):
        topic, posts, now, before, people = row.cells
        yield Idea(
            kind=IdeaKind.RISING,
            topic=str(topic),
            title=_title(IdeaKind.RISING, str(topic)),
            claim=_(
                "“%(topic)s” rises from %(before)s to %(now)s of posts; %(posts)s posts by %(people)s people."
            )
            % {"topic": topic, "now": now, "before": before, "posts": posts, "people": people},
            posts=int(str(posts)),
            since=since,
            link=row.link,
        )


def _judged(answer: Answer, since: date) -> Iterator[Idea]:
    """Yield the aspects of which people think worse, or better, than of the whole, beyond chance."""
    links = {str(row.cells[0]): row.link for row in _rows(answer, "aspects")}
    aspects: Any = answer.facts.get("aspects", [])
    overall: Any = answer.facts.get("shares", {})
    for aspect in aspects:
        shares, name = aspect["shares"], str(aspect["aspect"])
        for kind, label in ((IdeaKind.BLAMED, "negative"), (IdeaKind.PRAISED, "positive")):
            if shares[label]["low"] > overall[label]["value"]:
                yield _judgement(
                    kind, name, aspect["posts"], (shares[label], overall[label]), since, links[name]
                )


def _judgement(
    kind: IdeaKind,
    topic: str,
    posts: int,
    shares: tuple[Mapping[str, float], Mapping[str, float]],
    since: date,
    link: str,
) -> Idea:
    blamed = kind == IdeaKind.BLAMED
    claim = (
        _("%(share)s of %(posts)s posts about “%(topic)s” are negative, at least %(low)s; of all, %(all)s.")
        if blamed
        else _(
            "%(share)s of %(posts)s posts about “%(topic)s” are positive, at least %(low)s; of all, %(all)s."
        )
    )
    own, overall = shares
    return Idea(
        kind=kind,
        topic=topic,
        title=_title(kind, topic),
        claim=claim
        % {
            "share": percent(own["value"]),
            "low": percent(own["low"]),
            "all": percent(overall["value"]),
            "posts": posts,
            "topic": topic,
        },
        posts=posts,
        since=since,
        link=link,
    )
