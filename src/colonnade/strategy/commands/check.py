"""Command-line door: check a strategy, as documents or as a sentence."""

import json
import sys
from datetime import date, datetime
from pathlib import Path

import click
from django.utils import timezone

from colonnade.strategy.document.reading import read
from colonnade.strategy.document.source import MAX_BYTES
from colonnade.strategy.rules import Report, check, reference
from colonnade.strategy.rules.formats import FORMATS, Format, as_json
from colonnade.strategy.rules.selection import UnknownCode, select, selectors
from colonnade.strategy.sentence import SentenceReading, TextTooLong, judge, to_draft, understand
from colonnade.strategy.sentence.describing import as_json as reading_as_json
from colonnade.strategy.sentence.describing import to_text as reading_to_text
from colonnade.strategy.sentence.findings import too_long

STDIN = "-"
TEXT = "text"


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
    """Return the reports by file name, and a message for each file that cannot be read."""
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


def _check_text(text: str, today: date) -> tuple[Report, SentenceReading | None]:
    try:
        reading = understand(text, today=today)
    except TextTooLong as error:
        return too_long(str(error)), None
    return judge(reading), reading


def _write_text_report(report: Report, reading: SentenceReading | None, style: Format) -> None:
    if style is Format.JSON:
        said = {"reading": reading_as_json(reading) if reading else None}
        click.echo(json.dumps({**as_json({TEXT: report}), **said}, indent=2, ensure_ascii=False))
        return
    if style is Format.TEXT and reading is not None:
        click.echo(reading_to_text(reading))
    click.echo(FORMATS[style]({TEXT: report}), nl=False)
    if style is Format.TEXT and reading is not None and reading.goals:
        click.echo("Add --draft to make a first strategy document of it.")


def _require_one(files: tuple[str, ...], text: str | None, *, draft: bool) -> None:
    if text is None and draft:
        raise click.UsageError("--draft makes a document of a sentence; give one with --text.")
    if text is not None and files:
        raise click.UsageError("Give files or --text, not both.")
    if text is None and not files:
        raise click.UsageError(
            "Name a file to check ('-' for the standard input), or give a sentence with --text."
        )


@click.command("check")
@click.argument("files", nargs=-1, type=click.Path())
@click.option("--text", help="A sentence that says what the strategy is, instead of files.")
@click.option("--draft", is_flag=True, help="With --text: write a first document of what was understood.")
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
    *,
    files: tuple[str, ...],
    text: str | None,
    draft: bool,
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
    _require_one(files, text, draft=draft)
    if text is not None:
        report, reading = _check_text(text, day)
        if draft and reading is not None:
            click.echo(to_draft(reading), nl=False)
        else:
            _write_text_report(select(report, only=only, without=without), reading, Format(style))
        sys.exit(0 if report.ok else 1)
    reports, unreadable = _check_files(files, day)
    chosen = {name: select(report, only=only, without=without) for name, report in reports.items()}
    if chosen:
        click.echo(FORMATS[Format(style)](chosen), nl=False)
    for message in unreadable:
        click.echo(message, err=True)
    if unreadable:
        sys.exit(2)
    sys.exit(0 if all(report.ok for report in chosen.values()) else 1)
