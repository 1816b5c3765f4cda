"""Command-line door of the people we know."""

from pathlib import Path

import click
from django.utils import timezone

from colonnade.audience.operations import import_people
from colonnade.core.table_files import UnreadableFile
from colonnade.organization.queries import NoSuchOrganization, the_organization


@click.group("people")
def people() -> None:
    """People outside the organisation that it knows."""


@people.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--organization", "slug", default="", help="Needed where there are several.")
def import_file(file: Path, slug: str) -> None:
    """Import a CSV or JSON-lines FILE with the columns channel and handle.

    Columns name, relation and segment may follow; what they say of a known account replaces what was known.
    """
    try:
        done = import_people(
            organization=the_organization(slug=slug),
            data=file.read_bytes(),
            name=file.name,
            actor=None,
            now=timezone.now(),
        )
    except (UnreadableFile, NoSuchOrganization) as error:
        raise click.ClickException(f"{file}: {error} Nothing was imported.") from error
    click.echo(f"{done.people} people are known as the file says")
    for row in done.aside:
        click.echo(f"row {row['row']} kept aside: {row['reason']}", err=True)


COMMANDS = [people]
