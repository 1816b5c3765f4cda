"""Clarify: the goals. Why are we doing this, by how much, by when, and whose is it?"""

from django.utils.translation import gettext as _

from colonnade.strategy.document.model import Goal, Strategy
from colonnade.workbook import nouns
from colonnade.workbook.situation import Situation
from colonnade.workbook.state import Criterion, Step, Todo, share_of

EDITOR = "strategy:document"


def _measurable(goal: Goal) -> bool:
    return None not in (goal.kpi, goal.baseline, goal.target, goal.deadline) and bool(goal.owner)


def _objectives(document: Strategy) -> Criterion:
    stated = [item for item in document.objectives if item.unit and item.kind and item.target is not None]
    units = {item.unit for item in stated}
    return Criterion(
        needs=_("What each business unit is trying to accomplish"),
        share=share_of(item in stated for item in document.objectives),
        known=_("{objectives} of {units}").format(
            objectives=nouns.count(nouns.OBJECTIVES, len(stated)),
            units=nouns.count(nouns.BUSINESS_UNITS, len(units)),
        ),
        missing=_("Write down at least one objective of a business unit, with its kind and target."),
        todo=Todo(label=_("State the objectives"), page=EDITOR, fragment="objectives"),
    )


def _aligned(document: Strategy) -> Criterion:
    objectives = {item.id for item in document.objectives}
    serving = {goal.serves for goal in document.goals if goal.serves in objectives}
    aligned = [goal.serves in objectives for goal in document.goals]
    aligned += [objective in serving for objective in objectives]
    return Criterion(
        needs=_("Goals that serve those objectives"),
        share=share_of(aligned) if document.goals else 0.0,
        known=_("{goals}, serving {objectives}").format(
            goals=nouns.count(nouns.GOALS, len(document.goals)),
            objectives=nouns.count(nouns.OBJECTIVES, len(serving)),
        ),
        missing=_("Every goal must serve an objective, and every objective needs a goal."),
        todo=Todo(label=_("Tie goals to objectives"), page="strategy:goals"),
    )


def _numbers(document: Strategy) -> Criterion:
    return Criterion(
        needs=_("A KPI with baseline, target, deadline and owner for each goal"),
        share=share_of(_measurable(goal) for goal in document.goals),
        known=_("{done} of {goals} can be measured").format(
            done=sum(_measurable(goal) for goal in document.goals), goals=len(document.goals)
        ),
        missing=_("A goal without a number, a date and an owner is a wish."),
        todo=Todo(label=_("Complete the goals"), page=EDITOR, fragment="goals"),
    )


def _sources(document: Strategy) -> Criterion:
    return Criterion(
        needs=_("A data source for each KPI"),
        share=share_of(goal.kpi is not None and bool(goal.kpi.source) for goal in document.goals),
        known=_("data sources are named"),
        missing=_("Say where each KPI's figure comes from, or it will never be known."),
        todo=Todo(label=_("Name the data sources"), page=EDITOR, fragment="goals"),
    )


def _limits(document: Strategy) -> Criterion:
    limits = document.limits
    has_people = limits is not None and any(role.fte > 0 for role in limits.roles)
    has_money = limits is not None and (limits.money_per_month is not None or bool(limits.money_by_month))
    return Criterion(
        needs=_("The hours and the money there are"),
        share=share_of([has_people, has_money]),
        known=_("time and money are stated"),
        missing=_("A strategy is limited by time and resources: state both, even if one is zero."),
        todo=Todo(label=_("State the limits"), page=EDITOR, fragment="limits"),
    )


def assess(situation: Situation) -> Step:
    """Return how clear the goals are."""
    document = situation.document
    return Step(
        key="clarify",
        title=_("Clarify"),
        decides=_("Goals"),
        criteria=(
            _objectives(document),
            _aligned(document),
            _numbers(document),
            _sources(document),
            _limits(document),
        ),
        cracks=situation.cracks_of("clarify"),
    )
