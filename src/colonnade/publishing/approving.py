"""Publications as a kind of subject for approvals: what reviewers read, and what follows from a decision."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from colonnade.channels.contract import Draft, LinkCard
from colonnade.governance.approvals.subjects import (
    Outcome,
    OutcomeRefused,
    Part,
    Subject,
    SubjectKind,
)
from colonnade.organization.links import org_reverse
from colonnade.organization.models import Organization
from colonnade.publishing.models import REVIEWED_AS, Publication
from colonnade.publishing.operations.drafting import (
    ContentChanged,
    DraftRefused,
    approve,
    send_back,
)
from colonnade.publishing.queries import publications_of


def find(organization: Organization, subject_id: str) -> Subject | None:
    """Return a publication as reviewers see it; None where the organisation has none of that id."""
    publication = _known(organization, subject_id)
    if publication is None:
        return None
    campaign = publication.campaign
    return Subject(
        title=str(publication),
        href=org_reverse("publishing:publication", organization, publication=publication.pk),
        digest=publication.digest,
        parts=tuple(parts_of(publication.draft)),
        author=publication.author,
        changed_by=publication.changed_by,
        unit=campaign.unit_id if campaign is not None else None,
        channel=publication.profile.account.connector,
        campaign=publication.campaign_id,
        campaign_name=campaign.name if campaign is not None else "",
        goes_out_at=publication.scheduled_at,
    )


def parts_of(draft: Draft) -> Iterator[Part]:
    """Yield all that goes out, in the order in which it is read."""
    for label, text in ((_("Title"), draft.title), (_("Content warning"), draft.warning)):
        if text:
            yield Part(label=label, text=text)
    for number, part in enumerate(draft.parts, start=1):
        several = len(draft.parts) > 1
        yield Part(label=_("Post %(number)d") % {"number": number} if several else _("Text"), text=part.text)
        for media in part.media:
            label = _("File %(name)s") % {"name": media.name or media.media_type}
            yield Part(label=label, text=media.alt or _("without a description"))
        if part.link is not None:
            yield from _card(part.link)
    if draft.first_comment:
        yield Part(label=_("First comment"), text=draft.first_comment)


def _card(link: LinkCard) -> Iterator[Part]:
    yield Part(label=_("Card"), text=link.url, form="link")
    words = "\n".join(filter(None, [link.title, link.description]))
    if words:
        yield Part(label=_("Words of the card"), text=words)


def _approved(outcome: Outcome) -> None:
    publication = _known(outcome.organization, outcome.subject_id)
    if publication is None:
        return
    try:
        approve(publication=publication, digest=outcome.digest, actor=outcome.actor, now=outcome.now)
    except (ContentChanged, DraftRefused) as error:
        raise OutcomeRefused(str(error)) from error


def _returned(outcome: Outcome) -> None:
    _sent_back(outcome, outcome.comment or _("Returned for changes."))


def _expired(outcome: Outcome) -> None:
    _sent_back(outcome, _("Nobody decided in time; hand it in once more."))


def _sent_back(outcome: Outcome, reason: str) -> None:
    publication = _known(outcome.organization, outcome.subject_id)
    if publication is not None:
        send_back(publication=publication, reason=reason, actor=outcome.actor, now=outcome.now)


def _known(organization: Organization, subject_id: str) -> Publication | None:
    if not subject_id.isdecimal():
        return None
    return publications_of(organization=organization).filter(pk=int(subject_id)).first()


KIND = SubjectKind(
    key=REVIEWED_AS,
    label=gettext_lazy("Post"),
    find=find,
    approved=_approved,
    returned=_returned,
    expired=_expired,
)
