"""The way in: ask one of the six questions of an organisation's posts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.utils.translation import get_language

from colonnade.organization.links import org_reverse
from colonnade.organization.models import Organization
from colonnade.pillars.listening.models import BrandKind as StoredKind
from colonnade.pillars.listening.models import BrandQuery
from colonnade.pillars.listening.questions import competitors, influencers, sentiment, what, where, who
from colonnade.pillars.listening.questions.answer import Answer
from colonnade.pillars.listening.questions.comparison import beside
from colonnade.pillars.listening.questions.corpus import Brand, BrandKind, Corpus
from colonnade.pillars.listening.questions.filters import Filters
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
    )


def ask(*, organization: Organization, facts: Facts, question: QuestionKey, filters: Filters) -> Answer:
    """Answer ``question`` from the organisation's posts under ``filters``, beside the period before.

    An answer is kept until the organisation's facts or brands change.

    Raises:
        WrongFilter: when the ``brand`` filter names no brand of the organisation.
    """
    corpus = corpus_of(organization=organization, facts=facts, filters=filters)
    answer, before = _answered(corpus, question, organization), filters.period_before()
    if before is None or not answer.enough:
        return answer
    return beside(answer, _answered(corpus.under(before), question, organization))


def _answered(corpus: Corpus, question: QuestionKey, organization: Organization) -> Answer:
    facts, filters = corpus.facts, corpus.filters
    parts = (
        "answer",
        organization.pk,
        facts.generation,
        question,
        filters.query(),
        corpus.brands,
        str(corpus.zone),
        corpus.posts_url,
        get_language(),
    )
    key = f"listening-{sha256(repr(parts).encode()).hexdigest()}"
    found: Answer | None = cache.get(key)
    if found is None:
        found = QUESTIONS[question].answer(corpus)
        cache.set(key, found, KEPT_SECONDS)
    return found


def _brand(query: BrandQuery) -> Brand:
    return Brand(
        id=query.pk,
        name=query.name,
        kind=_KINDS[query.kind],
        terms=tuple(query.terms),
        unit=query.unit.slug if query.unit else "",
    )
