"""Writes that put an erasure in the queue."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from colonnade.core.jobs import operations as jobs
from colonnade.organization.models import User
from colonnade.pillars.listening.erasure.finding import subject_of
from colonnade.pillars.listening.erasure.gathering import gather, hide
from colonnade.pillars.listening.erasure.jobs import erase
from colonnade.pillars.listening.erasure.models import Erasure
from colonnade.pillars.listening.erasure.operations import confirm_erasure
from colonnade.warehouse.store import Facts


@transaction.atomic
def confirm_in_background(*, erasure: Erasure, actor: User | None, now: datetime) -> Erasure:
    """Give the word and put the work in the queue. Raises ``TransitionRefused``."""
    confirmed = confirm_erasure(erasure=erasure, actor=actor, now=now)
    _enqueue(confirmed, now=now)
    return confirmed


def withdraw_in_background(*, facts: Facts, mentions: Collection[str], for_good: bool, now: datetime) -> None:
    """Hide stored posts now; those that are deleted for good are erased in the background when that is due.

    Cut off at any point, the same call again ends the work.

    Args:
        for_good: False for posts that may come back, since their account only rests.
    """
    subject = subject_of(facts, authors=(), mentions=mentions)
    if for_good:
        with transaction.atomic():
            _enqueue(gather(subject=subject, now=now), now=now)
    hide(facts=facts, subject=subject, for_good=for_good)


def _enqueue(erasure: Erasure, *, now: datetime) -> None:
    job = jobs.enqueue(
        erase.using(run_after=erasure.due_at),
        kwargs={"organization_id": erasure.organization_id, "erasure_id": erasure.pk},
        now=now,
        key=str(erasure.pk),
    )
    if erasure.job_id != job.pk:
        erasure.job_id = job.pk
        erasure.save(update_fields=["job_id"])
