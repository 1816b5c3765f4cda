"""The smallest changes that would make it fit: each resource alone, all together, or a lower target."""

import math
from dataclasses import dataclass

from colonnade.strategy.solver.evaluate import increments, kpi, mean_beliefs
from colonnade.strategy.solver.model import Aim, Model, Setting, build
from colonnade.strategy.solver.optimise import Decision
from colonnade.strategy.solver.problem import Problem
from colonnade.strategy.solver.result import Remedy, Verdict
from colonnade.strategy.solver.search import Search
from colonnade.strategy.solver.stages import solve_model
from colonnade.strategy.solver.wording import day, fte, kpi_amount, kpi_value, money

TINY = 1e-6


@dataclass(frozen=True)
class _Stretch:
    """Extra FTE by role and extra money a month."""

    people: tuple[float, ...]
    money: float


def remedies(decision: Decision, search: Search) -> list[Remedy]:
    """Return the changes that would make it fit; empty where it does. What is left out cannot help alone."""
    if decision.verdict is Verdict.FITS:
        return []
    problem = decision.problem
    everyone = frozenset(range(len(problem.roles)))
    found = []
    for role in sorted(everyone):
        stretch = _stretch(decision, search, frozenset({role}), with_money=False)
        found += _people(problem, stretch, together=False)
    if any(work.cost for work in problem.works):
        stretch = _stretch(decision, search, frozenset(), with_money=True)
        found += _money(problem, stretch, together=False)
    if not found:
        stretch = _stretch(decision, search, everyone, with_money=True)
        found += [*_people(problem, stretch, together=True), *_money(problem, stretch, together=True)]
    if not found and decision.verdict is Verdict.DOES_NOT_REACH:
        found = [_more_methods()]
    return [*found, *_lower_targets(decision)]


def _stretch(
    decision: Decision, search: Search, roles: frozenset[int], *, with_money: bool
) -> _Stretch | None:
    setting = Setting(
        aim=Aim.EXTRA,
        most_shortfall=None if decision.verdict is Verdict.DOES_NOT_FIT else 0.0,
        extra_roles=roles,
        extra_money=with_money,
    )
    model = build(decision.problem, setting)
    solution = solve_model(model, search)
    return _read(model, list(solution.values)) if solution.found else None


def _read(model: Model, values: list[float]) -> _Stretch:
    return _Stretch(
        people=tuple(values[column] for column in model.more_people), money=values[model.more_money]
    )


def _people(problem: Problem, stretch: _Stretch | None, *, together: bool) -> list[Remedy]:
    found = []
    for role, extra in zip(problem.roles, stretch.people if stretch else (), strict=False):
        if extra <= TINY:
            continue
        need = _up(role.fte + extra)
        name = role.name or role.id
        found.append(
            Remedy(
                kind="role",
                id=role.id,
                have=role.fte,
                need=need,
                unit="FTE",
                together=together,
                sentence=f"Needs {fte(need)} FTE of {name}, you have {fte(role.fte)}{_with(together)}.",
            )
        )
    return found


def _money(problem: Problem, stretch: _Stretch | None, *, together: bool) -> list[Remedy]:
    if stretch is None or stretch.money <= TINY:
        return []
    have = float(problem.money_limit.sum() / problem.month_cover.sum())
    need = math.ceil(have + stretch.money - TINY)
    currency = problem.strategy.currency
    sentence = f"Needs {money(need, currency)} a month, you have {money(have, currency)}{_with(together)}."
    return [
        Remedy(
            kind="money",
            id="money",
            have=have,
            need=need,
            unit=f"{currency} a month",
            together=together,
            sentence=sentence,
        )
    ]


def _with(together: bool) -> str:  # noqa: FBT001  a private flag of wording
    return " (together with the other changes)" if together else ""


def _more_methods() -> Remedy:
    return Remedy(
        kind="methods",
        id="methods",
        have=0.0,
        need=0.0,
        unit="",
        together=False,
        sentence=(
            "No amount of hours and money reaches every target with these methods: add methods, or raise how "
            "much of them a week can hold."
        ),
    )


def _up(fte: float) -> float:
    """Round up to a hundredth, so that what is promised does fit."""
    return math.ceil(fte * 100 - 1e-4) / 100


def _lower_targets(decision: Decision) -> list[Remedy]:
    """What can be had instead within the limits, for every target that is missed."""
    if decision.verdict is not Verdict.DOES_NOT_REACH:
        return []
    problem = decision.problem
    gained = increments(problem, decision.choice, mean_beliefs(problem))
    found = []
    for target, by_block in zip(problem.targets, gained, strict=True):
        reached = float(kpi(target, by_block)[0])
        wanted = target.goal.target
        if wanted is None or target.sign * (wanted - reached) <= TINY * target.size:
            continue
        sentence = (
            f"Lower the target of {target.name}: within your limits expect "
            f"{kpi_amount(target.goal, reached)} by {day(target.judged_on)}, not {kpi_value(wanted)}."
        )
        found.append(
            Remedy(
                kind="target",
                id=target.goal.id,
                have=wanted,
                need=reached,
                unit=target.goal.kpi.metric if target.goal.kpi else "",
                together=False,
                sentence=sentence,
            )
        )
    return found
