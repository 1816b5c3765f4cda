"""The watchdog: what is due and no job comes for, and what is late."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from colonnade.core.jobs.tasks import JobTask
from colonnade.publishing.history import note
from colonnade.publishing.models import LATE_AFTER, Pause, Publication
from colonnade.publishing.planning import plan
from colonnade.publishing.states import ON_ITS_WAY, PublicationState

FORGOTTEN_AFTER = timedelta(seconds=20)
"""How long past its moment a step may be before the watchdog puts it in the queue once more."""


def busy(*, organization_id: int) -> bool:
    """Return whether the outbox has, or will have, something to do."""
    return Publication.objects.filter(organization_id=organization_id, due_at__isnull=False).exists()


def wake(*, organization_id: int, task: JobTask[..., Any], now: datetime) -> int:
    """Put in the queue what is due, or was left by a worker that is gone; return how many."""
    forgotten = Publication.objects.filter(
        Q(lease_until=None) | Q(lease_until__lt=now),
        organization_id=organization_id,
        due_at__lte=now - FORGOTTEN_AFTER,
        held_at=None,
    )
    if _paused(organization_id):
        forgotten = forgotten.exclude(state=PublicationState.SCHEDULED)
    number = 0
    for publication in forgotten.iterator():
        # A moment of its own, so that the queue does not take it for the job that did not come.
        publication.due_at = now
        plan(publication=publication, task=task, now=now)
        number += 1
    return number


def tell_late(*, organization_id: int, now: datetime) -> int:
    """Note in the history of each publication, once, that it is late; return of how many.

    While publishing is paused nothing is late: a person decided that it waits.
    """
    if _paused(organization_id):
        return 0
    late = Publication.objects.filter(
        organization_id=organization_id,
        state__in=ON_ITS_WAY,
        scheduled_at__lt=now - LATE_AFTER,
        held_at=None,
        late_at=None,
    )
    told = 0
    for publication in late:
        marked = Publication.objects.filter(pk=publication.pk, late_at=None).update(late_at=now)
        if marked:
            note(publication=publication, words=_("Late: it should be on the network by now."), now=now)
            told += 1
    return told


def _paused(organization_id: int) -> bool:
    return Pause.objects.filter(organization_id=organization_id, ended_at=None).exists()
