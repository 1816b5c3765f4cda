"""What people decide about a publication that is on its way, stuck, or on the network."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from colonnade.core.states import TransitionRefused
from colonnade.organization.models import User
from colonnade.publishing.history import note_deed
from colonnade.publishing.models import Post, Publication
from colonnade.publishing.operations.drafting import take_back_review
from colonnade.publishing.operations.rows import locked, save, set_going
from colonnade.publishing.states import PublicationState


class NothingInDoubt(ValueError):
    """A publication of which everybody knows what is on the network."""


class TakenAlready(ValueError):
    """A post on the network that is another publication's."""


@transaction.atomic
def retry(*, publication: Publication, actor: User | None, now: datetime) -> Publication:
    """Send a failed publication anew, at once; what of it is on the network already is not sent again.

    Raises:
        TransitionRefused: where it did not fail.
    """
    publication = locked(publication)
    _require(publication, PublicationState.FAILED, PublicationState.SCHEDULED)
    publication.step(PublicationState.SCHEDULED)
    publication.scheduled_at, publication.late_at = now, None
    set_going(publication=publication, now=now)
    note_deed(publication=publication, action="retried", words=_("Tried again."), actor=actor, now=now)
    return publication


@transaction.atomic
def look_again(*, publication: Publication, actor: User | None, now: datetime) -> Publication:
    """Look on the network once more for a publication of which nobody knows whether it is there.

    Raises:
        TransitionRefused: where that is known.
    """
    publication = locked(publication)
    _require(publication, PublicationState.UNKNOWN, PublicationState.PUBLISHED)
    publication.due_at = now
    set_going(publication=publication, now=now)
    words = _("To be looked for once more.")
    note_deed(publication=publication, action="looked", words=words, actor=actor, now=now)
    return publication


@transaction.atomic
def say_published(
    *, publication: Publication, external_id: str, address: str = "", actor: User | None, now: datetime
) -> Publication:
    """Take a person's word that the post in doubt is on the network; what follows it is sent.

    Args:
        external_id: the network's id of it.

    Raises:
        TakenAlready: where that post is another publication's.
        TransitionRefused: where nothing is in doubt.
    """
    publication = locked(publication)
    _require(publication, PublicationState.UNKNOWN, PublicationState.PUBLISHED)
    post = doubtful_post(publication)
    post.external_id, post.address, post.published_at = external_id[:500], address[:1000], now
    try:
        with transaction.atomic():
            post.save()
    except IntegrityError:
        raise TakenAlready(_("That post is another publication's.")) from None
    publication.due_at = now
    set_going(publication=publication, now=now)
    words = _("A person saw it on the network.")
    note_deed(publication=publication, action="confirmed", words=words, actor=actor, now=now)
    return publication


@transaction.atomic
def say_absent(*, publication: Publication, actor: User | None, now: datetime) -> Publication:
    """Take a person's word that the post in doubt is not on the network; it can then be tried again.

    Raises:
        TransitionRefused: where nothing is in doubt.
    """
    publication = locked(publication)
    _require(publication, PublicationState.UNKNOWN, PublicationState.FAILED)
    post = doubtful_post(publication)
    post.committed_at = None
    post.save(update_fields=["committed_at"])
    publication.step(PublicationState.FAILED, _("A person looked: it is not on the network."))
    publication.due_at = None
    save(publication=publication, now=now)
    note_deed(publication=publication, action="denied", words=publication.reason, actor=actor, now=now)
    return publication


@transaction.atomic
def withdraw(*, publication: Publication, actor: User | None, now: datetime) -> Publication:
    """Take a publication back: before it is sent it never is; afterwards it is deleted from the network.

    Raises:
        TransitionRefused: while it is being sent or looked for, and where it was withdrawn already.
    """
    publication = locked(publication)
    if publication.posts.exclude(external_id="").filter(gone_at=None).exists():
        return _delete_from_network(publication, actor=actor, now=now)
    publication.step(PublicationState.WITHDRAWN)
    publication.due_at, publication.held_at = None, None
    save(publication=publication, now=now)
    note_deed(publication=publication, action="withdrawn", words=_("Withdrawn."), actor=actor, now=now)
    take_back_review(publication, actor=actor, now=now)
    return publication


def _delete_from_network(publication: Publication, *, actor: User | None, now: datetime) -> Publication:
    if publication.present not in {PublicationState.PUBLISHED, PublicationState.FAILED}:
        publication.step(PublicationState.WITHDRAWN)  # the table says why not
    publication.withdrawing_at, publication.due_at, publication.attempts = now, now, 0
    set_going(publication=publication, now=now)
    words = _("To be deleted from the network.")
    note_deed(publication=publication, action="withdrawn", words=words, actor=actor, now=now)
    return publication


def doubtful_post(publication: Publication) -> Post:
    """Return the post of which nobody knows whether it is there. Raises ``NothingInDoubt``."""
    found = publication.posts.filter(external_id="", committed_at__isnull=False).first()
    if found is None:
        raise NothingInDoubt(_("Nothing of it is in doubt."))
    return found


def _require(publication: Publication, present: PublicationState, wanted: PublicationState) -> None:
    if publication.present != present:
        raise TransitionRefused(present=publication.present, wanted=wanted, allowed=frozenset())
