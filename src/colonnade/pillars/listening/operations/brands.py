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
from colonnade.pillars.listening.query import TermRefused, check_terms, one_line
from colonnade.pillars.listening.models import BrandKind, BrandQuery


@dataclass(frozen=True, kw_only=True)
class BrandSettings:
    """What a person says of a brand query.

    Attributes:
        terms: words, phrases, ``@handles`` and ``#tags``; the name itself where there are none.
        excluded: terms that rule a post out.
    """

    name: str
    kind: BrandKind
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
        ValidationError: for a name that is taken or empty, or a term that can match nothing.
    """
    brand = BrandQuery(organization=organization, created_at=now)
    _fill(brand, settings)
    brand.save()
    _audit(brand, "brand.added", actor, now)
    if match:
        _match(brand, now)
    return brand


@transaction.atomic
def change_brand(
    *, brand: BrandQuery, settings: BrandSettings, actor: User | None, now: datetime, match: bool = True
) -> BrandQuery:
    """Change a brand query; where its terms changed, stored posts are matched again.

    Raises as ``add_brand`` does.
    """
    before = brand.query()
    _fill(brand, settings)
    changed = brand.query() != before
    if changed:
        brand.matched_at = None
    brand.save()
    _audit(brand, "brand.changed", actor, now)
    if changed and match:
        _match(brand, now)
    return brand


@transaction.atomic
def remove_brand(*, brand: BrandQuery, actor: User | None, now: datetime, match: bool = True) -> None:
    """Stop listening for a brand; its matches are removed in the background, the posts stay."""
    _audit(brand, "brand.removed", actor, now)
    if match:
        _match(brand, now)
    brand.delete()


def _fill(brand: BrandQuery, settings: BrandSettings) -> None:
    brand.name, brand.kind, brand.unit = one_line(settings.name), settings.kind, settings.unit
    brand.terms = _checked("terms", settings.terms) or _checked("terms", [brand.name])
    brand.excluded = _checked("excluded", settings.excluded)
    if settings.unit is not None and settings.unit.organization_id != brand.organization_id:
        raise ValidationError({"unit": _("There is no such business unit.")})
    if overlap := set(brand.terms) & set(brand.excluded):
        raise ValidationError(
            {"excluded": _("'%(term)s' is both looked for and excluded.") % {"term": min(overlap)}}
        )
    brand.full_clean(exclude=["organization", "terms", "excluded"], validate_constraints=False)
    others = BrandQuery.objects.filter(organization=brand.organization, name__iexact=brand.name)
    if others.exclude(pk=brand.pk).exists():
        raise ValidationError({"name": _("There is already a brand '%(name)s'.") % {"name": brand.name}})


def _checked(field: str, terms: Sequence[str]) -> list[str]:
    try:
        return check_terms(terms)
    except TermRefused as error:
        raise ValidationError({field: str(error)}) from error


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
        details={"kind": brand.kind, "terms": brand.terms, "excluded": brand.excluded},
    )
