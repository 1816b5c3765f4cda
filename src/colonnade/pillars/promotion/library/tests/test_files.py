"""What is kept of a file: the picture and nothing else, or a reason why not."""

import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from colonnade.pillars.promotion.library.images import MOST_BYTES, read_image
from colonnade.pillars.promotion.library.refusals import NotTaken
from colonnade.pillars.promotion.library.shapes import SHAPES, cut
from colonnade.pillars.promotion.library.tests.factories import (
    GPS_IFD,
    film,
    photograph,
    photograph_with_a_place,
)
from colonnade.pillars.promotion.library.video import read_video


def png_claiming(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that says it is as large as this."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    heading = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", heading)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


def test_place_camera_and_comment_are_gone_and_the_picture_stands_upright() -> None:
    given_file = photograph_with_a_place()
    with Image.open(io.BytesIO(given_file)) as before:
        assert before.getexif().get_ifd(GPS_IFD)
    kept = read_image(given_file)
    with Image.open(io.BytesIO(kept.data)) as after:
        assert not after.getexif()
        assert "comment" not in after.info
        assert after.size == (kept.width, kept.height) == (300, 400)
        corner = after.convert("RGB").crop((290, 0, 300, 10)).resize((1, 1)).tobytes()
        assert corner[0] > 200 > 60 > max(corner[1:]), "turned as the camera was held"
    for told in (b"Spy Camera", b"taken at home", b"Exif"):
        assert told not in kept.data


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_bytes_hidden_behind_a_picture_are_gone(kind: str) -> None:
    kept = read_image(photograph(kind=kind) + b"<script>alert(1)</script>")
    assert b"script" not in kept.data
    assert kept.media_type == f"image/{kind.lower()}"


@pytest.mark.parametrize("size", [(8_000, 8_000), (60_000, 60_000), (2**31 - 1, 2**31 - 1)])
def test_a_bomb_is_refused_by_its_heading(size: tuple[int, int]) -> None:
    with pytest.raises(NotTaken):
        read_image(png_claiming(*size))


def test_an_animation_counts_all_its_frames() -> None:
    frames = [Image.new("P", (2_000, 2_000), number) for number in range(14)]
    written = io.BytesIO()
    frames[0].save(written, format="GIF", save_all=True, append_images=frames[1:])
    with pytest.raises(NotTaken, match="50 million"):
        read_image(written.getvalue())


def test_an_animation_keeps_its_frames() -> None:
    frames = [Image.new("RGB", (40, 30), (80 * number, 0, 0)) for number in range(3)]
    written = io.BytesIO()
    frames[0].save(written, format="GIF", save_all=True, append_images=frames[1:], duration=70)
    kept = read_image(written.getvalue())
    assert kept.frames == 3
    with Image.open(io.BytesIO(kept.data)) as after:
        assert (after.n_frames, after.info["duration"]) == (3, 70)  # type: ignore[attr-defined]  # of GIFs


def test_a_transparent_picture_stays_transparent() -> None:
    written = io.BytesIO()
    Image.new("RGBA", (40, 30), (0, 0, 0, 0)).save(written, format="PNG")
    with Image.open(io.BytesIO(read_image(written.getvalue()).data)) as after:
        assert after.getpixel((0, 0)) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"just words",
        photograph()[:200],
        photograph(kind="PNG")[:-40],
        photograph(kind="BMP"),
        photograph(15, 400),
        bytes(MOST_BYTES + 1),
    ],
    ids=["empty", "text", "cut off", "png cut off", "bmp", "tiny", "huge"],
)
def test_what_is_no_picture_that_networks_take_is_refused(data: bytes) -> None:
    with pytest.raises(NotTaken):
        read_image(data)


@settings(max_examples=40)
@given(
    place=st.integers(0, 900),
    garbage=st.binary(min_size=1, max_size=40),
    kind=st.sampled_from(["JPEG", "PNG"]),
)
def test_a_forged_picture_is_refused_or_read_but_breaks_nothing(
    place: int, garbage: bytes, kind: str
) -> None:
    data = photograph(64, 48, kind=kind)
    forged = data[:place] + garbage + data[place + len(garbage) :]
    try:
        kept = read_image(forged)
    except NotTaken:
        return
    assert kept.width * kept.height > 0


def test_a_video_tells_its_size_and_no_place() -> None:
    file = io.BytesIO(film())
    size = len(file.getvalue())
    found = read_video(file, size=size)
    assert (found.width, found.height, found.seconds, found.codec) == (640, 360, 7.0, "avc1")
    assert found.media_type == "video/mp4"
    assert b"+47.37" not in file.getvalue()
    assert b"frames" in file.getvalue()
    assert len(file.getvalue()) == size


@pytest.mark.parametrize(
    "data",
    [b"", film()[:-4], film()[8:], film(width=0), film(seconds=0), b"\x00\x00\x00\x04ftyp"],
    ids=["empty", "cut off", "headless", "no picture", "no time", "a box within itself"],
)
def test_what_is_no_film_is_refused(data: bytes) -> None:
    with pytest.raises(NotTaken):
        read_video(io.BytesIO(data), size=len(data))


@given(place=st.integers(0, 500), garbage=st.binary(min_size=1, max_size=12))
def test_a_forged_video_is_refused_or_read_but_breaks_nothing(place: int, garbage: bytes) -> None:
    data = film()
    forged = io.BytesIO(data[:place] + garbage + data[place + len(garbage) :])
    size = len(forged.getvalue())
    try:
        read_video(forged, size=size)
    except NotTaken:
        return
    assert len(forged.getvalue()) == size


@given(
    width=st.integers(16, 5_000),
    height=st.integers(16, 5_000),
    shape=st.sampled_from(sorted(SHAPES)),
    focus=st.tuples(st.floats(0, 1), st.floats(0, 1)),
)
def test_a_cutting_lies_in_the_picture_and_holds_the_focal_point(
    width: int, height: int, shape: str, focus: tuple[float, float]
) -> None:
    left, upper, right, lower = cut(width, height, SHAPES[shape], focus)
    assert 0 <= left < right <= width
    assert 0 <= upper < lower <= height
    assert left - 1 <= focus[0] * width <= right + 1
    assert upper - 1 <= focus[1] * height <= lower + 1
    assert right - left == width or lower - upper == height, "as large as can be"
