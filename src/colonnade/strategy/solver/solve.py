"""Make a plan of a strategy document."""

from colonnade.strategy.document.model import Strategy
from colonnade.strategy.solver.assemble import (
    block_plans,
    channel_plans,
    goal_plans,
    method_plans,
    month_uses,
    role_uses,
    week_starts,
)
from colonnade.strategy.solver.draws import DRAWS
from colonnade.strategy.solver.explain.changes import changes
from colonnade.strategy.solver.explain.marginals import marginals
from colonnade.strategy.solver.explain.prices import prices
from colonnade.strategy.solver.explain.rejected import rejected
from colonnade.strategy.solver.explain.remedies import remedies
from colonnade.strategy.solver.explain.unknowns import unknowns
from colonnade.strategy.solver.headline import headline
from colonnade.strategy.solver.optimise import Decision, decide
from colonnade.strategy.solver.problem import problem_of
from colonnade.strategy.solver.result import Plan, Verdict
from colonnade.strategy.solver.search import Search

STRETCHED = (
    "Levels, goals and chances are those of limits stretched just enough to hold the minimum cadences."
)


def solve(
    strategy: Strategy,
    *,
    seed: int = 0,
    time_limit: float = 10.0,
    gap: float = 0.005,
    previous: Plan | None = None,
) -> Plan:
    """Return the plan that gets the most worth out of the limits, with its reasons.

    The same document, seed and gap give the same plan on every machine as long as the search ends before
    ``time_limit``; a search that is cut short says so in ``Plan.proof``.

    Args:
        strategy: the document.
        seed: of the search and of the simulated draws.
        time_limit: wall seconds for each search (targets, worth, and each new plan that explains).
        gap: how far, relatively, the plan may be from the best possible.
        previous: the plan that this one replaces; what is different from it is listed.

    Raises:
        NotReady: the document lacks something that a plan needs; all of it is listed.
        OutOfTime: no plan at all was found within the time.
    """
    problem = problem_of(strategy)
    search = Search(seed=seed, seconds=time_limit, gap=gap)
    return _explained(decide(problem, search), search, previous)


def _explained(decision: Decision, search: Search, previous: Plan | None) -> Plan:
    problem, choice = decision.problem, decision.choice
    methods = method_plans(problem, choice)
    goals = goal_plans(problem, choice, search.seed)
    at_margin = prices(decision, search)
    stretched = decision.verdict is Verdict.DOES_NOT_FIT
    roles, months = role_uses(problem, choice), month_uses(problem, choice)
    different = changes(previous, methods, goals) if previous else []
    return Plan(
        title=problem.strategy.title,
        currency=problem.strategy.currency,
        seed=search.seed,
        draws=DRAWS,
        gap_wanted=search.gap,
        verdict=decision.verdict,
        verdict_proven=decision.verdict_proven,
        proof=decision.proof,
        headline=headline(
            decision.verdict,
            goals,
            roles,
            months,
            proven=decision.verdict_proven,
            currency=problem.strategy.currency,
        ),
        assumed=any(goal.assumed for goal in goals),
        worth=decision.worth,
        worth_unit=problem.worth_unit,
        bound=decision.bound,
        gap=decision.gap,
        shortfall=decision.shortfall,
        blocks=block_plans(problem),
        weeks=week_starts(problem),
        methods=methods,
        channels=channel_plans(problem, choice),
        roles=roles,
        money=months,
        goals=goals,
        marginals=[] if stretched else marginals(decision, at_margin, search),
        rejected=rejected(decision, at_margin, search),
        remedies=remedies(decision, search),
        unknowns=[] if stretched else unknowns(decision, at_margin),
        changes=different,
        notes=[*([STRETCHED] if stretched else []), *problem.notes],
        previous_worth=previous.worth if previous and different else None,
    )
