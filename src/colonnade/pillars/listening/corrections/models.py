"""What people said of posts that the classifier had judged."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.organization.models import Organization


class Judgement(models.TextChoices):
    """A sentiment as a person gives it; the values are those of ``understanding.card.CLASSES``."""

    NEGATIVE = "negative", _("negative")
    NEUTRAL = "neutral", _("neutral")
    POSITIVE = "positive", _("positive")


class Correction(models.Model):
    """A person's word on one post, which overrides the classifier's.

    Attributes:
        mention_id: the post in the warehouse, where its text stays.
        sentiment: what the person said; the same as ``was`` where they confirmed it.
        was, was_by: what the classifier had said first, and its name and version.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="corrections")
    mention_id = models.CharField(max_length=64)
    sentiment = models.CharField(max_length=8, choices=Judgement.choices)
    was = models.CharField(max_length=8, blank=True)
    was_by = models.CharField(max_length=80, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organization", "mention_id"), name="one_correction_a_post"),
        )

    def __str__(self) -> str:
        return f"{self.mention_id}: {self.sentiment}"
