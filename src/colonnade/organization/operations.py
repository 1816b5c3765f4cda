"""Writes: make organisations, units, members and tokens."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from colonnade.organization.models import ApiToken, BusinessUnit, Membership, Organization, User
from colonnade.organization.roles import Role


def _free_slug(name: str) -> str:
    base = slugify(name)[:50] or "organisation"
    slug, number = base, 2
    while Organization.objects.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return slug


@transaction.atomic
def found_organization(
    *, name: str, founder: User, now: datetime, currency: str = "USD", time_zone: str = "UTC"
) -> Organization:
    """Make an organisation with ``founder`` as its administrator."""
    organization = Organization.objects.create(
        name=name, slug=_free_slug(name), currency=currency, time_zone=time_zone, created_at=now
    )
    Membership.objects.create(organization=organization, user=founder, role=Role.ADMINISTRATOR)
    return organization


def add_unit(*, organization: Organization, name: str, slug: str = "") -> BusinessUnit:
    """Add a business unit. Raises ``ValidationError`` where the organisation has one of that name."""
    wanted = slug or slugify(name)[:60] or "unit"
    if organization.units.filter(slug=wanted).exists():
        raise ValidationError(f"There is already a unit '{name}'.")
    return BusinessUnit.objects.create(organization=organization, name=name, slug=wanted)


def admit_member(*, organization: Organization, user: User, role: Role) -> Membership:
    """Give ``user`` a role in ``organization``, or change the role they have."""
    membership, _ = Membership.objects.update_or_create(
        organization=organization, user=user, defaults={"role": role}
    )
    return membership


@dataclass(frozen=True)
class FreshToken:
    """A new API token: ``secret`` is shown once and stored nowhere."""

    token: ApiToken
    secret: str


def token_digest(secret: str) -> str:
    """Return the hash under which a token's secret is stored (SHA-256: the secret is 256 random bits)."""
    return hashlib.sha256(secret.encode()).hexdigest()


def issue_token(*, membership: Membership, name: str, now: datetime) -> FreshToken:
    """Make an API token that acts as ``membership``."""
    secret = f"col_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        membership=membership, name=name, digest=token_digest(secret), created_at=now
    )
    return FreshToken(token=token, secret=secret)
