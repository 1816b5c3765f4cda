"""Writes: rules, states of alerts, subscriptions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.governance.operations import record
from colonnade.measurement.detection import Sensitivity
from colonnade.organization.models import Membership, Organization, User
from colonnade.pillars.listening.alerts import scheduling
from colonnade.pillars.listening.alerts.jobs import look_now
from colonnade.pillars.listening.alerts.models import (
    DEFAULT_FOLLOWERS,
    Alert,
    AlertRule,
    Rhythm,
    RuleKind,
    Subscription,
)
from colonnade.pillars.listening.alerts.states import AlertState
from colonnade.pillars.listening.models import BrandKind, BrandQuery

FIRST_LOOK_BACK = timedelta(days=90)


@dataclass(frozen=True, kw_only=True)
class RuleSettings:
    """What a person says of a rule; see ``AlertRule``."""

    query: BrandQuery
    kind: RuleKind = RuleKind.VOLUME
    channel: str = ""
    term: str = ""
    followers: int = DEFAULT_FOLLOWERS
    sensitivity: Sensitivity = Sensitivity.NORMAL
    active: bool = True


def checked_rule(
    *, organization: Organization, settings: RuleSettings, rule: AlertRule | None = None
) -> AlertRule:
    """Return a rule with these settings, not saved.

    Raises:
        ValidationError: where they make no sense; by field.
    """
    made = rule or AlertRule(organization=organization)
    made.query, made.kind, made.channel = settings.query, settings.kind, settings.channel.strip()
    made.term = settings.term.strip() if settings.kind == RuleKind.TERM else ""
    made.followers, made.sensitivity = settings.followers, settings.sensitivity.value
    made.active = settings.active
    if settings.kind == RuleKind.TERM and (len(made.term.split()) != 1 or not made.term.strip("#@")):
        raise ValidationError({"term": _("Write one word, one #hashtag or one @handle.")})
    if settings.kind == RuleKind.VOICE and not _has_rivals(organization, settings.query):
        raise ValidationError(
            {"kind": _("A share of voice needs two brands to compare: name a competitor first.")}
        )
    made.clean_fields(exclude=["since", "created_at"])
    return made


def _has_rivals(organization: Organization, query: BrandQuery) -> bool:
    rivals = BrandQuery.objects.filter(organization=organization).exclude(kind=BrandKind.TOPIC)
    return rivals.exclude(pk=query.pk).exists()


@transaction.atomic
def add_rule(
    *,
    organization: Organization,
    settings: RuleSettings,
    actor: User | None,
    now: datetime,
    look_back: bool = True,
) -> AlertRule:
    """Watch something from now on; it is looked at as soon as the posts can be read.

    Args:
        look_back: also tell what the stored posts of the last 90 days show.

    Raises:
        ValidationError: as ``checked_rule``.
    """
    rule = checked_rule(organization=organization, settings=settings)
    rule.since, rule.created_at = (now - FIRST_LOOK_BACK if look_back else now), now
    rule.save()
    _audit("alert_rule.added", rule, actor, now)
    scheduling.plan_once(organization_id=organization.pk, task=look_now, now=now)
    return rule


@transaction.atomic
def change_rule(*, rule: AlertRule, settings: RuleSettings, actor: User | None, now: datetime) -> AlertRule:
    """Change a rule; its alerts stay. Raises ``ValidationError`` as ``checked_rule``."""
    changed = checked_rule(organization=rule.organization, settings=settings, rule=rule)
    changed.save()
    _audit("alert_rule.changed", changed, actor, now)
    if changed.active:
        scheduling.plan_once(organization_id=rule.organization_id, task=look_now, now=now)
    return changed


@transaction.atomic
def remove_rule(*, rule: AlertRule, actor: User | None, now: datetime) -> None:
    """Stop watching for good; its alerts go with it."""
    _audit("alert_rule.removed", rule, actor, now)
    rule.delete()


@transaction.atomic
def add_standard_rules(*, organization: Organization, actor: User | None, now: datetime) -> list[AlertRule]:
    """Watch volume and negative share of the organisation's own brands, and rivals' share of voice.

    Returns:
        The rules that were not there yet.
    """
    queries = list(BrandQuery.objects.filter(organization=organization).order_by("name"))
    watched = set(AlertRule.objects.filter(organization=organization).values_list("query_id", "kind"))
    return [
        add_rule(
            organization=organization, settings=RuleSettings(query=query, kind=kind), actor=actor, now=now
        )
        for query in queries
        for kind in _standard(query, queries)
        if (query.pk, kind.value) not in watched
    ]


def _standard(query: BrandQuery, queries: Iterable[BrandQuery]) -> tuple[RuleKind, ...]:
    if query.kind == BrandKind.OWN:
        return (RuleKind.VOLUME, RuleKind.NEGATIVE)
    rivals = [one for one in queries if one.kind != BrandKind.TOPIC]
    return (RuleKind.VOICE,) if query.kind == BrandKind.COMPETITOR and len(rivals) > 1 else ()


@transaction.atomic
def move_alert(*, alert: Alert, wanted: AlertState, actor: User | None, now: datetime) -> Alert:
    """Take an alert to another state.

    Raises:
        TransitionRefused: where the table of states forbids it.
    """
    alert = (Alert.objects.select_for_update(of=("self",)).select_related("rule__query", "organization")).get(
        pk=alert.pk
    )
    alert.step(wanted)
    alert.changed_at, alert.changed_by = now, actor
    alert.save(update_fields=["state", "changed_at", "changed_by"])
    record(
        organization=alert.organization,
        actor=actor,
        action=f"alert.{wanted}",
        subject=str(alert.rule)[:200],
        now=now,
        details={"alert": alert.pk},
    )
    return alert


@transaction.atomic
def subscribe(*, membership: Membership, rhythm: Rhythm | None, now: datetime) -> Subscription | None:
    """Tell a member by mail from now on, or no longer (``rhythm`` None)."""
    record(
        organization=membership.organization,
        actor=membership.user,
        action="alert.subscribed" if rhythm else "alert.unsubscribed",
        subject=str(membership.user)[:200],
        now=now,
        details={"rhythm": rhythm.value if rhythm else ""},
    )
    if rhythm is None:
        Subscription.objects.filter(membership=membership).delete()
        return None
    found, _made = Subscription.objects.update_or_create(membership=membership, defaults={"rhythm": rhythm})
    return found


def _audit(action: str, rule: AlertRule, actor: User | None, now: datetime) -> None:
    record(
        organization=rule.organization,
        actor=actor,
        action=action,
        subject=str(rule)[:200],
        now=now,
        details={"rule": rule.pk, "kind": rule.kind, "sensitivity": rule.sensitivity, "on": rule.active},
    )
