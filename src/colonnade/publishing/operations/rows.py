"""The row of a publication: held for a change, saved, and put on its way."""

from datetime import datetime

from colonnade.publishing.jobs import send_publication, watch_outbox
from colonnade.publishing.models import Publication
from colonnade.publishing.planning import plan, plan_watch
from colonnade.publishing.states import PublicationState


def locked(publication: Publication) -> Publication:
    """Return the publication as it is now, held for the present transaction."""
    found = Publication.objects.select_for_update(of=("self",)).select_related(
        "organization", "profile__account"
    )
    return found.get(pk=publication.pk)


def save(*, publication: Publication, now: datetime) -> None:
    """Save a publication that a person changed; a worker that holds it from before can no longer act."""
    publication.fence += 1
    publication.lease_until = None
    publication.changed_at = now
    publication.save()


def set_going(*, publication: Publication, now: datetime) -> None:
    """Save a publication and put its next step in the queue; a scheduled one is due at its time."""
    if publication.present == PublicationState.SCHEDULED:
        publication.due_at, publication.attempts = publication.scheduled_at, 0
    save(publication=publication, now=now)
    if publication.due_at is not None:
        plan(publication=publication, task=send_publication, now=now)
        plan_watch(organization_id=publication.organization_id, task=watch_outbox, now=now)
