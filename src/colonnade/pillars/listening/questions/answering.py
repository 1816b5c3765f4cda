"""The six questions, and how each is answered from all present posts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.utils.translation import get_language

from colonnade.audience.queries import accounts_of, state_of
from colonnade.organization.links import org_reverse
from colonnade.organization.models import Organization
from colonnade.pillars.listening.models import BrandKind as StoredKind
from colonnade.pillars.listening.models import BrandQuery, KeptAnswer
from colonnade.pillars.listening.questions import (
    competitors,
    influencers,
    keeping,
    sentiment,
    what,
    where,
    who,
)
from colonnade.pillars.listening.questions.answer import Answer
from colonnade.pillars.listening.questions.brands import Brand, BrandKind
from colonnade.pillars.listening.questions.comparison import beside
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.filters import Filters
from colonnade.pillars.listening.questions.known_people import KnownPeople
from colonnade.warehouse.store import Facts

QuestionKey = Literal["who", "what", "where", "competitors", "influencers", "sentiment"]
KEYS: tuple[QuestionKey, ...] = get_args(QuestionKey)
KEPT_SECONDS = 24 * 3600

_KINDS: Mapping[str, BrandKind] = {
    StoredKind.OWN.value: "own",
    StoredKind.COMPETITOR.value: "competitor",
    StoredKind.TOPIC.value: "topic",
}


@dataclass(frozen=True)
class Question:
    """One of the six.

    Attributes:
        title: gives the question in words, in the present language.
        icon: name of a Lucide icon.
    """

    key: QuestionKey
    title: Callable[[], str]
    answer: Callable[[Corpus], Answer]
    icon: str

    @property
    def page(self) -> str:
        """Return the name of the question's page."""
        return f"listening:{self.key}"


QUESTIONS: Mapping[QuestionKey, Question] = {
    "who": Question("who", who.title, who.answer, "users"),
    "what": Question("what", what.title, what.answer, "messages-square"),
    "where": Question("where", where.title, where.answer, "map-pin"),
    "competitors": Question("competitors", competitors.title, competitors.answer, "swords"),
    "influencers": Question("influencers", influencers.title, influencers.answer, "megaphone"),
    "sentiment": Question("sentiment", sentiment.title, sentiment.answer, "smile"),
}


def corpus_of(*, organization: Organization, facts: Facts, filters: Filters) -> Corpus:
    """Return the organisation's posts under ``filters``.

    Raises:
        WrongFilter: when the ``brand`` filter names no brand of the organisation.
    """
    return Corpus(
        facts=facts,
        brands=[_brand(query) for query in organization.brand_queries.select_related("unit")],
        filters=filters,
        zone=ZoneInfo(organization.time_zone),
        posts_url=org_reverse("listening:posts", organization),
        people=KnownPeople(
            state=state_of(organization=organization), rows=lambda: accounts_of(organization=organization)
        ),
    )


def key_of(corpus: Corpus, question: QuestionKey) -> str:
    """Return a word for all that an answer depends on besides the posts themselves."""
    depends = (
        corpus.facts.organization_id,
        question,
        corpus.filters.query(),
        corpus.brands,
        corpus.people.state,
        str(corpus.zone),
        corpus.posts_url,
        get_language(),
    )
    return sha256(repr(depends).encode()).hexdigest()


def at_hand(corpus: Corpus, question: QuestionKey) -> Answer | None:
    """Return the answer from all present posts, if this process has made it before."""
    found: Answer | None = cache.get(_place(corpus, question, corpus.facts.generation))
    return found


def _place(corpus: Corpus, question: QuestionKey, generation: int) -> str:
    return f"answer-{key_of(corpus, question)}-{generation}"


def answer_now(corpus: Corpus, question: QuestionKey, *, now: datetime) -> Answer:
    """Answer from all present posts, beside the period before, and keep the answer."""
    facts, filters = corpus.facts, corpus.filters
    made = KeptAnswer(
        organization_id=facts.organization_id,
        key=key_of(corpus, question),
        question=question,
        filters=filters.query(),
        language=get_language() or "",
        generation=facts.generation,
        removals=facts.removals,
        posts=facts.count(),
        made_at=now,
        asked_at=now,
    )
    answer, before = QUESTIONS[question].answer(corpus), filters.period_before()
    if before is not None and answer.enough:
        answer = beside(answer, QUESTIONS[question].answer(corpus.under(before)))
    cache.set(_place(corpus, question, made.generation), answer, KEPT_SECONDS)
    if made.posts >= keeping.MANY:
        made.answer = keeping.written(answer)
        keeping.keep(made=made, facts=facts)
    return answer


def _brand(query: BrandQuery) -> Brand:
    return Brand(
        id=query.pk,
        name=query.name,
        kind=_KINDS[query.kind],
        terms=tuple(query.terms),
        unit=query.unit.slug if query.unit else "",
    )
