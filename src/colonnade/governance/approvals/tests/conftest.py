"""Fixtures of the tests of approvals."""

import pytest

from colonnade.governance.approvals.models import Review
from colonnade.governance.approvals.subjects import KINDS
from colonnade.governance.approvals.tests.factories import Notes, submit
from colonnade.organization.models import Membership, Organization
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import make_member, make_organization


@pytest.fixture
def notes(monkeypatch: pytest.MonkeyPatch) -> Notes:
    """A kind of subject that is there for one test."""
    found = Notes()
    monkeypatch.setitem(KINDS._items, "note", found.kind())
    return found


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


@pytest.fixture
def ana(hydra: Organization) -> Membership:
    """The administrator."""
    return hydra.memberships.get(role=Role.ADMINISTRATOR)


@pytest.fixture
def author(hydra: Organization) -> Membership:
    return make_member(hydra, Role.AUTHOR)


@pytest.fixture
def approver(hydra: Organization) -> Membership:
    return make_member(hydra, Role.APPROVER)


@pytest.fixture
def review(notes: Notes, author: Membership) -> Review:
    """A note of the author that waits for approval."""
    return submit(notes, author)
