"""Files for tests, made here byte by byte or by Pillow, and items of the library."""

import io
import struct

from PIL import Image

from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import NOW
from colonnade.pillars.promotion.library.models import MediaItem
from colonnade.pillars.promotion.library.operations import Description, add

GPS_IFD = 0x8825


def photograph(
    width: int = 400, height: int = 300, *, colour: str = "teal", kind: str = "JPEG", **options: object
) -> bytes:
    """Return an image of one colour with a red square in its upper left corner."""
    image = Image.new("RGB", (width, height), colour)
    image.paste("red", (0, 0, width // 4, height // 4))
    written = io.BytesIO()
    image.save(written, format=kind, **options)
    return written.getvalue()


def photograph_with_a_place() -> bytes:
    """Return a photograph that tells camera, place and a comment, and lies on its side (orientation 6)."""
    exif = Image.Exif()
    exif[0x0110] = "Spy Camera 3000"
    exif[0x0112] = 6
    exif.get_ifd(GPS_IFD).update({1: "N", 2: (47.0, 22.0, 0.0), 3: "E", 4: (8.0, 32.0, 0.0)})
    return photograph(exif=exif, comment=b"taken at home")


def box(kind: bytes, content: bytes) -> bytes:
    """Return one box of an ISO media file."""
    return struct.pack(">I4s", len(content) + 8, kind) + content


def film(*, width: int = 640, height: int = 360, seconds: int = 7, told: bytes = b"+47.37+008.54/") -> bytes:
    """Return a video's boxes (ISO/IEC 14496-12) around no pictures at all, with a place of recording."""
    header = box(b"mvhd", struct.pack(">IIIII", 0, 0, 0, 1000, seconds * 1000) + bytes(80))
    matrix = struct.pack(">9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    track_header = box(b"tkhd", bytes(40) + matrix + struct.pack(">II", width << 16, height << 16))
    coding = box(b"stsd", struct.pack(">II", 0, 1) + box(b"avc1", bytes(78)))
    media = box(b"mdia", box(b"minf", box(b"stbl", coding)))
    track = box(b"trak", track_header + media + box(b"udta", box(b"\xa9xyz", told)))
    index = box(b"moov", header + track + box(b"udta", box(b"\xa9xyz", told)))
    return box(b"ftyp", b"isom" + bytes(4)) + box(b"mdat", b"frames" * 10) + index + box(b"uuid", told)


def make_item(
    organization: Organization, *, title: str = "Crane at dawn", data: bytes | None = None, **said: object
) -> MediaItem:
    """Return an item of the library; each title has another picture."""
    given = {"alt_text": "A crane before a red sky", **said}
    colour = f"#{abs(hash(title)) % 0xFFFFFF:06x}"
    return add(
        organization=organization,
        file=io.BytesIO(photograph(colour=colour) if data is None else data),
        description=Description(title=title, **given),  # type: ignore[arg-type]  # each test gives what fits
        actor=None,
        now=NOW,
    )
