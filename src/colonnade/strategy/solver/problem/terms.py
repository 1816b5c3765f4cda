"""Effects and funnel steps as beliefs."""

from collections import Counter

from colonnade.strategy.document.model import Strategy
from colonnade.strategy.solver.effects import LogNormal, delay
from colonnade.strategy.solver.priors import prior
from colonnade.strategy.solver.problem.entities import FlowTerm, Term


def terms_of(strategy: Strategy) -> list[Term]:
    """Return what each method does for each goal, from the document or assumed."""
    from_evidence = {entry.id for entry in strategy.evidence if entry.kind != "assumed"}
    places = {goal.id: index for index, goal in enumerate(strategy.goals)}
    return [
        _term(work, effect_index, strategy, places, from_evidence)
        for work, method in enumerate(strategy.methods)
        for effect_index in range(len(method.effects))
    ]


def _term(work: int, effect_index: int, strategy: Strategy, places: dict[str, int], known: set[str]) -> Term:
    method = strategy.methods[work]
    effect = method.effects[effect_index]
    goal = places[effect.goal]
    given = effect.per_unit or prior(method, strategy.goals[goal])
    assert given is not None
    rests_on = tuple(entry for entry in effect.evidence if entry in known) if effect.per_unit else ()
    return Term(
        work=work,
        goal=goal,
        given=given,
        belief=LogNormal.of_range(given),
        assumed=not rests_on,
        evidence=rests_on,
    )


def flows_of(strategy: Strategy, block_weeks: tuple[int, ...]) -> list[FlowTerm]:
    """Return the funnel, ordered so that what flows into a goal comes before what flows out of it."""
    places = {goal.id: index for index, goal in enumerate(strategy.goals)}
    inflows = Counter(flow.target for flow in strategy.funnel)
    ready = [goal.id for goal in strategy.goals if not inflows[goal.id]]
    ordered = []
    while ready:
        source = ready.pop()
        for flow in (flow for flow in strategy.funnel if flow.source == source):
            ordered.append(flow)
            inflows[flow.target] -= 1
            if not inflows[flow.target]:
                ready.append(flow.target)
    return [
        FlowTerm(
            source=places[flow.source],
            target=places[flow.target],
            belief=LogNormal.of_range(flow.rate),
            capacity=flow.capacity_per_week,
            delay=delay(flow.lag_weeks, block_weeks),
        )
        for flow in ordered
    ]
