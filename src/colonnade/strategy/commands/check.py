"""Command-line door: check a strategy, as a document or as a sentence."""

import sys
from datetime import date, datetime
from pathlib import Path

import click
from django.utils import timezone

from colonnade.strategy.document.reading import read
from colonnade.strategy.document.source import MAX_BYTES
from colonnade.strategy.rules import Report, check, reference
from colonnade.strategy.rules.formats import FORMATS, Format
from colonnade.strategy.rules.selection import UnknownCode, select, selectors

STDIN = "-"


def _codes(_context: click.Context, _parameter: click.Parameter, texts: tuple[str, ...]) -> tuple[str, ...]:
    try:
        return selectors(texts)
    except UnknownCode as error:
        raise click.BadParameter(str(error)) from error


def _explain(context: click.Context, _parameter: click.Parameter, code: str | None) -> None:
    if code is None:
        return
    page = reference.explain(code)
    if page is None:
        raise click.BadParameter(f"there is no code '{code}'.")
    click.echo(page, nl=False)
    context.exit()


def _documentation(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:  # noqa: FBT001  # click passes flags so
    if wanted:
        click.echo(reference.render(), nl=False)
        context.exit()


def _bytes_of(name: str) -> bytes:
    """Return what ``name`` holds, but no more than is needed to see that it is too large."""
    if name == STDIN:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    with Path(name).open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


def _check_files(names: tuple[str, ...], today: date) -> tuple[dict[str, Report], list[str]]:
    reports: dict[str, Report] = {}
    unreadable: list[str] = []
    for name in names:
        shown = "stdin" if name == STDIN else name
        try:
            text = _bytes_of(name)
        except OSError as error:
            unreadable.append(f"{shown} cannot be read: {error.strerror or error}.")
            continue
        reports[shown] = check(read(text, name=shown), today=today)
    return reports, unreadable


@click.command("check")
@click.argument("files", nargs=-1, type=click.Path())
@click.option(
    "--format",
    "style",
    type=click.Choice([str(item) for item in Format]),
    default=str(Format.TEXT),
    show_default=True,
    help="How to write the findings.",
)
@click.option(
    "--select", "only", multiple=True, callback=_codes, help="Only these codes, such as CLA or COL601."
)
@click.option("--ignore", "without", multiple=True, callback=_codes, help="Not these codes.")
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Judge deadlines as on this day.  [default: the present day]",
)
@click.option(
    "--explain",
    metavar="CODE",
    callback=_explain,
    expose_value=False,
    is_eager=True,
    help="Say what a code means, with an example, and stop.",
)
@click.option(
    "--docs",
    is_flag=True,
    callback=_documentation,
    expose_value=False,
    is_eager=True,
    help="Write the page of all rules as Markdown, and stop.",
)
def check_command(
    files: tuple[str, ...],
    style: str,
    only: tuple[str, ...],
    without: tuple[str, ...],
    today: datetime | None,
) -> None:
    """Tell a strategy from a list of tactics.

    FILES are strategy documents (YAML); '-' reads the standard input. Ends with 0 where no error was found,
    with 1 where one was, and with 2 where the command could not do what was asked.
    """
    day = today.date() if today else timezone.localdate()
    if not files:
        raise click.UsageError("Name a file to check.")
    reports, unreadable = _check_files(files, day)
    chosen = {name: select(report, only=only, without=without) for name, report in reports.items()}
    if chosen:
        click.echo(FORMATS[Format(style)](chosen), nl=False)
    for message in unreadable:
        click.echo(message, err=True)
    if unreadable:
        sys.exit(2)
    if not all(report.ok for report in chosen.values()):
        sys.exit(1)
