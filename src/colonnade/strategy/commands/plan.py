"""Command-line door: plan a strategy document."""

import os
import sys
from pathlib import Path

import click
from pydantic import ValidationError

from colonnade.strategy.document.model import Strategy
from colonnade.strategy.document.reading import read
from colonnade.strategy.document.source import MAX_BYTES
from colonnade.strategy.solver import NotReady, OutOfTime, Plan, solve
from colonnade.strategy.solver.text import write
from colonnade.strategy.solver.whatif import NotAWhatIf, with_limits

STDIN = "-"
SUFFIX = ".plan.json"


class CannotPlan(click.ClickException):
    """The command could not do what was asked: exit code 2, as 1 says that a plan does not fit."""

    exit_code = 2


@click.command("plan")
@click.argument("file", type=click.Path())
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print the plan.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to save the plan as JSON.  [default: FILE with the ending .plan.json; nothing for what-ifs]",
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**31 - 1),
    default=0,
    show_default=True,
    help="Of the search and the simulated draws.",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(0, 86400, min_open=True),
    default=10.0,
    show_default=True,
    help="Seconds for each search: for the targets, for the worth, and for each new plan that explains.",
)
@click.option(
    "--gap",
    type=click.FloatRange(0, 1),
    default=0.005,
    show_default=True,
    help="How far, relatively, the plan may be from the best possible.",
)
@click.option(
    "--what-if",
    "changes",
    multiple=True,
    metavar="LIMIT=CHANGE",
    help="Plan with other limits and show what that changes: writer=+0.5, money=2000. May be repeated.",
)
def plan_command(
    file: str,
    style: str,
    out: Path | None,
    seed: int,
    time_limit: float,
    gap: float,
    changes: tuple[str, ...],
) -> None:
    """Find the most that the goals can get within the hours and the money.

    FILE is a strategy document (YAML); '-' reads the standard input. The plan is printed and saved; where an
    earlier one is found in the same place, what changed since is listed. Ends with 0 where the strategy fits,
    with 1 where it does not, and with 2 where it cannot be planned.
    """
    strategy = _strategy(file)
    target = out or _beside(file, what_if=bool(changes))
    previous = _previous(target)
    try:
        if changes:
            changed = with_limits(strategy, list(changes))
            previous = solve(strategy, seed=seed, time_limit=time_limit, gap=gap)
            strategy = changed
        plan = solve(strategy, seed=seed, time_limit=time_limit, gap=gap, previous=previous)
    except NotAWhatIf as error:
        raise click.UsageError(str(error)) from error
    except OutOfTime as error:
        raise CannotPlan(str(error)) from error
    except NotReady as error:
        raise CannotPlan(_not_ready(file, error)) from error
    _print(plan, style)
    if target is not None:
        _save(plan, target)
    sys.exit(0 if plan.fits else 1)


def _strategy(file: str) -> Strategy:
    result = read(_bytes_of(file), name=file)
    if result.strategy is None:
        problems = "\n".join(
            f"  {file}:{item.line}:{item.column} {item.message} {item.fix}".rstrip()
            for item in result.problems
        )
        raise CannotPlan(f"{file} is not a strategy document yet; nothing was planned.\n{problems}")
    return result.strategy


def _bytes_of(file: str) -> bytes:
    """Return what ``file`` holds, but no more than is needed to see that it is too large."""
    if file == STDIN:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        with Path(file).open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise CannotPlan(f"{file} cannot be read: {error.strerror or error}.") from error


def _beside(file: str, *, what_if: bool) -> Path | None:
    return None if what_if or file == STDIN else Path(file).with_suffix(SUFFIX)


def _previous(target: Path | None) -> Plan | None:
    """Return the plan that is about to be replaced.

    Raises:
        CannotPlan: the file is there and is no plan, so that it must not be replaced.
    """
    if target is None or not target.exists():
        return None
    try:
        return Plan.model_validate_json(target.read_bytes())
    except (ValidationError, OSError) as error:
        raise CannotPlan(
            f"{target} is there but cannot be read as a plan, so it was kept and nothing was planned; "
            "move it away or name another file with --out."
        ) from error


def _not_ready(file: str, error: NotReady) -> str:
    lacking = "\n".join(f"  {reason}" for reason in error.reasons)
    return (
        f"{file} cannot be planned yet; it lacks:\n{lacking}\n"
        "Complete it and try again; 'colonnade check' helps."
    )


def _print(plan: Plan, style: str) -> None:
    if style == "json":
        click.echo(plan.model_dump_json(indent=2))
    else:
        write(plan, sys.stdout)


def _save(plan: Plan, target: Path) -> None:
    """Write the plan whole or not at all."""
    draft = target.with_name(f"{target.name}.{os.getpid()}.tmp")
    try:
        draft.write_text(plan.model_dump_json(indent=2) + "\n", encoding="utf-8")
        draft.replace(target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise CannotPlan(f"The plan could not be saved to {target}: {error.strerror or error}.") from error
    click.echo(f"\nSaved to {target}", err=True)
