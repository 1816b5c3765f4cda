"""``colonnade ask``: the six questions on the command line."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from colonnade.core.jobs.context import JobFailed
from colonnade.organization.queries import NoSuchOrganization, the_organization
from colonnade.pillars.listening.questions.answer import Cell, csv_line
from colonnade.pillars.listening.questions.asking import KEYS
from colonnade.pillars.listening.questions.filters import SENTIMENTS, WrongFilter, read_filters
from colonnade.pillars.listening.questions.jobs import answer_question
from colonnade.pillars.listening.understanding.intents.names import INTENTS
from colonnade.warehouse.owner import OwnerGone, run_at_owner
from colonnade.warehouse.ownership import OwnedElsewhere
from colonnade.warehouse.store import close_store

ROWS_SHOWN = 15
JsonObject = Mapping[str, Any]


@click.command("ask")
@click.argument("question", type=click.Choice(KEYS))
@click.option("--since", metavar="DAY", help="First day, as 2026-03-01, in the organisation's time zone.")
@click.option("--until", metavar="DAY", help="Last day, included.")
@click.option("--channel", help="Only this network or site.")
@click.option("--language", help="Only this language (ISO 639-1).")
@click.option("--sentiment", type=click.Choice(SENTIMENTS), help="Only posts with this label.")
@click.option("--brand", help='Ask about this brand instead of your own; "*" for every post.')
@click.option("--author", help="Only posts by this author id, such as x:alice.")
@click.option("--term", help="Only posts with one of these words, #hashtags or @handles, apart by commas.")
@click.option("--text", help="Only posts that contain this.")
@click.option("--place", help="Only posts with this place.")
@click.option("--intent", type=click.Choice(INTENTS), help="Only posts that were found to have it.")
@click.option("--topic", help="Only posts that match this topic query too.")
@click.option("--unit", help="Only posts that match a query of this business unit (its short name).")
@click.option("--community", help="Only posts in this part of a network, such as r/excavators.")
@click.option("--known", help="Only posts by people known as this: a relation (customer) or a segment.")
@click.option(
    "--kept", is_flag=True, help="Take an earlier answer, where posts are very many and one is kept."
)
@click.option("--asks", is_flag=True, default=None, help="Only posts that ask a question.")
@click.option(
    "--format", "shape", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True
)
@click.option("--table", "key", default="", help="Which table to write as CSV; the first by default.")
@click.option("--organization", "slug", default="", help="Needed where there are several.")
def ask(question: str, shape: str, key: str, slug: str, *, kept: bool, **given: str | None) -> None:
    """Ask QUESTION of the stored posts."""
    said = {name: str(value) for name, value in given.items() if value}
    try:
        read_filters(said)
        organization = the_organization(slug=slug)
        kwargs = {
            "organization_id": organization.pk,
            "question": question,
            "filters": said,
            "fresh": not kept,
        }
        answer = run_at_owner(answer_question, kwargs=kwargs)
    except (WrongFilter, NoSuchOrganization, JobFailed, OwnedElsewhere, OwnerGone) as error:
        raise click.ClickException(str(error)) from error
    finally:
        close_store()
    _write(answer, shape, key)


def _write(answer: JsonObject, shape: str, key: str) -> None:
    if shape == "json":
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    elif shape == "csv":
        table = _chosen(tables_of(answer), key)
        click.echo(csv_line(table["columns"]), nl=False)
        for row in table["rows"]:
            click.echo(csv_line(row["cells"]), nl=False)
    else:
        _print(Console(), answer)


def tables_of(answer: JsonObject) -> list[JsonObject]:
    """Return the tables of an answer, and its charts as tables, by which each figure can be had as CSV."""
    return [*answer["tables"], *(_figures(chart) for chart in answer["charts"])]


def _figures(chart: JsonObject) -> JsonObject:
    columns = [""]
    columns_of_figures: list[Sequence[Cell]] = []
    unit = f" ({chart['unit']})" if chart["unit"] else ""
    for series in chart["series"]:
        columns.append(f"{series['name']}{unit}")
        columns_of_figures.append(series["values"])
        if series["low"]:
            columns += ["low", "high"]
            columns_of_figures += [series["low"], series["high"]]
    rows = [
        {"cells": [category, *(figures[place] for figures in columns_of_figures)]}
        for place, category in enumerate(chart["categories"])
    ]
    return {
        "key": chart["key"],
        "title": chart["question"],
        "note": chart["answer"],
        "columns": columns,
        "rows": rows,
        "empty": "",
    }


def _chosen(tables: Sequence[JsonObject], key: str) -> JsonObject:
    found = [table for table in tables if key in ("", table["key"])]
    if not found:
        known = ", ".join(table["key"] for table in tables) or "none for this answer"
        raise click.ClickException(f"There is no table '{key}' to write; there are: {known}.")
    return found[0]


def _print(console: Console, answer: JsonObject) -> None:
    console.print(f"[bold]{escape(answer['title'])}[/bold]")
    console.print(escape(answer["sentence"]), highlight=False)
    if answer["as_of"]:
        console.print(_as_of(answer["as_of"]), highlight=False, style="yellow")
    for caveat in answer["caveats"]:
        console.print(f"- {escape(caveat)}", highlight=False, style="dim")
    for table in [*(_figures(chart) for chart in answer["charts"]), *answer["tables"]]:
        console.print()
        _print_table(console, table)


def _as_of(kept: JsonObject) -> str:
    moment = datetime.fromisoformat(kept["moment"])
    return f"As of {moment:%Y-%m-%d %H:%M}; {kept['posts_since']:,} posts came since."


def _print_table(console: Console, table: JsonObject) -> None:
    console.print(f"[bold]{escape(table['title'])}[/bold]")
    if table["note"]:
        console.print(escape(table["note"]), highlight=False)
    if not table["rows"]:
        console.print(escape(table["empty"]), highlight=False)
        return
    shown = Table(box=None, pad_edge=False)
    sample = table["rows"][0]["cells"]
    for name, cell in zip(table["columns"], sample, strict=True):
        shown.add_column(escape(name), justify="right" if isinstance(cell, int | float) else "left")
    for row in table["rows"][:ROWS_SHOWN]:
        shown.add_row(*(escape(_cell(cell)) for cell in row["cells"]))
    console.print(shown)
    left = len(table["rows"]) - ROWS_SHOWN
    if left > 0:
        console.print(f"{left} more: --format csv --table {table['key']}", style="dim", highlight=False)


def _cell(value: Cell) -> str:
    if value is None:
        return "-"
    return f"{value:,}" if isinstance(value, int) else str(value)
