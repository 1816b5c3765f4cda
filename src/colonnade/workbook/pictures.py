"""What the pages show of a situation: the colonnade, the goals in a line each, the channels' chart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from colonnade.strategy.progress import Progress
from colonnade.strategy.solver.result import GoalPlan, Plan
from colonnade.ui.charts import Chart, Series
from colonnade.ui.colonnade import Base, Colonnade, Column
from colonnade.workbook.choose import RankedChannel
from colonnade.workbook.situation import Situation
from colonnade.workbook.state import Step

LIKELY, UNLIKELY = 0.6, 0.3


def headline(situation: Situation) -> str:
    """Return the situation in one sentence."""
    if situation.strategy is None:
        return _("There is no strategy yet. Begin with what your business units want to accomplish.")
    if situation.plan is None:
        return _("The strategy has no plan yet: nobody knows whether it fits the hours and the money.")
    return situation.plan.headline


def _base(plan: Plan | None, situation: Situation) -> Base:
    if plan is None:
        return Base(
            hours_used=0.0,
            hours_limit=0.0,
            money_used=0.0,
            money_limit=0.0,
            currency=situation.document.currency,
        )
    return Base(
        hours_used=sum(block.used for role in plan.roles for block in role.blocks),
        hours_limit=sum(block.limit for role in plan.roles for block in role.blocks),
        money_used=sum(month.used for month in plan.money),
        money_limit=sum(month.limit for month in plan.money),
        currency=plan.currency,
    )


def colonnade(situation: Situation, steps: Sequence[Step]) -> Colonnade:
    """Return the picture: a column per step, the base of hours and money, the goals they carry."""
    columns = tuple(
        Column(
            key=step.key,
            label=step.title,
            fill=step.fill,
            cracks=len(step.cracks),
            closed=bool(step.closed),
            href=f"#{step.key}",
            summary=step.closed or (step.gaps[0].missing if step.gaps else _("Everything is there.")),
        )
        for step in steps
    )
    goals = tuple(goal.name or goal.id for goal in situation.document.goals)
    return Colonnade(columns=columns, base=_base(situation.plan, situation), entablature=goals)


@dataclass(frozen=True, kw_only=True)
class GoalLine:
    """A goal as Home shows it: what the plan expects, how sure that is, and what was measured."""

    name: str
    sentence: str
    verdict: str
    icon: str
    progress: Progress | None


def _verdict(goal: GoalPlan) -> tuple[str, str]:
    if goal.chance >= LIKELY:
        return _("likely"), "circle-check"
    if goal.chance <= UNLIKELY:
        return _("unlikely"), "triangle-alert"
    return _("could go either way"), "scale"


def goal_lines(plan: Plan, progress: Mapping[str, Progress]) -> list[GoalLine]:
    """Return the planned goals with their chance, the least likely first.

    Args:
        progress: by goal id, how far the goals have come by what was measured.
    """
    lines = []
    for goal in sorted(plan.goals, key=lambda item: item.chance):
        verdict, icon = _verdict(goal)
        lines.append(
            GoalLine(
                name=goal.name or goal.id,
                sentence=goal.sentence,
                verdict=verdict,
                icon=icon,
                progress=progress.get(goal.id),
            )
        )
    return lines


def channel_chart(ranked: Sequence[RankedChannel], posts_page: str) -> Chart:
    """Return the chart of the channels' shares of the conversation, in per cent with 95% intervals."""
    shares = Series(
        name=_("Share of the conversation"),
        values=tuple(round(item.share * 100, 1) for item in ranked),
        low=tuple(round(item.low * 100, 1) for item in ranked),
        high=tuple(round(item.high * 100, 1) for item in ranked),
        tone="own",
    )
    first = ranked[0] if ranked else None
    answer = (
        _("{share:.0%} on {channel} (95% interval {low:.0%} to {high:.0%}; n = {n})").format(
            share=first.share, channel=first.channel, low=first.low, high=first.high, n=first.n
        )
        if first
        else _("Too few posts to say.")
    )
    return Chart(
        key="channels",
        question=_("Where do customers converse?"),
        answer=answer,
        kind="hbar",
        categories=tuple(item.channel for item in ranked),
        series=(shares,),
        unit="%",
        links=tuple(f"{posts_page}?{urlencode({'channel': item.channel})}" for item in ranked),
    )
