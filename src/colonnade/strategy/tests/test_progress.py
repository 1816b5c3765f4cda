"""A goal's progress is what was measured, in the goal's own period."""

from datetime import timedelta

import pytest

from colonnade.measurement.models import Reading
from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import NOW, make_organization
from colonnade.strategy.document.model import Goal, Kpi, Strategy
from colonnade.strategy.document.vocabulary import Per
from colonnade.strategy.progress import progress_of

TODAY = NOW.date()


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


def read(organization: Organization, metric: str, *values: float) -> None:
    """Measure ``metric`` weekly, the last time today."""
    for weeks_ago, value in enumerate(reversed(values)):
        day = TODAY - timedelta(weeks=weeks_ago)
        Reading.objects.create(organization=organization, metric=metric, on=day, value=value)


def strategy_of(**goal: object) -> Strategy:
    return Strategy(goals=[Goal.model_validate({"id": "leads", **goal})])


def test_weekly_leads_are_told_by_the_month_of_the_goal(hydra: Organization) -> None:
    read(hydra, "mql", 90, 14, 14, 14, 14)
    strategy = strategy_of(kpi={"metric": "MQLs"}, baseline=40.875, target=80.875)
    progress = progress_of(strategy, hydra)["leads"]
    assert progress.now == pytest.approx(2 * 30.4375)
    assert progress.share == pytest.approx(0.5)
    assert progress.sentence.endswith(": 61 marketing qualified leads a month.")


def test_fewer_minutes_are_progress_where_fewer_are_wanted(hydra: Organization) -> None:
    read(hydra, "first_response_time", 160, 140)
    kpi = {"metric": "first response time", "per": "level"}
    progress = progress_of(strategy_of(kpi=kpi, baseline=200, target=100), hydra)["leads"]
    assert (progress.now, progress.share) == (150, 0.5)


def test_a_step_back_is_no_negative_way_and_more_than_all_is_all(hydra: Organization) -> None:
    read(hydra, "mql", 7, 7)
    per_week = {"metric": "mql", "per": "week"}
    assert progress_of(strategy_of(kpi=per_week, baseline=8, target=10), hydra)["leads"].share == 0
    assert progress_of(strategy_of(kpi=per_week, baseline=2, target=5), hydra)["leads"].share == 1


@pytest.mark.parametrize("kpi", [None, {"metric": "orders"}, {"metric": "mql", "per": "total"}])
def test_what_was_not_measured_has_no_progress(hydra: Organization, kpi: dict[str, str] | None) -> None:
    read(hydra, "mql", 7, 7)
    assert progress_of(strategy_of(kpi=kpi), hydra) == {}


def test_another_organisations_readings_are_not_ours(hydra: Organization) -> None:
    rival = make_organization("Rival", founder=hydra.memberships.get().user)
    read(rival, "mql", 7, 7)
    assert progress_of(Strategy(goals=[Goal(id="leads", kpi=Kpi(metric="mql", per=Per.WEEK))]), hydra) == {}
