"""Links for tests."""

from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import NOW
from colonnade.pillars.promotion.links.models import ShortLink
from colonnade.pillars.promotion.links.operations import add_link
from colonnade.pillars.promotion.links.plans import LinkPlan

PAGE = "https://hydra.example/crushers"


def make_link(organization: Organization, *, url: str = PAGE, code: str = "", title: str = "") -> ShortLink:
    """Return a link on LinkedIn, made by a command."""
    plan = LinkPlan(url=url, code=code, title=title, channel="linkedin")
    return add_link(organization=organization, plan=plan, actor=None, now=NOW)
