"""Files of tests lie in a folder of their own."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from colonnade.channels.models import Profile
from colonnade.organization.models import Membership, Organization
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import make_member, make_organization
from colonnade.pillars.promotion.composer.tests.factories import make_profile


@pytest.fixture(autouse=True)
def uploads(tmp_path: Path, settings: Settings) -> Path:
    """Keep what a test takes into the library apart."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return tmp_path / "uploads"


@pytest.fixture
def hydra(db: None) -> Organization:
    """An organisation."""
    return make_organization()


@pytest.fixture
def writer(hydra: Organization) -> Membership:
    """A member who writes."""
    return make_member(hydra, Role.AUTHOR)


@pytest.fixture
def approver(hydra: Organization) -> Membership:
    """A member who approves."""
    return make_member(hydra, Role.APPROVER)


@pytest.fixture
def author(writer: Membership, client: Client) -> Client:
    """The browser of the member who writes."""
    client.force_login(writer.user)
    return client


@pytest.fixture
def bluesky(hydra: Organization) -> Profile:
    """A profile on Bluesky: 300 graphemes, cards of our making, threads."""
    return make_profile(hydra, "bluesky", "@hydra.example")


@pytest.fixture
def mastodon(hydra: Organization) -> Profile:
    """A profile on Mastodon: 500 characters, cards of its own, content warnings."""
    return make_profile(hydra, "mastodon", "@hydra@town.example")
