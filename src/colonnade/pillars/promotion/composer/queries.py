"""Reads: posts, their variants and media, and what was made from a brief."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from colonnade.organization.links import org_reverse
from colonnade.organization.models import Organization
from colonnade.pillars.promotion.briefs.following import Made
from colonnade.pillars.promotion.composer.models import Post, PostMedia, SentMedia, Variant
from colonnade.pillars.promotion.library.models import MediaItem
from colonnade.pillars.promotion.library.uses import Use
from colonnade.publishing.states import PublicationState


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is looked for; what is empty does not narrow.

    Attributes:
        state: a state of a publication that one of the variants has, or "unsent" for posts of which nothing
            was handed in.
    """

    text: str = ""
    state: str = ""
    campaign: int = 0


def posts_of(*, organization: Organization) -> QuerySet[Post]:
    """Return the organisation's posts, the last changed first."""
    return Post.objects.filter(organization=organization).select_related(
        "organization",
        "brief__goal",
        "brief__unit",
        "brief__campaign__goal",
        "brief__campaign__unit",
        "campaign__goal",
        "campaign__unit",
        "changed_by",
    )


def _whole(variants: QuerySet[Variant]) -> QuerySet[Variant]:
    return variants.select_related("profile__account", "profile__organization", "publication")


def find(*, organization: Organization, wanted: Wanted) -> QuerySet[Post]:
    """Return the posts that are looked for with their variants, the last changed first."""
    found = posts_of(organization=organization)
    if wanted.text:
        found = found.filter(Q(title__icontains=wanted.text) | Q(text__icontains=wanted.text))
    if wanted.campaign:
        found = found.filter(Q(campaign_id=wanted.campaign) | Q(brief__campaign_id=wanted.campaign))
    if wanted.state == "unsent":
        found = found.exclude(pk__in=Variant.objects.exclude(publication=None).values("post"))
    elif wanted.state:
        found = found.filter(pk__in=Variant.objects.filter(publication__state=wanted.state).values("post"))
    return found.prefetch_related(Prefetch("variants", _whole(Variant.objects.all())))


def variants_of(post: Post) -> list[Variant]:
    """Return a post's variants with their profiles and what was handed in."""
    return list(_whole(post.variants.all()))


def items_of(post: Post) -> list[MediaItem]:
    """Return the images and videos of a post in their order."""
    return [row.item for row in post.media.select_related("item")]


def made_from(briefs: Sequence[int]) -> Iterator[Made]:
    """Yield the posts that were written from briefs, as the briefs' pages show them."""
    variants = Prefetch("variants", Variant.objects.select_related("publication"))
    posts = Post.objects.filter(brief__in=briefs).select_related("organization").prefetch_related(variants)
    for post in posts:
        states = [one.publication.get_state_display() for one in post.variants.all() if one.publication]
        yield Made(
            brief=post.brief_id or 0,
            label=post.title,
            href=org_reverse("composer:post", post.organization, post=post.pk),
            state=", ".join(dict.fromkeys(states)) or PublicationState.DRAFT.value,
        )


def uses_of(items: Sequence[int]) -> Iterator[Use]:
    """Yield the posts that show items of the library, or were handed in with them."""
    sent = SentMedia.objects.filter(item__in=items).select_related("post__organization")
    shown = PostMedia.objects.filter(item__in=items).select_related("post__organization")
    handed = {(row.item_id, row.post_id): row.post for row in sent}
    for (item, _number), post in {
        **{(row.item_id, row.post_id): row.post for row in shown},
        **handed,
    }.items():
        yield Use(
            item=item,
            label=post.title,
            href=org_reverse("composer:post", post.organization, post=post.pk),
            public=(item, post.pk) in handed,
        )
