"""Simulated effects and rates: intervals, and the chance to reach each target.

Every method, flow and channel has its own stream of normal draws, keyed by its name and the seed (common
random numbers): two plans of one strategy are compared on the same luck, and a new method does not change
the others'.

The errors of beliefs go together: a channel that disappoints disappoints every method in it, and
assumptions made by one hand are wrong in one direction. Were they independent, the errors of many small
methods would cancel and intervals would look far too certain. The shares of variance below are assumptions;
each belief's own distribution is unchanged.

What the draws do not hold: chance month-to-month variation of the KPI itself, and any doubt about its
baseline and trend.
"""

import zlib

import numpy as np

from colonnade.strategy.solver.effects import Floats
from colonnade.strategy.solver.evaluate import Beliefs
from colonnade.strategy.solver.problem import Problem, Term

DRAWS = 4096
ALL_ASSUMED = 0.15
"""Share of the log-variance common to everything that is assumed."""
PER_CHANNEL = 0.15
"""Share common to all methods in one channel."""
PER_METHOD = 0.30
"""Share common to one method's effects on several goals."""


def draw(problem: Problem, seed: int, draws: int = DRAWS) -> Beliefs:
    """Return ``draws`` simulated sets of effects and rates."""
    effects = np.array([_effects(problem, term, seed, draws) for term in problem.terms])
    rates = np.array(
        [
            flow.belief.median
            * np.exp(flow.belief.sigma * _normals(seed, draws, f"flow:{_flow_name(problem, index)}"))
            for index, flow in enumerate(problem.flows)
        ]
    )
    return Beliefs(
        effects=effects.reshape(len(problem.terms), draws), rates=rates.reshape(len(problem.flows), draws)
    )


def _effects(problem: Problem, term: Term, seed: int, draws: int) -> Floats:
    method = problem.works[term.work].method
    goal = problem.targets[term.goal].goal
    parts = {
        f"channel:{method.channel}": PER_CHANNEL,
        f"method:{method.id}": PER_METHOD,
    }
    if term.assumed:
        parts["assumed"] = ALL_ASSUMED
    own = 1.0 - sum(parts.values())
    z = np.sqrt(own) * _normals(seed, draws, f"effect:{method.id}:{goal.id}")
    for name, share in parts.items():
        z += np.sqrt(share) * _normals(seed, draws, name)
    drawn: Floats = term.belief.median * np.exp(term.belief.sigma * z)
    return drawn


def _flow_name(problem: Problem, index: int) -> str:
    flow = problem.flows[index]
    return f"{problem.targets[flow.source].goal.id}:{problem.targets[flow.target].goal.id}"


def _normals(seed: int, draws: int, name: str) -> Floats:
    generator = np.random.Generator(np.random.PCG64([seed, zlib.crc32(name.encode())]))
    # Antithetic pairs: the sample is symmetric, so that means settle with fewer draws.
    half = generator.standard_normal((draws + 1) // 2)
    return np.concatenate([half, -half])[:draws]
