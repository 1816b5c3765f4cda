"""Add, change and remove what is listened for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.core.jobs import operations as jobs
from colonnade.governance.operations import record
from colonnade.organization.models import BusinessUnit, Organization, User
from colonnade.pillars.listening.jobs import match_stored_posts
from colonnade.pillars.listening.models import BrandKind, BrandQuery, QueryVersion
from colonnade.pillars.listening.query import (
    QueryRefused,
    TermRefused,
    check_terms,
    one_line,
    parse,
    plain_terms,
    ruled_out,
    sought,
    storable,
)


@dataclass(frozen=True, kw_only=True)
class BrandSettings:
    """What a person says of a brand query.

    Attributes:
        text: the query in the query language; where it is given, terms are not asked for.
        terms: words, phrases, ``@handles`` and ``#tags``; the name itself where there are none.
        excluded: terms that rule a post out.
    """

    name: str
    kind: BrandKind
    text: str = ""
    terms: Sequence[str] = ()
    excluded: Sequence[str] = ()
    unit: BusinessUnit | None = None


@transaction.atomic
def add_brand(
    *,
    organization: Organization,
    settings: BrandSettings,
    actor: User | None,
    now: datetime,
    match: bool = True,
) -> BrandQuery:
    """Listen for a brand, competitor or topic.

    Args:
        match: match stored posts in the background; False where the caller runs that job itself.

    Raises:
        ValidationError: for a name that is taken or empty, a term that can match nothing, or a query that is
            refused; the message of the latter begins with line and column.
    """
    brand = BrandQuery(organization=organization, created_at=now)
    _fill(brand, settings)
    brand.save()
    _keep_version(brand, actor, now)
    _audit(brand, "brand.added", actor, now)
    if match:
        _match(brand, now)
    return brand


@transaction.atomic
def change_brand(
    *, brand: BrandQuery, settings: BrandSettings, actor: User | None, now: datetime, match: bool = True
) -> BrandQuery:
    """Change a brand query; where its query changed, a version is kept and stored posts are matched again.

    Raises as ``add_brand`` does.
    """
    brand = BrandQuery.objects.select_for_update().get(pk=brand.pk)
    before, written = brand.node(), (brand.text, brand.terms, brand.excluded)
    _fill(brand, settings)
    changed = brand.node() != before
    if changed:
        brand.matched_at = None
    if written != (brand.text, brand.terms, brand.excluded):
        brand.version += 1
        _keep_version(brand, actor, now)
    brand.save()
    _audit(brand, "brand.changed", actor, now)
    if changed and match:
        _match(brand, now)
    return brand


@transaction.atomic
def restore_version(
    *, brand: BrandQuery, number: int, actor: User | None, now: datetime, match: bool = True
) -> BrandQuery:
    """Let a query be again what it was in an earlier version; that makes a new version.

    Raises:
        QueryVersion.DoesNotExist: where there is no such version.
        ValidationError: where what was allowed then is refused now.
    """
    version = brand.versions.get(number=number)
    settings = BrandSettings(
        name=brand.name,
        kind=BrandKind(brand.kind),
        text=version.text,
        terms=version.terms,
        excluded=version.excluded,
        unit=brand.unit,
    )
    return change_brand(brand=brand, settings=settings, actor=actor, now=now, match=match)


@transaction.atomic
def match_again(*, brand: BrandQuery, actor: User | None, now: datetime) -> None:
    """Match all stored posts against a query once more, in the background."""
    BrandQuery.objects.filter(pk=brand.pk).update(matched_at=None)
    _audit(brand, "brand.matched_again", actor, now)
    _match(brand, now)


@transaction.atomic
def remove_brand(*, brand: BrandQuery, actor: User | None, now: datetime, match: bool = True) -> None:
    """Stop listening for a brand; its matches are removed in the background, the posts stay."""
    _audit(brand, "brand.removed", actor, now)
    if match:
        _match(brand, now)
    brand.delete()


def _fill(brand: BrandQuery, settings: BrandSettings) -> None:
    brand.name, brand.kind, brand.unit = one_line(settings.name), settings.kind, settings.unit
    brand.text = storable(settings.text)
    if brand.text:
        brand.terms, brand.excluded = _copied(brand.text)
    else:
        brand.terms = _checked("terms", settings.terms) or _checked("terms", [brand.name])
        brand.excluded = _checked("excluded", settings.excluded)
    if settings.unit is not None and settings.unit.organization_id != brand.organization_id:
        raise ValidationError({"unit": _("There is no such business unit.")})
    overlap = set() if brand.text else set(brand.terms) & set(brand.excluded)
    if overlap:
        raise ValidationError(
            {"excluded": _("'%(term)s' is both looked for and excluded.") % {"term": min(overlap)}}
        )
    brand.full_clean(exclude=["organization", "text", "terms", "excluded"], validate_constraints=False)
    others = BrandQuery.objects.filter(organization=brand.organization, name__iexact=brand.name)
    if others.exclude(pk=brand.pk).exists():
        raise ValidationError({"name": _("There is already a brand '%(name)s'.") % {"name": brand.name}})


def _checked(field: str, terms: Sequence[str]) -> list[str]:
    try:
        return check_terms(terms)
    except TermRefused as error:
        raise ValidationError({field: str(error)}) from error


def _copied(text: str) -> tuple[list[str], list[str]]:
    """Return what a query looks for, and what it rules out, as lists of terms."""
    try:
        node = parse(text).node
    except QueryRefused as refused:
        raise ValidationError({"text": str(refused)}) from refused
    return plain_terms(sought(node)), plain_terms(ruled_out(node))


def _keep_version(brand: BrandQuery, actor: User | None, now: datetime) -> None:
    QueryVersion.objects.create(
        query=brand,
        number=brand.version,
        text=brand.text,
        terms=brand.terms,
        excluded=brand.excluded,
        actor=actor,
        created_at=now,
    )


def _match(brand: BrandQuery, now: datetime) -> None:
    jobs.enqueue(
        match_stored_posts,
        kwargs={"organization_id": brand.organization_id, "query_ids": [brand.pk]},
        now=now,
    )


def _audit(brand: BrandQuery, action: str, actor: User | None, now: datetime) -> None:
    record(
        organization=brand.organization,
        actor=actor,
        action=action,
        subject=brand.name,
        now=now,
        details={"kind": brand.kind, "version": brand.version, "query": brand.written},
    )
