"""Coordinate: the other channels. Social cannot stand alone: web, search, e-mail, events, offline."""

from django.utils.translation import gettext as _

from colonnade.strategy.document.model import ChannelKind
from colonnade.workbook.situation import Situation, listed
from colonnade.workbook.state import Criterion, Step, Todo, share_of


def _plan(situation: Situation) -> Criterion:
    coordination = situation.document.coordination
    return Criterion(
        needs=_("The marketing plan that this strategy is part of"),
        share=share_of(
            [bool(coordination and coordination.marketing_plan), bool(coordination and coordination.calendar)]
        ),
        known=_("part of a marketing plan"),
        missing=_("Name the marketing plan and the calendar shared with the other channels."),
        todo=Todo(label=_("Tie it to the marketing plan"), page="strategy:document", fragment="coordination"),
    )


def _others(situation: Situation) -> Criterion:
    document = situation.document
    others = [item for item in document.channels if item.kind != ChannelKind.SOCIAL]
    used = {method.channel for method in document.methods}
    together = [item.id in used or bool(item.shares_with) for item in others]
    return Criterion(
        needs=_("At least one other marketing channel that works with social"),
        share=share_of(together),
        known=_("works with {channels}").format(channels=listed([item.name or item.id for item in others])),
        missing=_("Say where social leads people: a web page, a lead form, a newsletter, an event."),
        todo=Todo(label=_("Add the other channels"), page="strategy:document", fragment="channels"),
    )


def _funnel(situation: Situation) -> Criterion:
    document = situation.document
    stages = {goal.stage for goal in document.goals if goal.stage}
    return Criterion(
        needs=_("A way down the funnel, from one goal to the next"),
        share=1.0 if document.funnel or len(stages) == 1 else 0.0,
        known=_("goals are joined to a funnel"),
        missing=_("Say which share of one goal's result becomes the next one's."),
        todo=Todo(label=_("Join the goals to a funnel"), page="strategy:document", fragment="funnel"),
    )


def assess(situation: Situation) -> Step:
    """Return how well social works together with the other channels."""
    return Step(
        key="coordinate",
        title=_("Coordinate"),
        decides=_("The other channels"),
        criteria=(_plan(situation), _others(situation), _funnel(situation)),
        cracks=situation.cracks_of("coordinate"),
    )
