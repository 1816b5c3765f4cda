"""While the store of posts does not answer, pages and API say so; nothing breaks."""

import pytest
from django.test import Client
from pytest_django import Settings

from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import make_organization

NOBODY_THERE = "http://127.0.0.1:9/colonnade"


@pytest.fixture
def hydra(db: None, client: Client, settings: Settings) -> Organization:
    settings.CLICKHOUSE_URL = NOBODY_THERE
    organization = make_organization()
    client.force_login(organization.memberships.get().user)
    return organization


@pytest.mark.parametrize("page", ["", "who/", "posts/", "queries/try/"])
def test_a_page_says_that_nothing_is_lost(client: Client, hydra: Organization, page: str) -> None:
    address = f"/o/{hydra.slug}/listen/{page}"
    answer = client.post(address, {"text": "pump"}) if page == "queries/try/" else client.get(address)
    said = answer.content.decode()
    assert answer.status_code == 503
    assert "The store of posts does not answer" in said
    assert "no ClickHouse answers at 127.0.0.1:9" in said


def test_the_api_says_why(client: Client, hydra: Organization) -> None:
    answer = client.get(f"/api/v1/o/{hydra.slug}/listening/questions/who")
    assert answer.status_code == 503
    assert "no ClickHouse answers" in answer.json()["detail"]
