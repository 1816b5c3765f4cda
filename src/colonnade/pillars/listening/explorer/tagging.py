"""Reads: tags, and the posts they are on."""

from collections.abc import Iterable, Sequence

from django.db.models import Count, QuerySet

from colonnade.organization.models import Organization
from colonnade.pillars.listening.explorer.models import Tag, TaggedPost

AT_ONCE = 500
"""Ids in one question to the database; SQLite takes a thousand parameters in its older forms."""


def tags_of(*, organization: Organization) -> QuerySet[Tag]:
    """Return the organisation's tags by name."""
    return Tag.objects.filter(organization=organization)


def counted_tags(*, organization: Organization) -> QuerySet[Tag]:
    """Return the organisation's tags by name, each with the number of its posts as ``used``."""
    return tags_of(organization=organization).annotate(used=Count("posts"))


def tags_by_post(*, organization_id: int, mention_ids: Iterable[str]) -> dict[str, list[Tag]]:
    """Return the tags of some posts, by post and each in order of names; posts without any are left out."""
    ids = list(mention_ids)
    found: dict[str, list[Tag]] = {}
    for start in range(0, len(ids), AT_ONCE):
        links = TaggedPost.objects.filter(
            tag__organization_id=organization_id, mention_id__in=ids[start : start + AT_ONCE]
        )
        for link in links.select_related("tag").order_by("tag__name", "tag_id"):
            found.setdefault(link.mention_id, []).append(link.tag)
    return found


def tagged_ids(organization_id: int, keys: Sequence[str] | None = None) -> list[str]:
    """Return the ids of the posts that have one of the tags ``keys``, or any tag where it is None."""
    links = TaggedPost.objects.filter(tag__organization_id=organization_id)
    if keys is not None:
        links = links.filter(tag__key__in=keys)
    return list(links.order_by().values_list("mention_id", flat=True).distinct())
