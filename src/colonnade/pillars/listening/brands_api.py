"""API door of listening: what is listened for, and queries tried before they are saved."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema
from ninja.errors import HttpError
from pydantic import Field as Limits

from colonnade.organization.api_access import OrganizationSlug, acting_member
from colonnade.organization.models import BusinessUnit, Membership, Organization
from colonnade.organization.roles import Permission
from colonnade.pillars.listening import queries
from colonnade.pillars.listening.models import BrandKind, BrandQuery, QueryVersion
from colonnade.pillars.listening.operations import brands
from colonnade.pillars.listening.query import Parsed, QueryRefused, Remark, parse, render
from colonnade.pillars.listening.query.describe import describe, outline
from colonnade.pillars.listening.query.limits import MOST_CHARACTERS
from colonnade.pillars.listening.trial import Example, Trial, try_query
from colonnade.warehouse.store import open_store

router = Router()


class BrandIn(Schema):
    """What to listen for."""

    name: str = Limits(min_length=1, max_length=80)
    kind: BrandKind = BrandKind.OWN
    query: str = Limits(
        default="", description="In the query language; where it is given, terms are not asked for."
    )
    terms: list[str] = []
    excluded: list[str] = []
    unit: str = Limits(default="", description="Slug of the business unit; empty for none.")


class BrandOut(Schema):
    """A brand query.

    Attributes:
        query: what it looks for, in the query language, whichever way it was made.
    """

    id: int
    name: str
    kind: str
    query: str
    version: int
    terms: list[str]
    excluded: list[str]
    unit: str
    matched_at: datetime | None

    @staticmethod
    def resolve_query(brand: BrandQuery) -> str:
        """Return the query as text."""
        return brand.written

    @staticmethod
    def resolve_unit(brand: BrandQuery) -> str:
        """Return the unit's slug."""
        return brand.unit.slug if brand.unit else ""


class VersionOut(Schema):
    """A query as it was from one change to the next."""

    number: int
    query: str
    created_at: datetime
    actor: str

    @staticmethod
    def resolve_query(version: QueryVersion) -> str:
        """Return the query as text."""
        return version.written

    @staticmethod
    def resolve_actor(version: QueryVersion) -> str:
        """Return who made it; empty for a command."""
        return str(version.actor or "")


class QueryIn(Schema):
    """A query to be read or tried."""

    query: str = Limits(max_length=MOST_CHARACTERS, description="In the query language.")


class RemarkOut(Schema):
    """Something about a stretch of a query's text; ``start`` and ``end`` are offsets into it."""

    message: str
    mend: str
    line: int
    column: int
    start: int
    end: int


class ReadingOut(Schema):
    """How a query is read: canonical text, a tree in words and hints; or why it is refused."""

    query: str = ""
    reading: str = ""
    hints: list[RemarkOut] = []
    refused: RemarkOut | None = None


class ExampleOut(Schema):
    """A post; ``found`` lists what the query's terms stand in."""

    id: str
    published_at: datetime
    author: str
    channel: str
    language: str
    text: str
    found: list[str]

    @staticmethod
    def resolve_text(example: Example) -> str:
        """Return the text in one piece."""
        return "".join(piece.text for piece in example.pieces)

    @staticmethod
    def resolve_found(example: Example) -> list[str]:
        """Return the pieces that were found."""
        return [piece.text for piece in example.pieces if piece.found]


class TrialOut(Schema):
    """What a query finds in the stored posts, or in a random sample of them.

    Attributes:
        low, high: 95 % interval of the share of stored posts that match; null where none is stored.
        over_time: posts found by day, or by month where they span more than two.
    """

    sentence: str
    stored: int
    tried: int
    found: int
    excluded: int
    low: float | None
    high: float | None
    over_time: dict[str, float | None]
    examples: list[ExampleOut]
    examples_excluded: list[ExampleOut]

    @staticmethod
    def resolve_low(trial: Trial) -> float | None:
        """Return the lower bound."""
        return trial.estimate.low if trial.estimate else None

    @staticmethod
    def resolve_high(trial: Trial) -> float | None:
        """Return the upper bound."""
        return trial.estimate.high if trial.estimate else None

    @staticmethod
    def resolve_over_time(trial: Trial) -> dict[str, float | None]:
        """Return the chart's figures."""
        if trial.chart is None:
            return {}
        return dict(zip(trial.chart.categories, trial.chart.series[0].values, strict=True))


def _brand(member: Membership, number: int) -> BrandQuery:
    return get_object_or_404(queries.brands_of(organization=member.organization), pk=number)


def _settings(organization: Organization, said: BrandIn) -> brands.BrandSettings:
    unit = None
    if said.unit:
        unit = BusinessUnit.objects.filter(organization=organization, slug=said.unit).first()
        if unit is None:
            raise HttpError(422, f"There is no business unit '{said.unit}'.")
    return brands.BrandSettings(
        name=said.name,
        kind=said.kind,
        text=said.query,
        terms=said.terms,
        excluded=said.excluded,
        unit=unit,
    )


@router.get("/brands", response=list[BrandOut], summary="What is listened for")
def list_brands(request: HttpRequest, organization: OrganizationSlug) -> list[BrandQuery]:
    """Return the brand queries, by kind and name."""
    member = acting_member(request, Permission.VIEW)
    return list(queries.brands_of(organization=member.organization))


@router.post("/brands", response={201: BrandOut}, summary="Listen for a brand")
def add_brand(request: HttpRequest, organization: OrganizationSlug, said: BrandIn) -> BrandQuery:
    """Add a brand query; stored posts are matched in the background."""
    member = acting_member(request, Permission.EDIT_QUERIES)
    settings = _settings(member.organization, said)
    return brands.add_brand(
        organization=member.organization, settings=settings, actor=member.user, now=timezone.now()
    )


@router.put("/brands/{number}", response=BrandOut, summary="Change a brand")
def change_brand(
    request: HttpRequest, organization: OrganizationSlug, number: int, said: BrandIn
) -> BrandQuery:
    """Change a brand query; stored posts are matched again where its terms changed."""
    member = acting_member(request, Permission.EDIT_QUERIES)
    settings = _settings(member.organization, said)
    return brands.change_brand(
        brand=_brand(member, number), settings=settings, actor=member.user, now=timezone.now()
    )


@router.delete("/brands/{number}", response={204: None}, summary="Stop listening for a brand")
def remove_brand(request: HttpRequest, organization: OrganizationSlug, number: int) -> None:
    """Remove a brand query; its matches go, the posts stay."""
    member = acting_member(request, Permission.EDIT_QUERIES)
    brands.remove_brand(brand=_brand(member, number), actor=member.user, now=timezone.now())


@router.get("/brands/{number}/versions", response=list[VersionOut], summary="Versions of a query")
def list_versions(request: HttpRequest, organization: OrganizationSlug, number: int) -> list[QueryVersion]:
    """Return each version of a query, newest first."""
    member = acting_member(request, Permission.VIEW)
    return list(queries.versions_of(brand=_brand(member, number)))


@router.post("/brands/{number}/versions/{version}/restore", response=BrandOut, summary="Restore a version")
def restore_version(
    request: HttpRequest, organization: OrganizationSlug, number: int, version: int
) -> BrandQuery:
    """Let a query be again what it was; that makes a new version."""
    member = acting_member(request, Permission.EDIT_QUERIES)
    try:
        return brands.restore_version(
            brand=_brand(member, number), number=version, actor=member.user, now=timezone.now()
        )
    except QueryVersion.DoesNotExist as error:
        raise Http404 from error


@router.post("/brands/{number}/match", response={202: None}, summary="Match stored posts again")
def match_again(request: HttpRequest, organization: OrganizationSlug, number: int) -> None:
    """Match all stored posts against a query in the background; goes on where a stopped run was."""
    member = acting_member(request, Permission.EDIT_QUERIES)
    brands.match_again(brand=_brand(member, number), actor=member.user, now=timezone.now())


@router.post("/queries/check", response=ReadingOut, summary="Read a query")
def check_query(request: HttpRequest, organization: OrganizationSlug, said: QueryIn) -> dict[str, object]:
    """Return how a query is read, or what is wrong with it; nothing is saved."""
    acting_member(request, Permission.VIEW)
    try:
        parsed = parse(said.query)
    except QueryRefused as refused:
        return {"refused": refused.remark}
    return {
        "query": render(parsed.node),
        "reading": outline(describe(parsed.node)),
        "hints": list[Remark](parsed.hints),
    }


@router.post("/queries/test", response=TrialOut, summary="Try a query")
def test_query(request: HttpRequest, organization: OrganizationSlug, said: QueryIn) -> Trial:
    """Try a query on the stored posts; nothing is saved."""
    member = acting_member(request, Permission.VIEW)
    return try_query(
        facts=open_store().facts(member.organization.pk),
        node=_parsed(said.query).node,
        zone=ZoneInfo(member.organization.time_zone),
    )


def _parsed(text: str) -> Parsed:
    try:
        return parse(text)
    except QueryRefused as refused:
        raise HttpError(422, str(refused)) from refused
