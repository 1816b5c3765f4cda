"""The plan's pages: planned in the background, shown with its reasons, compared with other limits."""

import pytest
from django.test import Client

from colonnade.core.jobs.models import Job
from colonnade.core.jobs.worker import Worker
from colonnade.organization.models import Organization
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import NOW, make_member, make_organization, make_user
from colonnade.strategy import planning, queries
from colonnade.strategy.plan_pictures import differences, goals_chart, hours_chart, money_chart, week_rows
from colonnade.strategy.solver import Plan
from colonnade.strategy.tests.factories import SMALL, make_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def hydra(client: Client) -> Organization:
    organization = make_organization()
    client.force_login(organization.memberships.get().user)
    return organization


def plan_address(organization: Organization) -> str:
    return f"/o/{organization.slug}/strategy/plan/"


def run_jobs() -> int:
    return Worker(queues=["default"], threads=1).run_waiting()


def planned(organization: Organization) -> Plan:
    version = make_draft(organization)
    return Plan.model_validate(planning.make_plan(version=version, actor=None, now=NOW).result)


def test_without_a_strategy_the_page_leads_to_the_document(client: Client, hydra: Organization) -> None:
    page = client.get(plan_address(hydra)).content.decode()
    assert "Write the strategy" in page
    assert client.post(f"{plan_address(hydra)}make/").status_code == 404


def test_a_plan_is_made_in_the_background_and_shown(client: Client, hydra: Organization) -> None:
    make_draft(hydra)
    client.post(f"{plan_address(hydra)}make/")
    client.post(f"{plan_address(hydra)}make/")
    assert Job.objects.count() == 1
    assert "Planning is under way" in client.get(plan_address(hydra)).content.decode()
    assert run_jobs() == 1
    stored = queries.latest_plan(hydra)
    assert stored is not None
    page = client.get(plan_address(hydra)).content.decode()
    assert stored.result["headline"].split(":")[0] in page
    for goal in stored.result["goals"]:
        assert goal["sentence"].split(":")[0] in page
    assert client.get(f"{plan_address(hydra)}plan.json").json() == stored.result


def test_a_document_that_cannot_be_planned_says_what_it_lacks(client: Client, hydra: Organization) -> None:
    make_draft(hydra, text=SMALL)
    client.post(f"{plan_address(hydra)}make/")
    run_jobs()
    page = client.get(plan_address(hydra)).content.decode()
    assert "No plan could be made" in page
    assert queries.latest_plan(hydra) is None


def test_a_text_with_errors_of_form_names_the_line(client: Client, hydra: Organization) -> None:
    make_draft(hydra, text="title: x\ngoals: {")
    client.post(f"{plan_address(hydra)}make/")
    run_jobs()
    assert "line" in Job.objects.get().last_error


def test_other_limits_are_compared_and_kept_nowhere(client: Client, hydra: Organization) -> None:
    plan = planned(hydra)
    role = plan.roles[0].id
    answer = client.post(
        f"{plan_address(hydra)}limits/",
        {f"role-{item.id}": str(item.fte) for item in plan.roles} | {f"role-{role}": "9"},
    )
    assert run_jobs() == 1
    page = client.get(answer["Location"]).content.decode()
    assert "With these limits" in page
    stored = queries.latest_plan(hydra)
    assert stored is not None
    assert Plan.model_validate(stored.result) == plan


def test_impossible_limits_are_refused(client: Client, hydra: Organization) -> None:
    plan = planned(hydra)
    limits = {f"role-{role.id}": "-1" for role in plan.roles}
    answer = client.post(f"{plan_address(hydra)}limits/", limits, follow=True)
    assert "Nothing was tried" in answer.content.decode()
    assert not Job.objects.exists()


def test_a_what_if_of_another_company_is_not_there(client: Client, hydra: Organization) -> None:
    other = make_organization("Rival", founder=make_user("rita@rival.example"))
    plan = planned(other)
    client.force_login(other.memberships.get().user)
    answer = client.post(
        f"/o/{other.slug}/strategy/plan/limits/", {f"role-{role.id}": str(role.fte) for role in plan.roles}
    )
    job = answer["Location"].rstrip("/").rpartition("/")[2]
    client.force_login(hydra.memberships.get().user)
    assert client.get(f"{plan_address(hydra)}limits/{job}/").status_code == 404


def test_an_author_reads_the_plan_and_makes_none(client: Client, hydra: Organization) -> None:
    planned(hydra)
    client.force_login(make_member(hydra, Role.AUTHOR).user)
    page = client.get(plan_address(hydra)).content.decode()
    assert "Plan again" not in page
    assert client.post(f"{plan_address(hydra)}make/").status_code == 403


def test_more_of_a_role_never_lowers_what_is_reached(hydra: Organization) -> None:
    version = make_draft(hydra)
    stored = planning.make_plan(version=version, actor=None, now=NOW)
    before = Plan.model_validate(stored.result)
    fte = {role.id: role.fte * 2 for role in before.roles}
    after = planning.plan_under(version=version, fte=fte, money_per_month=None)
    assert after.shortfall <= before.shortfall + 1e-6
    assert len(differences(before, after)) == len(before.goals)


def test_the_pictures_say_what_the_plan_says(hydra: Organization) -> None:
    plan = planned(hydra)
    hours = hours_chart(plan)
    limit = hours.series[-1]
    assert limit.tone == "limit"
    for place in range(len(plan.blocks)):
        used = sum(series.values[place] or 0 for series in hours.series[:-1])
        assert used <= (limit.values[place] or 0) + 0.5
    assert len(money_chart(plan).categories) == len(plan.money)
    assert sum(row.units for row in week_rows(plan)) == sum(method.units for method in plan.methods)
    way = goals_chart(plan)
    for place, goal in enumerate(goal for goal in plan.goals if goal.target != goal.baseline):
        reached = (way.series[0].values[place] or 0) >= 100
        assert reached == goal.reaches
