"""A reading in words and as JSON values."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.measurement.declarations import METRICS
from colonnade.strategy.rules.wording import amount
from colonnade.strategy.sentence.grammar.money import Money
from colonnade.strategy.sentence.grammar.people import People
from colonnade.strategy.sentence.model import GoalRead, Part, SentenceKind, SentenceReading, Target


def kind_in_words(kind: SentenceKind) -> str:
    """Return what the sentence is."""
    return {
        SentenceKind.STRATEGY: _("A strategy"),
        SentenceKind.PLATFORM_LIST: _("A list of platforms, not a strategy"),
        SentenceKind.TACTICS: _("A list of tactics, not a strategy"),
        SentenceKind.RESOURCES: _("Limits without a goal, not a strategy"),
        SentenceKind.NOT_UNDERSTOOD: _("Not understood"),
    }[kind]


def part_in_words(part: Part) -> str:
    """Return the name of a missing part."""
    return {
        Part.GOAL: _("a goal"),
        Part.TARGET: _("a target"),
        Part.DEADLINE: _("a deadline"),
        Part.METHOD: _("a method"),
        Part.TIME: _("whose time"),
        Part.MONEY: _("how much money"),
    }[part]


def goal_in_words(goal: GoalRead) -> str:
    """Return what is wanted, in the catalogue's name for it where there is one."""
    name = METRICS.get(goal.metric).name if goal.metric else goal.span.text
    named = f"{name}: {goal.thing}" if goal.thing and goal.metric else name
    return f"{named}, {target_in_words(goal.target)}" if goal.target else named


def target_in_words(target: Target) -> str:
    """Return where the figure shall be."""
    unit = {"percent": " %", "minutes": " min", "money": f" {target.currency or ''}".rstrip()}.get(
        target.unit, ""
    )
    rate = f" a {target.per}" if target.per else ""
    if target.value is not None and target.baseline is not None:
        words = _("from {low} to {high}{unit}").format(
            low=amount(target.baseline), high=amount(target.value), unit=unit
        )
    elif target.value is not None:
        words = f"{amount(target.value)}{unit}"
    elif target.factor is not None:
        words = _("{factor:g} times today's").format(factor=round(target.factor, 4))
    else:
        words = f"{target.increase or 0:+,g}{unit}"
    return words + rate


def people_in_words(who: People) -> str:
    """Return whose time there is, and how much."""
    if who.fte is None:
        return who.role
    return _("{fte:g} FTE of '{role}'").format(fte=round(who.fte, 2), role=who.role)


def money_in_words(money: Money) -> str:
    """Return a sum with its currency and period."""
    if not money.amount:
        return _("none")
    rate = f" a {money.per}" if money.per else ""
    return f"{amount(money.amount)} {money.currency or ''}".rstrip() + rate


def describe(reading: SentenceReading) -> list[tuple[str, str]]:
    """Return what was understood as pairs of a heading and words, without what was not said."""
    pairs = [
        (_("goal"), "; ".join(goal_in_words(goal) for goal in reading.goals)),
        (_("method"), ", ".join(method.name for method in reading.methods)),
        (_("tactics"), ", ".join(named.name for named in reading.tactics)),
        (_("platforms"), ", ".join(named.name for named in reading.platforms)),
        (_("not"), ", ".join(named.name for named in reading.excluded)),
        (_("time"), ", ".join(people_in_words(who) for who in reading.people)),
        (_("money"), ", ".join(money_in_words(money) for money in reading.money)),
        (_("deadline"), str(reading.deadline) if reading.deadline else ""),
        (_("not understood"), ", ".join(f"'{span.text}'" for span in reading.not_understood)),
        (_("missing"), ", ".join(part_in_words(part) for part in reading.missing)),
    ]
    return [(heading, words) for heading, words in pairs if words]


def to_text(reading: SentenceReading) -> str:
    """Return the reading as a few aligned lines."""
    lines = [f"{kind_in_words(reading.kind)}."]
    lines += [f"  {heading:<15}{' '.join(words.split())}" for heading, words in describe(reading)]
    return "\n".join(lines) + "\n"


def as_json(reading: SentenceReading) -> dict[str, object]:
    """Return the reading as JSON values."""
    return {
        "kind": str(reading.kind),
        "goals": [_goal_as_json(goal) for goal in reading.goals],
        "methods": [method.id for method in reading.methods],
        "tactics": [named.name for named in reading.tactics],
        "platforms": [named.name for named in reading.platforms],
        "excluded": [named.name for named in reading.excluded],
        "people": [
            {"role": who.role, "fte": who.fte, "assumed": who.assumed, "outside": who.outside}
            for who in reading.people
        ],
        "money": [
            {"amount": item.amount, "currency": item.currency, "per": str(item.per) if item.per else None}
            for item in reading.money
        ],
        "deadline": reading.deadline.isoformat() if reading.deadline else None,
        "not_understood": [span.text for span in reading.not_understood],
        "missing": [str(part) for part in reading.missing],
    }


def _goal_as_json(goal: GoalRead) -> dict[str, object]:
    return {
        "kind": str(goal.kind),
        "metric": goal.metric,
        "thing": goal.thing,
        "words": goal.span.text,
        "target": dict(_target_as_json(goal.target)) if goal.target else None,
        "deadline": goal.deadline.isoformat() if goal.deadline else None,
    }


def _target_as_json(target: Target) -> Iterator[tuple[str, object]]:
    yield "value", target.value
    yield "baseline", target.baseline
    yield "factor", target.factor
    yield "increase", target.increase
    yield "unit", target.unit
    yield "currency", target.currency
    yield "per", str(target.per) if target.per else None
