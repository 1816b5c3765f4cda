"""Fixtures of the publishing tests: an organisation, a village with a profile, and a clock."""

import pytest

from colonnade.channels import discovery
from colonnade.channels.models import Profile
from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import make_organization
from colonnade.publishing.tests.factories import Time, Village, add_profile


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


@pytest.fixture
def village(monkeypatch: pytest.MonkeyPatch) -> Village:
    """Install the made-up network beside the real ones."""
    made = Village()
    monkeypatch.setitem(discovery.connectors()._items, "village", made)
    return made


@pytest.fixture
def profile(hydra: Organization, village: Village) -> Profile:
    return add_profile(hydra)


@pytest.fixture
def time() -> Time:
    return Time()
