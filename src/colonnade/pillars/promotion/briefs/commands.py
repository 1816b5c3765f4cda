"""Command-line door of briefs."""

from datetime import datetime

import click
from django.core.exceptions import ValidationError
from django.utils import timezone

from colonnade.organization.queries import NoSuchOrganization, the_organization
from colonnade.pillars.promotion.briefs import operations, queries
from colonnade.pillars.promotion.briefs.models import Intent


@click.group("briefs")
def briefs() -> None:
    """What is to be made, for whom, and which goal it serves."""


@briefs.command("list")
@click.option("--state", type=click.Choice(["open", "done", "dropped", "all"]), default="open")
@click.option("--organization", "slug", default="", help="Needed where there are several.")
def list_briefs(state: str, slug: str) -> None:
    """List briefs, those due first on top."""
    try:
        organization = the_organization(slug=slug)
    except NoSuchOrganization as error:
        raise click.ClickException(str(error)) from error
    for brief in queries.find(organization=organization, wanted=queries.Wanted(state=state)):
        due = f", due {brief.due_on}" if brief.due_on else ""
        click.echo(f"{brief.pk}: {brief.title} ({brief.intent}, goal {brief.served or 'none'}{due})")


@briefs.command("add")
@click.argument("title")
@click.option("--goal", default="", help="Id of a goal of the strategy.")
@click.option("--audience", default="")
@click.option("--message", default="", help="What they shall take away.")
@click.option("--call-to-action", default="", help="What they shall do next.")
@click.option("--intent", type=click.Choice([intent.value for intent in Intent]), default=Intent.SOLVE.value)
@click.option("--due", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--organization", "slug", default="", help="Needed where there are several.")
def add(
    title: str,
    goal: str,
    audience: str,
    message: str,
    call_to_action: str,
    intent: str,
    due: datetime | None,
    slug: str,
) -> None:
    """Write a brief called TITLE."""
    plan = operations.BriefPlan(
        title=title,
        goal=goal,
        audience=audience,
        message=message,
        call_to_action=call_to_action,
        intent=Intent(intent),
        due_on=due.date() if due else None,
    )
    try:
        made = operations.add_brief(
            organization=the_organization(slug=slug), plan=plan, actor=None, now=timezone.now()
        )
    except NoSuchOrganization as error:
        raise click.ClickException(str(error)) from error
    except ValidationError as error:
        raise click.ClickException(f"{' '.join(error.messages)} Nothing was written.") from error
    click.echo(f"brief {made.pk}: {made.title}")


COMMANDS = [briefs]
