"""Beliefs, saturation, carry-over, lags and assumed effects."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from colonnade.strategy.document.model import Goal, Kpi, Method, Per, Range, Saturation, Stage
from colonnade.strategy.solver.effects import LogNormal, NotARange, carry, delay, response
from colonnade.strategy.solver.explain.unknowns import knowing
from colonnade.strategy.solver.priors import prior


def of(low: float, likely: float, high: float) -> LogNormal:
    return LogNormal.of_range(Range(low=low, likely=likely, high=high))


def test_three_points_are_the_tenth_half_and_ninetieth() -> None:
    belief = of(2, 4, 8)
    drawn = belief.median * np.exp(belief.sigma * np.random.default_rng(0).standard_normal(200_000))
    assert np.quantile(drawn, [0.1, 0.5, 0.9]) == pytest.approx([2, 4, 8], rel=0.02)
    assert drawn.mean() == pytest.approx(belief.mean, rel=0.01)


def test_a_certain_effect_has_no_spread() -> None:
    assert of(3, 3, 3) == LogNormal(median=3, sigma=0)
    assert of(0, 0, 0).mean == 0


def test_a_low_of_zero_mirrors_the_high() -> None:
    assert of(0, 4, 8) == of(2, 4, 8)


@pytest.mark.parametrize("points", [(5, 4, 8), (2, 9, 8), (0, 0, 8)])
def test_points_that_are_no_range_are_refused(points: tuple[float, float, float]) -> None:
    with pytest.raises(NotARange):
        of(*points)


def test_the_first_unit_brings_the_effect_per_unit() -> None:
    curve = Saturation(half_at=4)
    assert response(np.array([1e-6]), curve)[0] == pytest.approx(1e-6, rel=1e-5)
    assert response(np.array([4.0]), curve)[0] == pytest.approx(2.0)  # half of the height, which is 4
    assert response(np.array([1e9]), curve)[0] == pytest.approx(4.0)


def test_without_saturation_the_response_is_the_pace() -> None:
    assert response(np.array([0.5, 7]), None).tolist() == [0.5, 7.0]


@given(st.floats(0, 0.95), st.lists(st.integers(1, 4), min_size=1, max_size=6))
def test_carry_over_moves_effect_later_and_adds_none(share: float, blocks: list[int]) -> None:
    matrix = carry(share, tuple(blocks))
    assert np.allclose(np.triu(matrix, 1), 0)  # nothing falls before the work
    assert (matrix.sum(axis=0) <= np.array(blocks) + 1e-9).all()
    if share == 0:
        assert np.allclose(matrix, np.diag(blocks))


def test_a_lag_shifts_what_flows() -> None:
    assert np.allclose(delay(0, (4, 4)), np.eye(2))
    assert np.allclose(delay(2, (4, 4)), [[0.5, 0], [0.5, 0.5]])
    assert np.allclose(delay(99, (4, 4)), 0)


@given(st.floats(0.1, 10), st.floats(0.05, 1.5), st.floats(0.1, 20))
def test_the_value_of_knowing_agrees_with_simulation(median: float, sigma: float, cost: float) -> None:
    belief = LogNormal(median=median, sigma=sigma)
    half = np.random.default_rng(1).standard_normal(100_000)
    drawn = median * np.exp(sigma * np.concatenate([half, -half]))
    simulated = np.maximum(drawn, cost).mean() - max(belief.mean, cost)
    assert knowing(belief, 1.0, 0.0, cost) == pytest.approx(simulated, abs=0.03 * max(belief.mean, cost))


def count_goal(**changes: object) -> Goal:
    return Goal.model_validate({"id": "g", "stage": "lead", "kpi": {"metric": "mql"}, **changes})


def test_assumed_effects_are_wide_and_grow_with_the_work() -> None:
    post = prior(Method(id="m", format="post"), count_goal())
    webinar = prior(Method(id="m", format="Live webinars"), count_goal())
    broadcast = prior(Method(id="m", format="broadcast"), count_goal())
    assert post is not None
    assert webinar is not None
    assert post.high / post.low == pytest.approx(16)
    assert webinar.likely == pytest.approx(8 * post.likely)
    assert broadcast == post  # holds the letters of "ad", and is none


@pytest.mark.parametrize(
    "goal",
    [
        count_goal(stage=None),
        count_goal(kpi={"metric": "share of voice", "per": "level"}),
        count_goal(kpi=None),
    ],
)
def test_nothing_is_assumed_where_there_is_no_scale(goal: Goal) -> None:
    assert prior(Method(id="m", format="post"), goal) is None


def test_an_assumed_mean_is_finite_for_every_stage() -> None:
    for stage in Stage:
        goal = Goal(id="g", stage=stage, kpi=Kpi(metric="unheard of", per=Per.TOTAL))
        assumed = prior(Method(id="m"), goal)
        assert assumed is not None
        assert math.isfinite(LogNormal.of_range(assumed).mean)
