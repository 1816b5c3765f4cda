"""Writes: make organisations, units, members and tokens."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from colonnade.organization.events import tell
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
    tell(organization=organization, actor=founder, action="organization.founded", subject=name, now=now)
    return organization


def change_organization(
    *, organization: Organization, name: str, currency: str, time_zone: str, actor: User, now: datetime
) -> Organization:
    """Change the organisation's name, currency and time zone."""
    organization.name, organization.currency, organization.time_zone = name, currency, time_zone
    organization.save(update_fields=["name", "currency", "time_zone"])
    details: dict[str, object] = {"name": name, "currency": currency, "time_zone": time_zone}
    tell(
        organization=organization,
        actor=actor,
        action="organization.changed",
        subject=name,
        now=now,
        details=details,
    )
    return organization


@transaction.atomic
def add_unit(
    *, organization: Organization, name: str, actor: User | None, now: datetime, slug: str = ""
) -> BusinessUnit:
    """Add a business unit. Raises ``ValidationError`` where the organisation has one of that name."""
    wanted = slug or slugify(name)[:60] or "unit"
    if organization.units.filter(slug=wanted).exists():
        raise ValidationError(f"There is already a unit '{name}'.")
    unit = BusinessUnit.objects.create(organization=organization, name=name, slug=wanted)
    tell(organization=organization, actor=actor, action="unit.added", subject=name, now=now)
    return unit


@transaction.atomic
def remove_unit(*, unit: BusinessUnit, actor: User, now: datetime) -> None:
    """Remove a business unit; what strategies say of it stays in their text."""
    tell(organization=unit.organization, actor=actor, action="unit.removed", subject=unit.name, now=now)
    unit.delete()


def _require_an_administrator_without(membership: Membership) -> None:
    others = membership.organization.memberships.exclude(pk=membership.pk)
    if membership.role == Role.ADMINISTRATOR and not others.filter(role=Role.ADMINISTRATOR).exists():
        raise ValidationError("This is the last administrator: make another member administrator first.")


@transaction.atomic
def admit_member(
    *, organization: Organization, user: User, role: Role, actor: User | None, now: datetime
) -> Membership:
    """Give ``user`` a role in ``organization``, or change the role they have.

    Raises:
        ValidationError: where the last administrator would lose the role.
    """
    held = organization.memberships.filter(user=user).first()
    if held is not None and role != Role.ADMINISTRATOR:
        _require_an_administrator_without(held)
    membership, _ = Membership.objects.update_or_create(
        organization=organization, user=user, defaults={"role": role}
    )
    details: dict[str, object] = {"role": str(role)}
    tell(
        organization=organization,
        actor=actor,
        action="member.admitted",
        subject=user.email,
        now=now,
        details=details,
    )
    return membership


@transaction.atomic
def dismiss_member(*, membership: Membership, actor: User, now: datetime) -> None:
    """End a membership and its tokens. Raises ``ValidationError`` for the last administrator."""
    _require_an_administrator_without(membership)
    organization, email = membership.organization, membership.user.email
    membership.delete()
    tell(organization=organization, actor=actor, action="member.dismissed", subject=email, now=now)


@dataclass(frozen=True)
class FreshToken:
    """A new API token: ``secret`` is shown once and stored nowhere."""

    token: ApiToken
    secret: str


def token_digest(secret: str) -> str:
    """Return the hash under which a token's secret is stored (SHA-256: the secret is 256 random bits)."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def issue_token(*, membership: Membership, name: str, now: datetime) -> FreshToken:
    """Make an API token that acts as ``membership``."""
    secret = f"col_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        membership=membership, name=name, digest=token_digest(secret), created_at=now
    )
    tell(
        organization=membership.organization,
        actor=membership.user,
        action="token.issued",
        subject=name,
        now=now,
    )
    return FreshToken(token=token, secret=secret)


@transaction.atomic
def revoke_token(*, token: ApiToken, actor: User, now: datetime) -> None:
    """End an API token at once."""
    organization = token.membership.organization
    tell(organization=organization, actor=actor, action="token.revoked", subject=token.name, now=now)
    token.delete()
