"""``colonnade leads``: list, export, score, and import what sales made of leads."""

from pathlib import Path

import click
from django.utils import timezone

from colonnade.audience.leads import operations, queries
from colonnade.audience.leads.files import csv_lines
from colonnade.audience.leads.queries import LeadFilter
from colonnade.core.table_files import UnreadableFile
from colonnade.organization.models import Organization
from colonnade.organization.queries import NoSuchOrganization, the_organization

_organization = click.option("--organization", "slug", default="", help="Needed where there are several.")


def _named(slug: str) -> Organization:
    try:
        return the_organization(slug=slug)
    except NoSuchOrganization as error:
        raise click.ClickException(str(error)) from error


@click.group("leads")
def leads() -> None:
    """People who gave the company a way to reach them."""


@leads.command("figures")
@_organization
def figures(slug: str) -> None:
    """Say what leads did for each goal."""
    found = queries.figures_by_goal(organization=_named(slug))
    for one in found:
        click.echo(
            f"{one.goal or 'no goal'}: {one.leads} leads, {one.mql} MQLs, {one.sql} accepted by sales, "
            f"{one.won} won, worth {one.value:,.2f}"
        )
    if not found:
        click.echo("There is no lead yet.")


@leads.command("export")
@click.option("--state", default="", help="Only leads in this state.")
@click.option("--goal", default="", help="Only leads of this goal.")
@_organization
def export(state: str, goal: str, slug: str) -> None:
    """Write leads as CSV to the standard output."""
    found = queries.leads_of(organization=_named(slug), chosen=LeadFilter(state=state, goal=goal))
    for line in csv_lines(found.iterator(chunk_size=500)):
        click.echo(line, nl=False)


@leads.command("score")
@_organization
def score(slug: str) -> None:
    """Score all open leads anew, and qualify those that are ready."""
    done = operations.rescore(organization=_named(slug), now=timezone.now())
    click.echo(f"{done.leads} leads scored, {done.qualified} of them newly qualified")


@leads.command("outcomes")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_organization
def outcomes(file: Path, slug: str) -> None:
    """Import a CSV or JSON-lines FILE with an outcome for each lead (by email or lead number)."""
    try:
        done = operations.import_outcomes(
            organization=_named(slug), data=file.read_bytes(), name=file.name, actor=None, now=timezone.now()
        )
    except UnreadableFile as error:
        raise click.ClickException(f"{file}: {error} Nothing was imported.") from error
    click.echo(f"{done.changed} leads have changed, {done.known} rows said what was known")
    for row in done.aside:
        click.echo(f"row {row['row']} kept aside: {row['reason']}", err=True)


COMMANDS = [leads]
