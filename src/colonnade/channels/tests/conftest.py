"""Fixtures of the channel tests: a made-up network, and ears that note what they hear."""

import pytest

from colonnade.channels import discovery, hearing
from colonnade.channels.tests.factories import Ears, Town
from colonnade.core.registry import Registry
from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import make_organization

EARS = Ears()


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


@pytest.fixture
def ears(monkeypatch: pytest.MonkeyPatch) -> Ears:
    """Let only these ears hear."""
    for name in ("HEARERS", "FORGETTERS"):
        registry: Registry[str] = Registry(name)
        registry.add("test", name)
        monkeypatch.setattr(hearing, name, registry)
    EARS.posts.clear()
    EARS.calls = 0
    monkeypatch.setattr(hearing, "import_string", lambda name: EARS if name == "HEARERS" else EARS.forget)
    return EARS


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> Town:
    """Install the made-up network beside the real ones."""
    made = Town()
    monkeypatch.setitem(discovery.connectors()._items, "town", made)
    return made
