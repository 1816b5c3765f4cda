"""The accounts that the organisation knows."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.organization.models import Organization

LONGEST = {"channel": 100, "handle": 200, "name": 200, "segment": 60}
"""Characters of what is kept of a person."""


class Relation(models.TextChoices):
    """What a person is to the organisation."""

    CUSTOMER = "customer", _("customer")
    PROSPECT = "prospect", _("prospect")
    PARTNER = "partner", _("partner")
    EMPLOYEE = "employee", _("employee")
    PRESS = "press", _("press")
    OTHER = "other", _("other")


class KnownPerson(models.Model):
    """An account on a network, and who it is to us.

    Attributes:
        channel: network or site as posts name it, casefolded.
        handle: the account there, casefolded, without "@".
        name: for people to read; may be empty.
        segment: a group of the organisation's own choosing, such as "quarries"; may be empty.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="known_people")
    channel = models.CharField(max_length=LONGEST["channel"])
    handle = models.CharField(max_length=LONGEST["handle"])
    name = models.CharField(max_length=LONGEST["name"], blank=True)
    relation = models.CharField(max_length=8, choices=Relation.choices, default=Relation.CUSTOMER)
    segment = models.CharField(max_length=LONGEST["segment"], blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("channel", "handle")
        constraints = (
            models.UniqueConstraint(
                fields=("organization", "channel", "handle"), name="an_account_is_one_person"
            ),
        )

    def __str__(self) -> str:
        return f"@{self.handle} ({self.channel})"
