"""Command-line door of the marketing calendar."""

from datetime import datetime, timedelta
from pathlib import Path

import click
from django.utils import timezone

from colonnade.campaigns import queries, utm
from colonnade.campaigns.clash_queries import clashes_in
from colonnade.campaigns.days import day_of, midnight
from colonnade.campaigns.entries import Filters, Span
from colonnade.campaigns.exchange.ics import calendar_file
from colonnade.campaigns.exchange.importing import import_calendar
from colonnade.campaigns.exchange.table import written_activities
from colonnade.campaigns.models import Channel
from colonnade.campaigns.utm_checks import check_address
from colonnade.core.table_files import UnreadableFile
from colonnade.organization.models import Organization
from colonnade.organization.queries import NoSuchOrganization, the_organization

DAY = click.DateTime(formats=["%Y-%m-%d"])
which = click.option("--organization", "slug", default="", help="Needed where there are several.")
since = click.option("--from", "first", type=DAY, default=None, help="First day; today where none is given.")
days = click.option(
    "--days", type=click.IntRange(1, 732), default=28, show_default=True, help="How many days."
)


@click.group("calendar")
def calendar() -> None:
    """The marketing calendar over all channels."""


def _organization(slug: str) -> Organization:
    try:
        return the_organization(slug=slug)
    except NoSuchOrganization as error:
        raise click.ClickException(f"{error}.") from error


def _span(organization: Organization, first: datetime | None, length: int) -> Span:
    zone = queries.zone_of(organization=organization)
    day = first.date() if first else day_of(timezone.now(), zone)
    return Span(start=midnight(day, zone), end=midnight(day + timedelta(days=length), zone))


@calendar.command("list")
@since
@days
@click.option("--kind", type=click.Choice(Channel.values), default=None, help="One kind of channel.")
@click.option("--unit", default="", help="Slug of a business unit.")
@which
def show(first: datetime | None, days: int, kind: str | None, unit: str, slug: str) -> None:
    """List what stands in the calendar, by the organisation's clocks."""
    organization = _organization(slug)
    zone = queries.zone_of(organization=organization)
    span = _span(organization, first, days)
    filters = Filters(kind=kind or "", unit=unit)
    for entry in queries.entries_of(organization=organization, span=span, filters=filters):
        begins = entry.starts_at.astimezone(zone)
        when = f"{entry.days(zone)[0]}      " if entry.all_day else f"{begins:%Y-%m-%d %H:%M}"
        place = f"{entry.kind}:{entry.channel}" if entry.channel else entry.kind
        click.echo(f"{when}  {place:<24} {entry.state_label!s:<10} {entry.title}")


@calendar.command("clashes")
@since
@days
@which
def show_clashes(first: datetime | None, days: int, slug: str) -> None:
    """Say what gets in the way, why, and what can be done."""
    organization = _organization(slug)
    found = clashes_in(organization=organization, span=_span(organization, first, days))
    for clash in found:
        click.echo(f"{clash.day}  {clash.kind.label}: {clash.reason} {clash.advice}")
    click.echo(f"{len(found)} clashes" if len(found) != 1 else "1 clash")


@calendar.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@which
def import_file(file: Path, slug: str) -> None:
    """Import a CSV, JSON-lines or iCalendar FILE.

    A table needs the columns title, day and kind; what has the uid of an activity that is there changes it.
    """
    organization = _organization(slug)
    try:
        done = import_calendar(
            organization=organization, data=file.read_bytes(), name=file.name, actor=None, now=timezone.now()
        )
    except UnreadableFile as error:
        raise click.ClickException(f"{file}: {error} Nothing was imported.") from error
    click.echo(f"{done.added} added, {done.changed} changed, {len(done.aside)} left aside")
    for row in done.aside:
        click.echo(f"row {row['row'] or '?'} left aside: {row['reason']}", err=True)


@calendar.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@since
@days
@which
def export_file(file: Path, first: datetime | None, days: int, slug: str) -> None:
    """Write the calendar into FILE: all activities as .csv, or the entries of some days as .ics."""
    organization = _organization(slug)
    if file.suffix.lower() == ".csv":
        lines = written_activities(queries.activities_of(organization=organization).iterator(1000))
        file.write_text("".join(lines), encoding="utf-8", newline="")
    elif file.suffix.lower() == ".ics":
        entries = queries.entries_of(organization=organization, span=_span(organization, first, days))
        content = calendar_file(
            entries, organization=organization, name=organization.name, now=timezone.now()
        )
        file.write_bytes(content)
    else:
        raise click.ClickException(
            f"{file}: write into a file that ends in .csv or .ics. Nothing was written."
        )
    click.echo(f"written to {file}")


@calendar.command("tag")
@click.argument("url")
@click.option("--channel", required=True, help="Where it goes out, such as linkedin.")
@click.option("--kind", type=click.Choice(Channel.values), default=Channel.SOCIAL.value, show_default=True)
@click.option("--campaign", default="", help="The campaign's name in addresses.")
@click.option("--content", default="", help="What tells two links of one campaign apart.")
@which
def tag(url: str, channel: str, kind: str, campaign: str, content: str, slug: str) -> None:
    """Print URL with the organisation's tags, and say what was wrong with those it has."""
    organization = _organization(slug)
    found = queries.campaigns_of(organization=organization).filter(slug=campaign).first()
    if campaign and found is None:
        raise click.ClickException(f"there is no campaign '{campaign}'.")
    for finding in check_address(url, organization=organization):
        if finding.level == "error":
            click.echo(f"{finding.message} {finding.advice}", err=True)
    click.echo(
        utm.tag(url, organization=organization, channel=channel, kind=kind, campaign=found, content=content)
    )


COMMANDS = [calendar]
