"""Command-line door of measurement."""

from pathlib import Path

import click
from django.utils import timezone

from colonnade.core.table_files import UnreadableFile
from colonnade.measurement import queries
from colonnade.measurement.operations import import_readings
from colonnade.organization.queries import NoSuchOrganization, the_organization


@click.group("measure")
def measure() -> None:
    """What was measured: readings of KPIs."""


@measure.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--organization", "slug", default="", help="Needed where there are several.")
def import_file(file: Path, slug: str) -> None:
    """Import a CSV or JSON-lines FILE with the columns date, metric and value."""
    try:
        done = import_readings(
            organization=the_organization(slug=slug),
            data=file.read_bytes(),
            name=file.name,
            actor=None,
            now=timezone.now(),
        )
    except (UnreadableFile, NoSuchOrganization) as error:
        raise click.ClickException(f"{file}: {error} Nothing was imported.") from error
    click.echo(f"{done.new} readings added, {done.changed} replaced, {done.known} known already")
    for row in done.aside:
        click.echo(f"row {row['row']} kept aside: {row['reason']}", err=True)


@measure.command("list")
@click.option("--organization", "slug", default="", help="Needed where there are several.")
def list_metrics(slug: str) -> None:
    """List the measured metrics with their newest figure."""
    try:
        organization = the_organization(slug=slug)
    except NoSuchOrganization as error:
        raise click.ClickException(str(error)) from error
    for found in queries.series(organization):
        click.echo(f"{found.id}\t{len(found.values)} readings\t{found.values[-1]:g} on {found.days[-1]}")


COMMANDS = [measure]
