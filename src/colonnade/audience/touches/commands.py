"""Command-line door of touches: figures of other systems come in as files."""

from pathlib import Path

import click
from django.utils import timezone

from colonnade.audience.touches.kinds import System
from colonnade.audience.touches.reporting import import_report
from colonnade.core.table_files import UnreadableFile
from colonnade.organization.queries import NoSuchOrganization, the_organization


@click.group("touches")
def touches() -> None:
    """What people outside met of ours, and what other systems counted of it."""


@touches.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--system", type=click.Choice(System.values), required=True, help="Which system exported it.")
@click.option("--organization", "slug", default="", help="Needed where there are several.")
def import_file(file: Path, system: str, slug: str) -> None:
    """Import FILE, an export of web analytics or of an advertisement account, by day and campaign.

    What it says of a known day, source and campaign replaces what was known.
    """
    try:
        done = import_report(
            organization=the_organization(slug=slug),
            system=System(system),
            data=file.read_bytes(),
            name=file.name,
            actor=None,
            now=timezone.now(),
        )
    except (UnreadableFile, NoSuchOrganization) as error:
        raise click.ClickException(f"{file}: {error} Nothing was imported.") from error
    click.echo(f"{done.figures} figures are stored as the file says")
    for row in done.aside:
        click.echo(f"row {row['row']} kept aside: {row['reason']}", err=True)


COMMANDS = [touches]
