"""Items of the library as parts of drafts, and the way back: the file behind a reference."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from colonnade.channels.contract import Media, MediaKind
from colonnade.pillars.promotion.library import storage
from colonnade.pillars.promotion.library.models import MediaItem
from colonnade.pillars.promotion.library.shapes import SHAPES, Shape, cut

KEEPER = "library"


@dataclass(frozen=True, kw_only=True)
class Cutting:
    """An image cut to a shape: its file and what that is."""

    path: Path
    width: int
    height: int


def media_of(item: MediaItem, shape_key: str = "") -> Media:
    """Return an item as a draft carries it; an image cut to the shape, where one is named.

    A cutting is named with its focal point, so that what was approved is what is sent though somebody moves
    the point later.

    Raises:
        FileNotFoundError: where the item's file is missing from the data folder.
    """
    shape = SHAPES.get(shape_key)
    kind = MediaKind.VIDEO if item.is_video else MediaKind.IMAGE
    if shape is None or item.is_video:
        return Media(
            source=f"{KEEPER}:{item.pk}",
            kind=kind,
            media_type=item.media_type,
            size=item.size,
            sha256=item.digest,
            alt=item.alt_text,
            width=item.width,
            height=item.height,
            name=item.title,
        )
    found = _cutting(item, shape)
    data = found.path.read_bytes()
    focus = "-".join(str(round(1000 * part)) for part in item.focus)
    return Media(
        source=f"{KEEPER}:{item.pk}:{shape.key}:{focus}",
        kind=kind,
        media_type="image/jpeg",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        alt=item.alt_text,
        width=found.width,
        height=found.height,
        name=item.title,
    )


def _cutting(item: MediaItem, shape: Shape) -> Cutting:
    left, upper, right, lower = cut(item.width, item.height, shape, item.focus)
    scale = min(1.0, shape.width / (right - left))
    return Cutting(
        path=storage.cutting(item.digest, shape, item.focus),
        width=max(1, round((right - left) * scale)),
        height=max(1, round((lower - upper) * scale)),
    )


def open_media(*, organization_id: int, reference: str) -> BinaryIO:
    """Open the file behind a reference, as ``publishing.media.Keeper``.

    Raises:
        LookupError: where the organisation has no such item, or no such shape is known.
        OSError: where the file is missing.
    """
    number, _colon, rest = reference.partition(":")
    item = MediaItem.objects.filter(organization_id=organization_id, pk=int(number)).first()
    if item is None:
        raise LookupError(reference)
    if not rest:
        return item.path.open("rb")
    key, _colon, focus = rest.partition(":")
    across, _hyphen, down = focus.partition("-")
    return storage.cutting(item.digest, SHAPES[key], (int(across) / 1000, int(down) / 1000)).open("rb")
