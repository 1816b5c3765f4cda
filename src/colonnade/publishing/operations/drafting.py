"""Write a publication, change it, hand it in, approve it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.campaigns.models import Campaign
from colonnade.channels.contract import Draft, Problem
from colonnade.channels.models import Profile
from colonnade.core.states import TransitionRefused
from colonnade.governance.approvals import operations as approvals
from colonnade.organization.models import Organization, User
from colonnade.publishing.history import note_deed
from colonnade.publishing.models import REVIEWED_AS, Publication
from colonnade.publishing.operations.rows import locked, save, set_going
from colonnade.publishing.states import EDITABLE, PublicationState


class DraftRefused(ValueError):
    """A draft that its network cannot publish; ``problems`` say what to change."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.message for problem in self.problems))


class ContentChanged(ValueError):
    """What was looked at is not what the publication says now."""


def problems(*, profile: Profile, content: Draft) -> list[Problem]:
    """Return what keeps a draft from being published on a profile, or should; asks nobody."""
    publisher, posting = profile.publisher(), profile.posting()
    if publisher is None or posting is None:
        message = _("The connector of this network is not installed any more.")
        return [Problem(field="profile", message=message)]
    return publisher.validate(content, posting)


@transaction.atomic
def draft(
    *,
    organization: Organization,
    profile: Profile,
    content: Draft,
    author: User | None,
    now: datetime,
    campaign: Campaign | None = None,
) -> Publication:
    """Begin a publication. It may still have problems; ``submit`` refuses it while it has errors.

    Raises:
        ValueError: where the profile or the campaign is another organisation's.
    """
    if any(one.organization_id != organization.pk for one in (profile, campaign) if one is not None):
        raise ValueError("the profile or the campaign belongs to another organisation")
    publication = Publication.objects.create(
        organization=organization,
        profile=profile,
        campaign=campaign,
        author=author,
        changed_by=author,
        content=content.model_dump(mode="json"),
        digest=content.digest,
        zone=organization.time_zone,
        created_at=now,
        changed_at=now,
    )
    note_deed(publication=publication, action="drafted", words=_("Written."), actor=author, now=now)
    return publication


@transaction.atomic
def change(*, publication: Publication, content: Draft, actor: User | None, now: datetime) -> Publication:
    """Give a publication other content. What was approved is open again; its time stays as a wish.

    Raises:
        TransitionRefused: where it is being sent, or is or may be on the network.
    """
    publication = locked(publication)
    if content.digest == publication.digest:
        return publication
    _require_editable(publication)
    publication.content, publication.digest = content.model_dump(mode="json"), content.digest
    publication.changed_by = actor
    _open_again(publication, now=now)
    take_back_review(publication, actor=actor, now=now)
    words = _("Changed; it needs to be approved anew.")
    note_deed(publication=publication, action="changed", words=words, actor=actor, now=now)
    return publication


@transaction.atomic
def submit(*, publication: Publication, actor: User | None, now: datetime) -> Publication:
    """Hand a draft in for approval; where the organisation asks for none, it is approved at once.

    Raises:
        DraftRefused: where its network cannot publish it.
        TransitionRefused: where it is no draft.
        approvals.operations.Refused: where nobody could approve it, or a policy forbids what it says.
    """
    publication = locked(publication)
    _require_publishable(publication)
    publication.step(PublicationState.WAITING)
    save(publication=publication, now=now)
    words = _("Handed in for approval.")
    note_deed(publication=publication, action="submitted", words=words, actor=actor, now=now)
    approvals.submit(
        organization=publication.organization,
        kind=REVIEWED_AS,
        subject_id=str(publication.pk),
        actor=actor,
        now=now,
        due=publication.scheduled_at,
    )
    publication.refresh_from_db()
    return publication


@transaction.atomic
def approve(*, publication: Publication, digest: str, actor: User | None, now: datetime) -> Publication:
    """Take the approval of exactly the content of ``digest``; where a time is set, it is scheduled at once.

    The approvals call it when everybody has agreed who must; who may is their part.

    Raises:
        ContentChanged: where the content is another by now.
        DraftRefused: where its network cannot publish it.
        TransitionRefused: where it waits for no approval.
    """
    publication = locked(publication)
    if digest != publication.digest:
        raise ContentChanged(_("It was changed since you looked at it; look once more."))
    _require_publishable(publication)
    publication.step(PublicationState.APPROVED)
    publication.approved_digest = publication.digest
    note_deed(publication=publication, action="approved", words=_("Approved."), actor=actor, now=now)
    if publication.scheduled_at is not None:
        publication.step(PublicationState.SCHEDULED)
    set_going(publication=publication, now=now)
    return publication


@transaction.atomic
def reopen(*, publication: Publication, reason: str, actor: User | None, now: datetime) -> Publication:
    """Lead a publication back to a draft because its author wants to; its review ends.

    Raises:
        TransitionRefused: where it is being sent, or is or may be on the network.
    """
    publication = send_back(publication=publication, reason=reason, actor=actor, now=now)
    take_back_review(publication, actor=actor, now=now)
    return publication


@transaction.atomic
def send_back(*, publication: Publication, reason: str, actor: User | None, now: datetime) -> Publication:
    """Lead a publication back to a draft because those who approve want it changed.

    Raises:
        TransitionRefused: where it is being sent, or is or may be on the network.
    """
    publication = locked(publication)
    _require_editable(publication)
    _open_again(publication, now=now, reason=reason)
    words = reason or _("Taken back to the draft.")
    note_deed(publication=publication, action="reopened", words=words, actor=actor, now=now)
    return publication


def take_back_review(publication: Publication, *, actor: User | None, now: datetime) -> None:
    """End the review of what it said before."""
    approvals.withdraw(
        organization=publication.organization,
        kind=REVIEWED_AS,
        subject_id=str(publication.pk),
        actor=actor,
        now=now,
    )


def _open_again(publication: Publication, *, now: datetime, reason: str = "") -> None:
    if publication.present != PublicationState.DRAFT:
        publication.step(PublicationState.DRAFT, reason)
    publication.approved_digest, publication.due_at, publication.held_at = "", None, None
    save(publication=publication, now=now)


def _require_editable(publication: Publication) -> None:
    partly_out = publication.posts.exclude(external_id="").exists()
    if publication.present not in EDITABLE or partly_out:
        raise TransitionRefused(
            present=publication.present, wanted=PublicationState.DRAFT, allowed=frozenset()
        )


def _require_publishable(publication: Publication) -> None:
    found = problems(profile=publication.profile, content=publication.draft)
    errors = [problem for problem in found if problem.severity == "error"]
    if errors:
        raise DraftRefused(errors)
