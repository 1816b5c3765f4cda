"""How thoroughly an organisation's posts are read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.organization.models import Organization


class TierName(models.TextChoices):
    """A tier as a person chooses it; the values are those of ``understanding.card.TIERS``."""

    LIGHT = "light", _("Light")
    ACCURATE = "accurate", _("Accurate")


class ReadingChoice(models.Model):
    """The tier that an organisation chose for the posts to come."""

    organization = models.OneToOneField(Organization, on_delete=models.CASCADE, related_name="reading_choice")
    tier = models.CharField(max_length=8, choices=TierName.choices, default=TierName.LIGHT)
    chosen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.organization}: {self.tier}"
