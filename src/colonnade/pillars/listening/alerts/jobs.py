"""Background work: look at the rules every hour, tell members by mail, try a rule for a command."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from colonnade.core.clock import system_clock
from colonnade.core.jobs.context import JobContext
from colonnade.core.jobs.tasks import job
from colonnade.organization.models import Organization
from colonnade.pillars.listening.alerts import mailing, scheduling
from colonnade.pillars.listening.alerts.backtest import back_test
from colonnade.pillars.listening.alerts.models import AlertRule
from colonnade.pillars.listening.alerts.watching import watch
from colonnade.pillars.listening.models import BrandQuery
from colonnade.warehouse.store import open_store


@job(queue="warehouse", priority=5)
def look_every_hour(context: JobContext, *, organization_id: int) -> dict[str, int]:
    """Look at the rules, and plan the next hour's look first, so that no failure ends the row.

    The row ends by itself where no rule is on; saving one begins another.
    """
    if not AlertRule.objects.filter(organization_id=organization_id, active=True).exists():
        return {}
    scheduling.plan_hour(organization_id=organization_id, task=look_every_hour, now=system_clock())
    return _look(organization_id, since=None)


@job(queue="warehouse", priority=5)
def look_now(context: JobContext, *, organization_id: int, since: str = "") -> dict[str, int]:
    """Look at the rules once; also begins the row of hourly looks where none is planned.

    Args:
        since: tell what ended after this (ISO 8601); empty for the usual.

    Returns:
        How many "rules" were looked at, and how many alerts were "opened" and "grown".
    """
    found = _look(organization_id, since=datetime.fromisoformat(since) if since else None)
    if found["rules"]:
        scheduling.plan_hour(organization_id=organization_id, task=look_every_hour, now=system_clock())
    return found


def _look(organization_id: int, *, since: datetime | None) -> dict[str, int]:
    now = system_clock()
    organization = Organization.objects.filter(pk=organization_id).first()
    if organization is None:
        return {"rules": 0, "opened": 0, "grown": 0}
    facts = open_store().facts(organization_id)
    watched = watch(organization=organization, facts=facts, now=now, since=since)
    if mailing.is_due(organization=organization, now=now):
        scheduling.plan_once(organization_id=organization_id, task=tell_members, now=now)
    return {"rules": watched.rules, "opened": len(watched.opened), "grown": watched.grown}


@job()
def tell_members(context: JobContext, *, organization_id: int) -> int:
    """Mail what is due; a mail that cannot be sent is tried again. Returns how many mails were sent."""
    organization = Organization.objects.get(pk=organization_id)
    return mailing.send_due(organization=organization, now=system_clock())


@job(queue="warehouse", priority=20, max_attempts=1)
def try_rule(
    context: JobContext, *, organization_id: int, query_id: int, settings: Mapping[str, Any]
) -> dict[str, Any]:
    """Try a rule that is not saved on the stored posts.

    Args:
        settings: fields of ``AlertRule`` as JSON values.

    Returns:
        The "summary", what it would have told ("past": "began_at", "until_at", "sentence"), and how often at
        each sensitivity ("by_sensitivity").
    """
    organization = Organization.objects.get(pk=organization_id)
    query = BrandQuery.objects.get(pk=query_id, organization=organization)
    tried = back_test(
        organization=organization,
        facts=open_store().facts(organization_id),
        rule=AlertRule(organization=organization, query=query, **settings),
        now=system_clock(),
    )
    return {
        "enough": tried.enough,
        "summary": tried.summary,
        "weeks": tried.weeks,
        "past": [
            {
                "began_at": one.began_at.isoformat(),
                "until_at": one.until_at.isoformat(),
                "sentence": one.sentence,
            }
            for one in tried.past
        ],
        "by_sensitivity": dict(tried.by_sensitivity),
    }
