"""Where the files of the library lie: under the data folder, each named by the SHA-256 of its bytes."""

import hashlib
import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO

from django.conf import settings
from PIL import Image

from colonnade.pillars.promotion.library.shapes import Shape, cut

_BLOCK = 1024 * 1024


def root() -> Path:
    """Return the folder of the library."""
    return Path(settings.MEDIA_ROOT) / "library"


def path_of(digest: str) -> Path:
    """Return where the file with this digest lies."""
    return root() / digest[:2] / digest


def keep(data: bytes) -> str:
    """Keep a file, once, and return its digest."""
    digest = hashlib.sha256(data).hexdigest()
    if not path_of(digest).exists():
        with working_copy(io.BytesIO(data)) as copy:
            take(Path(copy.name), digest)
    return digest


@contextmanager
def working_copy(source: IO[bytes]) -> Iterator[BinaryIO]:
    """Yield a copy of ``source`` that may be changed, beside the place where files are kept."""
    root().mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=root(), delete=False) as copy:
        try:
            shutil.copyfileobj(source, copy, _BLOCK)
            copy.flush()
            copy.seek(0)
            yield copy  # type: ignore[misc]  # the wrapper passes every method of a BinaryIO on
        finally:
            Path(copy.name).unlink(missing_ok=True)


def digest_of(file: BinaryIO) -> str:
    """Return the SHA-256 of an open file."""
    file.flush()
    file.seek(0)
    digest = hashlib.sha256()
    while block := file.read(_BLOCK):
        digest.update(block)
    return digest.hexdigest()


def take(copy: Path, digest: str) -> None:
    """Put a finished working copy in its place, all of it or nothing."""
    place = path_of(digest)
    place.parent.mkdir(parents=True, exist_ok=True)
    with copy.open("rb") as file:
        os.fsync(file.fileno())
    copy.replace(place)


def remove(digest: str) -> None:
    """Remove a file and all that was cut from it."""
    path_of(digest).unlink(missing_ok=True)
    for cutting in (root() / "cut" / digest[:2]).glob(f"{digest}-*"):
        cutting.unlink(missing_ok=True)


def cutting(digest: str, shape: Shape, focus: tuple[float, float]) -> Path:
    """Return the image cut to ``shape`` as a JPEG, made when it is asked for first."""
    spelt = "-".join(str(round(1000 * part)) for part in focus)
    place = root() / "cut" / digest[:2] / f"{digest}-{shape.key}-{spelt}.jpg"
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as file:
            file.write(cut_out(path_of(digest), shape, focus))
        Path(file.name).replace(place)
    return place


def cut_out(source: Path, shape: Shape, focus: tuple[float, float]) -> bytes:
    """Return the first frame of an image cut to ``shape``, never larger than it was, on white."""
    with Image.open(source) as image:
        first = image.convert("RGBA")
    box = cut(first.width, first.height, shape, focus)
    scale = min(1.0, shape.width / (box[2] - box[0]))
    size = (max(1, round((box[2] - box[0]) * scale)), max(1, round((box[3] - box[1]) * scale)))
    part = first.resize(size, Image.Resampling.LANCZOS, box=box)
    flat = Image.new("RGB", size, "white")
    flat.paste(part, mask=part.getchannel("A"))
    written = io.BytesIO()
    flat.save(written, format="JPEG", quality=88, optimize=True, progressive=True)
    return written.getvalue()
