"""Kept answers are made anew in the background, so that no reader waits for very many posts to be read."""

from datetime import datetime, timedelta
from urllib.parse import parse_qsl

from django.conf import settings
from django.utils import translation

from colonnade.core.clock import system_clock
from colonnade.core.jobs import operations as jobs
from colonnade.core.jobs.context import JobContext
from colonnade.core.jobs.tasks import job
from colonnade.organization.models import Organization
from colonnade.pillars.listening.questions import keeping
from colonnade.pillars.listening.questions.answering import KEYS, QuestionKey, answer_now, at_hand, corpus_of
from colonnade.pillars.listening.questions.filters import Filters, WrongFilter, read_filters
from colonnade.warehouse.store import Facts, open_store

EVERY = timedelta(minutes=5)
"""How often answers are made anew at most, however fast posts come."""


@job(queue="warehouse", priority=-5, max_attempts=2)
def renew_answers(context: JobContext, *, organization_id: int) -> int:
    """Make each question's answer without filters anew, and every other that is kept; return how many."""
    organization = Organization.objects.filter(pk=organization_id).first()
    if organization is None:
        return 0
    facts, made = open_store().facts(organization_id), 0
    if facts.count() < keeping.MANY:
        return 0
    wanted = _wanted(organization, facts)
    for number, (question, filters, language) in enumerate(wanted):
        context.progress(number, len(wanted), "")
        with translation.override(language):
            made += _renewed(organization, facts, question, filters)
    return made


def _wanted(organization: Organization, facts: Facts) -> list[tuple[QuestionKey, str, str]]:
    kept = keeping.outdated(organization=organization, facts=facts, now=system_clock())
    known = {str(key): key for key in KEYS}
    standing = [(key, "", settings.LANGUAGE_CODE) for key in KEYS]
    asked = [(known[one.question], one.filters, one.language) for one in kept if one.question in known]
    return list(dict.fromkeys([*standing, *asked]))


def _renewed(organization: Organization, facts: Facts, question: QuestionKey, query: str) -> bool:
    try:
        corpus = corpus_of(organization=organization, facts=facts, filters=_filters(query))
    except WrongFilter:  # the brand or topic is no more
        return False
    if at_hand(corpus, question) is not None:
        return False
    answer_now(corpus, question, now=system_clock())
    return True


def _filters(query: str) -> Filters:
    return read_filters(dict(parse_qsl(query)))


def renew_soon(*, organization_id: int, now: datetime) -> None:
    """Have answers made anew in the background; calls within ``EVERY`` are one."""
    turn = int(now.timestamp() // EVERY.total_seconds())
    jobs.enqueue(
        renew_answers,
        kwargs={"organization_id": organization_id},
        now=now,
        key=f"turn {turn}",
    )


def renew_if_many(*, facts: Facts, now: datetime) -> None:
    """Have answers made anew behind posts that came, where there are too many for a reader to wait."""
    if facts.count() >= keeping.MANY:
        renew_soon(organization_id=facts.organization_id, now=now)
