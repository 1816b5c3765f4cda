"""Fixtures of the listening tests."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def own_uploads(settings: Settings, tmp_path: Path) -> None:
    """Keep uploads and rows kept aside in the test's own folder, and all work in this process."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    settings.UNDERSTANDING_PROCESSES = 1
