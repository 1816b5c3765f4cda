"""Stop publishing for a whole organisation, and go on safely."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from colonnade.core.states import TransitionRefused
from colonnade.governance.operations import record
from colonnade.organization.models import Organization, User
from colonnade.publishing.history import note, note_deed
from colonnade.publishing.models import Pause, Publication
from colonnade.publishing.operations.rows import locked, save, set_going
from colonnade.publishing.silences import silence_over
from colonnade.publishing.states import PublicationState


class PausedAlready(ValueError):
    """An organisation that publishes nothing as it is."""


class NotPaused(ValueError):
    """An organisation that publishes."""


class Silent(ValueError):
    """A moment at which the calendar lets nothing go out."""


@transaction.atomic
def pause(*, organization: Organization, reason: str, actor: User | None, now: datetime) -> Pause:
    """Publish nothing from now on. Everything scheduled stays so; what is being sent this moment is finished.

    Raises:
        PausedAlready: where it is paused.
    """
    try:
        with transaction.atomic():
            made = Pause.objects.create(
                organization=organization,
                reason=" ".join(reason.split())[:300] or _("No reason given"),
                began_at=now,
                began_by=actor,
            )
    except IntegrityError:
        raise PausedAlready(_("Publishing is paused already.")) from None
    _audit(made, "publishing.paused", actor, now)
    return made


@transaction.atomic
def resume(*, organization: Organization, actor: User | None, now: datetime) -> int:
    """Publish again. What came due meanwhile is held until a person releases it; the rest goes on by itself.

    Returns:
        How many publications are held.

    Raises:
        NotPaused: where it is not paused.
    """
    present = Pause.objects.select_for_update().filter(organization=organization, ended_at=None).first()
    if present is None:
        raise NotPaused(_("Publishing is not paused."))
    present.ended_at, present.ended_by = now, actor
    present.save()
    missed = Publication.objects.filter(
        organization=organization,
        state=PublicationState.SCHEDULED,
        scheduled_at__lte=now,
        due_at__isnull=False,
        held_at=None,
    )
    held = [locked(publication) for publication in missed]
    for publication in held:
        publication.held_at, publication.due_at = now, None
        publication.reason = _("Its time passed while publishing was paused: look at it and decide.")
        save(publication=publication, now=now)
        note(publication=publication, words=publication.reason, now=now)
    _audit(present, "publishing.resumed", actor, now, held=len(held))
    return len(held)


@transaction.atomic
def release(*, publication: Publication, actor: User | None, now: datetime) -> Publication:
    """Send a publication that was held, at once.

    Raises:
        TransitionRefused: where it is not held.
        Silent: where the calendar wants silence at this moment.
    """
    publication = locked(publication)
    if publication.held_at is None:
        raise TransitionRefused(
            present=publication.present, wanted=PublicationState.SENDING, allowed=frozenset()
        )
    silence = silence_over(publication, moment=now)
    if silence is not None:
        raise Silent(
            _("There is a silence until %(end)s: %(why)s. End it in the calendar, or wait.")
            % {"end": f"{silence.ends_at:%Y-%m-%d %H:%M} UTC", "why": silence}
        )
    publication.held_at, publication.reason, publication.late_at = None, "", None
    publication.scheduled_at = now
    set_going(publication=publication, now=now)
    note_deed(publication=publication, action="released", words=_("Released."), actor=actor, now=now)
    return publication


def _audit(pause: Pause, action: str, actor: User | None, now: datetime, **details: object) -> None:
    record(
        organization=pause.organization,
        actor=actor,
        action=action,
        subject=pause.reason[:200],
        now=now,
        details={"pause": pause.pk, **details},
    )
