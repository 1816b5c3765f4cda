"""Command-line door of posts."""

from pathlib import Path

import click
from django.core.exceptions import ValidationError
from django.utils import timezone

from colonnade.core.table_files import UnreadableFile
from colonnade.organization.queries import NoSuchOrganization, the_organization
from colonnade.pillars.promotion.composer import queries
from colonnade.pillars.promotion.composer.importing import import_posts


@click.group("posts")
def posts() -> None:
    """Posts as people write them, before they go out."""


@posts.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--organization", "slug", default="", help="Needed where there are several.")
def import_file(file: Path, slug: str) -> None:
    """Begin a post for each row of a CSV or JSON-lines FILE with the columns title and text.

    Columns profiles (names, apart by semicolons), link, campaign, first comment, language and time may
    follow. Nothing is handed in.
    """
    try:
        done = import_posts(
            organization=the_organization(slug=slug),
            data=file.read_bytes(),
            name=file.name,
            actor=None,
            now=timezone.now(),
        )
    except (UnreadableFile, NoSuchOrganization) as error:
        raise click.ClickException(f"{file}: {error} Nothing was imported.") from error
    except ValidationError as error:
        raise click.ClickException(f"{file}: {' '.join(error.messages)} Nothing was imported.") from error
    click.echo(f"{len(done.posts)} posts were begun")
    for row in done.aside:
        click.echo(f"row {row['row']} kept aside: {row['reason']}", err=True)


@posts.command("list")
@click.option("--state", default="", help="A state of the outbox such as scheduled, or unsent.")
@click.option("--organization", "slug", default="", help="Needed where there are several.")
def list_posts(state: str, slug: str) -> None:
    """List posts with where they stand, the last changed first."""
    try:
        organization = the_organization(slug=slug)
    except NoSuchOrganization as error:
        raise click.ClickException(str(error)) from error
    for post in queries.find(organization=organization, wanted=queries.Wanted(state=state)):
        places = ", ".join(
            f"{variant.profile}: {variant.publication.state if variant.publication else 'not handed in'}"
            for variant in post.variants.all()
        )
        click.echo(f"{post.pk}: {post.title} ({places or 'no profile'})")


COMMANDS = [posts]
