"""What the library keeps of each image and video."""

from datetime import date, timedelta
from pathlib import Path

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from colonnade.organization.models import Organization, User
from colonnade.pillars.promotion.library.storage import path_of

LONGEST_ALT = 1500
"""Characters; the longest that Mastodon takes, of what networks take the median."""
SOON = timedelta(days=14)
"""How long before its end an item is marked."""

_SHARE = (MinValueValidator(0.0), MaxValueValidator(1.0))


class MediaItem(models.Model):
    """An image or a video.

    Attributes:
        digest: SHA-256 of the file as it is kept.
        media_type: such as "image/jpeg".
        width, height: in pixels.
        seconds: how long a video lasts; None for an image.
        alt_text: says what is to be seen, for those who do not see it; empty where ``decorative``.
        decorative: that somebody said that the image tells nothing.
        focus_x, focus_y: the point that cuttings keep, as shares from the left and from the top.
        expires_on: last day on which it may be used; None where rights have no end.
        source: where it comes from; a person or an agency.
        rights: what was agreed.
        retired_at: when it was taken out of the library; what shows it keeps it.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="media_items")
    digest = models.CharField(max_length=64)
    media_type = models.CharField(max_length=20)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    seconds = models.FloatField(null=True, blank=True)
    title = models.CharField(_("title"), max_length=200)
    alt_text = models.CharField(_("alternative text"), max_length=LONGEST_ALT, blank=True, default="")
    decorative = models.BooleanField(_("decorative"), default=False)
    focus_x = models.FloatField(default=0.5, validators=_SHARE)
    focus_y = models.FloatField(default=0.5, validators=_SHARE)
    expires_on = models.DateField(_("may be used until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True, default="")
    rights = models.CharField(_("rights"), max_length=500, blank=True, default="")
    added_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-added_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("organization", "digest"), name="media_file_once"),
            models.CheckConstraint(
                condition=Q(focus_x__gte=0, focus_x__lte=1, focus_y__gte=0, focus_y__lte=1),
                name="media_focus_within",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_video(self) -> bool:
        """Whether it is a video."""
        return self.media_type.startswith("video/")

    @property
    def path(self) -> Path:
        """Where its file lies."""
        return path_of(self.digest)

    @property
    def focus(self) -> tuple[float, float]:
        """The point that cuttings keep."""
        return self.focus_x, self.focus_y

    @property
    def is_described(self) -> bool:
        """Whether it has an alternative text, or was said to need none."""
        return bool(self.alt_text) or self.decorative

    def expired(self, today: date) -> bool:
        """Return whether it may no longer be used."""
        return self.expires_on is not None and self.expires_on < today

    def expires_soon(self, today: date) -> bool:
        """Return whether its last day is near, or past."""
        return self.expires_on is not None and self.expires_on < today + SOON


class MediaTag(models.Model):
    """A word by which an item is found; lower case."""

    item = models.ForeignKey(MediaItem, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(max_length=40)

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("item", "name"), name="media_tag_once"),)

    def __str__(self) -> str:
        return self.name
