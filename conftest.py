"""Settings that hold for every test."""

import os

from django.conf import settings


def pytest_configure() -> None:
    """Hash passwords cheaply, and let Playwright's event loop live beside Django's database calls."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
