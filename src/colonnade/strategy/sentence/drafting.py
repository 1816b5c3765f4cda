"""A first strategy document from what a sentence says, with a comment where something is missing."""

import json
from collections.abc import Iterator
from datetime import date

from colonnade.measurement.declarations import METRICS, FunnelStage
from colonnade.strategy.document.model import Per
from colonnade.strategy.sentence.grammar.money import Money
from colonnade.strategy.sentence.lexicon.quantities import Period
from colonnade.strategy.sentence.model import GoalRead, SentenceReading, Target

_SHOWN = 300
_MAX_WEEKS = 260
_MOST_MONEY = 1e12
_STAGES = (
    FunnelStage.LEAD,
    FunnelStage.SALE,
    FunnelStage.SERVICE,
    FunnelStage.CONSIDERATION,
    FunnelStage.AWARENESS,
)


def to_draft(reading: SentenceReading) -> str:
    """Return the text of a strategy document; it can be read, and the checker says what it lacks."""
    lines = [
        "# A first draft, made from a sentence. Lines that begin with '#' say what is missing.",
        f"title: {_quoted(reading.text)}",
        f"currency: {_currency(reading)}",
        *_horizon(reading),
        *_goals(reading),
        *_methods(reading),
        *_channels(reading),
        *_limits(reading),
        *(f"# Not understood, and left out: {_quoted(span.text)}" for span in reading.not_understood),
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """Return ``text`` on one line as a YAML string; characters that YAML does not let in are left out."""
    line = " ".join("".join(character if character.isprintable() else " " for character in text).split())
    return json.dumps(line[:_SHOWN], ensure_ascii=False)


def _number(value: float) -> str:
    rounded = round(value, 4)
    return str(int(rounded)) if rounded == int(rounded) else str(rounded)


def _currency(reading: SentenceReading) -> str:
    named = [money.currency for money in reading.money if money.currency]
    named += [goal.target.currency for goal in reading.goals if goal.target and goal.target.currency]
    return named[0] if named else "USD  # the sentence names none"


def _horizon(reading: SentenceReading) -> Iterator[str]:
    days = (reading.deadline - reading.today).days if reading.deadline else 0
    if days <= 0:
        yield f"# horizon: {{start: {reading.today}, weeks: 26}}  # which weeks are planned?"
        return
    weeks = -(-days // 7)
    if weeks > _MAX_WEEKS:
        yield f"# The deadline is more than {_MAX_WEEKS} weeks away; set a nearer one to plan for."
    yield f"horizon: {{start: {reading.today}, weeks: {min(weeks, _MAX_WEEKS)}}}"


def _goals(reading: SentenceReading) -> Iterator[str]:
    if not reading.goals:
        yield "# What does the business want (sell, leads, parts, service), and what shall this do for it?"
        yield "objectives: []"
        yield "goals: []"
        return
    kinds = list(dict.fromkeys(goal.kind for goal in reading.goals))
    yield "objectives:"
    for kind in kinds:
        yield f"  - id: {kind}"
        yield f"    kind: {kind}"
        yield "    # unit, metric, baseline, target, deadline: ask the business unit for its own figures"
    yield "goals:"
    for place, goal in enumerate(reading.goals, start=1):
        yield from _goal(goal, _goal_id(goal, place, reading.goals))


def _goal_id(goal: GoalRead, place: int, goals: tuple[GoalRead, ...]) -> str:
    name = (goal.metric or str(goal.kind)).replace("_", "-")
    same = [other for other in goals if (other.metric or str(other.kind)) == (goal.metric or str(goal.kind))]
    return name if len(same) == 1 else f"{name}-{place}"


def _goal(goal: GoalRead, id_: str) -> Iterator[str]:
    metric = METRICS.get(goal.metric) if goal.metric else None
    yield f"  - id: {id_}"
    yield f"    name: {_quoted(goal.span.text)}"
    yield f"    serves: {goal.kind}"
    if metric is not None:
        yield f"    stage: {next(stage for stage in _STAGES if stage in metric.stages)}"
        yield f"    kpi: {{metric: {metric.id}, per: {_per(goal, level=metric.level)}}}"
        yield "    # source, in the kpi: from which system does the figure come?"
    else:
        yield "    # kpi: by which metric is it measured?"
    yield from _figures(goal.target)
    yield _line("deadline", goal.deadline, "by when?")
    yield "    # owner: who answers for it?"


def _per(goal: GoalRead, *, level: bool) -> Per:
    if level:
        return Per.LEVEL
    said = goal.target.per if goal.target else None
    if said is Period.DAY:
        return Per.WEEK
    return Per(str(said)) if said else Per.MONTH


def _figures(target: Target | None) -> Iterator[str]:
    # A day is no period of the document, so a daily figure is counted by the week.
    scale = 7 if target and target.per is Period.DAY else 1
    baseline = target.baseline * scale if target and target.baseline is not None else None
    value = target.value * scale if target and target.value is not None else None
    yield _line("baseline", None if baseline is None else _number(baseline), "where does it stand today?")
    if target is not None and target.factor is not None:
        yield f"    # target: {_number(target.factor)} times the baseline"
    elif target is not None and target.increase is not None:
        yield f"    # target: the baseline plus {_number(target.increase * scale)}"
    else:
        yield _line("target", None if value is None else _number(value), "where shall it be?")


def _line(key: str, value: str | date | None, question: str) -> str:
    return f"    # {key}: {question}" if value is None else f"    {key}: {value}"


def _methods(reading: SentenceReading) -> Iterator[str]:
    if not reading.methods and not reading.tactics:
        yield "# By what kinds of work?"
        yield "methods: []"
        return
    yield "methods:"
    goals = [_goal_id(goal, place, reading.goals) for place, goal in enumerate(reading.goals, start=1)]
    for method in reading.methods:
        yield f"  - id: {method.id}"
        yield f"    name: {_quoted(method.name)}"
        yield f"    pillar: {method.pillar}" if method.pillar else "    # pillar: which of the four?"
        yield f"    format: {method.format}" if method.format else "    # format: what is made?"
        yield from _effects(goals)
    for place, tactic in enumerate(reading.tactics, start=1):
        yield f"  - id: tactic-{place}"
        yield f"    name: {_quoted(tactic.name)}"
        yield "    # pillar, format: what is made, and what for?"
        yield from _effects(goals)


def _effects(goals: list[str]) -> Iterator[str]:
    yield "    # hours by role and cost: what does one take?"
    if goals:
        yield "    effects:"
        yield from (f"      - {{goal: {goal}}}  # how much does one add?" for goal in goals)


def _channels(reading: SentenceReading) -> Iterator[str]:
    if reading.platforms:
        yield f"# Named already: {', '.join(named.name for named in reading.platforms)}."
        yield "# Choose channels when listening has shown where your customers converse."
    yield "channels: []"


def _limits(reading: SentenceReading) -> Iterator[str]:
    yield "limits:"
    if reading.fte:
        yield "  roles:"
        for role, fte in reading.fte.items():
            vague = any(who.assumed for who in reading.people if who.role == role)
            hint = "  # vague in the sentence: correct it" if vague else ""
            yield f"    - {{id: {role}, fte: {_number(fte)}}}{hint}"
    else:
        yield "  # roles: whose time is there, in FTE?"
        yield "  roles: []"
    outside = [who.role for who in reading.people if who.outside]
    if outside:
        yield f"  # Bought besides: {', '.join(outside)}. Write its cost in the methods it works for."
    yield from _money(reading.money)


def _money(sums: tuple[Money, ...]) -> Iterator[str]:
    known = [money.per_month if money.amount else 0.0 for money in sums]
    monthly = [value for value in known if value is not None]
    alike = len({money.currency for money in sums if money.amount}) <= 1
    if monthly and len(monthly) == len(sums) and alike and sum(monthly) <= _MOST_MONEY:
        yield f"  money_per_month: {_number(round(sum(monthly), 2))}"
    elif sums:
        words = ", ".join(f"{_number(money.amount)} {money.currency or ''}".strip() for money in sums)
        yield f"  # money_per_month: the sentence names {words}; how much is that a month?"
    else:
        yield "  # money_per_month: how much is there? 0 where there is none"
