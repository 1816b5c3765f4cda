"""Money and hours against the plan, and the plan's offer of drafts."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from colonnade.campaigns.budget import budget_of, budget_of_campaign, hours_chart, money_chart
from colonnade.campaigns.models import Activity, Campaign
from colonnade.campaigns.offer import offer, take_offer
from colonnade.campaigns.operations import take_activity_step
from colonnade.campaigns.states import ActivityState
from colonnade.campaigns.tests.factories import make_activity, make_campaign
from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import NOW, make_organization
from colonnade.strategy.document.reading import read
from colonnade.strategy.operations import store_plan
from colonnade.strategy.solver import Plan, solve
from colonnade.strategy.tests.factories import make_draft

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def plan() -> Plan:
    strategy = read(STRATEGY, name="x").strategy
    assert strategy is not None
    return solve(strategy)


STRATEGY = """\
title: Small
currency: USD
horizon: {start: 2026-11-02, weeks: 8}
units: [{id: parts, name: Parts}]
objectives:
  - {id: sell, unit: parts, kind: parts, metric: revenue, baseline: 0, target: 100, deadline: 2026-12-27}
goals:
  - id: leads
    name: Leads
    serves: sell
    stage: lead
    kpi: {metric: leads, per: total}
    baseline: 0
    target: 8
    deadline: 2026-12-27
    owner: Ana
    value_per_unit: 100
channels: [{id: linkedin, name: LinkedIn, open: true}]
methods:
  - id: articles
    name: Articles
    pillar: leadership
    format: article
    channel: linkedin
    hours: {writer: 3}
    cost: 20
    cadence: {min_per_week: 1, max_per_week: 2}
    effects: [{goal: leads, per_unit: {low: 1, likely: 2, high: 3}}]
limits: {roles: [{id: writer, fte: 0.5}], money_per_month: 1000}
"""


@pytest.fixture
def hydra(plan: Plan) -> Organization:
    organization = make_organization()
    organization.units.create(name="Parts", slug="parts")
    store_plan(version=make_draft(organization, text=STRATEGY), plan=plan, actor=None, now=NOW)
    return organization


def planned_campaign(organization: Organization, name: str = "Winter hoses", **said: object) -> Campaign:
    begin: dict[str, object] = {"goal": "leads", "unit": organization.units.get(), "methods": ["articles"]}
    return make_campaign(organization, name, **{**begin, **said})


def test_every_table_sums_up_to_the_same_bookings(hydra: Organization, plan: Plan) -> None:
    campaign = planned_campaign(hydra, budget=Decimal(50))
    make_activity(hydra, campaign=campaign, cost=Decimal(80), hours=Decimal(3))
    make_activity(hydra, cost=Decimal(20), hours=Decimal(1))
    make_activity(hydra, campaign=campaign, cost=Decimal(999), state=ActivityState.DROPPED)
    budget = budget_of(hydra)
    for lines in (budget.campaigns, budget.goals, budget.units):
        assert (sum(one.money.booked for one in lines), sum(one.hours.booked for one in lines)) == (100, 4)
    for lines in (budget.goals, budget.units):
        whole = sum(one.money.planned or 0 for one in lines)
        assert whole == pytest.approx(sum(method.cost for method in plan.methods))
    (own,) = (one for one in budget.campaigns if one.key == str(campaign.pk))
    assert (own.money.given, own.money.left) == (50, -30)
    assert own.hours.left == pytest.approx((own.hours.planned or 0) - 3)
    assert budget_of_campaign(campaign) == own
    assert [one.name for one in budget.units] == ["Parts", "No business unit"]


def test_a_campaign_has_the_plan_of_its_own_weeks(hydra: Organization, plan: Plan) -> None:
    (method,) = plan.methods
    half = planned_campaign(hydra, ends_on=date(2026, 11, 29))
    line = budget_of_campaign(half)
    assert line.money.planned == pytest.approx(method.cost * sum(method.weeks[:4]) / method.units)


def test_charts_say_who_is_over(hydra: Organization) -> None:
    campaign = planned_campaign(hydra, budget=Decimal(50), hours=Decimal(90))
    make_activity(hydra, campaign=campaign, cost=Decimal(80), hours=Decimal(3))
    budget = budget_of(hydra)
    assert "over it: Winter hoses" in money_chart(budget).answer
    assert "over it: none" in hours_chart(budget).answer


def test_money_of_another_currency_is_left_out(hydra: Organization) -> None:
    hydra.currency = "EUR"
    hydra.save()
    budget = budget_of(hydra)
    assert budget.plan_in == "USD"
    assert {one.money.planned for one in budget.goals} == {None}
    assert any(one.hours.planned for one in budget.goals)


def test_the_plan_is_offered_once(hydra: Organization, plan: Plan) -> None:
    (method,) = plan.methods
    campaign = planned_campaign(hydra, ends_on=date(2026, 11, 29))
    (offered,) = offer(campaign)
    assert (offered.planned, offered.there) == (sum(method.weeks[:4]), 0)
    made = take_offer(campaign=campaign, actor=None, now=NOW)
    assert len(made) == offered.planned
    assert {one.present for one in made} == {ActivityState.DRAFT}
    assert all(campaign.starts_on <= one.days(one.clock)[0] <= campaign.ends_on for one in made)
    assert all(one.starts_at.weekday() < 5 for one in made)
    assert sum(one.cost for one in made) == pytest.approx(
        Decimal(str(method.cost / method.units * len(made)))
    )
    take_activity_step(activity=made[0], wanted=ActivityState.DROPPED, actor=None, now=NOW)
    assert take_offer(campaign=campaign, actor=None, now=NOW) == []
    made[1].delete()
    assert len(take_offer(campaign=campaign, actor=None, now=NOW)) == 1
    assert Activity.objects.count() == offered.planned


def test_nothing_is_offered_without_methods_or_beyond_the_horizon(hydra: Organization) -> None:
    assert offer(planned_campaign(hydra, methods=[])) == []
    later = date(2027, 6, 1)
    (far,) = offer(planned_campaign(hydra, name="Later", starts_on=later, ends_on=later + timedelta(days=9)))
    assert (far.planned, list(far.days)) == (0, [])
