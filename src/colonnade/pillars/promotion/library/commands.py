"""Command-line door of the library."""

from datetime import datetime
from pathlib import Path

import click
from django.core.exceptions import ValidationError
from django.utils import timezone

from colonnade.organization.queries import NoSuchOrganization, the_organization
from colonnade.pillars.promotion.library import operations, queries


@click.group("library")
def library() -> None:
    """Images and videos for posts and pages."""


@library.command("add")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--title", default="", help="The file's name where none is given.")
@click.option("--alt", "alt_text", default="", help="What is to be seen, for those who do not see it.")
@click.option("--decorative", is_flag=True, help="It tells nothing that the text does not.")
@click.option("--tag", "tags", multiple=True, help="May be given several times.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Last day on which it may be used.")
@click.option("--source", default="", help="Who made it, or where it was bought.")
@click.option("--organization", "slug", default="", help="Needed where there are several.")
def add(
    file: Path,
    title: str,
    alt_text: str,
    decorative: bool,  # noqa: FBT001  click passes each option by name
    tags: tuple[str, ...],
    until: datetime | None,
    source: str,
    slug: str,
) -> None:
    """Check FILE by its content and take it into the library."""
    description = operations.Description(
        title=title or file.stem,
        alt_text=alt_text,
        decorative=decorative,
        tags=tags,
        expires_on=until.date() if until else None,
        source=source,
    )
    try:
        with file.open("rb") as content:
            item = operations.add(
                organization=the_organization(slug=slug),
                file=content,
                description=description,
                actor=None,
                now=timezone.now(),
            )
    except NoSuchOrganization as error:
        raise click.ClickException(str(error)) from error
    except ValidationError as error:
        raise click.ClickException(f"{file}: {' '.join(error.messages)} Nothing was kept.") from error
    click.echo(f"{item.pk}: {item.title} ({item.media_type}, {item.width} x {item.height})")


@library.command("list")
@click.option("--text", default="", help="Contained in title, alternative text, source or a tag.")
@click.option(
    "--state", type=click.Choice(["usable", "expiring", "undescribed", "retired"]), default="usable"
)
@click.option("--organization", "slug", default="", help="Needed where there are several.")
def list_items(text: str, state: str, slug: str) -> None:
    """List what the library has, newest first."""
    try:
        organization = the_organization(slug=slug)
    except NoSuchOrganization as error:
        raise click.ClickException(str(error)) from error
    wanted = queries.Wanted(text=text, state=state)
    for item in queries.find(organization=organization, wanted=wanted, today=timezone.localdate()):
        until = f", until {item.expires_on}" if item.expires_on else ""
        click.echo(f"{item.pk}: {item.title} ({item.media_type}, {item.width} x {item.height}{until})")


COMMANDS = [library]
