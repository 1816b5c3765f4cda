"""Look at what the rules watch; open alerts, let open ones grow, and keep silent about the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from colonnade.governance.operations import record
from colonnade.organization.models import Organization
from colonnade.pillars.listening.alerts.judging import Found, look, watched_corpus
from colonnade.pillars.listening.alerts.models import Alert, AlertRule, Notice, Subscription
from colonnade.pillars.listening.alerts.states import AlertState
from colonnade.warehouse.store import Facts

RECENT = timedelta(days=14)
"""Posts may come in late: this far back, what they add is still told."""
NEWS = timedelta(days=2)
"""What ended longer ago is shown and not mailed."""
_APART = {"hour": timedelta(hours=24), "day": timedelta(days=2)}


@dataclass(frozen=True, kw_only=True)
class Watched:
    """What a look found.

    Attributes:
        rules: how many were looked at.
        opened: new alerts.
        grown: alerts that were known and have grown.
    """

    rules: int
    opened: tuple[Alert, ...]
    grown: int


def watch(
    *,
    organization: Organization,
    facts: Facts,
    now: datetime,
    rules: Sequence[AlertRule] | None = None,
    since: datetime | None = None,
) -> Watched:
    """Look at an organisation's rules now.

    Args:
        rules: which ones; by default all that are on.
        since: tell what ended after this; by default what ended in the last two weeks, and at a rule's
            first look what ended after the beginning it was given.
    """
    chosen = list(
        AlertRule.objects.filter(organization=organization, active=True).select_related("query")
        if rules is None
        else rules
    )
    corpus = watched_corpus(organization=organization, facts=facts, now=now)
    horizons = {rule.pk: since or _horizon(rule, now) for rule in chosen}
    earliest = min(horizons.values(), default=now)
    opened: list[Alert] = []
    grown = 0
    for outlook in look(organization=organization, corpus=corpus, rules=chosen, now=now, after=earliest):
        rule = outlook.rule
        for found in outlook.found:
            if found.until_at > horizons[rule.pk]:
                alert, fresh = _tell(rule=rule, found=found, now=now)
                if fresh and alert is not None:
                    opened.append(alert)
                elif alert is not None:
                    grown += 1
        AlertRule.objects.filter(pk=rule.pk).update(checked_at=now, enough=outlook.enough)
    return Watched(rules=len(chosen), opened=tuple(opened), grown=grown)


def _horizon(rule: AlertRule, now: datetime) -> datetime:
    return rule.since if rule.checked_at is None else max(rule.since, now - RECENT)


@transaction.atomic
def _tell(*, rule: AlertRule, found: Found, now: datetime) -> tuple[Alert | None, bool]:
    """Open an alert or let a known one grow; return it (None where nothing is new) and whether it is new."""
    # Two looks at once would both open it: the rule is locked before the alerts are read.
    if not AlertRule.objects.select_for_update(of=("self",)).filter(pk=rule.pk).exists():
        return None, False
    known = _known(rule, found)
    if known is None:
        return _open(rule, found, now), True
    return (known, False) if _grow(known, found, now) else (None, False)


def _known(rule: AlertRule, found: Found) -> Alert | None:
    """Return the alert that ``found`` belongs to: the muted one of the rule, or one of the same time."""
    apart = _APART[found.figures.grain]
    same_time = Q(began_at__lte=found.until_at + apart, until_at__gte=found.began_at - apart)
    alerts = rule.alerts.filter(Q(state=AlertState.MUTED) | same_time)
    return alerts.order_by("-until_at").first()


def _open(rule: AlertRule, found: Found, now: datetime) -> Alert:
    alert = Alert.objects.create(
        organization=rule.organization,
        rule=rule,
        began_at=found.began_at,
        until_at=found.until_at,
        figures=found.figures.model_dump(mode="json"),
        found_at=now,
        changed_at=now,
    )
    record(
        organization=rule.organization,
        actor=None,
        action="alert.opened",
        subject=str(rule)[:200],
        now=now,
        details={"alert": alert.pk, "began": found.began_at.isoformat(), "score": found.figures.score},
    )
    if found.until_at >= now - NEWS:
        subscribed = Subscription.objects.filter(membership__organization=rule.organization)
        Notice.objects.bulk_create([Notice(alert=alert, subscription=one) for one in subscribed])
    return alert


def _grow(alert: Alert, found: Found, now: datetime) -> bool:
    """Take later or larger figures over; return whether there were any. A closed alert stays closed."""
    figures = alert.read_figures
    later = found.until_at > alert.until_at
    larger = found.until_at == alert.until_at and found.figures.total > figures.total
    if not (later or larger):
        return False
    alert.began_at, alert.until_at = min(alert.began_at, found.began_at), found.until_at
    alert.figures, alert.changed_at = found.figures.model_dump(mode="json"), now
    alert.save(update_fields=["began_at", "until_at", "figures", "changed_at"])
    return True
