"""Shapes that networks show, and where to cut an image so that what matters stays in it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Shape:
    """A shape in which networks show images.

    Attributes:
        width, height: in pixels.
        used_by: where it is shown.
    """

    key: str
    label: str | Promise
    width: int
    height: int
    used_by: str

    @property
    def ratio(self) -> float:
        """Width by height."""
        return self.width / self.height


SHAPES: dict[str, Shape] = {
    shape.key: shape
    for shape in (
        Shape("square", _("Square"), 1080, 1080, "Instagram, Facebook, LinkedIn, Threads"),
        Shape("portrait", _("Portrait"), 1080, 1350, "Instagram, Threads, LinkedIn"),
        Shape("landscape", _("Landscape"), 1200, 630, "Facebook, LinkedIn, X"),
        Shape("wide", _("Wide"), 1600, 900, "X, Mastodon, Bluesky, YouTube"),
        Shape("story", _("Story"), 1080, 1920, "Instagram, Facebook, TikTok"),
        Shape("pin", _("Pin"), 1000, 1500, "Pinterest"),
    )
}
THUMBNAIL = Shape("thumb", _("Thumbnail"), 480, 360, "")


def cut(width: int, height: int, shape: Shape, focus: tuple[float, float]) -> tuple[int, int, int, int]:
    """Return the largest box of the shape's ratio in an image, as near around the focal point as fits.

    Args:
        focus: shares of width and height, from the left and from the top.

    Returns:
        left, upper, right, lower in pixels.
    """
    inner_width = min(width, max(1, round(height * shape.ratio)))
    inner_height = min(height, max(1, round(width / shape.ratio)))
    left = _within(width, inner_width, focus[0])
    upper = _within(height, inner_height, focus[1])
    return left, upper, left + inner_width, upper + inner_height


def _within(whole: int, part: int, focus: float) -> int:
    return min(max(round(whole * focus - part / 2), 0), whole - part)
