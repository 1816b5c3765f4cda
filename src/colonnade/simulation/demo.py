"""Prepares the demo: simulates the market and brings its files in by the doors that a user has.

Nothing is special-cased: organisation, brands, strategy and plan are made by the operations that pages use;
posts, followers and readings come in by the commands that a person types.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from colonnade.organization.models import Membership, Organization, User
from colonnade.organization.operations import add_unit, admit_member, found_organization
from colonnade.organization.roles import Role
from colonnade.pillars.listening.models import BrandKind
from colonnade.pillars.listening.operations.brands import BrandSettings, add_brand
from colonnade.simulation.files import Written, simulate, write
from colonnade.simulation.market import BRANDS, OWN
from colonnade.simulation.marketing import plan_campaigns, write_calendar
from colonnade.strategy import operations as strategy
from colonnade.strategy import planning, queries
from colonnade.strategy.models import StrategyVersion
from colonnade.workbook.gathering import gather
from colonnade.workbook.operations import cite_channels

NAME = f"{OWN.name} Machinery"
DOMAIN = "tarnholm.example"
UNITS = {
    "new-machines": "New Machines",
    "dealers": "Dealer Development",
    "parts": "Parts",
    "field-service": "Field Service",
}
CAST: dict[str, tuple[str, Role]] = {
    "ana.krog": ("Ana Krog", Role.STRATEGIST),
    "marta.dahl": ("Marta Dahl", Role.UNIT_HEAD),
    "eva.ekman": ("Eva Ekman", Role.ADMINISTRATOR),
    "sven.voss": ("Sven Voss", Role.SUPERVISOR),
    "tom.stone": ("Tom Stone", Role.EXPERT),
}
STRATEGIST, APPROVER, FOUNDER = "ana.krog", "marta.dahl", "eva.ekman"

Bring = Callable[[str, Path], None]
"""Imports a file of a kind: "posts", "follows", "people", "readings" or "calendar"."""


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """The demo's organisation and its strategist.

    Attributes:
        password: of the strategist, where the account was made just now; else empty.
    """

    organization: Organization
    strategist: User
    password: str


def _account(who: str, password: str) -> User:
    email = f"{who}@{DOMAIN}"
    known = User.objects.filter(email=email).first()
    return known or User.objects.create_user(email, password, name=CAST[who][0])


def found(*, now: datetime) -> Prepared:
    """Found the organisation with its units and people, or take the one that is there."""
    password = secrets.token_urlsafe(9)
    people = {who: _account(who, password) for who in CAST}
    organization = Organization.objects.filter(name=NAME, memberships__user=people[FOUNDER]).first()
    fresh = organization is None
    if organization is None:
        organization = found_organization(name=NAME, founder=people[FOUNDER], now=now)
    known = set(organization.units.values_list("slug", flat=True))
    for slug, name in UNITS.items():
        if slug not in known:
            add_unit(organization=organization, name=name, slug=slug, actor=people[FOUNDER], now=now)
    for who, (_name, role) in CAST.items():
        if who != FOUNDER:
            admit_member(
                organization=organization, user=people[who], role=role, actor=people[FOUNDER], now=now
            )
    return Prepared(
        organization=organization, strategist=people[STRATEGIST], password=password if fresh else ""
    )


def listen_for_brands(organization: Organization, *, now: datetime) -> None:
    """Name the brands to listen for, before the posts come in."""
    known = set(organization.brand_queries.values_list("name", flat=True))
    for brand in BRANDS:
        if brand.name not in known:
            add_brand(
                organization=organization,
                settings=BrandSettings(
                    name=brand.name,
                    kind=BrandKind.OWN if brand is OWN else BrandKind.COMPETITOR,
                    terms=(brand.name, f"@{brand.handle}", *brand.machines),
                ),
                actor=None,
                now=now,
                match=False,
            )


def write_files(folder: Path, *, seed: int, now: datetime) -> Written:
    """Simulate the market up to the day before ``now`` and write its files."""
    return write(simulate(seed=seed, today=now.date()), folder)


def bring_in(files: Written, bring: Bring) -> None:
    """Import the market's files by the user's doors."""
    for path in files.posts:
        bring("posts", path)
    bring("follows", files.follows)
    bring("people", files.people)
    bring("readings", files.readings)


def _member(organization: Organization, who: str) -> Membership:
    return organization.memberships.select_related("user", "organization").get(user__email=f"{who}@{DOMAIN}")


def adopt_strategy(organization: Organization, files: Written, *, now: datetime) -> StrategyVersion:
    """Take the strategy from draft to running: written by one person, approved by another."""
    present = queries.current_version(organization)
    if present is not None:
        return present
    author, approver = _member(organization, STRATEGIST), _member(organization, APPROVER)
    version = strategy.create_strategy(
        organization=organization, text=files.strategy.read_bytes(), actor=author.user, now=now
    )
    version = strategy.propose(version=version, member=author, now=now)
    version = strategy.approve(version=version, member=approver, now=now)
    return strategy.start(version=version, member=approver, now=now)


def coordinate(organization: Organization, folder: Path, bring: Bring, *, now: datetime) -> None:
    """Plan the campaigns of the market, and bring in what they do on each channel."""
    if plan_campaigns(_member(organization, STRATEGIST), now=now):
        bring("calendar", write_calendar(folder, today=now.date()))


def plan_and_cite(version: StrategyVersion, *, now: datetime) -> str:
    """Record where customers converse, plan the strategy, and return the plan's first line."""
    organization = version.record.organization
    author = _member(organization, STRATEGIST).user
    situation = gather(organization, today=now.date())
    cite_channels(organization=organization, situation=situation, actor=author, now=now)
    stored = planning.make_plan(version=version, actor=author, now=now)
    return str(stored.result["headline"])


def is_prepared(organization: Organization) -> bool:
    """Return whether the demo has been prepared to its end before."""
    return queries.latest_plan(organization) is not None
