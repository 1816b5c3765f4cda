"""Who attends to whom: attention by PageRank, and portfolios by reverse influence sampling."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from colonnade.pillars.listening.questions.statistics import CONFIDENCE, Floats, Interval, wilson

Ints = NDArray[np.int64]

DAMPING = 0.85
WORLDS = 50
EDGES_REDRAWN = 2_000_000
"""Edges, over all redrawn graphs together, up to which an interval is worth its time."""
WALKS = 20_000
PASSED_ON = 0.5
"""Assumed share of a person's attention that goes to people of this graph rather than elsewhere."""
_SEED = 20150216
_LONGEST_WALK = 16


@dataclass(frozen=True)
class Attention:
    """A directed graph in which ``source`` attends to ``target``.

    Attributes:
        people: ids, the nodes.
        source, target: positions in ``people``, one pair per edge, each pair once, no loops; shape (edges,).
        weight: strength of each edge, above 0; shape (edges,).
    """

    people: tuple[str, ...]
    source: Ints
    target: Ints
    weight: Floats

    def heard_by(self, listeners: NDArray[np.bool_]) -> Ints:
        """Return by how many of ``listeners`` (a mark per person) each is attended to; shape (people,)."""
        heard = self.target[listeners[self.source]]
        return np.bincount(heard, minlength=len(self.people)).astype(np.int64)


def pagerank(steps: "csr_array[np.float64]", start: Floats) -> Floats:
    """Return each node's share of a random reader's time (Page et al. 1999; Haveliwala 2002).

    Args:
        steps: chance to go from column to row, each column summing to 1 or 0; shape (n, n).
        start: where the reader starts anew, after a dead end too; not negative, summing to 1; shape (n,).

    Returns:
        Shares that sum to 1, accurate to 1e-9 in total.
    """
    rank = start.copy()
    for _step in range(200):
        moved = DAMPING * (steps @ rank)
        renewed = moved + (1 - moved.sum()) * start
        change = np.abs(renewed - rank).sum()
        rank = renewed
        if change < 1e-9:
            break
    return np.asarray(rank, dtype=np.float64)


def attention_shares(graph: Attention, start: Floats) -> tuple[Floats, Floats | None, Floats | None]:
    """Return each person's share of attention with the bounds of its 95 % interval.

    The interval is that of the Bayesian bootstrap (Rubin 1981): who speaks, and how each one's attention is
    split, are weighted anew in each world. The bounds are None where the graph is too large for it.
    """
    share = _share(graph, graph.weight, start)
    worlds = min(WORLDS, EDGES_REDRAWN // max(len(graph.source), 1))
    if worlds < WORLDS // 5:
        return share, None, None
    random = np.random.default_rng(_SEED)
    drawn = np.empty((worlds, len(share)))
    for world in range(worlds):
        started = start * random.exponential(size=len(start))
        weight = graph.weight * random.exponential(size=len(graph.weight))
        drawn[world] = _share(graph, weight, started / started.sum())
    low, high = np.quantile(drawn, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2], axis=0)
    return share, np.minimum(low, share), np.maximum(high, share)


def _share(graph: Attention, weight: Floats, start: Floats) -> Floats:
    out = np.bincount(graph.source, weights=weight, minlength=len(graph.people))
    size = len(graph.people)
    steps = csr_array((weight / out[graph.source], (graph.target, graph.source)), shape=(size, size))
    return pagerank(steps, start)


@dataclass(frozen=True)
class Portfolio:
    """A few people who together reach many.

    Attributes:
        chosen: positions in ``Attention.people``, in the order they were chosen.
        reach: estimated share, of the people who attend to anyone, whom they reach together.
    """

    chosen: tuple[int, ...]
    reach: Interval


class Reach:
    """Estimates whom a group of people reaches, by reverse influence sampling.

    A sample is a random person who attends to somebody, and all through whom that person can be reached: a
    walk back along attention that goes on with probability ``PASSED_ON`` (linear threshold model, Kempe et
    al. 2003; reverse sampling, Borgs et al. 2014). A group reaches the share of the samples that it meets.
    Choice and estimate use different samples, so the estimate is not flattered by the choice.
    """

    def __init__(self, graph: Attention) -> None:
        order = np.argsort(graph.source, kind="stable")
        self._target = graph.target[order]
        self._weights = np.concatenate(([0.0], np.cumsum(graph.weight[order])))
        self._first = np.searchsorted(graph.source[order], np.arange(len(graph.people) + 1))
        random = np.random.default_rng(_SEED)
        self._choosing = self._walks(random)
        self._judging = self._walks(random)

    def best(self, candidates: Sequence[int], size: int) -> Portfolio:
        """Return up to ``size`` candidates, chosen one by one by whom they add (1 - 1/e of the best)."""
        people, samples = self._choosing
        chosen: list[int] = []
        allowed = np.zeros(len(self._first) - 1, dtype=bool)
        allowed[list(candidates)] = True
        open_samples = np.ones(WALKS, dtype=bool)
        for _turn in range(size):
            gain = np.bincount(people[open_samples[samples]], minlength=len(allowed)) * allowed
            best = int(np.argmax(gain))
            if not gain[best]:
                break
            chosen.append(best)
            open_samples[samples[people == best]] = False
        return self.of(chosen)

    def of(self, group: Sequence[int]) -> Portfolio:
        """Return how many people ``group`` reaches together."""
        people, samples = self._judging
        met = np.unique(samples[np.isin(people, list(group))])
        return Portfolio(tuple(group), wilson(len(met), WALKS))

    def _walks(self, random: np.random.Generator) -> tuple[Ints, Ints]:
        """Return persons and sample numbers of those met on the way back; who starts is not met."""
        degree = np.diff(self._first)
        at = random.choice(np.flatnonzero(degree > 0), size=WALKS)
        sample = np.arange(WALKS)
        passed = np.full((WALKS, _LONGEST_WALK + 1), -1, dtype=np.int64)
        passed[:, 0] = at
        met: list[tuple[Ints, Ints]] = []
        for step in range(_LONGEST_WALK):
            going = (degree[at] > 0) & (random.random(len(at)) < PASSED_ON)
            at, sample = at[going], sample[going]
            low, high = self._weights[self._first[at]], self._weights[self._first[at + 1]]
            edge = (
                np.searchsorted(self._weights, low + (high - low) * random.random(len(at)), side="right") - 1
            )
            at = self._target[np.clip(edge, self._first[at], self._first[at + 1] - 1)]
            # Each person attends to one other in a sample, so a walk that comes round has seen all it will.
            fresh = (passed[sample] != at[:, None]).all(axis=1)
            at, sample = at[fresh], sample[fresh]
            passed[sample, step + 1] = at
            met.append((at, sample))
        return np.concatenate([people for people, _s in met]), np.concatenate([s for _people, s in met])
