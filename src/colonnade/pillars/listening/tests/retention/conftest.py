"""An organisation with a feed whose posts came in at different times."""

import pytest
from django.core.cache import cache

from colonnade.channels.models import Channel
from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import make_organization
from colonnade.pillars.listening.tests.factories import facts_of
from colonnade.pillars.listening.tests.retention.factories import add_source, came, store
from colonnade.warehouse.tests.factories import mention


@pytest.fixture(autouse=True)
def no_kept_answers() -> None:
    cache.clear()


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


@pytest.fixture
def feed(hydra: Organization) -> Channel:
    """A source of which a post came in 100 days ago and one yesterday, beside posts of others."""
    feed, other = add_source(hydra, "Feed"), add_source(hydra, "Other")
    store(
        facts_of(hydra),
        mention(1, source_id=feed.pk, import_id=None, imported_at=came(100), text="An old post of pumps"),
        mention(2, source_id=feed.pk, import_id=None, imported_at=came(1)),
        mention(3, source_id=other.pk, import_id=None, imported_at=came(100)),
        mention(4, import_id=77, imported_at=came(100)),
    )
    return feed
