"""Programs too large to be searched at once: what the stages prove is held against a whole search."""

from typing import Any

import numpy as np
import pytest

from colonnade.strategy.document.model import Strategy
from colonnade.strategy.solver.evaluate import within_limits
from colonnade.strategy.solver.model import Setting, build
from colonnade.strategy.solver.optimise import outcome
from colonnade.strategy.solver.problem import Problem, problem_of
from colonnade.strategy.solver.program import State
from colonnade.strategy.solver.search import Search, is_small
from colonnade.strategy.solver.stages import solve_model
from colonnade.strategy.solver.tests.factories import goal, method, strategy

SEARCH = Search(seed=0, seconds=60, gap=0.005)


def _document(seed: int, *, target: float = 41) -> Strategy:
    random = np.random.default_rng(seed)
    channels = [
        {
            "id": f"c{index}",
            "hours_per_week": {"writer": random.uniform(2, 6)},
            "setup_hours": {"writer": random.uniform(4, 12)},
            "minimum_weeks": 8,
            "minimum_units_per_week": 1,
        }
        for index in range(2)
    ]
    methods = [_method(random, index) for index in range(13)]
    return strategy(goals=[goal(target=target)], channels=channels, methods=methods)


def _method(random: np.random.Generator, index: int) -> dict[str, Any]:
    return method(
        f"m{index}",
        random.uniform(0.5, 3),
        channel=f"c{index % 2}",
        hours={"writer": random.uniform(1, 5)},
        cost=random.uniform(0, 60),
        cadence={"max_per_week": 1},
        saturation={"half_at": random.uniform(1, 2.5), "shape": random.uniform(1, 3)},
    )


def _problem(seed: int, *, target: float = 41) -> Problem:
    problem = problem_of(_document(seed, target=target))
    assert not is_small(build(problem, Setting()))
    return problem


@pytest.mark.parametrize("seed", [1, 2])
def test_the_bound_of_the_stages_holds_for_the_best_plan(seed: int) -> None:
    model = build(_problem(seed), Setting())
    staged = solve_model(model, SEARCH)
    best = model.program.solve(SEARCH.effort(2e-3), seed=1)
    assert staged.state is State.OPTIMAL
    assert within_limits(model.problem, model.choice(staged.values))
    assert staged.objective <= best.bound * (1 + 1e-6)
    assert best.objective <= staged.bound * (1 + 1e-6)
    assert staged.bound - staged.objective <= SEARCH.gap * staged.objective + 1e-9


def test_a_plan_cut_short_keeps_the_bound_and_the_limits() -> None:
    problem = _problem(1)
    model = build(problem, Setting())
    hurried = solve_model(model, Search(seed=0, seconds=60, gap=0.002, nodes=1))
    best = solve_model(model, SEARCH)
    choice = model.choice(hurried.values)
    assert within_limits(problem, choice)
    assert outcome(problem, choice)[0] <= hurried.bound * model.worth_scale * (1 + 1e-6)
    assert best.objective <= hurried.bound * (1 + 1e-6)


def test_a_target_out_of_reach_is_proven_out_of_reach() -> None:
    model = build(_problem(0, target=4_000_000), Setting())
    assert solve_model(model, SEARCH).state is State.INFEASIBLE
