"""A plan as text for a terminal; without colour and control codes where it goes into a file or a pipe."""

from collections.abc import Iterator
from io import StringIO
from typing import TextIO

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from colonnade.strategy.solver.result import MethodPlan, Plan, Proof, Use, Verdict
from colonnade.strategy.solver.wording import fte, hours, kpi_value, money, number, percent

PIPED_WIDTH = 110
BAR = 20
MOST_BLOCKS = 6
MOST_WEEKS = 8
VERDICT_STYLE = {
    Verdict.FITS: "bold green",
    Verdict.DOES_NOT_REACH: "bold yellow",
    Verdict.DOES_NOT_FIT: "bold red",
}


def write(plan: Plan, stream: TextIO) -> None:
    """Write ``plan`` to ``stream``."""
    if stream.isatty():
        _print(plan, Console(file=stream, highlight=False))
        return
    plain = Console(file=StringIO(), highlight=False, width=PIPED_WIDTH, no_color=True)
    with plain.capture() as captured:
        _print(plan, plain)
    # Tables are padded to their width; in a file that would only be noise.
    stream.writelines(f"{line.rstrip()}\n" for line in captured.get().splitlines())


def _print(plan: Plan, console: Console) -> None:
    for part in _parts(plan):
        console.print(part)


def _parts(plan: Plan) -> Iterator[RenderableType]:
    yield Text(plan.title or "Plan", style="bold")
    yield Text(plan.headline, style=VERDICT_STYLE[plan.verdict])
    yield Text(_proof(plan), style="dim")
    yield from _sentences("Goals", [goal.sentence for goal in plan.goals])
    yield from _section("", _goals(plan))
    yield from _section("What to do, units a week", _methods(plan))
    yield from _section("The first weeks, units to bring out", _weeks(plan))
    yield from _section("Hours used of the limit, by four weeks", _roles(plan))
    yield from _section("Money used of the limit, by month", _money(plan))
    yield from _sentences("What would make it fit", [remedy.sentence for remedy in plan.remedies])
    yield from _sentences("What a little more would buy", [item.sentence for item in plan.marginals])
    yield from _sentences("Left out, and why", [f"{item.name}: {item.reason}" for item in plan.rejected])
    yield from _sentences("What to test first", [item.sentence for item in plan.unknowns])
    yield from _sentences("What changed since the previous plan", _changes(plan))
    yield from _sentences("To know", plan.notes)


def _proof(plan: Plan) -> str:
    worth = f"Worth {money(plan.worth, plan.worth_unit)} over {len(plan.weeks)} weeks"
    if plan.verdict is Verdict.DOES_NOT_FIT:
        return f"{worth}, if the limits were stretched as little as possible."
    if plan.proof is Proof.FEASIBLE:
        return f"{worth}; time ran out, a better plan may gain up to {plan.gap:.1%}."
    return f"{worth}; proven to be within {max(plan.gap, 0.0001):.2%} of the best possible."


def _section(title: str, table: Table | None) -> Iterator[RenderableType]:
    if table is not None and table.row_count:
        heading = [Text(title, style="bold underline")] if title else []
        yield Group(Text(), *heading, Padding(table, (0, 0, 0, 1)))


def _sentences(title: str, sentences: list[str]) -> Iterator[RenderableType]:
    if sentences:
        table = Table.grid(padding=(0, 1))
        for sentence in sentences:
            table.add_row("  -", Text(sentence))
        yield Group(Text(), Text(title, style="bold underline"), table)


def _table(*columns: str, figures_from: int = 1) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for index, column in enumerate(columns):
        table.add_column(Text(column), justify="right" if index >= figures_from else "left", overflow="fold")
    return table


def _goals(plan: Plan) -> Table:
    table = _table("goal", "today", "if nothing is done", "expected", "80% interval", "target", "chance")
    for goal in plan.goals:
        table.add_row(
            Text(goal.name + (" (assumed)" if goal.assumed else "")),
            kpi_value(goal.baseline),
            kpi_value(goal.trend),
            Text(kpi_value(goal.expected), style="green" if goal.reaches else "red"),
            f"{kpi_value(goal.low)}\N{EN DASH}{kpi_value(goal.high)}",
            kpi_value(goal.target),
            percent(goal.chance),
        )
    return table


def _methods(plan: Plan) -> Table:
    blocks = plan.blocks[:MOST_BLOCKS]
    days = [f"{block.start.day} {block.start:%b}" for block in blocks]
    table = _table("method", "channel", *days, "hours", "cost")
    table.columns[1].justify = "left"
    for method in plan.methods:
        if method.chosen:
            table.add_row(*_method_row(plan, method, len(blocks)))
    if table.row_count and len(plan.blocks) > MOST_BLOCKS:
        table.add_row(
            Text(f"and {len(plan.blocks) - MOST_BLOCKS} more blocks in the saved plan", style="dim")
        )
    return table


def _method_row(plan: Plan, method: MethodPlan, blocks: int) -> list[Text]:
    name = method.name + (" (required)" if method.required else "")
    paces = [number(level.per_week) if level.units else "\N{MIDDLE DOT}" for level in method.levels[:blocks]]
    cost = money(method.cost, plan.currency) if method.cost else "\N{MIDDLE DOT}"
    return [Text(cell) for cell in (name, method.channel, *paces, hours(method.hours), cost)]


def _weeks(plan: Plan) -> Table:
    weeks = plan.weeks[:MOST_WEEKS]
    table = _table("method", *(f"{week.day} {week:%b}" for week in weeks))
    for method in plan.methods:
        if method.chosen:
            cells = [str(units) if units else "\N{MIDDLE DOT}" for units in method.weeks[: len(weeks)]]
            table.add_row(Text(method.name), *cells)
    return table


def _roles(plan: Plan) -> Table:
    table = _table("role", "from", "", "used", "limit", figures_from=3)
    for role in plan.roles:
        name = f"{role.name} ({fte(role.fte)} FTE)"
        for start, use in _turns(plan, role.blocks):
            table.add_row(Text(name), start, _bar(use), hours(use.used), hours(use.limit))
            name = ""
    return table


def _turns(plan: Plan, uses: list[Use]) -> Iterator[tuple[str, Use]]:
    """Yield the blocks at which the use changes: most plans keep a rhythm."""
    before: Use | None = None
    for block, use in zip(plan.blocks, uses, strict=True):
        if before is None or abs(use.used - before.used) > 0.05 or use.limit != before.limit:
            yield f"{block.start.day} {block.start:%b}", use
        before = use


def _money(plan: Plan) -> Table | None:
    if not any(use.used or use.limit for use in plan.money):
        return None
    table = _table("month", "", "used", "limit", figures_from=2)
    for use in plan.money:
        table.add_row(use.month, _bar(use), money(use.used, plan.currency), money(use.limit, plan.currency))
    return table


def _bar(use: Use) -> Text:
    share = use.used / use.limit if use.limit > 0 else float(use.used > 0)
    filled = min(BAR, round(share * BAR))
    over = use.used > use.limit * (1 + 1e-6) + 1e-6
    text = "\N{FULL BLOCK}" * filled + "\N{LIGHT SHADE}" * (BAR - filled)
    return Text(f"{text} {share:>4.0%}" if use.limit > 0 else text, style="red" if over else "cyan")


def _changes(plan: Plan) -> list[str]:
    if plan.previous_worth is None:
        return []
    before, now = (money(value, plan.worth_unit) for value in (plan.previous_worth, plan.worth))
    return [f"Worth {now}, before {before}.", *(change.sentence for change in plan.changes)]
