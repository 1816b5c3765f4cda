"""Command-line door of links."""

import click
from django.core.exceptions import ValidationError
from django.utils import timezone

from colonnade.audience.touches.counting import Days, clicks_by_link
from colonnade.audience.touches.operations import rebuild_days
from colonnade.organization.models import Organization
from colonnade.organization.queries import NoSuchOrganization, the_organization
from colonnade.pillars.promotion.links.clicks.draining import drain
from colonnade.pillars.promotion.links.clicks.running import folder
from colonnade.pillars.promotion.links.operations import add_link
from colonnade.pillars.promotion.links.plans import LinkPlan
from colonnade.pillars.promotion.links.queries import links_of

ours = click.option("--organization", "slug", default="", help="Needed where there are several.")


@click.group("links")
def links() -> None:
    """Short links on your own domain, and every click on them."""


@links.command("add")
@click.argument("url")
@click.option("--code", default="", help="The end of its address; without it, a short one by chance.")
@click.option("--title", default="", help="What people call it.")
@click.option("--channel", default="", help="Where it is published, such as linkedin.")
@ours
def add(url: str, code: str, title: str, channel: str, slug: str) -> None:
    """Make a short link that leads to URL, and print its address."""
    plan = LinkPlan(url=url, code=code, title=title, channel=channel)
    try:
        link = add_link(organization=_organization(slug), plan=plan, actor=None, now=timezone.now())
    except ValidationError as error:
        raise click.ClickException(f"{' '.join(error.messages)} No link was made.") from error
    click.echo(link.address)


@links.command("list")
@click.option("--days", default=30, show_default=True, type=click.IntRange(1, 366), help="Days of clicks.")
@ours
def list_links(days: int, slug: str) -> None:
    """List the newest 500 links with their clicks by people."""
    organization = _organization(slug)
    found = list(links_of(organization=organization)[:500])
    span = Days.ending(timezone.now(), organization=organization, days=days)
    clicks = clicks_by_link(organization=organization, links=[link.key for link in found], days=span)
    for link in found:
        click.echo(f"{link.address}\t{clicks.get(link.key, 0)} clicks\t{link.target}")


@links.command("drain")
def drain_journal() -> None:
    """Record the clicks that a stopped server left in its journal; a running one does so itself."""
    click.echo(f"{drain(folder())} clicks recorded")


@links.command("recount")
@ours
def recount(slug: str) -> None:
    """Count the days' touches anew, as after a change of the organisation's time zone."""
    click.echo(f"{rebuild_days(organization=_organization(slug))} counts")


def _organization(slug: str) -> Organization:
    try:
        return the_organization(slug=slug)
    except NoSuchOrganization as error:
        raise click.ClickException(str(error)) from error


COMMANDS = [links]
