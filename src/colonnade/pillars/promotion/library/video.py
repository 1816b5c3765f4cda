"""Videos: an MP4 or QuickTime file is read box by box, and what it tells besides the film is blanked.

Boxes as in ISO/IEC 14496-12: four bytes of length, four of type, then content. Boxes that hold metadata
(``udta``, ``meta``, ``uuid``: the place of recording, the device, XMP) become ``free`` space full of zeros,
which keeps all offsets. Nothing is decoded here; that a film plays is for the networks to say.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

from colonnade.pillars.promotion.library.refusals import NotTaken

MOST_BYTES = 300 * 1024 * 1024
MOST_INDEX = 32 * 1024 * 1024
"""Bytes of the index (``moov``) that are read into memory."""
_TELLING = {b"udta", b"meta", b"uuid"}
_NESTED = {b"trak", b"mdia", b"minf", b"stbl"}
_BLOCK = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Film:
    """What is known of a video.

    Attributes:
        width, height: in pixels.
        seconds: how long it lasts.
        codec: four characters of the picture's coding, such as "avc1" (H.264).
    """

    media_type: str
    width: int
    height: int
    seconds: float
    codec: str


@dataclass(frozen=True)
class Box:
    """A box of the file: its type, where it starts and where its content starts and ends."""

    kind: bytes
    start: int
    content: int
    end: int


def read_video(file: BinaryIO, *, size: int) -> Film:
    """Return what the video is, and blank its metadata in ``file``, which is open for reading and writing.

    Raises:
        NotTaken: where it is too large, broken, holds no film, or is no MP4 or QuickTime file.
    """
    if size > MOST_BYTES:
        raise NotTaken(_("The video is larger than 300 MB. Save it smaller and try again."))
    try:
        boxes = list(_boxes(file, 0, size))
        if not boxes or boxes[0].kind != b"ftyp":
            raise NotTaken(_("This is no MP4 or QuickTime video. Save it as MP4 (H.264) and try again."))
        index = next((box for box in boxes if box.kind == b"moov"), None)
        if index is None or index.end - index.start > MOST_INDEX:
            raise NotTaken(_("The video has no index: it is cut off. Export it again."))
        film = _film(file, boxes[0], index)
        for box in (*boxes, *_inside(file, index)):
            if box.kind in _TELLING:
                _blank(file, box)
    except (struct.error, ValueError, ZeroDivisionError) as error:
        raise NotTaken(_("The video cannot be read: it is broken or cut off.")) from error
    return film


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[Box]:
    place = start
    while place + 8 <= end:
        file.seek(place)
        length, kind = struct.unpack(">I4s", file.read(8))
        content = place + 8
        if length == 1:
            (length,) = struct.unpack(">Q", file.read(8))
            content += 8
        elif length == 0:
            length = end - place
        if length < content - place or place + length > end:
            raise ValueError("a box reaches beyond the file")
        yield Box(kind, place, content, place + length)
        place += length


def _inside(file: BinaryIO, box: Box) -> Iterator[Box]:
    """Yield the boxes within the index and its tracks, at any depth."""
    for inner in _boxes(file, box.content, box.end):
        yield inner
        if inner.kind in _NESTED:
            yield from _inside(file, inner)


def _film(file: BinaryIO, brand: Box, index: Box) -> Film:
    seconds, sides, codec = 0.0, (0, 0), ""
    for box in _inside(file, index):
        content = _content(file, box)
        if box.kind == b"mvhd":
            seconds = _seconds(content)
        elif box.kind == b"tkhd":
            sides = max(sides, _sides(content))
        elif box.kind == b"stsd" and not codec:
            codec = _codec(content) if sides != (0, 0) else ""
    if min(sides) == 0 or seconds <= 0:
        raise NotTaken(_("The file holds no film, only sound or data."))
    quicktime = _content(file, brand)[:4] == b"qt  "
    return Film(
        media_type="video/quicktime" if quicktime else "video/mp4",
        width=sides[0],
        height=sides[1],
        seconds=seconds,
        codec=codec,
    )


def _content(file: BinaryIO, box: Box) -> bytes:
    """Return the first bytes of a box's content, as many as any box read here needs."""
    file.seek(box.content)
    return file.read(min(128, box.end - box.content))


def _seconds(header: bytes) -> float:
    wide = header[0] == 1
    scale, length = struct.unpack_from(">IQ" if wide else ">II", header, 20 if wide else 12)
    return float(length) / float(scale)


def _sides(header: bytes) -> tuple[int, int]:
    """Return width and height as the film is shown: turned where its matrix turns it by a quarter."""
    place = 88 if header[0] == 1 else 76
    width, height = struct.unpack_from(">II", header, place)
    first, _second = struct.unpack_from(">ii", header, place - 36)
    sides = (width >> 16, height >> 16)
    return sides if first else (sides[1], sides[0])


def _codec(description: bytes) -> str:
    return description[12:16].decode("ascii", "replace") if len(description) >= 16 else ""


def _blank(file: BinaryIO, box: Box) -> None:
    file.seek(box.start + 4)
    file.write(b"free")
    file.seek(box.content)
    left = box.end - box.content
    while left > 0:
        part = min(left, _BLOCK)
        file.write(bytes(part))
        left -= part
