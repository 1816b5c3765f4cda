"""Who may act on a publication: a lease that ends, and a fence that no earlier holder passes."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from colonnade.publishing.models import Pause, Publication
from colonnade.publishing.states import PublicationState

LEASE = timedelta(seconds=90)
"""How long a claim lasts; renewed before each request that can make something visible."""
REQUEST_SECONDS = 30.0
"""The most that one request takes: it is over long before the lease of who sent it."""


class LeaseLost(Exception):
    """Another worker, or a person, has the publication by now; this one must not go on."""


def claim(
    *, publication_id: int, organization_id: int, now: datetime, lease: timedelta = LEASE
) -> Publication | None:
    """Take a publication that is due and that nobody holds; None where there is nothing to do.

    While its organisation's publishing is paused, what is scheduled is left alone; what may be on the
    network is still looked for.
    """
    paused = Pause.objects.filter(organization=OuterRef("organization"), ended_at=None)
    found = (
        Publication.objects.select_related("organization", "profile__account", "author", "campaign")
        .filter(
            Q(lease_until=None) | Q(lease_until__lt=now),
            ~(Q(state=PublicationState.SCHEDULED) & Exists(paused)),
            pk=publication_id,
            organization_id=organization_id,
            due_at__lte=now,
            held_at=None,
        )
        .first()
    )
    if found is None:
        return None
    taken = Publication.objects.filter(pk=found.pk, fence=found.fence).update(
        fence=found.fence + 1, lease_until=now + lease, attempts=found.attempts + 1
    )
    if not taken:
        return None
    found.fence, found.lease_until, found.attempts = found.fence + 1, now + lease, found.attempts + 1
    return found


def hold(publication: Publication, *, now: datetime, lease: timedelta = LEASE) -> None:
    """Renew the lease. Raises ``LeaseLost`` where it is no longer ours."""
    write(publication, lease_until=now + lease)


def write(publication: Publication, **changes: Any) -> None:
    """Change the row, and ``publication`` with it. Raises ``LeaseLost`` where it is no longer ours.

    In a transaction it also holds the row until its end, so that nobody can take it in between.
    """
    if not Publication.objects.filter(pk=publication.pk, fence=publication.fence).update(**changes):
        raise LeaseLost
    for name, value in changes.items():
        setattr(publication, name, value)
