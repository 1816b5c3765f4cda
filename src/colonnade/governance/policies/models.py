"""The rules of an organisation's policies."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.governance.policies.checking import Rule, RuleKind, Severity
from colonnade.organization.models import BusinessUnit, Organization


class PolicyRule(models.Model):
    """A rule as it is kept.

    Attributes: see ``checking.Rule``; a rule whose unit was removed is removed with it.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="policy_rules")
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=[(kind.value, kind.label) for kind in RuleKind])
    severity = models.CharField(
        _("a finding"),
        max_length=5,
        choices=[(one.value, one.label) for one in Severity],
        default=Severity.BLOCK.value,
    )
    phrases = models.JSONField(default=list)
    when = models.JSONField(default=list)
    limit = models.PositiveSmallIntegerField(null=True)
    unit = models.ForeignKey(
        BusinessUnit, on_delete=models.CASCADE, null=True, blank=True, related_name="policy_rules"
    )
    channel = models.CharField(max_length=40, blank=True)
    campaign = models.PositiveBigIntegerField(null=True, blank=True)
    why = models.CharField(max_length=300, blank=True)
    remedy = models.CharField(max_length=300, blank=True)
    active = models.BooleanField(default=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=("organization", "name"), name="policy_rule_name_once"),
        )

    def __str__(self) -> str:
        return self.name

    def as_rule(self) -> Rule:
        """Return the rule as the checker takes it."""
        return Rule(
            name=self.name,
            kind=RuleKind(self.kind),
            severity=Severity(self.severity),
            phrases=tuple(self.phrases),
            when=tuple(self.when),
            limit=self.limit,
            unit=self.unit_id,
            channel=self.channel,
            campaign=self.campaign,
            why=self.why,
            remedy=self.remedy,
        )
