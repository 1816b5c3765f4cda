"""Writes that put an erasure in the queue."""

from datetime import datetime

from django.db import transaction

from colonnade.core.jobs import operations as jobs
from colonnade.organization.models import User
from colonnade.pillars.listening.erasure.jobs import erase
from colonnade.pillars.listening.erasure.models import Erasure
from colonnade.pillars.listening.erasure.operations import confirm_erasure


@transaction.atomic
def confirm_in_background(*, erasure: Erasure, actor: User | None, now: datetime) -> Erasure:
    """Give the word and put the work in the queue. Raises ``TransitionRefused``."""
    confirmed = confirm_erasure(erasure=erasure, actor=actor, now=now)
    job = jobs.enqueue(
        erase,
        kwargs={"organization_id": confirmed.organization_id, "erasure_id": confirmed.pk},
        now=now,
        key=str(confirmed.pk),
    )
    confirmed.job_id = job.pk
    confirmed.save(update_fields=["job_id"])
    return confirmed
