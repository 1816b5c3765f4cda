"""``colonnade listen query``: queries in the query language."""

import json
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from django.core.exceptions import ValidationError
from django.utils import timezone
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from colonnade.core.jobs.context import JobFailed, Progress
from colonnade.organization.models import Organization
from colonnade.pillars.listening import queries
from colonnade.pillars.listening.commands.brands import (
    brand_named,
    kind_option,
    named_organization,
    organization_option,
    unit_named,
    unit_option,
)
from colonnade.pillars.listening.commands.group import listen
from colonnade.pillars.listening.jobs import match_stored_posts, try_on_stored_posts
from colonnade.pillars.listening.models import BrandKind
from colonnade.pillars.listening.operations import brands as operations
from colonnade.pillars.listening.query import Parsed, QueryRefused, parse, render
from colonnade.pillars.listening.query.describe import describe, outline
from colonnade.warehouse.owner import OwnerGone, run_at_owner
from colonnade.warehouse.ownership import OwnedElsewhere

_text = click.argument("text")
_as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


@listen.group("query")
def query() -> None:
    """Queries in the query language; TEXT may be @FILE, or - for standard input."""


def _read(text: str) -> tuple[str, Parsed]:
    source = _source(text)
    try:
        return source, parse(source)
    except QueryRefused as refused:
        remark = refused.remark
        indented = remark.marked.replace("\n", "\n  ")
        raise click.ClickException(f"{refused}\n\n  {indented}") from refused


def _source(text: str) -> str:
    if text == "-":
        return sys.stdin.read().rstrip("\n")
    path = Path(text[1:])
    if not (text.startswith("@") and path.is_file()):  # else it is a handle
        return text
    try:
        return path.read_text(encoding="utf-8").rstrip("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{path} cannot be read as UTF-8 text: {error}.") from error


@query.command("check")
@_text
@_as_json
def check(text: str, *, as_json: bool) -> None:
    """Say how TEXT is read, without saving it; exit code 1 where it is refused."""
    _source_text, parsed = _read(text)
    tree = describe(parsed.node)
    if as_json:
        hints = [{"line": hint.line, "column": hint.column, "message": str(hint)} for hint in parsed.hints]
        click.echo(
            json.dumps(
                {"query": render(parsed.node), "reading": outline(tree), "hints": hints}, ensure_ascii=False
            )
        )
        return
    click.echo(f"{outline(tree)}\n\nIn full: {render(parsed.node)}")
    for hint in parsed.hints:
        click.echo(f"Note {hint}", err=True)


@query.command("test")
@_text
@organization_option
@_as_json
def test(text: str, slug: str, *, as_json: bool) -> None:
    """Try TEXT on the stored posts, without saving it."""
    organization = named_organization(slug)
    source, _parsed = _read(text)
    kwargs = {
        "organization_id": organization.pk,
        "text": source,
        "zone": str(ZoneInfo(organization.time_zone)),
    }
    try:
        trial = run_at_owner(try_on_stored_posts, kwargs=kwargs)
    except (OwnedElsewhere, OwnerGone, JobFailed) as error:
        raise click.ClickException(f"The query is read, but could not be tried: {error}.") from error
    if as_json:
        click.echo(json.dumps(trial, ensure_ascii=False))
        return
    console = Console()
    console.print(trial["sentence"])
    for title, examples in (
        ("Some that match, at random:", trial["examples"]),
        (f"Left out by NOT ({trial['excluded']:,}):", trial["examples_excluded"]),
    ):
        if examples:
            console.print(f"\n{title}", markup=False)
        for example in examples:
            line = Text("  ")
            for piece, found in example["pieces"]:
                line.append(
                    " ".join(piece.split(" ")).replace("\n", " "), style="bold reverse" if found else ""
                )
            console.print(line)


@query.command("save")
@click.argument("name")
@_text
@kind_option
@unit_option
@organization_option
def save(name: str, text: str, kind: str | None, unit_slug: str, slug: str) -> None:
    """Save TEXT under NAME; of a name that is there, a new version. Stored posts are matched at once."""
    organization = named_organization(slug)
    source, parsed = _read(text)
    known = queries.brands_of(organization=organization).filter(name__iexact=name).first()
    unit = unit_named(organization, unit_slug) if unit_slug or known is None else known.unit
    settings = operations.BrandSettings(
        name=name if known is None else known.name,
        kind=BrandKind(kind or (known.kind if known else BrandKind.TOPIC)),
        text=source,
        unit=unit,
    )
    now = timezone.now()
    try:
        if known is None:
            saved = operations.add_brand(
                organization=organization, settings=settings, actor=None, now=now, match=False
            )
        else:
            saved = operations.change_brand(brand=known, settings=settings, actor=None, now=now, match=False)
    except ValidationError as error:
        raise click.ClickException(" ".join(error.messages)) from error
    click.echo(f"Saved {saved.name}, version {saved.version}: {render(parsed.node)}")
    for hint in parsed.hints:
        click.echo(f"Note {hint}", err=True)
    _match(organization, [saved.pk])


@query.command("list")
@organization_option
@_as_json
def list_queries(slug: str, *, as_json: bool) -> None:
    """List what is listened for, each in the query language."""
    found = list(queries.brands_of(organization=named_organization(slug)))
    if as_json:
        rows = [
            {"name": item.name, "kind": item.kind, "version": item.version, "query": item.written}
            for item in found
        ]
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    if not found:
        click.echo('Nothing yet. Begin with: colonnade listen query save "Leaks" "acme NEAR/5 leak*"')
        return
    table = Table("name", "kind", "version", "query")
    for item in found:
        table.add_row(
            escape(item.name), str(item.get_kind_display()), str(item.version), escape(item.written)
        )
    Console().print(table)


@query.command("versions")
@click.argument("name")
@organization_option
def versions(name: str, slug: str) -> None:
    """List the versions of the query NAME, newest first."""
    known = brand_named(named_organization(slug), name)
    table = Table("version", "changed", "by", "query")
    for version in queries.versions_of(brand=known):
        made = timezone.localtime(version.created_at, ZoneInfo(known.organization.time_zone))
        by = escape(str(version.actor or "-"))
        table.add_row(str(version.number), f"{made:%Y-%m-%d %H:%M}", by, escape(version.written))
    Console().print(table)


@query.command("backfill")
@click.argument("names", nargs=-1)
@organization_option
def backfill(names: tuple[str, ...], slug: str) -> None:
    """Match stored posts against the queries NAMES, or against all; goes on where an earlier run stopped."""
    organization = named_organization(slug)
    if names:
        ids = [brand_named(organization, name).pk for name in names]
    else:
        ids = list(queries.brands_of(organization=organization).values_list("pk", flat=True))
    if not ids:
        raise click.ClickException("There is no query yet. Save one with: colonnade listen query save")
    _match(organization, ids)


def _match(organization: Organization, ids: list[int]) -> None:
    """Match the stored posts now, so that the next question sees it."""
    kwargs = {"organization_id": organization.pk, "query_ids": ids}

    def show(progress: Progress) -> None:
        if progress.total:
            click.echo(f"\r{progress.done:,} of {progress.total:,} posts", nl=False, err=True)

    try:
        found = run_at_owner(match_stored_posts, kwargs=kwargs, on_progress=show)
    except (OwnedElsewhere, OwnerGone, JobFailed) as error:
        raise click.ClickException(
            f"The queries are saved, but stored posts are not all matched: {error}. "
            "What was done is kept; go on with: colonnade listen query backfill"
        ) from error
    click.echo("", err=True)
    click.echo(f"{found:,} stored posts match.")
