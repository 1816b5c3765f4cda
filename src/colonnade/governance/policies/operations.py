"""Writes: rules are added, changed, removed, imported."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.governance.operations import record
from colonnade.governance.policies.addresses import host_of
from colonnade.governance.policies.checking import Rule, RuleKind
from colonnade.governance.policies.folding import fold
from colonnade.governance.policies.models import PolicyRule
from colonnade.organization.models import Organization, User

MOST_PHRASES = 2000
LONGEST_PHRASE = 200


@transaction.atomic
def add_rule(*, organization: Organization, rule: Rule, actor: User | None, now: datetime) -> PolicyRule:
    """Add a rule. Raises ``ValidationError`` where it says nothing, or its name is taken."""
    _require_sense(rule)
    if PolicyRule.objects.filter(organization=organization, name=rule.name).exists():
        raise ValidationError(_("There is already a rule “%(name)s”.") % {"name": rule.name})
    kept = PolicyRule(organization=organization)
    _write(kept, rule, now)
    _record(kept, "policy.added", actor, now)
    return kept


@transaction.atomic
def change_rule(
    *, kept: PolicyRule, rule: Rule, active: bool, actor: User | None, now: datetime
) -> PolicyRule:
    """Change a rule. Raises ``ValidationError`` where it says nothing, or its name is taken."""
    _require_sense(rule)
    others = PolicyRule.objects.filter(organization=kept.organization, name=rule.name).exclude(pk=kept.pk)
    if others.exists():
        raise ValidationError(_("There is already a rule “%(name)s”.") % {"name": rule.name})
    kept.active = active
    _write(kept, rule, now)
    _record(kept, "policy.changed", actor, now)
    return kept


@transaction.atomic
def remove_rule(*, kept: PolicyRule, actor: User | None, now: datetime) -> None:
    """Remove a rule."""
    _record(kept, "policy.removed", actor, now)
    kept.delete()


@dataclass(frozen=True, kw_only=True)
class Imported:
    """How many rules of a file were new, and how many replaced one of their name."""

    added: int
    changed: int


@transaction.atomic
def import_rules(
    *, organization: Organization, rules: Sequence[Rule], actor: User | None, now: datetime
) -> Imported:
    """Add rules; those whose name is known replace the rule of that name.

    Raises:
        ValidationError: where one of them says nothing; then none is imported.
    """
    known = {kept.name: kept for kept in PolicyRule.objects.filter(organization=organization)}
    added = len({rule.name for rule in rules} - set(known))
    for rule in rules:
        _require_sense(rule)
        kept = known.setdefault(rule.name, PolicyRule(organization=organization))
        _write(kept, rule, now)
    record(
        organization=organization,
        actor=actor,
        action="policy.imported",
        subject=", ".join(rule.name for rule in rules)[:200],
        now=now,
        details={"rules": len(rules), "added": added},
    )
    return Imported(added=added, changed=len({rule.name for rule in rules}) - added)


def _require_sense(rule: Rule) -> None:
    if not rule.name.strip() or len(rule.name) > 80:
        raise ValidationError(_("Give the rule a name of at most 80 characters."))
    if rule.kind == RuleKind.READING:
        if rule.limit is None or not 10 <= rule.limit <= 100:
            raise ValidationError(_("Say the most difficult reading allowed, from 10 to 100."))
        return
    _require_phrases(rule)
    if rule.kind == RuleKind.LINKS:
        for domain in rule.phrases:
            if "." not in host_of(domain):
                raise ValidationError(_("“%(domain)s” is no domain.") % {"domain": domain})


def _require_phrases(rule: Rule) -> None:
    if not rule.phrases:
        raise ValidationError(_("Give at least one phrase or domain."))
    if len(rule.phrases) + len(rule.when) > MOST_PHRASES:
        raise ValidationError(_("A rule holds at most 2,000 phrases; make several rules."))
    for phrase in (*rule.phrases, *rule.when):
        if not fold(phrase).text.strip() or len(phrase) > LONGEST_PHRASE:
            raise ValidationError(
                _("“%(phrase)s” cannot be looked for: nothing to see, or more than 200 characters.")
                % {"phrase": phrase[:40]}
            )


def _write(kept: PolicyRule, rule: Rule, now: datetime) -> None:
    kept.name, kept.kind, kept.severity = rule.name, rule.kind, rule.severity
    kept.phrases, kept.when, kept.limit = list(rule.phrases), list(rule.when), rule.limit
    kept.unit_id, kept.channel, kept.campaign = rule.unit, rule.channel, rule.campaign
    kept.why, kept.remedy, kept.changed_at = rule.why, rule.remedy, now
    kept.save()


def _record(kept: PolicyRule, action: str, actor: User | None, now: datetime) -> None:
    record(
        organization=kept.organization,
        actor=actor,
        action=action,
        subject=kept.name,
        now=now,
        details={
            "kind": str(kept.kind),
            "severity": str(kept.severity),
            "phrases": len(kept.phrases),
            "active": kept.active,
        },
    )
