"""Publications as a kind of subject that is reviewed: how one is found, and what a decision does to it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from colonnade.channels.contract import Draft
from colonnade.governance.approvals.subjects import Outcome, Part, Picture, Subject, SubjectKind
from colonnade.organization.links import org_reverse
from colonnade.organization.models import Organization
from colonnade.pillars.promotion.composer.models import Variant
from colonnade.pillars.promotion.composer.operations.handing import KIND
from colonnade.pillars.promotion.library import storage
from colonnade.pillars.promotion.library.models import MediaItem
from colonnade.pillars.promotion.library.shapes import THUMBNAIL
from colonnade.publishing.models import Publication
from colonnade.publishing.operations import drafting
from colonnade.publishing.queries import publications_of
from colonnade.publishing.states import EDITABLE


def find(organization: Organization, subject_id: str) -> Subject | None:
    """Return a publication as reviewers read it; None where the organisation has none with that id."""
    publication = _publication(organization, subject_id)
    if publication is None:
        return None
    variant = _variant(publication)
    post = variant.post if variant is not None else None
    campaign = publication.campaign
    unit = post.unit if post is not None else campaign.unit if campaign is not None else None
    page = (
        org_reverse("composer:post", organization, post=post.pk)
        if post is not None
        else org_reverse("composer:posts", organization)
    )
    return Subject(
        title=f"{post.title if post else publication} · {publication.profile}",
        href=page,
        digest=publication.digest,
        parts=parts_of(publication.draft),
        author=publication.author,
        changed_by=post.changed_by if post is not None else None,
        unit=unit.pk if unit is not None else None,
        channel=publication.profile.account.connector,
        campaign=campaign.pk if campaign is not None else None,
        campaign_name=campaign.name if campaign is not None else "",
        goes_out_at=publication.scheduled_at,
        paid=post.paid if post is not None else False,
    )


def parts_of(draft: Draft) -> list[Part]:
    """Return all that goes out, in the order in which people read it."""
    parts: list[Part] = []
    if draft.warning:
        parts.append(Part(label=_("Content warning"), text=draft.warning))
    for number, part in enumerate(draft.parts, start=1):
        label = _("Text") if len(draft.parts) == 1 else _("Text %(number)d") % {"number": number}
        parts.append(Part(label=label, text=part.text))
        if part.link is not None:
            parts.append(Part(label=_("Link"), text=part.link.url, form="link"))
            parts.append(Part(label=_("Card"), text=f"{part.link.title}\n{part.link.description}".strip()))
        for place, media in enumerate(part.media, start=1):
            label = _("Picture %(number)d") % {"number": place}
            parts.append(Part(label=label, text=media.alt, form="picture", key=media.source))
    if draft.first_comment:
        parts.append(Part(label=_("First comment"), text=draft.first_comment))
    return parts


def picture(organization: Organization, subject_id: str, key: str) -> Picture | None:
    """Return a small picture of a publication, if it shows the item that ``key`` names."""
    publication = _publication(organization, subject_id)
    shown = (
        {media.source for part in publication.draft.parts for media in part.media} if publication else set()
    )
    if key not in shown:
        return None
    number = key.split(":")[1]
    item = MediaItem.objects.filter(organization=organization, pk=int(number)).first()
    if item is None or item.is_video or not item.path.exists():
        return None
    cutting = storage.cutting(item.digest, THUMBNAIL, item.focus)
    return Picture(data=cutting.read_bytes(), content_type="image/jpeg")


def approved(outcome: Outcome) -> None:
    """Let a publication go out as it was approved."""
    publication = _publication(outcome.organization, outcome.subject_id)
    if publication is not None:
        drafting.approve(publication=publication, digest=outcome.digest, actor=outcome.actor, now=outcome.now)


def returned(outcome: Outcome) -> None:
    """Lead a publication back to its author, with the reviewer's words."""
    _send_back(outcome, outcome.comment or _("A reviewer wants it changed."))


def expired(outcome: Outcome) -> None:
    """Lead a publication back to its author: nobody decided in time."""
    _send_back(outcome, _("Nobody decided in time: hand it in again."))


def _send_back(outcome: Outcome, reason: str) -> None:
    publication = _publication(outcome.organization, outcome.subject_id)
    if publication is not None and publication.present in EDITABLE:
        drafting.reopen(publication=publication, reason=reason[:500], actor=outcome.actor, now=outcome.now)


def _publication(organization: Organization, subject_id: str) -> Publication | None:
    if not subject_id.isdecimal():
        return None
    return publications_of(organization=organization).filter(pk=int(subject_id)).first()


def _variant(publication: Publication) -> Variant | None:
    found = Variant.objects.select_related(
        "post__brief__unit", "post__brief__campaign__unit", "post__campaign__unit", "post__changed_by"
    )
    return found.filter(publication=publication).first()


POSTS = SubjectKind(
    key=KIND,
    label=gettext_lazy("Post"),
    find=find,
    approved=approved,
    returned=returned,
    expired=expired,
    picture=picture,
)
