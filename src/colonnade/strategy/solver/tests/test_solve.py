"""Plans of small strategies with answers that can be worked out by hand or by trying everything."""

from datetime import date
from itertools import product

import numpy as np
import pytest

from colonnade.strategy.document.model import Strategy
from colonnade.strategy.solver import Plan, Proof, Verdict, solve
from colonnade.strategy.solver.evaluate import Choice, increments, mean_beliefs, within_limits, worth
from colonnade.strategy.solver.optimise import decide
from colonnade.strategy.solver.problem import Problem, problem_of
from colonnade.strategy.solver.search import Search
from colonnade.strategy.solver.tests.factories import goal, goal_of, method, strategy

EXACT = Search(seed=0, seconds=60, gap=0, nodes=None)


def units(plan: Plan) -> dict[str, list[int]]:
    return {item.id: [level.units for level in item.levels] for item in plan.methods}


def test_the_hours_go_to_what_brings_most_for_them() -> None:
    plan = solve(strategy())
    # A guide brings 5 for 12 h, a post 1 for 4 h; 144 h hold twelve guides, but $903 in March only nine.
    guides = units(plan)["guides"]
    assert plan.verdict is Verdict.FITS
    assert plan.proof is Proof.OPTIMAL
    assert all(block <= 10 for block in guides)
    assert sum(guides) >= 27
    assert all(
        use.used <= use.limit * (1 + 1e-9)
        for use in [*plan.money, *(use for role in plan.roles for use in role.blocks)]
    )


def test_the_kpi_is_the_last_period_before_the_deadline() -> None:
    plan = solve(strategy(methods=[method("posts", 1.0, cadence={"min_per_week": 1, "max_per_week": 1})]))
    # One lead a week for twelve weeks: 30.4375 of the last 84 days make 4.348 a month, and 12 in all.
    assert goal_of(plan).expected == pytest.approx(40 + 30.4375 / 7)
    assert plan.methods[0].adds == {"leads": pytest.approx(12)}
    assert goal_of(plan).by_block[0] == pytest.approx(40 + 4)  # the first block holds only four weeks of it


def test_a_total_counts_from_the_start_and_the_trend_goes_on() -> None:
    changed = goal(kpi={"metric": "leads", "per": "total"}, trend_per_month=2)
    posts = method("posts", 1.0, cadence={"min_per_week": 1, "max_per_week": 1})
    plan = solve(strategy(goals=[changed], methods=[posts]))
    drift = 2 * 84 / 30.4375
    assert goal_of(plan).trend == pytest.approx(40 + drift)
    assert goal_of(plan).expected == pytest.approx(40 + drift + 12)


def test_a_standing_figure_follows_the_pace_and_falls_towards_its_target() -> None:
    minutes = goal(
        id="response",
        stage="service",
        kpi={"metric": "first_response_time", "per": "level"},
        baseline=240,
        target=180,
    )
    effect = {"goal": "response", "per_unit": {"low": 20, "likely": 20, "high": 20}}
    shifts = method("shift", effects=[effect], cadence={"min_per_week": 0, "max_per_week": 3})
    plan = solve(strategy(goals=[minutes], methods=[shifts]))
    outcome = goal_of(plan, "response")
    assert outcome.lower_is_better
    assert outcome.expected == pytest.approx(240 - 3 * 20)  # three shifts a week, kept up, for 12 of 36 h
    assert outcome.reaches
    assert plan.methods[0].adds["response"] == pytest.approx(-60)


def test_what_is_driven_down_stops_at_zero() -> None:
    minutes = goal(
        id="m", stage="service", kpi={"metric": "first_response_time", "per": "level"}, baseline=60, target=10
    )
    effect = {"goal": "m", "per_unit": {"low": 90, "likely": 90, "high": 90}}
    assert (
        goal_of(solve(strategy(goals=[minutes], methods=[method("s", effects=[effect])])), "m").expected == 0
    )


def test_the_funnel_carries_on_after_its_lag_and_within_its_capacity() -> None:
    visits = goal(
        id="visits", name="Visits", stage="consideration", kpi={"metric": "visits", "per": "total"}, target=41
    )
    leads = goal(kpi={"metric": "leads", "per": "total"}, target=41)
    effect = {"goal": "visits", "per_unit": {"low": 100, "likely": 100, "high": 100}}
    posts = method("posts", effects=[effect], cadence={"min_per_week": 1, "max_per_week": 1})
    half = {"low": 0.5, "likely": 0.5, "high": 0.5}
    flow = {"source": "visits", "target": "leads", "rate": half, "lag_weeks": 4}
    plan = solve(strategy(goals=[visits, leads], methods=[posts], funnel=[flow]))
    assert goal_of(plan).expected == pytest.approx(
        40 + 8 * 100 * 0.5
    )  # what left in the last four weeks is to come
    narrow = solve(
        strategy(goals=[visits, leads], methods=[posts], funnel=[{**flow, "capacity_per_week": 10}])
    )
    assert goal_of(narrow).expected == pytest.approx(40 + 8 * 10)


def test_replies_take_the_hours_of_who_answers() -> None:
    roles = [{"id": "writer", "fte": 1}, {"id": "agent", "fte": 0.25}]
    posts = method("posts", replies={"per_unit": 60, "minutes_each": 10, "role": "agent"})
    plan = solve(strategy(methods=[posts], limits={"roles": roles, "money_per_month": 0}))
    # Ten hours of answers a post, and nine hours of the agent a week: three posts in four weeks.
    assert units(plan)["posts"] == [3, 3, 3]
    assert plan.roles[1].blocks[0].used == pytest.approx(30)


def test_a_channel_is_opened_only_where_its_upkeep_pays() -> None:
    def plan(upkeep: float) -> Plan:
        place = {
            "id": "forum",
            "hours_per_week": {"writer": upkeep},
            "setup_hours": {"writer": 8},
            "minimum_weeks": 8,
        }
        inside = method("answers", 2.0, channel="forum", cadence={"min_per_week": 0, "max_per_week": 2})
        return solve(
            strategy(methods=[method("posts", 0.9), inside], channels=[place], goals=[goal(target=41)])
        )

    cheap, dear = plan(3), plan(33)
    assert cheap.channels[0].open == [True, True, True]
    assert cheap.channels[0].starts == [True, False, False]
    assert cheap.channels[0].hours == [20, 12, 12]
    assert dear.channels[0].open == [False, False, False]
    reason = next(item for item in dear.rejected if item.method == "answers")
    assert reason.loss is not None
    assert reason.loss > 0


def test_a_channel_that_is_opened_stays_for_its_least_run() -> None:
    place = {"id": "forum", "hours_per_week": {"writer": 10}, "minimum_weeks": 8, "minimum_units_per_week": 1}
    early = goal(
        kpi={"metric": "leads", "per": "total"}, deadline=date(2027, 1, 31), target=47, value_per_unit=0
    )
    inside = method("answers", 2.0, channel="forum", cadence={"min_per_week": 0, "max_per_week": 1})
    plan = solve(strategy(goals=[early], methods=[inside], channels=[place]))
    assert plan.channels[0].open[:2] == [True, True]
    assert units(plan)["answers"][:2] == [4, 4]  # at least one a week where it is open


def test_rare_work_is_capped_over_the_horizon() -> None:
    event = method("event", 30.0, cadence={"min_per_week": 0, "max_per_week": 1 / 12})
    assert sum(units(solve(strategy(methods=[event])))["event"]) == 1
    quarterly = method("event", 30.0, cadence={"min_per_week": 1 / 12, "max_per_week": 1 / 12})
    assert sum(units(solve(strategy(methods=[quarterly])))["event"]) == 1


def test_minimum_effort_is_all_or_nothing() -> None:
    big = method("series", 1.0, minimum_effort_per_week=2, cadence={"min_per_week": 0, "max_per_week": 3})
    plan = solve(
        strategy(methods=[big], limits={"roles": [{"id": "writer", "fte": 0.2}], "money_per_month": 0})
    )
    assert units(plan)["series"] == [0, 0, 0]
    assert not plan.rejected[0].fits


def test_weeks_add_up_to_blocks_and_are_even() -> None:
    plan = solve(strategy(horizon={"start": date(2027, 1, 4), "weeks": 10}))
    for item in plan.methods:
        assert len(item.weeks) == 10
        sums = [sum(item.weeks[first : first + 4]) for first in (0, 4, 8)]
        assert sums == [level.units for level in item.levels]
        assert max(item.weeks[:4]) - min(item.weeks[:4]) <= 1


def test_a_target_that_is_reached_already_fits() -> None:
    plan = solve(
        strategy(
            goals=[goal(target=60, trend_per_month=20)],
            limits={"roles": [{"id": "writer", "fte": 0}], "money_per_month": 0},
        )
    )
    assert plan.verdict is Verdict.FITS


def test_the_same_document_gives_the_same_bytes() -> None:
    document = strategy(methods=[method(f"m{n}", None, hours={"writer": 3 + n}) for n in range(6)])
    one, two = (solve(document, seed=7, time_limit=120) for _ in range(2))
    assert one.model_dump_json() == two.model_dump_json()


def test_a_plan_survives_its_own_json() -> None:
    plan = solve(strategy())
    assert Plan.model_validate_json(plan.model_dump_json()) == plan


def everything_tried(problem: Problem) -> float:
    """The best worth by trying every choice of levels (no channels, targets met by anything)."""
    options = [
        [0, *map(int, work.levels[block])] for work in problem.works for block in range(problem.blocks)
    ]
    best = 0.0
    for chosen in product(*options):
        made = np.array(chosen).reshape(len(problem.works), problem.blocks)
        choice = Choice(units=made, open=np.zeros((0, problem.blocks), dtype=bool))
        if within_limits(problem, choice):
            best = max(best, float(worth(problem, increments(problem, choice, mean_beliefs(problem)))[0]))
    return best


@pytest.mark.parametrize("seed", range(4))
def test_no_choice_is_better_than_the_plan(seed: int) -> None:
    random = np.random.default_rng(seed)
    methods = [
        method(
            f"m{n}",
            float(random.uniform(0.5, 3)),
            hours={"writer": float(random.uniform(3, 9))},
            cost=float(random.uniform(0, 150)),
            cadence={"max_per_week": 1},
            saturation={"half_at": float(random.uniform(0.3, 2)), "shape": float(random.uniform(0.6, 3))},
            carry_over=float(random.uniform(0, 0.9)),
        )
        for n in range(3)
    ]
    document: Strategy = strategy(
        horizon={"start": date(2027, 1, 4), "weeks": 8},
        methods=methods,
        goals=[goal(target=40, value_per_unit=7)],
        limits={"roles": [{"id": "writer", "fte": 0.25}], "money_per_month": 300},
    )
    problem = problem_of(document)
    assert decide(problem, EXACT).worth == pytest.approx(everything_tried(problem), rel=1e-6)
