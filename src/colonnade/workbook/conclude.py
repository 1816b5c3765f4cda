"""Conclude: what happened, and what is done about it."""

from django.utils.translation import gettext as _

from colonnade.measurement.declarations import metric_key
from colonnade.workbook import nouns
from colonnade.workbook.situation import Situation
from colonnade.workbook.state import Criterion, Step, Todo, share_of


def _planned(situation: Situation) -> Criterion:
    return Criterion(
        needs=_("A plan to compare with"),
        share=1.0 if situation.planned else 0.0,
        known=_("the present text has a plan that fits"),
        missing=_("Let the solver say whether the strategy fits the hours and the money."),
        todo=Todo(label=_("Make the plan"), page="strategy:plan"),
    )


def _measured(situation: Situation) -> Criterion:
    metrics = {metric_key(goal.kpi.metric) for goal in situation.document.goals if goal.kpi}
    return Criterion(
        needs=_("Readings of each goal's KPI"),
        share=share_of(metric in situation.measured for metric in sorted(metrics)),
        known=_("{readings} taken").format(readings=nouns.count(nouns.READINGS, situation.readings)),
        missing=_("Import the figures of each KPI, so that what happened can be compared with the plan."),
        todo=Todo(label=_("Import readings"), page="measurement:readings"),
    )


def _review(situation: Situation) -> Criterion:
    review = situation.document.review
    return Criterion(
        needs=_("A rhythm of review, and what decides to stop"),
        share=share_of([bool(review and review.every_weeks), bool(review and review.stop_when)]),
        known=_("results are reviewed every {weeks} weeks").format(
            weeks=review.every_weeks if review and review.every_weeks else "?"
        ),
        missing=_("Say when results are looked at, and what makes you stop."),
        todo=Todo(label=_("Set the review"), page="strategy:document", fragment="review"),
    )


def _lessons(situation: Situation) -> Criterion:
    document = situation.document
    lessons = document.review.lessons if document.review else []
    results = [item for item in document.evidence if item.kind in {"result", "experiment"}]
    return Criterion(
        needs=_("Lessons that feed the next strategy"),
        share=1.0 if lessons or results else 0.0,
        known=nouns.count(nouns.LESSONS, len(lessons) + len(results)),
        missing=_("Write down what was learnt: an own result or an experiment outweighs every assumption."),
        todo=Todo(label=_("Record lessons"), page="strategy:document", fragment="evidence"),
    )


def assess(situation: Situation) -> Step:
    """Return how far what happened is known."""
    return Step(
        key="conclude",
        title=_("Conclude"),
        decides=_("What happened"),
        criteria=(_planned(situation), _measured(situation), _review(situation), _lessons(situation)),
        cracks=situation.cracks_of("conclude"),
    )
