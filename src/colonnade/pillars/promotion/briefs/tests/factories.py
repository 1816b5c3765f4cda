"""Briefs for tests."""

from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import NOW
from colonnade.pillars.promotion.briefs.models import Brief
from colonnade.pillars.promotion.briefs.operations import BriefPlan, add_brief


def make_brief(organization: Organization, *, title: str = "How to grease a crane", **said: object) -> Brief:
    """Return a brief of which ``said`` is said."""
    plan = BriefPlan(title=title, **said)  # type: ignore[arg-type]  # each test gives what fits
    return add_brief(organization=organization, plan=plan, actor=None, now=NOW)
