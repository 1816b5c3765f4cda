"""What holds for every test of the project."""

import os

import hypothesis
import pytest
from django.conf import settings

pytest_plugins = ["colonnade.warehouse.tests.fixtures", "colonnade.ui.tests.browser"]


def pytest_configure() -> None:
    """Hash passwords cheaply, and let Playwright's event loop live beside Django's database calls."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    # How long an example takes says how busy the machine is, not whether the code is right.
    hypothesis.settings.register_profile(
        "colonnade", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    hypothesis.settings.load_profile("colonnade")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test that reaches the database through a fixture, so that ``-m django_db`` picks it."""
    for item in items:
        reaches = {"db", "transactional_db"}.intersection(getattr(item, "fixturenames", ()))
        if reaches and item.get_closest_marker("django_db") is None:
            item.add_marker(pytest.mark.django_db(transaction="transactional_db" in reaches))
