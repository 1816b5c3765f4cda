"""The funnel by goal: how many people came how far, and where most of them were lost."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from colonnade.audience.touches.counting import Days, by_goal
from colonnade.audience.touches.kinds import Kind
from colonnade.campaigns.choices import strategy_options
from colonnade.organization.models import Organization
from colonnade.pillars.listening.questions.statistics import Interval, wilson
from colonnade.ui.charts import Chart, Series

STAGES = (
    Kind.CLICK,
    Kind.VIEW,
    Kind.FORM,
    Kind.LEAD,
    Kind.QUALIFIED,
    Kind.ACCEPTED,
    Kind.OPPORTUNITY,
    Kind.WON,
)
ENOUGH = 30
"""With fewer at a stage, the share that went on says next to nothing."""


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One stage of a funnel.

    Attributes:
        share: of those at the stage before, with its 95 % interval; None where there are too few, or more
            here than there, as when people come in by another way.
    """

    kind: Kind
    number: int
    share: Interval | None

    @property
    def lost(self) -> Interval | None:
        """The share that was lost before it."""
        if self.share is None:
            return None
        return Interval(1 - self.share.value, 1 - self.share.high, 1 - self.share.low)


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """A goal's funnel; the empty goal is for what serves none."""

    goal: str
    name: str
    stages: tuple[Stage, ...]

    @property
    def worst(self) -> Stage | None:
        """The stage before which most were lost; None where nothing can be said."""
        known = [stage for stage in self.stages if stage.share is not None]
        return min(known, key=lambda stage: stage.share.value if stage.share else 1.0, default=None)


def funnels(*, organization: Organization, days: Days) -> list[Funnel]:
    """Return the funnel of each goal of the strategy, and of whatever else had touches."""
    counted = by_goal(organization=organization, days=days)
    names = dict(strategy_options(organization).goals)
    goals = [*names, *sorted(goal for goal in counted if goal and goal not in names)]
    if "" in counted:
        goals.append("")
    return [
        Funnel(goal=goal, name=names.get(goal) or goal or _("No goal"), stages=_stages(counted.get(goal, {})))
        for goal in goals
    ]


def _stages(counted: Mapping[Kind, int]) -> tuple[Stage, ...]:
    used = [kind for kind in STAGES if counted.get(kind)]
    stages: list[Stage] = []
    for kind in used:
        before = stages[-1].number if stages else 0
        number = counted[kind]
        enough = before >= ENOUGH and number <= before
        stages.append(Stage(kind=kind, number=number, share=wilson(number, before) if enough else None))
    return tuple(stages)


def chart_of(funnel: Funnel, *, links: Mapping[Kind, str]) -> Chart:
    """Return a goal's funnel as bars; each leads to the rows behind it."""
    return Chart(
        key=f"funnel-{funnel.goal or 'none'}",
        question=funnel.name,
        answer=_answer(funnel),
        kind="hbar",
        categories=tuple(str(stage.kind.label) for stage in funnel.stages),
        series=(
            Series(
                name=_("Touches by people"),
                values=tuple(float(stage.number) for stage in funnel.stages),
                tone="own",
            ),
        )
        if funnel.stages
        else (),
        links=tuple(links[stage.kind] for stage in funnel.stages),
    )


def _answer(funnel: Funnel) -> str:
    if not funnel.stages:
        return _("Nobody has come into this funnel in these days.")
    worst = funnel.worst
    if worst is None or worst.lost is None:
        return _("Too few at each stage to say where people are lost; a share needs {n}.").format(n=ENOUGH)
    lost = worst.lost
    return _("Most are lost before “{stage}”: {value:.0%} ({low:.0%} to {high:.0%}) go no further.").format(
        stage=worst.kind.label, value=lost.value, low=lost.low, high=lost.high
    )
