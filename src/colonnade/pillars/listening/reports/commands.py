"""``colonnade reports``: what is mailed, what a report would say now, and sending what is due."""

import click

from colonnade.core.jobs.context import JobFailed
from colonnade.organization.models import Organization
from colonnade.organization.queries import NoSuchOrganization, the_organization
from colonnade.pillars.listening.reports import queries
from colonnade.pillars.listening.reports.jobs import preview_report
from colonnade.warehouse.owner import OwnerGone, run_at_owner
from colonnade.warehouse.ownership import OwnedElsewhere
from colonnade.warehouse.store import close_store

_organization = click.option("--organization", "slug", default="", help="Needed where there are several.")


@click.group("reports")
def reports() -> None:
    """Answers and posts by mail."""


def _named(slug: str) -> Organization:
    try:
        return the_organization(slug=slug)
    except NoSuchOrganization as error:
        raise click.ClickException(str(error)) from error


@reports.command("list")
@_organization
def list_reports(slug: str) -> None:
    """List what is mailed, when, and to how many."""
    found = list(queries.reports_of(organization=_named(slug)))
    for report in found:
        when = f"{report.get_rhythm_display()}, {report.hour}:00" if report.active else "off"
        click.echo(f"{report.pk}  {report.name}  [{when}]  {vars(report)['readers']} readers")
    if not found:
        click.echo("No report is sent yet. Add one under Listen, Set up, Reports by mail.")


@reports.command("preview")
@click.argument("number", type=int)
@_organization
def preview(number: int, slug: str) -> None:
    """Print report NUMBER as it would be mailed now; nothing is sent."""
    organization = _named(slug)
    try:
        text = run_at_owner(preview_report, kwargs={"organization_id": organization.pk, "report_id": number})
    except (JobFailed, OwnedElsewhere, OwnerGone) as error:
        raise click.ClickException(str(error)) from error
    finally:
        close_store()
    click.echo(text)


COMMANDS: list[click.Command] = [reports]
