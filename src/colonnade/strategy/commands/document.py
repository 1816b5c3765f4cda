"""Command-line door of the strategy as it is stored: schema, import, export, list."""

import sys
from pathlib import Path
from typing import BinaryIO

import click
from django.utils import timezone

from colonnade.organization.models import Organization
from colonnade.organization.queries import NoSuchOrganization, the_organization
from colonnade.strategy import operations, queries
from colonnade.strategy.document import schema
from colonnade.strategy.document.source import MAX_BYTES, Refused
from colonnade.strategy.models import StrategyVersion
from colonnade.strategy.rules.findings import Severity

_organization = click.option(
    "--organization", "slug", default="", help="Its short name; may be left out where there is only one."
)


def _chosen(slug: str) -> Organization:
    try:
        return the_organization(slug=slug)
    except NoSuchOrganization as error:
        raise click.ClickException(str(error)) from error


@click.group()
def strategy() -> None:
    """Keep the organisation's strategy document: schema, import, export, list."""


@strategy.command("schema")
def schema_command() -> None:
    """Write the JSON Schema of the strategy document."""
    click.echo(schema.render(), nl=False)


def _summary(version: StrategyVersion) -> str:
    report = queries.check_version(version, today=timezone.localdate())
    counts = {severity: report.count(severity) for severity in (Severity.ERROR, Severity.WARNING)}
    return " and ".join(f"{n} {severity}{'' if n == 1 else 's'}" for severity, n in counts.items())


@strategy.command("import")
@click.argument("file", type=click.File("rb"))
@_organization
def import_command(file: BinaryIO, slug: str) -> None:
    """Store FILE ('-' for the standard input) as the organisation's draft.

    The text is stored as it is, also with errors in it: `colonnade check` says what to repair.
    """
    organization = _chosen(slug)
    try:
        saved = operations.put_document(
            organization=organization,
            text=file.read(MAX_BYTES + 1),
            base=None,
            actor=None,
            now=timezone.now(),
        )
    except (operations.StrategyRefused, Refused) as error:
        raise click.ClickException(str(error)) from error
    version = saved.version
    if not saved.changed:
        click.echo(f"Nothing to do: version {version.number} says the same already.")
        return
    click.echo(f"Stored as version {version.number} ({version.present.label}): {_summary(version)}.")


@strategy.command("export")
@click.option("--number", type=click.IntRange(min=1), help="Which version.  [default: the newest]")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A file instead of the screen.")
@_organization
def export_command(number: int | None, out: Path | None, slug: str) -> None:
    """Write a version's text."""
    organization = _chosen(slug)
    found = queries.current_version(organization)
    if number is not None:
        found = queries.version_numbered(organization, number)
    if found is None:
        wanted = "a strategy" if number is None else f"a version {number} of its strategy"
        raise click.ClickException(
            f"{organization} has not got {wanted}; `colonnade strategy list` shows all."
        )
    if out is None:
        sys.stdout.write(found.text)
        return
    try:
        out.write_text(found.text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}.") from error
    click.echo(f"Version {found.number} written to {out}.")


@strategy.command("list")
@_organization
def list_command(slug: str) -> None:
    """List the versions of the strategy, newest first."""
    organization = _chosen(slug)
    found = list(queries.versions(organization))
    if not found:
        click.echo(f"{organization} has no strategy yet: `colonnade strategy import FILE` stores one.")
    for version in found:
        who = f" by {version.changed_by}" if version.changed_by is not None else ""
        click.echo(
            f"{version.number:>4}  {version.present.label:<10}  {version.changed_at:%Y-%m-%d %H:%M} UTC{who}"
        )
