"""Files of tests lie in a folder of their own."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def uploads(tmp_path: Path, settings: Settings) -> Path:
    """Keep what a test takes into the library apart."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return tmp_path / "uploads"
