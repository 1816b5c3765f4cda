"""The way in: ask one of the six questions of an organisation's posts."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from colonnade.organization.models import Organization
from colonnade.pillars.listening.questions import keeping, wording
from colonnade.pillars.listening.questions.answer import Answer, AsOf
from colonnade.pillars.listening.questions.answering import (
    KEYS,
    QUESTIONS,
    Question,
    QuestionKey,
    answer_now,
    at_hand,
    corpus_of,
    key_of,
)
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.filters import Filters
from colonnade.pillars.listening.questions.renewing import renew_soon
from colonnade.warehouse.store import Facts

__all__ = ["KEYS", "QUESTIONS", "Question", "QuestionKey", "answer_to", "ask", "corpus_of"]


def ask(
    *,
    organization: Organization,
    facts: Facts,
    question: QuestionKey,
    filters: Filters,
    now: datetime,
    fresh: bool = False,
) -> Answer:
    """Answer ``question`` from the organisation's posts under ``filters``; see ``answer_to``.

    Raises:
        WrongFilter: when the ``brand`` filter names no brand of the organisation.
    """
    corpus = corpus_of(organization=organization, facts=facts, filters=filters)
    return answer_to(corpus, question, now=now, fresh=fresh)


def answer_to(corpus: Corpus, question: QuestionKey, *, now: datetime, fresh: bool = False) -> Answer:
    """Answer ``question`` from the posts of ``corpus``, beside the period before.

    An answer is kept until the organisation's facts or brands change. Where there are very many posts, the
    kept answer is given even then, with ``as_of``, and a job makes it anew (see ``keeping``).

    Args:
        fresh: whether to wait for an answer from all present posts.
    """
    known = at_hand(corpus, question)
    if known is None and not fresh:
        known = _kept(corpus, question, now)
    return answer_now(corpus, question, now=now) if known is None else known


def _kept(corpus: Corpus, question: QuestionKey, now: datetime) -> Answer | None:
    """Return the answer that was kept; where posts came since, say of when it is and have it made anew."""
    facts = corpus.facts
    posts = facts.count()
    if posts < keeping.MANY:
        return None
    kept = keeping.find(key=key_of(corpus, question), facts=facts, now=now)
    if kept is None:
        return None
    answer = keeping.read(kept.answer)
    if kept.generation == facts.generation:
        return answer
    renew_soon(organization_id=facts.organization_id, now=now)
    moment, came = kept.made_at.astimezone(corpus.zone), max(posts - kept.posts, 0)
    said = _("As of %(time)s on %(day)s; %(posts)s came since.") % {
        "time": f"{moment:%H:%M}",
        "day": wording.day(moment.date()),
        "posts": wording.posts(came),
    }
    return replace(answer, as_of=AsOf(moment, came, said))
