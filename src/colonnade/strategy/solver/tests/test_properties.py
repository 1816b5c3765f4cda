"""What must hold for every strategy."""

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from colonnade.strategy.document.model import Strategy
from colonnade.strategy.solver import Plan, Verdict, solve
from colonnade.strategy.solver.evaluate import within_limits
from colonnade.strategy.solver.optimise import Decision, decide
from colonnade.strategy.solver.problem import problem_of
from colonnade.strategy.solver.search import Search
from colonnade.strategy.solver.tests.factories import goal, method, strategy

EXACT = Search(seed=0, seconds=60, gap=0, nodes=None)
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])

moderate = st.floats(0.1, 20).map(lambda value: round(value, 2))


@st.composite
def methods(draw: st.DrawFn) -> list[dict[str, Any]]:
    found = []
    for index in range(draw(st.integers(1, 4))):
        most = draw(st.integers(1, 2))
        found.append(
            method(
                f"m{index}",
                draw(moderate),
                hours={"writer": draw(moderate)},
                cost=draw(st.sampled_from([0, 50, 400])),
                channel=draw(st.sampled_from(["choose", "forum"])),
                cadence={"min_per_week": draw(st.sampled_from([0, 0, 0.5])), "max_per_week": most},
                saturation=draw(st.sampled_from([None, {"half_at": 1.5}, {"half_at": 1, "shape": 2.5}])),
                carry_over=draw(st.sampled_from([0.0, 0.6])),
            )
        )
    return found


@st.composite
def strategies(draw: st.DrawFn) -> Strategy:
    place = {
        "id": "forum",
        "hours_per_week": {"writer": draw(st.sampled_from([0, 2, 20]))},
        "minimum_weeks": 8,
    }
    return strategy(
        methods=draw(methods()),
        channels=[place],
        goals=[goal(target=draw(st.sampled_from([40, 55, 400])))],
        limits={
            "roles": [{"id": "writer", "fte": draw(st.sampled_from([0, 0.2, 0.5, 1]))}],
            "money_per_month": draw(st.sampled_from([0, 300, 2000])),
        },
    )


def decided(document: Strategy) -> Decision:
    return decide(problem_of(document), EXACT)


def richer(document: Strategy, *, people: float, money: float) -> Strategy:
    assert document.limits is not None
    roles = [role.model_copy(update={"fte": role.fte + people}) for role in document.limits.roles]
    more = {"roles": roles, "money_per_month": (document.limits.money_per_month or 0) + money}
    return document.model_copy(update={"limits": document.limits.model_copy(update=more)})


@given(strategies())
@FEW
def test_a_plan_keeps_its_limits_and_cadences(document: Strategy) -> None:
    decision = decided(document)
    problem, choice = decision.problem, decision.choice
    assert within_limits(problem, choice) == (decision.verdict is not Verdict.DOES_NOT_FIT)
    for work, made in zip(problem.works, choice.units, strict=True):
        assert work.least <= made.sum() <= work.most
        if work.channel is not None:
            assert choice.open[work.channel][made > 0].all()
    assert decision.bound >= decision.worth


@given(strategies(), st.sampled_from([0.0, 0.3]), st.sampled_from([0.0, 500.0]))
@FEW
def test_more_is_never_worse(document: Strategy, people: float, money: float) -> None:
    before, after = decided(document), decided(richer(document, people=people, money=money))
    if before.verdict is Verdict.DOES_NOT_FIT:
        return
    assert after.verdict is not Verdict.DOES_NOT_FIT
    assert after.shortfall <= before.shortfall + 1e-4
    if after.shortfall == pytest.approx(before.shortfall, abs=1e-9):
        assert after.worth >= before.worth * (1 - 1e-5)


@given(strategies(), st.randoms(use_true_random=False))
@FEW
def test_the_order_of_methods_does_not_matter(document: Strategy, random: Any) -> None:
    mixed = list(document.methods)
    random.shuffle(mixed)
    one, other = decided(document), decided(document.model_copy(update={"methods": mixed}))
    assert one.verdict is other.verdict
    assert one.shortfall == pytest.approx(other.shortfall, abs=1e-4)
    assert one.worth == pytest.approx(other.worth, rel=1e-3, abs=1e-6)


@given(moderate, moderate, st.sampled_from([0.1, 0.3, 1.0]))
@FEW
def test_a_dominated_twin_works_only_when_the_better_is_full(effect: float, hours: float, fte: float) -> None:
    good = method("good", effect, hours={"writer": hours}, cadence={"max_per_week": 2})
    poor = method("poor", effect / 2, hours={"writer": hours * 2}, cadence={"max_per_week": 2})
    limits = {"roles": [{"id": "writer", "fte": fte}], "money_per_month": 0}
    made = decided(strategy(methods=[poor, good], goals=[goal(target=40)], limits=limits)).choice.units
    assert (made[1][made[0] > 0] == 8).all()


@given(
    st.sampled_from([0.0, 1e-9, 1e-3, 1.0, 1e6, 1e12]),
    st.sampled_from([0.0, 1e-9, 1.0, 1e6, 1e12]),
    st.sampled_from([0.0, 1e-6, 1.0, 1e5]),
    st.sampled_from([0.0, 1.0, 1e12]),
    st.sampled_from([-1e15, 0.0, 40.0, 1e15]),
    st.sampled_from([1, 3, 30]),
)
@FEW
def test_extreme_figures_give_a_plan(
    effect: float, hours: float, fte: float, money: float, target: float, weeks: int
) -> None:
    document = strategy(
        horizon={"start": "2027-01-04", "weeks": weeks},
        goals=[goal(target=target, deadline="2027-01-10")],
        methods=[method("a", effect, hours={"writer": hours}, cost=money), method("b", 1.0)],
        limits={"roles": [{"id": "writer", "fte": fte}], "money_per_month": money},
    )
    plan = solve(document)
    figures = [plan.worth, plan.bound]
    figures += [figure for item in plan.goals for figure in (item.low, item.expected, item.high)]
    assert np.isfinite(figures).all()
    assert plan.headline
    assert Plan.model_validate_json(plan.model_dump_json()) == plan
    if plan.verdict is not Verdict.DOES_NOT_FIT:
        for use in [*plan.money, *(use for role in plan.roles for use in role.blocks)]:
            assert use.used <= use.limit * (1 + 1e-6) + 1e-6
