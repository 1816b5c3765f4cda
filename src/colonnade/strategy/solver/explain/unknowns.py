"""What to test first: the beliefs whose uncertainty may cost the most.

For each effect, the expected value of knowing it before the plan is made, when the choice is between doing
the method
and spending its hours and money at their marginal prices elsewhere: E[max(X, c)] - max(E[X], c), X the
worth that the method brings (log-normal in this effect, other effects at their means) and c the price of
what it takes. It is a
stated proxy for the expected value of perfect information: one belief at a time, prices as they are now, no
new plan.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from colonnade.strategy.solver.effects import Floats, LogNormal
from colonnade.strategy.solver.evaluate import pace
from colonnade.strategy.solver.explain.prices import Prices, worth_per_increment
from colonnade.strategy.solver.optimise import Decision
from colonnade.strategy.solver.problem import Problem, Term
from colonnade.strategy.solver.result import Unknown
from colonnade.strategy.solver.wording import kpi_name, money, number, percent, sentence_case

SHOWN = 8
NEGLIGIBLE = 1e-4
"""Less than this share of the plan's worth is no reason to test; such beliefs are ranked by their spread."""


@dataclass(frozen=True)
class _Stake:
    """A belief with the worth that rests on it: as planned, and as it might be done."""

    term: Term
    planned: float
    value: float

    @property
    def variance(self) -> float:
        """Of the plan's worth, from this belief alone."""
        return (self.planned * self.term.belief.mean) ** 2 * math.expm1(self.term.belief.sigma**2)


def unknowns(decision: Decision, prices: Prices) -> list[Unknown]:
    """Return the beliefs that are most worth testing, the costliest first."""
    problem = decision.problem
    least = NEGLIGIBLE * decision.worth
    found = [_stake(decision, prices, term) for term in problem.terms if term.belief.sigma > 0]
    stakes = [stake if stake.value > least else replace(stake, value=0.0) for stake in found]
    total = sum(stake.variance for stake in stakes) or 1.0
    ranked = sorted(stakes, key=lambda stake: (-stake.value, -stake.variance))
    worthwhile = [stake for stake in ranked if stake.value > 0 or stake.variance > 0]
    return [_unknown(problem, stake, stake.variance / total) for stake in worthwhile[:SHOWN]]


def knowing(belief: LogNormal, per_unit: float, rest: float, cost: float) -> float:
    """Return E[max(V k + rest, cost)] - max(E[V] k + rest, cost) for a log-normal V and k = ``per_unit``."""
    bar = cost - rest
    expected = belief.mean * per_unit
    if bar <= 0 or expected <= 0 or belief.sigma == 0:
        return 0.0
    distance = (math.log(bar / per_unit) - math.log(belief.median)) / belief.sigma
    above = expected * _normal_cdf(belief.sigma - distance)
    return max(0.0, bar * _normal_cdf(distance) + above - max(expected, bar))


def _normal_cdf(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2))


def _stake(decision: Decision, prices: Prices, term: Term) -> _Stake:
    problem = decision.problem
    planned = _worth_per_effect(problem, term, pace(problem, decision.choice, term.work))
    price = prices.of(problem, term.work)
    value = 0.0
    for units, responses in _ways(decision, term.work):
        per_unit = _worth_per_effect(problem, term, responses)
        rest = sum(
            _worth_per_effect(problem, other, responses) * other.belief.mean
            for other in problem.terms
            if other.work == term.work and other is not term
        )
        value = max(value, knowing(term.belief, per_unit, rest, float(price @ units)))
    return _Stake(term=term, planned=planned, value=value)


def _ways(decision: Decision, work: int) -> list[tuple[Floats, Floats]]:
    """Return the ways to do a method that are weighed, as (units, response) by block."""
    problem, item = decision.problem, decision.problem.works[work]
    units = decision.choice.units[work].astype(np.float64)
    if units.any():
        return [(units, pace(problem, decision.choice, work))]
    steps = max(len(levels) for levels in item.levels)
    return [_steadily(item.levels, item.pace_response, step) for step in range(steps)]


def _steadily(
    levels: tuple[np.ndarray[tuple[int, ...], np.dtype[np.int64]], ...],
    responses: tuple[Floats, ...],
    step: int,
) -> tuple[Floats, Floats]:
    at = [min(step, len(block) - 1) for block in levels]
    units = [float(block[index]) if index >= 0 else 0.0 for block, index in zip(levels, at, strict=True)]
    reply = [float(block[index]) if index >= 0 else 0.0 for block, index in zip(responses, at, strict=True)]
    return np.array(units), np.array(reply)


def _worth_per_effect(problem: Problem, term: Term, responses: Floats) -> float:
    """Return the worth over the horizon of one unit of effect."""
    increments = problem.units_to_increment(term) @ responses
    counted = float(problem.targets[term.goal].value_weights @ increments)
    return counted * float(worth_per_increment(problem)[term.goal])


def _unknown(problem: Problem, stake: _Stake, share: float) -> Unknown:
    term = stake.term
    item, goal = problem.works[term.work], problem.targets[term.goal].goal
    known = "assumed" if term.assumed else "from evidence"
    subject = f"{kpi_name(goal)} per unit of {item.name}"
    span = f"{number(term.given.low)} to {number(term.given.high)}, {known}"
    parts = []
    if stake.value > 0:
        parts.append(f"not knowing it costs about {money(stake.value, problem.worth_unit)}")
    if stake.variance > 0:
        parts.append(f"it makes {percent(share)} of the spread of the plan's worth")
    return Unknown(
        subject=subject,
        method=item.method.id,
        goal=goal.id,
        low=term.given.low,
        likely=term.given.likely,
        high=term.given.high,
        assumed=term.assumed,
        value=stake.value,
        spread_share=share,
        sentence=f"{sentence_case(subject)} ({span}): {'; '.join(parts)}.",
    )
