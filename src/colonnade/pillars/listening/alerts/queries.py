"""Reads of rules, alerts and subscriptions."""

from django.db.models import Count, Q, QuerySet

from colonnade.organization.models import Membership, Organization
from colonnade.pillars.listening.alerts.models import Alert, AlertRule, Subscription
from colonnade.pillars.listening.alerts.states import OPEN


def alerts_of(*, organization: Organization) -> QuerySet[Alert]:
    """Return the organisation's alerts, the latest first."""
    return Alert.objects.filter(organization=organization).select_related(
        "rule__query", "changed_by", "organization"
    )


def open_alerts(*, organization: Organization) -> QuerySet[Alert]:
    """Return the alerts that wait for somebody, the latest first."""
    return alerts_of(organization=organization).filter(state__in=sorted(OPEN))


def rules_of(*, organization: Organization) -> QuerySet[AlertRule]:
    """Return the organisation's rules, each with ``told``: how many alerts it has, and ``waiting``."""
    return (
        AlertRule.objects.filter(organization=organization)
        .select_related("query", "organization")
        .annotate(told=Count("alerts"), waiting=Count("alerts", filter=Q(alerts__state__in=sorted(OPEN))))
    )


def subscription_of(*, membership: Membership) -> Subscription | None:
    """Return how a member is told by mail; None where not at all."""
    return Subscription.objects.filter(membership=membership).first()
