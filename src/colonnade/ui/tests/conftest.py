"""The places of the design page take the place of the features' own."""

import pytest

from colonnade.ui import navigation
from colonnade.ui.navigation import Place

PLACES = (
    Place(key="design", order=10, label="Design", page="design:page", icon="house"),
    Place(key="parts", order=10, label="Parts", page="design:page", within="design"),
    Place(key="forms", order=20, label="Forms", page="design:forms", within="design"),
    Place(key="other", order=20, label="Other", page="design:other", icon="ear"),
    Place(
        key="hidden",
        order=30,
        label="Hidden",
        page="design:other",
        within="design",
        visible_to=lambda request: False,
    ),
)


@pytest.fixture(autouse=True)
def places(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the design page's places into the navigation."""
    monkeypatch.setattr(navigation.PLACES, "_items", {place.key: place for place in PLACES})
