"""Campaigns and activities for tests."""

from datetime import UTC, date, datetime, timedelta

from colonnade.campaigns.models import Activity, Campaign, Channel
from colonnade.campaigns.operations import ActivityPlan, CampaignPlan, add_activity, add_campaign
from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import NOW

MORNING = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)


def make_campaign(organization: Organization, name: str = "Winter hoses", **said: object) -> Campaign:
    """Return a campaign over November 2026."""
    begin: dict[str, object] = {"starts_on": date(2026, 11, 2), "ends_on": date(2026, 11, 29)}
    plan = CampaignPlan(**{"name": name, **begin, **said})  # type: ignore[arg-type]  # said by the test
    return add_campaign(organization=organization, plan=plan, actor=None, now=NOW)


def make_activity(
    organization: Organization, title: str = "Reel", *, starts_at: datetime = MORNING, **said: object
) -> Activity:
    """Return an activity of half an hour on LinkedIn."""
    begin: dict[str, object] = {"kind": Channel.SOCIAL, "channel": "linkedin"}
    begin |= {"starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=30)}
    plan = ActivityPlan(**{"title": title, **begin, **said})  # type: ignore[arg-type]  # said by the test
    return add_activity(organization=organization, plan=plan, actor=None, now=NOW)
