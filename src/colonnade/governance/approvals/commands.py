"""``colonnade approvals``: what waits, for whom, and who would have to approve something."""

import click
from django.utils import timezone

from colonnade.governance.approvals import operations, queries
from colonnade.governance.approvals.staging import Reach, who_would
from colonnade.governance.approvals.states import ReviewState, Risk
from colonnade.organization.models import Organization
from colonnade.organization.queries import NoSuchOrganization, the_organization

_organization = click.option("--organization", "slug", default="", help="Needed where there are several.")


@click.group("approvals")
def approvals() -> None:
    """What waits for approval, and who approves."""


def _named(slug: str) -> Organization:
    try:
        return the_organization(slug=slug)
    except NoSuchOrganization as error:
        raise click.ClickException(str(error)) from error


@approvals.command("list")
@click.option("--member", default="", help="E-mail address: only what waits for this member.")
@_organization
def list_reviews(member: str, slug: str) -> None:
    """List what waits for approval, what is due first on top."""
    organization = _named(slug)
    found = queries.reviews_of(organization=organization).filter(state=ReviewState.WAITING)
    if member:
        who = organization.memberships.select_related("user").filter(user__email=member.lower()).first()
        if who is None:
            raise click.ClickException(f"{member} is no member of {organization}")
        found = queries.waiting_for(membership=who)
    rows = queries.rows_of(list(found))
    for row in rows:
        late = "  LATE" if row.review.due_at < timezone.now() else ""
        due = timezone.localtime(row.review.due_at)
        click.echo(f"{row.review.pk}  {row.review.title}  [{row.stage}]  due {due:%Y-%m-%d %H:%M}{late}")
    if not rows:
        click.echo("Nothing waits.")


@approvals.command("who")
@click.option("--unit", default="", help="Slug of the business unit it speaks for.")
@click.option("--channel", default="", help="The network it goes to, such as bluesky.")
@click.option("--campaign", type=int, default=None, help="Number of its campaign.")
@click.option("--risk", type=click.Choice(Risk.values), default=Risk.NORMAL.value, show_default=True)
@click.option("--author", default="", help="E-mail address of who wrote it, and so may not approve it.")
@_organization
def who(unit: str, channel: str, campaign: int | None, risk: str, author: str, slug: str) -> None:
    """Say who would have to approve something, stage by stage; exit 1 where nobody could."""
    organization = _named(slug)
    units = dict(organization.units.values_list("slug", "pk"))
    if unit and unit not in units:
        raise click.ClickException(f"there is no unit '{unit}'; there are: {', '.join(sorted(units))}")
    reach = Reach(unit=units.get(unit), channel=channel, campaign=campaign, risk=Risk(risk))
    hands = set(organization.memberships.filter(user__email=author.lower()).values_list("user_id", flat=True))
    if author and not hands:
        raise click.ClickException(f"{author} is no member of {organization}")
    told = who_would(organization=organization, reach=reach, hands=hands)
    for number, stage in enumerate(told, start=1):
        click.echo(f"{number}. {stage.stage.name} ({stage.stage.need.label})")
        for seat in stage.seats:
            people = ", ".join(str(person.user) for person in seat.people) or "nobody"
            click.echo(f"   {seat.seat.kind.label}: {people}")
    if not all(stage.possible for stage in told):
        raise click.ClickException("at one of these stages nobody could approve it")


@approvals.command("forget")
@click.argument("email")
@_organization
def forget(email: str, slug: str) -> None:
    """Forget the outside partner with the address EMAIL and their words; verdicts stay, nameless."""
    organization = _named(slug)
    forgotten = operations.forget_partner(
        organization=organization, email=email, actor=None, now=timezone.now()
    )
    click.echo(f"{forgotten} invitations named {email}; none does now")


COMMANDS: list[click.Command] = [approvals]
