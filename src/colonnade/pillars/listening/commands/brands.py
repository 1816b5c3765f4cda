"""``colonnade listen brand``: what is listened for."""

import click
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from colonnade.core.jobs.context import JobFailed
from colonnade.organization.models import BusinessUnit, Organization
from colonnade.organization.queries import NoSuchOrganization, the_organization
from colonnade.pillars.listening import queries
from colonnade.pillars.listening.commands.group import listen
from colonnade.pillars.listening.jobs import match_stored_posts
from colonnade.pillars.listening.models import BrandKind, BrandQuery
from colonnade.pillars.listening.operations import brands as operations
from colonnade.warehouse.owner import OwnerGone, run_at_owner
from colonnade.warehouse.ownership import OwnedElsewhere

organization_option = click.option(
    "--organization", "slug", default="", help="Needed where there are several."
)
_kind = click.option(
    "--kind", type=click.Choice([str(kind) for kind in BrandKind]), default="own", show_default=True
)
kind_option = click.option(
    "--kind",
    type=click.Choice([str(kind) for kind in BrandKind]),
    help="Left as it is if not given; a new query is a topic.",
)
_term = click.option(
    "--term", "terms", multiple=True, help="A word, a phrase, @handle or #tag; the name where none is given."
)
_not = click.option("--not", "excluded", multiple=True, help="Posts with this term are left out.")
unit_option = click.option(
    "--unit", "unit_slug", default="", help="Slug of the business unit that it belongs to."
)


@listen.group("brand")
def brand() -> None:
    """The brands, competitors and topics to listen for."""


def named_organization(slug: str) -> Organization:
    """Return the organisation ``slug``, or the only one. Raises ``ClickException``."""
    try:
        return the_organization(slug=slug)
    except NoSuchOrganization as error:
        raise click.ClickException(str(error)) from error


def unit_named(organization: Organization, slug: str) -> BusinessUnit | None:
    if not slug:
        return None
    unit = organization.units.filter(slug=slug).first()
    if unit is None:
        known = ", ".join(organization.units.values_list("slug", flat=True)) or "none yet"
        raise click.ClickException(f"There is no business unit '{slug}'; there are: {known}.")
    return unit


def brand_named(organization: Organization, name: str) -> BrandQuery:
    """Return a saved query. Raises ``ClickException``."""
    found: QuerySet[BrandQuery] = queries.brands_of(organization=organization)
    known = found.filter(name__iexact=name).first()
    if known is None:
        names = ", ".join(item.name for item in found) or "none yet"
        raise click.ClickException(f"There is no brand '{name}'; there are: {names}.")
    return known


def _match(organization: Organization, query_id: int) -> None:
    """Match the stored posts now, so that the next question sees it."""
    kwargs = {"organization_id": organization.pk, "query_ids": [query_id]}
    try:
        found = run_at_owner(match_stored_posts, kwargs=kwargs)
    except (OwnedElsewhere, OwnerGone, JobFailed) as error:
        click.echo(f"Saved. Stored posts will be matched by the server: {error}.")
    else:
        click.echo(f"{found:,} stored posts match.")


@brand.command("add")
@click.argument("name")
@_kind
@_term
@_not
@unit_option
@organization_option
def add(
    name: str, kind: str, terms: tuple[str, ...], excluded: tuple[str, ...], unit_slug: str, slug: str
) -> None:
    """Listen for NAME."""
    organization = named_organization(slug)
    try:
        made = operations.add_brand(
            organization=organization,
            settings=operations.BrandSettings(
                name=name,
                kind=BrandKind(kind),
                terms=terms,
                excluded=excluded,
                unit=unit_named(organization, unit_slug),
            ),
            actor=None,
            now=timezone.now(),
            match=False,
        )
    except ValidationError as error:
        raise click.ClickException(" ".join(error.messages)) from error
    click.echo(f"Listening for {made.name}: {', '.join(made.terms)}")
    _match(organization, made.pk)


@brand.command("change")
@click.argument("name")
@click.option(
    "--kind", type=click.Choice([str(kind) for kind in BrandKind]), help="Left as it is if not given."
)
@_term
@_not
@organization_option
def change(name: str, kind: str | None, terms: tuple[str, ...], excluded: tuple[str, ...], slug: str) -> None:
    """Change what is looked for under NAME; what is not given stays."""
    organization = named_organization(slug)
    known = brand_named(organization, name)
    if known.text and (terms or excluded):
        raise click.ClickException(
            f"{known.name} is written as a query, so terms would replace it; nothing was changed. "
            f'Change it with: colonnade listen query save "{known.name}" TEXT'
        )
    try:
        operations.change_brand(
            brand=known,
            settings=operations.BrandSettings(
                name=known.name,
                kind=BrandKind(kind or known.kind),
                text=known.text,
                terms=terms or known.terms,
                excluded=excluded or known.excluded,
                unit=known.unit,
            ),
            actor=None,
            now=timezone.now(),
            match=False,
        )
    except ValidationError as error:
        raise click.ClickException(" ".join(error.messages)) from error
    _match(organization, known.pk)


@brand.command("remove")
@click.argument("name")
@organization_option
def remove(name: str, slug: str) -> None:
    """Stop listening for NAME; the posts stay."""
    organization = named_organization(slug)
    known = brand_named(organization, name)
    query_id = known.pk
    operations.remove_brand(brand=known, actor=None, now=timezone.now(), match=False)
    click.echo(f"No longer listening for {known.name}.")
    _match(organization, query_id)


@brand.command("list")
@organization_option
def list_brands(slug: str) -> None:
    """List what is listened for."""
    found = list(queries.brands_of(organization=named_organization(slug)))
    if not found:
        click.echo('Nothing yet. Begin with: colonnade listen brand add "Your name" --term @yourhandle')
        return
    table = Table("name", "kind", "terms", "but not")
    for item in found:
        table.add_row(
            escape(item.name),
            str(item.get_kind_display()),
            escape(", ".join(item.terms)),
            escape(", ".join(item.excluded)),
        )
    Console().print(table)
