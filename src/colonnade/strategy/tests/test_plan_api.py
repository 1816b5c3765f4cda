"""A program asks for a plan, waits for it, and reads it."""

import pytest
from django.test import Client

from colonnade.core.jobs.worker import Worker
from colonnade.organization.models import Organization
from colonnade.organization.operations import issue_token
from colonnade.organization.tests.factories import NOW, make_organization
from colonnade.strategy.tests.factories import make_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def hydra() -> Organization:
    return make_organization()


@pytest.fixture
def program(hydra: Organization) -> Client:
    fresh = issue_token(membership=hydra.memberships.get(), name="planner", now=NOW)
    return Client(headers={"Authorization": f"Bearer {fresh.secret}"})


def test_a_plan_is_asked_for_and_fetched(program: Client, hydra: Organization) -> None:
    make_draft(hydra)
    address = f"/api/v1/o/{hydra.slug}/strategy/plan"
    assert program.get(address).status_code == 404
    asked = program.post(address)
    assert asked.status_code == 202
    job = f"{address}/jobs/{asked.json()['job']}"
    assert program.get(job).json()["state"] == "waiting"
    assert Worker(queues=["default"], threads=1).run_waiting() == 1
    assert program.get(job).json() == {"job": asked.json()["job"], "state": "done", "error": ""}
    plan = program.get(address).json()
    assert plan["goals"]
    assert all(goal["sentence"] for goal in plan["goals"])


def test_without_a_strategy_there_is_nothing_to_plan(program: Client, hydra: Organization) -> None:
    assert program.post(f"/api/v1/o/{hydra.slug}/strategy/plan").status_code == 404
