"""How leads are scored, when they qualify and who takes them: what people set is in the audit trail."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from colonnade.audience.leads.models import (
    Condition,
    Destination,
    DestinationKind,
    HandOver,
    HandOverState,
    QualifyingRule,
    RuleKind,
    ScoringRule,
)
from colonnade.audience.leads.sealing import sealed
from colonnade.audience.touches.kinds import Kind
from colonnade.governance.operations import record
from colonnade.organization.models import Organization, User

LEAST_SECRET = 24


@transaction.atomic
def save_rule(*, rule: ScoringRule, actor: User | None, now: datetime) -> ScoringRule:
    """Add or change a scoring rule. Raises ``ValidationError`` where it can never give points."""
    rule.full_clean()
    if rule.condition in {Condition.ONE_OF, Condition.CONTAINS} and not rule.values.strip():
        raise ValidationError({"values": _("Write the words to compare with, one a line.")})
    if rule.kind == RuleKind.ACTION and rule.subject not in Kind.values:
        raise ValidationError({"subject": _("“%(word)s” is nothing that leads do.") % {"word": rule.subject}})
    rule.save()
    _record(rule.organization, actor, "leads.rule_saved", rule.sentence, now, {"points": rule.points})
    return rule


@transaction.atomic
def save_agreement(*, rule: QualifyingRule, actor: User | None, now: datetime) -> QualifyingRule:
    """Add or change when leads of a goal qualify. Raises ``ValidationError``."""
    rule.full_clean()
    if rule.destination is not None and rule.destination.organization_id != rule.organization_id:
        raise ValidationError({"destination": _("There is no such destination.")})
    rule.save()
    details = {"goal": rule.goal, "least_score": rule.least_score}
    _record(rule.organization, actor, "leads.agreement_saved", rule.goal or "*", now, details)
    return rule


@transaction.atomic
def save_destination(
    *, destination: Destination, secret: str = "", actor: User | None, now: datetime
) -> Destination:
    """Add or change who takes leads.

    Args:
        secret: what webhooks are signed with; empty keeps the present one.

    Raises:
        ValidationError: for addresses that nothing can be sent to, and for a webhook without a good secret.
    """
    destination.full_clean()
    _require_address(destination)
    if destination.kind == DestinationKind.WEBHOOK:
        if secret and len(secret) < LEAST_SECRET:
            raise ValidationError(
                {"secret": _("A secret has at least %(least)s characters.") % {"least": LEAST_SECRET}}
            )
        if not secret and not destination.sealed_secret:
            raise ValidationError({"secret": _("A webhook is signed: enter a secret.")})
    if secret:
        destination.sealed_secret = sealed(secret)
    destination.save()
    details = {"kind": destination.kind, "active": destination.active}
    _record(destination.organization, actor, "leads.destination_saved", destination.name, now, details)
    return destination


def _require_address(destination: Destination) -> None:
    if destination.kind == DestinationKind.EMAIL:
        addresses = [one.strip() for one in destination.address.split(",")]
        for address in addresses:
            try:
                validate_email(address)
            except ValidationError:
                raise ValidationError(
                    {"address": _("“%(address)s” is no e-mail address.") % {"address": address}}
                ) from None
    elif destination.kind == DestinationKind.WEBHOOK:
        try:
            URLValidator(schemes=["https", "http"])(destination.address)
        except ValidationError:
            raise ValidationError({"address": _("Write the whole address, with https://.")}) from None


@transaction.atomic
def remove_setting(
    *, setting: ScoringRule | QualifyingRule | Destination, actor: User | None, now: datetime
) -> None:
    """Remove a rule or a destination; a destination that leads went to stays, out of use."""
    organization, name = setting.organization, str(setting)
    if isinstance(setting, Destination) and setting.hand_overs.exists():
        waiting = HandOver.objects.filter(destination=setting, state=HandOverState.WAITING)
        waiting.update(state=HandOverState.FAILED, problem=_("the destination was taken out of use"))
        setting.active = False
        setting.save(update_fields=["active"])
    else:
        setting.delete()
    _record(organization, actor, f"leads.{_KINDS[type(setting)]}_removed", name, now)


_KINDS: Mapping[type[Model], str] = {
    ScoringRule: "rule",
    QualifyingRule: "agreement",
    Destination: "destination",
}


@transaction.atomic
def begin_with_proposal(*, organization: Organization, actor: User | None, now: datetime) -> int:
    """Add a first set of rules, to be changed, where there is none; return how many were added."""
    if ScoringRule.objects.filter(organization=organization).exists():
        return 0
    made = ScoringRule.objects.bulk_create(
        ScoringRule(organization=organization, **values) for values in _proposal()
    )
    if not QualifyingRule.objects.filter(organization=organization).exists():
        QualifyingRule.objects.create(organization=organization, least_score=30)
    _record(organization, actor, "leads.proposal_taken", organization.name, now, {"rules": len(made)})
    return len(made)


def _proposal() -> list[dict[str, object]]:
    field, action = RuleKind.FIELD, RuleKind.ACTION
    return [
        {
            "sentence": _("Writes from a company's address"),
            "kind": field,
            "subject": "email",
            "condition": Condition.WORK_EMAIL,
            "points": 10,
        },
        {"sentence": _("Named a company"), "kind": field, "subject": "company", "points": 5},
        {"sentence": _("Left a telephone number"), "kind": field, "subject": "phone", "points": 10},
        {
            "sentence": _("Sent a form"),
            "kind": action,
            "subject": Kind.FORM.value,
            "points": 10,
            "half_life_days": 60,
            "most": 3,
        },
        {
            "sentence": _("Followed one of our links"),
            "kind": action,
            "subject": Kind.CLICK.value,
            "points": 2,
            "half_life_days": 30,
            "most": 5,
        },
        {
            "sentence": _("Met us at an event"),
            "kind": action,
            "subject": Kind.EVENT.value,
            "points": 10,
            "half_life_days": 90,
            "most": 2,
        },
    ]


def _record(
    organization: Organization,
    actor: User | None,
    action: str,
    subject: str,
    now: datetime,
    details: dict[str, object] | None = None,
) -> None:
    record(
        organization=organization, actor=actor, action=action, subject=subject[:200], now=now, details=details
    )
