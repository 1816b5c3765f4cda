"""A small cast for tests: two companies that must never see each other."""

from datetime import UTC, datetime

from colonnade.organization.models import Membership, Organization, User
from colonnade.organization.operations import admit_member, found_organization
from colonnade.organization.roles import Role

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def make_user(email: str = "ana@hydra.example", *, name: str = "") -> User:
    """Return a saved user who can sign in with the password ``colonnade-test``."""
    return User.objects.create_user(email, "colonnade-test", name=name)


def make_organization(name: str = "Hydra Machines", *, founder: User | None = None) -> Organization:
    """Return an organisation; its founder (made where none is given) is its administrator."""
    return found_organization(name=name, founder=founder or make_user(), now=NOW)


def make_member(organization: Organization, role: Role, email: str | None = None) -> Membership:
    """Return a new member with ``role``."""
    user = make_user(email or f"{role}@{organization.slug}.example")
    return admit_member(organization=organization, user=user, role=role, actor=None, now=NOW)
