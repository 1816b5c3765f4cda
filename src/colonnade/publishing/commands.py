"""``colonnade publish``: the outbox and the profiles, as on the pages."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from typing import Any

import click
from django.utils import timezone
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from colonnade.channels.configuration import ConfigurationRefused
from colonnade.channels.contract import ChannelError, Draft
from colonnade.channels.models import Profile
from colonnade.channels.operations.profiles import CannotPublish, connect_profiles
from colonnade.channels.secrets import KeyLost
from colonnade.core.states import TransitionRefused
from colonnade.governance.approvals.operations import Refused
from colonnade.organization.models import Organization
from colonnade.organization.queries import NoSuchOrganization, the_organization
from colonnade.publishing import queries
from colonnade.publishing.models import Publication
from colonnade.publishing.operations import drafting, outcomes, pausing, scheduling
from colonnade.publishing.states import PublicationState
from colonnade.publishing.times import NoSuchTime, moment_of

publish = click.Group("publish", help="Publish posts: profiles, the outbox, and what became of each.")
COMMANDS: list[click.Command] = [publish]

_organization = click.option("--organization", "slug", default="", help="Needed where there are several.")
_number = click.argument("number", type=int)
_MOST = 100


@contextmanager
def _in_words() -> Iterator[None]:
    """Turn what can go wrong into one clear message."""
    try:
        yield
    except (NoSuchOrganization, KeyLost, ConfigurationRefused, CannotPublish, NoSuchTime) as error:
        raise click.ClickException(str(error)) from error
    except drafting.DraftRefused as error:
        raise click.ClickException(f"It cannot be published so: {error} The draft is kept.") from error
    except Refused as error:
        raise click.ClickException(f"{error} The draft is kept.") from error
    except ChannelError as error:
        raise click.ClickException(f"The network says no: {error}. Nothing was changed.") from error
    except TransitionRefused as error:
        raise click.ClickException(f"That is not possible now: {error}.") from error
    except (pausing.PausedAlready, pausing.NotPaused, pausing.Silent) as error:
        raise click.ClickException(str(error)) from error


def _said(command: Callable[..., None]) -> Callable[..., None]:
    @wraps(command)
    def worded(**arguments: Any) -> None:
        with _in_words():
            command(**arguments)

    return worded


def _known(slug: str, number: int) -> Publication:
    organization = the_organization(slug=slug)
    found = queries.publications_of(organization=organization).filter(pk=number).first()
    if found is None:
        raise click.ClickException(f"There is no post {number}; see `colonnade publish outbox`.")
    return found


def _profile(organization: Organization, name: str) -> Profile:
    profiles = queries.profiles_of(organization=organization)
    found = [one for one in profiles if name.casefold() in {one.name.casefold(), str(one.pk)}]
    if len(found) != 1:
        known = ", ".join(f"{one.pk} {one.name} ({one.network})" for one in profiles) or "none yet"
        raise click.ClickException(f"There is no one profile '{name}'; there are: {known}.")
    return found[0]


@publish.command("profiles")
@_organization
@_said
def list_profiles(*, slug: str) -> None:
    """List where posts can be published."""
    found = queries.profiles_of(organization=the_organization(slug=slug))
    for one in found:
        click.echo(f"{one.pk}  {one.name}  {one.network}{'' if one.active else '  (switched off)'}")
    if not found:
        click.echo("None yet. Connect an account, then: colonnade publish connect ACCOUNT")


@publish.command("connect")
@click.argument("account")
@_organization
@_said
def connect(*, account: str, slug: str) -> None:
    """Ask the network where ACCOUNT (its name) can publish, and publish there from now on."""
    organization = the_organization(slug=slug)
    accounts = queries.accounts_of(organization=organization).filter(name__iexact=account)
    if len(accounts) != 1:
        raise click.ClickException(f"There is no one account '{account}'.")
    made = connect_profiles(account=accounts[0], actor=None, clock=timezone.now)
    click.echo(f"It publishes as: {', '.join(one.name for one in made) or 'nowhere'}.")


@publish.command("post")
@click.argument("profile")
@click.argument("text")
@click.option(
    "--at", "wall", type=click.DateTime(), help="Its time by the clocks of --zone; without, no time."
)
@click.option("--zone", default="", help="IANA name; the organisation's if not given.")
@_organization
@_said
def post(*, profile: str, text: str, wall: datetime | None, zone: str, slug: str) -> None:
    """Write TEXT for PROFILE (its name or number) and hand it in for approval."""
    organization, now = the_organization(slug=slug), timezone.now()
    at = moment_of(wall=wall, zone=zone or organization.time_zone) if wall is not None else None
    if at is not None and at < now:
        raise click.ClickException("That time has passed. Nothing was written.")
    known = _profile(organization, profile)
    made = drafting.draft(
        organization=organization, profile=known, content=Draft.of(text), author=None, now=now
    )
    if at is not None:
        scheduling.schedule(publication=made, at=at, zone=zone or organization.time_zone, actor=None, now=now)
    made = drafting.submit(publication=made, actor=None, now=now)
    click.echo(f"Post {made.pk} is now: {made.get_state_display()}.")


@publish.command("outbox")
@click.option("--state", type=click.Choice([str(state) for state in PublicationState]))
@_organization
@_said
def outbox(*, state: str | None, slug: str) -> None:
    """Show what is on its way, what went out, and what did not, with the reason."""
    organization, now = the_organization(slug=slug), timezone.now()
    found = queries.outbox_of(organization=organization)
    if state:
        found = found.filter(state=state)
    pause = queries.present_pause(organization=organization)
    if pause is not None:
        click.echo(f"Publishing is paused since {pause.began_at:%Y-%m-%d %H:%M}: {pause.reason}")
    table = Table("post", "time", "profile", "state", "text", "reason")
    for one in found[:_MOST]:
        late = one.lateness(now)
        table.add_row(
            str(one.pk),
            f"{one.scheduled_at:%Y-%m-%d %H:%M}" if one.scheduled_at else "none",
            escape(one.profile.name),
            f"{one.get_state_display()}{f', {late.total_seconds():,.0f} s late' if late else ''}",
            escape(str(one)),
            escape(one.reason),
        )
    Console().print(table)


@publish.command("show")
@_number
@_organization
@_said
def show(*, number: int, slug: str) -> None:
    """Show what happened to post NUMBER."""
    known = _known(slug, number)
    click.echo(f"{known.get_state_display()}. {known.reason}".strip())
    click.echo(known.draft.text)
    for one in known.posts.all():
        click.echo(f"on the network: {one.address or one.external_id or 'not yet'}")
    for entry in known.history.all():
        click.echo(f"{entry.at:%Y-%m-%d %H:%M:%S}  {entry.words}")


@publish.command("retry")
@_number
@_organization
@_said
def retry(*, number: int, slug: str) -> None:
    """Send post NUMBER, which failed, once more."""
    outcomes.retry(publication=_known(slug, number), actor=None, now=timezone.now())
    click.echo("It is sent as soon as a server or worker runs.")


@publish.command("look")
@_number
@_organization
@_said
def look(*, number: int, slug: str) -> None:
    """Look once more whether post NUMBER is on its network."""
    outcomes.look_again(publication=_known(slug, number), actor=None, now=timezone.now())
    click.echo("It is looked for as soon as a server or worker runs.")


@publish.command("withdraw")
@_number
@_organization
@_said
def withdraw(*, number: int, slug: str) -> None:
    """Take post NUMBER back; one that is published is deleted from its network."""
    done = outcomes.withdraw(publication=_known(slug, number), actor=None, now=timezone.now())
    gone = done.state == PublicationState.WITHDRAWN
    click.echo("Withdrawn." if gone else "It is deleted as soon as a server or worker runs.")


@publish.command("release")
@_number
@_organization
@_said
def release(*, number: int, slug: str) -> None:
    """Send post NUMBER, which was held after a pause or by a silence."""
    pausing.release(publication=_known(slug, number), actor=None, now=timezone.now())
    click.echo("It is sent as soon as a server or worker runs.")


@publish.command("pause")
@click.argument("reason")
@_organization
@_said
def pause(*, reason: str, slug: str) -> None:
    """Publish nothing from now on, because of REASON; everything scheduled stays so."""
    pausing.pause(organization=the_organization(slug=slug), reason=reason, actor=None, now=timezone.now())
    click.echo("Nothing is published until `colonnade publish resume`.")


@publish.command("resume")
@_organization
@_said
def resume(*, slug: str) -> None:
    """Publish again; what came due meanwhile is held for a person's look."""
    held = pausing.resume(organization=the_organization(slug=slug), actor=None, now=timezone.now())
    click.echo(f"Publishing goes on. {held} posts are held: look at them, then release or withdraw each.")
