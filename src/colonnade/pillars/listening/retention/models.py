"""How long posts are kept, and which went when their time was over."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.organization.models import Organization

LONGEST = 36_500
"""Most days of a rule: a hundred years."""


class Origin(models.TextChoices):
    """What a rule is for."""

    ACCOUNT = "account", _("Account")
    SOURCE = "source", _("Source")
    IMPORT = "import", _("Imported file")


class Rule(models.Model):
    """For how long posts are kept.

    Attributes:
        number: of the account, source or import. No foreign key: a rule goes on for the posts of a source
            that is not listened to any more.
        name: what it was called when the rule was set, for when it is gone.
        days: counted from when a post came in.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    origin = models.CharField(max_length=8, choices=Origin.choices)
    number = models.BigIntegerField()
    name = models.CharField(max_length=255)
    days = models.PositiveIntegerField()
    set_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organization", "origin", "number"), name="retention_rule_once"),
            models.CheckConstraint(
                condition=models.Q(days__gte=1, days__lte=LONGEST), name="retention_days_in_range"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}: {self.days} d"


class Removal(models.Model):
    """Posts of a source or a file that went because their time was over.

    Attributes:
        days: of the rule that held.
        before: posts that came in earlier went.
        posts: how many.
        ended_at: None while it is at work, or was cut off; the next attempt goes on.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    origin = models.CharField(max_length=8, choices=Origin.choices)
    number = models.BigIntegerField()
    name = models.CharField(max_length=255)
    days = models.PositiveIntegerField()
    before = models.DateTimeField()
    posts = models.BigIntegerField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-began_at", "-pk")
        indexes = (models.Index(fields=("organization", "origin", "number"), name="removal_by_origin"),)

    def __str__(self) -> str:
        return f"{self.name} ({self.began_at:%Y-%m-%d})"
