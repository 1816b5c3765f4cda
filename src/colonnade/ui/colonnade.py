"""The sign: eight columns that carry the goals and stand on the hours and the money.

``Colonnade`` is what a page knows; ``draw`` works out the few measures that change with it. The art itself,
which never changes, is in ``templates/ui/parts/colonnade.html``.
"""

from dataclasses import dataclass
from textwrap import shorten, wrap

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from colonnade.ui.figures import hours, money, percent

FIRST_COLUMN = 126
PITCH = 104
SHAFT_TOP = 132
SHAFT_HEIGHT = 230
SHAFT_HALF_WIDTH = 24
CRACKS_DRAWN = 4

SMALL_FIRST = 23
SMALL_PITCH = 19
SMALL_TOP = 26
SMALL_HEIGHT = 50

FRIEZE_LEFT = 70
FRIEZE_WIDTH = 840
TRIGLYPH = 30
GOALS_DRAWN = 4
LETTER_WIDTH = 7.9
GOAL_LINES = 2

GROOVE_LEFT = 44
GROOVE_WIDTH = 892


@dataclass(frozen=True, kw_only=True)
class Column:
    """One step of the work.

    Attributes:
        fill: how far evidence has filled the step, 0 to 1.
        cracks: how many findings the checker has against it.
        closed: whether the step waits for an earlier one.
        href: the page of the step.
        summary: what is known and what is missing, in a sentence.
    """

    key: str
    label: str | Promise
    fill: float
    cracks: int
    closed: bool
    href: str
    summary: str | Promise

    def __post_init__(self) -> None:
        """Raise ``ValueError`` for a fill outside 0 to 1 or a negative count of cracks."""
        if not 0 <= self.fill <= 1:
            raise ValueError(f"column '{self.key}': fill must lie between 0 and 1, not {self.fill}")
        if self.cracks < 0:
            raise ValueError(f"column '{self.key}': cracks cannot be negative")


@dataclass(frozen=True, kw_only=True)
class Base:
    """What the work may use, and uses: hours and money over the same period each.

    Attributes:
        currency: ISO 4217 code.
        hours_period, money_period: what the figures are for, such as "a week"; may be empty.
    """

    hours_used: float
    hours_limit: float
    money_used: float
    money_limit: float
    currency: str
    hours_period: str | Promise = ""
    money_period: str | Promise = ""


@dataclass(frozen=True, kw_only=True)
class Colonnade:
    """The state of a strategy as a building.

    Attributes:
        entablature: the goals, the most important first.
    """

    columns: tuple[Column, ...]
    base: Base
    entablature: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DrawnColumn:
    """A column with its measures, relative to its axis at ``x``; ``small_...`` are of the small drawing."""

    column: Column
    x: int
    fill_y: str
    fill_height: str
    small_x: int
    small_y: str
    small_height: str
    share: str
    cracks: tuple[str, ...]
    state: str
    findings: str


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A panel of the frieze with one goal; ``triglyph`` is the left edge of the block before it."""

    goal: str
    triglyph: int
    middle: int
    lines: tuple[tuple[int, str], ...]


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step of the base: a limit in words, and the filled part of its groove."""

    text: str
    share: str
    over: bool
    width: str
    limit_x: str


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """All that changes in the picture, and the whole of it in words."""

    columns: tuple[DrawnColumn, ...]
    panels: tuple[Panel, ...]
    last_triglyph: int
    steps: tuple[Step, Step]
    words: str


def draw(picture: Colonnade) -> Drawing:
    """Return the measures and the words of ``picture``."""
    steps = _steps(picture.base)
    return Drawing(
        columns=tuple(_column(column, at) for at, column in enumerate(picture.columns)),
        panels=_panels(picture.entablature),
        last_triglyph=FRIEZE_LEFT + FRIEZE_WIDTH - TRIGLYPH,
        steps=steps,
        words=_words(picture, steps),
    )


def _column(column: Column, at: int) -> DrawnColumn:
    height = SHAFT_HEIGHT * column.fill
    return DrawnColumn(
        column=column,
        x=FIRST_COLUMN + PITCH * at,
        fill_y=f"{SHAFT_TOP + SHAFT_HEIGHT - height:.1f}",
        fill_height=f"{height:.1f}",
        small_x=SMALL_FIRST + SMALL_PITCH * at,
        small_y=f"{SMALL_TOP + SMALL_HEIGHT * (1 - column.fill):.1f}",
        small_height=f"{SMALL_HEIGHT * column.fill:.1f}",
        share=f"{column.fill * 100:.0f}",
        cracks=tuple(_crack(at, number) for number in range(min(column.cracks, CRACKS_DRAWN))),
        state=_("Closed") if column.closed else percent(column.fill),
        findings=_findings(column.cracks),
    )


def _findings(cracks: int) -> str:
    if not cracks:
        return ""
    return ngettext("%(count)d finding", "%(count)d findings", cracks) % {"count": cracks}


def _crack(column: int, number: int) -> str:
    """Return the path of a crack: it enters from one side and runs down in strokes of uneven length.

    The same finding is always drawn in the same way; neighbouring columns crack in different places.
    """
    side = -1 if (column + number) % 2 else 1
    drops = (9, 4, 12, 6, 10)
    turns = (11, 5, 13, 4, 9)
    x = side * SHAFT_HALF_WIDTH
    y = SHAFT_TOP + 22 + (number * 52 + column * 17) % (SHAFT_HEIGHT - 80)
    path = [f"M{x},{y}"]
    for at in range(5):
        turn = (at + column + number) % 5
        x -= side * (turns[turn] if at % 2 == 0 else -3)
        y += drops[turn]
        path.append(f"L{x},{y}")
        if at == 2:
            path.append(f"l{side * 8},{drops[turn]}M{x},{y}")
    return "".join(path)


def _panels(goals: tuple[str, ...]) -> tuple[Panel, ...]:
    shown = list(goals[:GOALS_DRAWN])
    if len(goals) > GOALS_DRAWN:
        rest = len(goals) - GOALS_DRAWN + 1
        shown[-1] = ngettext("and %(count)d more goal", "and %(count)d more goals", rest) % {"count": rest}
    if not shown:
        shown = [_("No goals yet: nothing to carry")]
    room = (FRIEZE_WIDTH - TRIGLYPH) / len(shown)
    letters = int((room - TRIGLYPH - 12) / LETTER_WIDTH)
    return tuple(
        Panel(
            goal=goal,
            triglyph=round(FRIEZE_LEFT + room * at),
            middle=round(FRIEZE_LEFT + room * at + TRIGLYPH + (room - TRIGLYPH) / 2),
            lines=_lines(goal, letters),
        )
        for at, goal in enumerate(shown)
    )


def _lines(goal: str, letters: int) -> tuple[tuple[int, str], ...]:
    lines = wrap(goal, letters, max_lines=GOAL_LINES, placeholder="…") or [shorten(goal, letters)]
    offsets = (5,) if len(lines) == 1 else (-4, 14)
    return tuple(zip(offsets, lines, strict=True))


def _steps(base: Base) -> tuple[Step, Step]:
    used_hours = _("%(used)s of %(limit)s") % {
        "used": hours(base.hours_used),
        "limit": hours(base.hours_limit),
    }
    used_money = _("%(used)s of %(limit)s") % {
        "used": money(base.money_used, base.currency),
        "limit": money(base.money_limit, base.currency),
    }
    return (
        _step(_("Hours"), f"{used_hours} {base.hours_period}".strip(), base.hours_used, base.hours_limit),
        _step(_("Money"), f"{used_money} {base.money_period}".strip(), base.money_used, base.money_limit),
    )


def _step(name: str, text: str, used: float, limit: float) -> Step:
    full = max(used, limit)
    return Step(
        text=f"{name}: {text}",
        share=percent(used / limit) if limit else "",
        over=used > limit,
        width=f"{GROOVE_WIDTH * used / full if full else 0:.1f}",
        limit_x=f"{GROOVE_LEFT + (GROOVE_WIDTH * limit / full if full else GROOVE_WIDTH):.1f}",
    )


def _words(picture: Colonnade, steps: tuple[Step, Step]) -> str:
    goals = "; ".join(picture.entablature) or _("none yet")
    over = [_("over the limit") if step.over else "" for step in steps]
    means = ". ".join(
        f"{step.text} ({word})" if word else step.text for step, word in zip(steps, over, strict=True)
    )
    return _("The strategy as a building. Goals it carries: %(goals)s. %(means)s.") % {
        "goals": goals,
        "means": means,
    }
