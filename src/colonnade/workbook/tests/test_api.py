"""Programs read the eight steps and the channels."""

import pytest
from django.test import Client

from colonnade.organization.models import Organization
from colonnade.organization.operations import issue_token
from colonnade.organization.tests.factories import NOW, make_organization
from colonnade.strategy.operations import create_strategy
from colonnade.workbook.tests.factories import WHOLE_TEXT

pytestmark = pytest.mark.django_db


@pytest.fixture
def hydra() -> Organization:
    return make_organization()


@pytest.fixture
def program(hydra: Organization) -> Client:
    fresh = issue_token(membership=hydra.memberships.get(), name="reports", now=NOW)
    return Client(headers={"Authorization": f"Bearer {fresh.secret}"})


def test_the_steps_are_those_of_the_page(program: Client, hydra: Organization) -> None:
    steps = program.get(f"/api/v1/o/{hydra.slug}/workbook/steps").json()
    assert [step["key"] for step in steps][:3] == ["clarify", "create", "choose"]
    assert steps[2]["closed"]


def test_channels_are_closed_until_the_goals_are_clear(program: Client, hydra: Organization) -> None:
    address = f"/api/v1/o/{hydra.slug}/workbook/channels"
    assert program.get(address).status_code == 409
    create_strategy(organization=hydra, text=WHOLE_TEXT, actor=None, now=NOW)
    assert program.get(address).json() == []
    assert program.post(f"{address}/evidence").status_code == 409
