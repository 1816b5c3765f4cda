"""Why methods were left out: what each would take and bring, and what the same effort brings elsewhere."""

from dataclasses import dataclass

import numpy as np

from colonnade.strategy.solver.effects import Floats
from colonnade.strategy.solver.evaluate import pace
from colonnade.strategy.solver.explain.prices import Prices, worth_per_increment
from colonnade.strategy.solver.optimise import Decision
from colonnade.strategy.solver.problem import Problem
from colonnade.strategy.solver.replan import with_method
from colonnade.strategy.solver.result import Rejected, Verdict
from colonnade.strategy.solver.search import Search
from colonnade.strategy.solver.wording import hours, kpi_name, money, rough

MOST_FORCED = 8
"""So many are forced in by a new plan, the most promising first; the rest are judged by prices."""


@dataclass(frozen=True)
class _Trial:
    """The least of a method that one block could hold: what it takes, and what it adds to its best goal."""

    work: int
    block: int
    units: int
    hours: Floats
    cost: float
    goal: int | None
    brings: float
    net: float


def rejected(decision: Decision, prices: Prices, search: Search) -> list[Rejected]:
    """Return a reason for every method that the plan leaves out, the nearest to being in first."""
    problem = decision.problem
    out = [index for index in range(len(problem.works)) if not decision.choice.units[index].any()]
    trials = sorted((_trial(problem, prices, work) for work in out), key=lambda trial: -trial.net)
    can_check = decision.verdict is not Verdict.DOES_NOT_FIT
    checked = {trial.work for trial in trials[:MOST_FORCED] if can_check and trial.goal is not None}
    return [_rejected(decision, prices, search, trial, check=trial.work in checked) for trial in trials]


def _trial(problem: Problem, prices: Prices, work: int) -> _Trial:
    item = problem.works[work]
    block = next((block for block, levels in enumerate(item.levels) if len(levels)), 0)
    units = int(item.levels[block][0]) if len(item.levels[block]) else 0
    response = float(item.pace_response[block][0]) if units else 0.0
    per_goal = _added(problem, work, response, block)
    worths = per_goal * worth_per_increment(problem)
    goal = int(np.argmax(worths)) if worths.any() else None
    priced = float(prices.of(problem, work)[block]) * units
    return _Trial(
        work=work,
        block=block,
        units=units,
        hours=item.hours * units,
        cost=item.cost * units,
        goal=goal,
        brings=float(per_goal[goal]) if goal is not None else 0.0,
        net=float(worths.sum()) - priced if goal is not None else -np.inf,
    )


def _added(problem: Problem, work: int, response: float, block: int) -> Floats:
    """What a response in one block adds, in all, by goal."""
    added = np.zeros(len(problem.targets))
    for term in problem.terms:
        if term.work == work:
            matrix = problem.units_to_increment(term)
            weights = problem.targets[term.goal].value_weights
            added[term.goal] += float(weights @ matrix[:, block]) * response * term.belief.mean
    return added


def _rejected(decision: Decision, prices: Prices, search: Search, trial: _Trial, *, check: bool) -> Rejected:
    problem = decision.problem
    item = problem.works[trial.work]
    kept = with_method(decision, trial.work, trial.block, search) if check else None
    fits = kept.fits if kept else _fits_alone(problem, trial)
    rival, rival_brings = _rival(decision, prices, trial)
    loss = decision.worth - kept.plan.worth if kept and kept.plan else None
    misses = decision.small and kept is not None and kept.fits and kept.plan is None
    return Rejected(
        method=item.method.id,
        name=item.name,
        hours=float(trial.hours.sum()),
        cost=trial.cost,
        goal=problem.targets[trial.goal].goal.id if trial.goal is not None else "",
        brings=trial.brings,
        instead=problem.works[rival].method.id if rival is not None else "",
        instead_brings=rival_brings,
        loss=loss,
        fits=fits,
        reason=_reason(decision, trial, rival, rival_brings, loss=loss, fits=fits, misses=misses),
    )


def _fits_alone(problem: Problem, trial: _Trial) -> bool:
    """Whether the least of it stays within the limits of some block."""
    hours_fit = (trial.hours[:, None] <= problem.hours_limit * (1 + 1e-9)).all(axis=0)
    paid = trial.cost * problem.month_share
    money_fits = (paid <= problem.money_limit * (1 + 1e-9)).all(axis=1)
    return bool((hours_fit & money_fits).any())


def _rival(decision: Decision, prices: Prices, trial: _Trial) -> tuple[int | None, float]:
    """Return the planned method that makes the most for the same goal of the resource that is scarcest here.

    Returns its index and what it makes of as much of that resource.
    """
    if trial.goal is None:
        return None, 0.0
    problem = decision.problem
    scarce = _scarce(problem, prices, trial)
    best: tuple[int | None, float] = (None, 0.0)
    for term in problem.terms:
        units = decision.choice.units[term.work]
        if term.goal != trial.goal or not units.any():
            continue
        used = float(_taken(problem, term.work, scarce) * units.sum())
        weights = problem.targets[term.goal].value_weights
        per_unit = problem.units_to_increment(term) @ pace(problem, decision.choice, term.work)
        made = float(weights @ per_unit) * term.belief.mean
        budget = _taken(problem, trial.work, scarce) * trial.units
        if used > 0 and made / used * budget > best[1]:
            best = (term.work, made / used * budget)
    return best


def _scarce(problem: Problem, prices: Prices, trial: _Trial) -> int:
    """Return the role (index) or money (-1) on which this method would spend the most worth."""
    item = problem.works[trial.work]
    by_role = item.hours * prices.hours.mean(axis=1)
    on_money = item.cost * float(prices.money.mean())
    if not by_role.any() and not on_money:
        by_role, on_money = item.hours, 0.0 if item.hours.any() else item.cost
    return -1 if not len(by_role) or on_money > by_role.max() else int(np.argmax(by_role))


def _taken(problem: Problem, work: int, scarce: int) -> float:
    item = problem.works[work]
    return item.cost if scarce < 0 else float(item.hours[scarce])


def _reason(
    decision: Decision,
    trial: _Trial,
    rival: int | None,
    rival_brings: float,
    *,
    loss: float | None,
    fits: bool,
    misses: bool,
) -> str:
    problem = decision.problem
    if trial.goal is None:
        return "It has no stated effect on any goal."
    goal = problem.targets[trial.goal].goal
    takes = _takes(problem, trial)
    if not fits:
        return f"It cannot be held: the least of it takes {takes}, more than the limits leave."
    brings = f"It would take {takes} and bring {rough(trial.brings)} {kpi_name(goal)}"
    cost = " With it the targets would be missed by more." if misses else _loss(problem, loss)
    if rival is not None and rival_brings > trial.brings:
        same = "money" if not trial.hours.any() else "effort"
        return f"{brings}; the same {same} in {problem.works[rival].name} brings {rough(rival_brings)}.{cost}"
    return f"{brings}{_closed_channel(decision, trial)}.{cost}"


def _takes(problem: Problem, trial: _Trial) -> str:
    parts = [hours(float(trial.hours.sum()))] if trial.hours.any() else []
    if trial.cost:
        parts.append(money(trial.cost, problem.strategy.currency))
    return " and ".join(parts) or "nothing"


def _closed_channel(decision: Decision, trial: _Trial) -> str:
    problem = decision.problem
    channel = problem.works[trial.work].channel
    if channel is None or decision.choice.open[channel].any():
        return ", which does not fit beside what brings more"
    upkeep = float(problem.channel_hours[channel].sum()) * problem.block_weeks[0]
    upkeep += float(problem.setup_hours[channel].sum())
    name = problem.channels[channel].name or problem.channels[channel].id
    return f", but {name} would have to be opened for it, which takes {hours(upkeep)} in the first block"


def _loss(problem: Problem, loss: float | None) -> str:
    if loss is None:
        return ""
    if loss <= 1e-6 * max(1.0, abs(loss)):
        return " A plan with it is worth as much: you may choose."
    return (
        f" With it the plan is worth {money(loss, problem.worth_unit)} less (a new plan was made to check)."
    )
