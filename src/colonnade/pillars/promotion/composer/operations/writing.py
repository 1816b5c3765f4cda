"""Posts are begun, written, removed. Every save names the revision that it was written upon."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.campaigns.models import Campaign
from colonnade.channels.models import Profile
from colonnade.governance.operations import record
from colonnade.organization.models import Organization, User
from colonnade.pillars.promotion.briefs.models import Brief
from colonnade.pillars.promotion.composer.models import Post, PostMedia, SentMedia, Variant
from colonnade.pillars.promotion.composer.operations.refusals import ChangedMeanwhile, StillOut
from colonnade.pillars.promotion.library.models import MediaItem
from colonnade.pillars.promotion.library.shapes import SHAPES
from colonnade.publishing.states import PublicationState
from colonnade.publishing.times import zone_of

MOST_MEDIA = 20
_WORDS = (
    "title",
    "text",
    "first_comment",
    "link",
    "language",
    "warning",
    "paid",
    "brief",
    "campaign",
    "wanted_at",
    "zone",
)
_OVER = {PublicationState.WITHDRAWN, PublicationState.DRAFT}


@dataclass(frozen=True, kw_only=True)
class Words:
    """What is said otherwise on one profile; see ``Variant``."""

    text: str = ""
    shape: str = ""


@dataclass(frozen=True, kw_only=True)
class Written:
    """What a person says of a post; see ``Post``.

    Attributes:
        media: items of the library in their order.
        variants: what is said on each profile, by the profile's id.
    """

    title: str
    text: str = ""
    first_comment: str = ""
    link: str = ""
    language: str = ""
    warning: str = ""
    paid: bool = False
    brief: Brief | None = None
    campaign: Campaign | None = None
    wanted_at: datetime | None = None
    zone: str = "UTC"
    media: Sequence[MediaItem] = ()
    variants: Mapping[int, Words] = field(default_factory=dict)


@transaction.atomic
def begin(*, organization: Organization, written: Written, actor: User | None, now: datetime) -> Post:
    """Begin a post. Raises ``ValidationError`` where what is said makes no sense."""
    post = Post(organization=organization, made_by=actor, made_at=now, revision=0)
    _write(post, written, actor, now)
    record(organization=organization, actor=actor, action="post.begun", subject=post.title, now=now)
    return post


@transaction.atomic
def save(*, post: Post, written: Written, revision: int, actor: User | None, now: datetime) -> Post:
    """Save what was written upon ``revision``; what is the same as before changes nothing.

    What was handed in stays as it was handed in, until it is handed in anew.

    Raises:
        ChangedMeanwhile: where somebody saved since; nothing was written.
        ValidationError: where what is said makes no sense.
    """
    held = Post.objects.select_for_update(of=("self",)).select_related("organization").get(pk=post.pk)
    if held.revision != revision:
        raise ChangedMeanwhile(held)
    if _said(held) == _wanted(written):
        return held
    _write(held, written, actor, now)
    return held


@transaction.atomic
def keep_card(*, post: Post, card: Mapping[str, str], now: datetime) -> None:
    """Keep what was read from the page behind the link (``url``, ``title``, ``description``)."""
    Post.objects.filter(pk=post.pk).update(card=dict(card), changed_at=now)


@transaction.atomic
def remove(*, post: Post, actor: User | None, now: datetime) -> None:
    """Remove a post of which nothing went out. Raises ``StillOut`` where something did, or is about to."""
    handed = post.variants.exclude(publication=None).select_related("publication")
    if any(one.publication and one.publication.present not in _OVER for one in handed):
        raise StillOut(
            _("Parts of this post are on their way or were published: it stays. Withdraw them first.")
        )
    if SentMedia.objects.filter(post=post).exists():
        raise StillOut(_("This post was handed in with images of the library: it stays as their record."))
    record(organization=post.organization, actor=actor, action="post.removed", subject=post.title, now=now)
    post.delete()


def _said(post: Post) -> tuple[object, ...]:
    media = tuple(post.media.values_list("item_id", flat=True))
    variants = {one.profile_id: (one.text, one.shape) for one in post.variants.all()}
    return (*(getattr(post, name) for name in _WORDS), media, variants)


def _wanted(written: Written) -> tuple[object, ...]:
    media = tuple(item.pk for item in written.media)
    variants = {profile: (words.text, words.shape) for profile, words in written.variants.items()}
    return (*(getattr(written, name) for name in _WORDS), media, variants)


def _write(post: Post, written: Written, actor: User | None, now: datetime) -> None:
    _check(post, written)
    for name in _WORDS:
        setattr(post, name, getattr(written, name))
    if post.card.get("url") != post.link:
        post.card = {}
    post.revision += 1
    post.changed_by, post.changed_at = actor, now
    post.full_clean(validate_constraints=False)
    post.save()
    _write_media(post, written.media)
    _write_variants(post, written.variants)


def _check(post: Post, written: Written) -> None:
    zone_of(written.zone)
    for given in (written.brief, written.campaign, *written.media):
        if given is not None and given.organization_id != post.organization_id:
            raise ValidationError(_("The organisation has none of that name."))
    if len(written.media) > MOST_MEDIA:
        raise ValidationError(_("At most %(most)d images and videos.") % {"most": MOST_MEDIA})
    if any(words.shape and words.shape not in SHAPES for words in written.variants.values()):
        raise ValidationError(_("There is no such shape."))


def _write_media(post: Post, items: Sequence[MediaItem]) -> None:
    post.media.all().delete()
    PostMedia.objects.bulk_create(
        [PostMedia(post=post, item=item, place=place) for place, item in enumerate(items)]
    )


def _write_variants(post: Post, wanted: Mapping[int, Words]) -> None:
    profiles = Profile.objects.filter(organization=post.organization, pk__in=wanted)
    if profiles.count() != len(wanted):
        raise ValidationError(_("The organisation has no such profile."))
    gone = post.variants.exclude(profile_id__in=wanted).select_related("publication", "profile")
    for variant in gone:
        if variant.publication is not None and variant.publication.present not in _OVER:
            said = _("“%(profile)s” has this post already: withdraw it there before you take it out.")
            raise StillOut(said % {"profile": variant.profile})
        variant.delete()
    for profile, words in wanted.items():
        Variant.objects.update_or_create(
            post=post, profile_id=profile, defaults={"text": words.text, "shape": words.shape}
        )
