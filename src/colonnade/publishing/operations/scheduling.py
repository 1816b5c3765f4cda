"""Say when a publication appears."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.organization.models import User
from colonnade.publishing.history import note_deed
from colonnade.publishing.models import Publication
from colonnade.publishing.operations.rows import locked, save, set_going
from colonnade.publishing.states import EDITABLE, PublicationState
from colonnade.publishing.times import zone_of


@transaction.atomic
def schedule(
    *, publication: Publication, at: datetime, zone: str, actor: User | None, now: datetime
) -> Publication:
    """Set the time; an approved publication goes out then, another one once it is approved.

    Args:
        at: with its zone; what is past means at once.
        zone: IANA name of the zone that it was said in, for people.

    Raises:
        NoSuchTime: where there is no such zone.
        TransitionRefused: where it is being sent, or is or may be on the network.
    """
    publication = locked(publication)
    clock = zone_of(zone)
    if publication.present not in EDITABLE - {PublicationState.FAILED}:
        publication.step(PublicationState.SCHEDULED)  # the table says why not
    publication.scheduled_at, publication.zone = max(at, now), zone
    publication.late_at, publication.held_at = None, None
    if publication.present == PublicationState.APPROVED:
        publication.step(PublicationState.SCHEDULED)
    set_going(publication=publication, now=now)
    words = _("Set for %(time)s.") % {
        "time": f"{publication.scheduled_at.astimezone(clock):%d %b %Y %H:%M} {zone}"
    }
    note_deed(publication=publication, action="scheduled", words=words, actor=actor, now=now)
    return publication


@transaction.atomic
def unschedule(*, publication: Publication, actor: User | None, now: datetime) -> Publication:
    """Take the time away; what was approved stays approved.

    Raises:
        TransitionRefused: where it is being sent, or is or may be on the network.
    """
    publication = locked(publication)
    if publication.present == PublicationState.SCHEDULED:
        publication.step(PublicationState.APPROVED)
    elif publication.present not in EDITABLE:
        publication.step(PublicationState.APPROVED)  # the table says why not
    publication.scheduled_at, publication.due_at, publication.held_at = None, None, None
    save(publication=publication, now=now)
    words = _("Its time was taken away.")
    note_deed(publication=publication, action="unscheduled", words=words, actor=actor, now=now)
    return publication
