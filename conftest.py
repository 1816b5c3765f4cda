"""What holds for every test of the project."""

import os

from django.conf import settings

pytest_plugins = ["colonnade.warehouse.tests.fixtures", "colonnade.ui.tests.browser"]


def pytest_configure() -> None:
    """Hash passwords cheaply, and let Playwright's event loop live beside Django's database calls."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
