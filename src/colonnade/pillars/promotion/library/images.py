"""Images, decoded and written anew: what is kept is a picture and nothing else.

Neither metadata (EXIF with the place and the camera, XMP, comments) nor bytes hidden behind the picture
outlive that; only the colour profile is carried over.
"""

import io
import struct
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, ImageSequence

from colonnade.pillars.promotion.library.refusals import NotTaken

MOST_BYTES = 25 * 1024 * 1024
MOST_PIXELS = 50_000_000
"""Width by height by frames; decoding takes four bytes for each."""
LEAST_SIDE = 16
FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}
QUALITY = 92

_BROKEN = (OSError, SyntaxError, ValueError, EOFError, OverflowError, struct.error)
"""What Pillow raises at files that are cut off or forged."""
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


@dataclass(frozen=True, kw_only=True)
class Picture:
    """An image as it is kept.

    Attributes:
        data: the file.
        media_type: such as "image/jpeg".
        width, height: in pixels, the right way up.
        frames: 1 for a still image.
    """

    data: bytes
    media_type: str
    width: int
    height: int
    frames: int = 1


def read_image(data: bytes) -> Picture:
    """Return the image in ``data``, decoded whole and written anew.

    Raises:
        NotTaken: where it is too large, broken, or no JPEG, PNG, WebP or GIF.
    """
    if len(data) > MOST_BYTES:
        raise NotTaken(
            _("The image is larger than 25 MB. Networks take far less: save it smaller and try again.")
        )
    try:
        with Image.open(io.BytesIO(data), formats=tuple(FORMATS)) as image:
            _require_size(image)
            return _animation(image) if getattr(image, "is_animated", False) else _still(image)
    except _BOMBS as error:
        raise NotTaken(_too_many_pixels()) from error
    except _BROKEN as error:
        raise NotTaken(_("The image cannot be decoded: it is broken or cut off.")) from error


def _require_size(image: Image.Image) -> None:
    """Refuse by what the heading of the file says, before anything is decoded."""
    width, height = image.size
    if width * height * getattr(image, "n_frames", 1) > MOST_PIXELS:
        raise NotTaken(_too_many_pixels())
    if min(width, height) < LEAST_SIDE:
        raise NotTaken(_("The image is smaller than 16 pixels: no network takes it."))


def _too_many_pixels() -> str:
    return _("The image has more than 50 million pixels. Save it smaller and try again.")


def _still(image: Image.Image) -> Picture:
    profile = image.info.get("icc_profile")
    turned = ImageOps.exif_transpose(image)
    kind = image.format or "PNG"
    bare = _bare(turned, kind)
    written = io.BytesIO()
    options: dict[str, object] = {"icc_profile": profile} if profile and bare.mode in {"RGB", "L"} else {}
    if kind in {"JPEG", "WEBP"}:
        options |= {"quality": QUALITY}
    if kind == "JPEG":
        options |= {"optimize": True, "progressive": True}
    bare.save(written, format=kind, **options)
    return Picture(
        data=written.getvalue(), media_type=FORMATS[kind], width=bare.width, height=bare.height, frames=1
    )


def _bare(image: Image.Image, kind: str) -> Image.Image:
    """Return the pixels alone, in a mode that every viewer shows."""
    if kind == "JPEG":
        mode = "L" if image.mode == "L" else "RGB"
    else:
        mode = "RGBA" if image.has_transparency_data else "RGB"
    bare = image.convert(mode)
    bare.info = {}
    return bare


def _animation(image: Image.Image) -> Picture:
    kind = image.format or "GIF"
    if kind not in {"GIF", "WEBP"}:
        raise NotTaken(_("Moving PNG files are not shown by networks: save it as GIF or as a video."))
    durations, frames = [], []
    for frame in ImageSequence.Iterator(image):
        durations.append(max(20, int(frame.info.get("duration", 100))))
        still = frame.convert("RGBA")
        still.info = {}
        frames.append(still)
    written = io.BytesIO()
    frames[0].save(written, format=kind, save_all=True, append_images=frames[1:], duration=durations, loop=0)
    return Picture(
        data=written.getvalue(),
        media_type=FORMATS[kind],
        width=image.width,
        height=image.height,
        frames=len(frames),
    )
