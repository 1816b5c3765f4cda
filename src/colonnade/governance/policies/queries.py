"""Reads: the rules of an organisation, and what they find in a text."""

from django.db.models import QuerySet

from colonnade.governance.policies.checking import Context, Finding, Rule, check
from colonnade.governance.policies.models import PolicyRule
from colonnade.organization.models import Organization


def rules_of(*, organization: Organization) -> QuerySet[PolicyRule]:
    """Return the organisation's rules, by name."""
    return PolicyRule.objects.filter(organization=organization).select_related("unit")


def active_rules(*, organization: Organization) -> list[Rule]:
    """Return the rules in force, ready for ``checking.check``."""
    return [rule.as_rule() for rule in rules_of(organization=organization).filter(active=True)]


def check_text(*, organization: Organization, text: str, context: Context) -> list[Finding]:
    """Return what the organisation's rules find in a text. One query."""
    return check(text, context=context, rules=active_rules(organization=organization))
