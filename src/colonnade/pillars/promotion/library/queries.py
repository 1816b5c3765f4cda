"""Reads: items found again."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from colonnade.organization.models import Organization
from colonnade.pillars.promotion.library.models import SOON, MediaItem, MediaTag


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is looked for; an empty text means any.

    Attributes:
        text: contained in title, alternative text, source or a tag.
        kind: "image" or "video".
        state: "usable" (the default), "expiring", "undescribed" or "retired".
    """

    text: str = ""
    tag: str = ""
    kind: str = ""
    state: str = "usable"


def items_of(*, organization: Organization) -> QuerySet[MediaItem]:
    """Return all items of the organisation, the retired ones too, newest first."""
    return MediaItem.objects.filter(organization=organization).prefetch_related("tags")


def find(*, organization: Organization, wanted: Wanted, today: date) -> QuerySet[MediaItem]:
    """Return the items that are looked for, newest first."""
    found = items_of(organization=organization).filter(retired_at__isnull=wanted.state != "retired")
    if wanted.state == "usable":
        found = found.filter(Q(expires_on__isnull=True) | Q(expires_on__gte=today))
    elif wanted.state == "expiring":
        found = found.filter(expires_on__lt=today + SOON)
    elif wanted.state == "undescribed":
        found = found.filter(alt_text="", decorative=False)
    if wanted.kind:
        found = found.filter(media_type__startswith=f"{wanted.kind}/")
    if wanted.tag:
        found = found.filter(tags__name=wanted.tag.casefold())
    if wanted.text:
        tagged = MediaTag.objects.filter(name__icontains=wanted.text).values("item")
        found = found.filter(
            Q(title__icontains=wanted.text)
            | Q(alt_text__icontains=wanted.text)
            | Q(source__icontains=wanted.text)
            | Q(pk__in=tagged)
        )
    return found


def tags_of(*, organization: Organization) -> list[str]:
    """Return the tags in use, the most used first."""
    tags = MediaTag.objects.filter(item__organization=organization, item__retired_at__isnull=True)
    counted = tags.order_by().values_list("name").annotate(items=Count("pk"))
    return [name for name, _items in sorted(counted, key=lambda row: (-row[1], row[0]))]
