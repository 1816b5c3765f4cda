"""Who looks at a page in a test: which version they see, and that each is counted once a day.

A visitor is told from another by a hash whose salt is thrown away every day; nothing is stored in the
browser. Who asks not to be tracked sees the published version and is not counted, and so do bots.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from hashlib import blake2b

from django.http import HttpRequest, QueryDict

from colonnade.audience.touches.kinds import Kind, Traffic
from colonnade.audience.touches.operations import NewTouch, record_touches
from colonnade.audience.touches.origins import TAGS, Origin
from colonnade.pillars.promotion.links.clicks.answering import caller_address
from colonnade.pillars.promotion.links.clicks.bots import traffic_of
from colonnade.pillars.promotion.links.clicks.callers import caller_of, salt_of
from colonnade.pillars.promotion.pages.models import LandingPage, PageVersion

LONGEST_TAG = 150


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A look at a page.

    Attributes:
        caller: tells one visitor of a day from another; empty for bots and who asks not to be tracked.
    """

    caller: str
    traffic: Traffic
    tags: dict[str, str]


@lru_cache(maxsize=4)
def _salt(day: date) -> bytes:
    return salt_of(day)


def address_of(request: HttpRequest) -> str:
    """Return who asks, as far as we know."""
    return caller_address(request.headers.get("x-forwarded-for", ""), request.META["REMOTE_ADDR"])


def visit_of(request: HttpRequest, page: LandingPage, *, now: datetime) -> Visit:
    """Return what a request tells of its sender, which is little."""
    agent = request.headers.get("user-agent", "")
    traffic = Traffic.PREFETCH if "prefetch" in _purpose(request) else traffic_of(agent)
    quiet = request.headers.get("dnt") == "1" or request.headers.get("sec-gpc") == "1"
    caller = ""
    if traffic == Traffic.PEOPLE and not quiet:
        caller = caller_of(
            salt=_salt(now.date()),
            organization_id=page.organization_id,
            address=address_of(request),
            user_agent=agent,
        )
    return Visit(caller=caller, traffic=traffic, tags=tags_of(request.GET))


def _purpose(request: HttpRequest) -> str:
    return (request.headers.get("sec-purpose", "") + request.headers.get("purpose", "")).lower()


def tags_of(query: QueryDict) -> dict[str, str]:
    """Return the UTM tags of an address."""
    found = {f"utm_{name}": query.get(f"utm_{name}", "")[:LONGEST_TAG] for name in TAGS}
    return {name: value for name, value in found.items() if value}


def chosen(page: LandingPage, visit: Visit) -> PageVersion | None:
    """Return the version that a visitor sees: half of them each, the same one all day."""
    if page.challenger is None or not visit.caller:
        return page.published
    coin = blake2b(f"{page.pk}:{page.test_began_at}:{visit.caller}".encode(), digest_size=1).digest()[0]
    return page.challenger if coin & 1 else page.published


def note(page: LandingPage, view: PageVersion, visit: Visit, *, now: datetime) -> None:
    """Count a visit, once a day for each visitor."""
    if not visit.caller:
        return
    campaign = page.campaign
    origin = Origin(
        channel="web",
        **{name: visit.tags.get(f"utm_{name}", "") for name in TAGS},
        goal=campaign.goal.key if campaign and campaign.goal else "",
        work=f"campaign:{campaign.pk}" if campaign else "",
        page=view.touch_key,
    )
    touch = NewTouch(
        key=f"view:{view.pk}:{now:%Y%m%d}:{visit.caller}",
        at=now,
        kind=Kind.VIEW,
        origin=origin,
        traffic=visit.traffic,
        caller=visit.caller,
    )
    record_touches(organization=page.organization, touches=[touch])
