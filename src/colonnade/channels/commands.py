"""``colonnade listen sources``: the same as the pages; the group hangs on the listening commands above."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any

import click
from django.utils import timezone
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from colonnade.channels import queries
from colonnade.channels.configuration import ConfigurationRefused
from colonnade.channels.contract import ChannelError, Connector, Heard, Need, SourceKind
from colonnade.channels.discovery import connectors
from colonnade.channels.jobs import hear_source
from colonnade.channels.models import Account, Channel
from colonnade.channels.operations import accounts as account_operations
from colonnade.channels.operations import sources as operations
from colonnade.channels.operations.trying import try_source
from colonnade.channels.operations.wanted import SourceRefused, Wanted, wanted
from colonnade.channels.secrets import KeyLost
from colonnade.core.jobs.context import JobFailed
from colonnade.core.states import TransitionRefused
from colonnade.organization.models import Organization
from colonnade.organization.queries import NoSuchOrganization, the_organization
from colonnade.warehouse.owner import OwnerGone, run_at_owner
from colonnade.warehouse.ownership import OwnedElsewhere

sources = click.Group("sources", help="Listen to networks: add, try, pause and inspect sources.")

_organization = click.option("--organization", "slug", default="", help="Needed where there are several.")
_network = click.argument("network")
_kind = click.argument("kind")
_settings = click.option(
    "--set", "pairs", multiple=True, metavar="NAME=VALUE", help="A setting of the source; repeatable."
)
_account = click.option("--account", "account_name", default="", help="Name of the account to listen with.")
_since = click.option(
    "--since", type=click.DateTime(), help="How far back to go at first; a week if not given."
)
_source = click.argument("source", type=int)


@contextmanager
def _in_words() -> Iterator[None]:
    """Turn what can go wrong into one clear message."""
    try:
        yield
    except (NoSuchOrganization, SourceRefused, ConfigurationRefused, KeyLost) as error:
        raise click.ClickException(str(error)) from error
    except ChannelError as error:
        raise click.ClickException(f"The network says no: {error}. Nothing was changed.") from error
    except TransitionRefused as error:
        raise click.ClickException(f"That is not possible now: {error}.") from error


def _said(command: Callable[..., None]) -> Callable[..., None]:
    @wraps(command)
    def worded(**arguments: Any) -> None:
        with _in_words():
            command(**arguments)

    return worded


def _connector(network: str) -> Connector:
    try:
        return connectors().get(network)
    except KeyError as error:
        raise click.ClickException(f"There is {error.args[0]}.") from error


def _kind_of(network: str, kind: str) -> tuple[Connector, SourceKind]:
    connector = _connector(network)
    try:
        return connector, connector.manifest.kind(kind)
    except KeyError as error:
        raise click.ClickException(f"{error.args[0]}.") from error


def _pairs(pairs: tuple[str, ...]) -> dict[str, object]:
    """Return NAME=VALUE pairs; a name given twice is a list."""
    said: dict[str, object] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise click.BadParameter(f"'{pair}' is not NAME=VALUE", param_hint="--set")
        before = said.get(name)
        said[name] = value if before is None else [*(before if isinstance(before, list) else [before]), value]
    return said


def _account_of(organization: Organization, connector: Connector, name: str) -> Account | None:
    if not name:
        return None
    found = queries.accounts_of(organization=organization).filter(connector=connector.manifest.id)
    account = found.filter(name__iexact=name).first()
    if account is None:
        known = ", ".join(item.name for item in found) or "none yet"
        raise click.ClickException(
            f"There is no account '{name}' on {connector.manifest.name}; there are: {known}."
        )
    return account


def _wanted(
    organization: Organization,
    network: str,
    kind: str,
    *,
    pairs: tuple[str, ...],
    account_name: str,
    since: datetime | None,
    name: str = "",
    every: int | None = None,
) -> Wanted:
    connector, source_kind = _kind_of(network, kind)
    return wanted(
        organization=organization,
        connector=connector,
        kind=source_kind,
        configuration=_pairs(pairs),
        account=_account_of(organization, connector, account_name),
        name=name,
        every=None if every is None else timedelta(minutes=every),
        since=since.replace(tzinfo=UTC) if since else None,
        now=timezone.now(),
    )


def _known(slug: str, number: int) -> Channel:
    channel = queries.sources_of(organization=the_organization(slug=slug)).filter(pk=number).first()
    if channel is None:
        raise click.ClickException(f"There is no source {number}; see `colonnade listen sources list`.")
    return channel


@sources.command("networks")
@_said
def list_networks() -> None:
    """List the networks, their kinds of sources with their settings, and what they do not hear."""
    for connector in queries.networks():
        for kind in connector.manifest.kinds:
            fields = [
                f"--set {name}=..." if info.is_required() else f"[--set {name}=...]"
                for name, info in kind.schema.model_fields.items()
            ]
            account = "" if kind.account == Need.NONE else f" (account {kind.account})"
            click.echo(f"{connector.manifest.id} {kind.id} {' '.join(fields)}{account}")
            click.echo(f"    not heard: {kind.misses}")


@sources.command("list")
@_organization
@_said
def list_sources(*, slug: str) -> None:
    """Show the coverage ledger: what each source hears, and where silence means nothing."""
    organization = the_organization(slug=slug)
    lines = queries.ledger(organization=organization, now=timezone.now())
    if not lines:
        click.echo(
            "Nothing is listened to yet. Begin with: colonnade listen sources add rss feed --set url=ADDRESS"
        )
        return
    table = Table(
        "source", "name", "network", "state", "newest post", "posts", "gaps", "why silence is not calm"
    )
    for line in lines:
        channel = line.channel
        table.add_row(
            str(channel.pk),
            escape(channel.name),
            f"{channel.connector} {channel.kind}",
            str(channel.get_state_display()),
            f"{channel.heard_to:%Y-%m-%d %H:%M}" if channel.heard_to else "none yet",
            f"{channel.posts_new:,}",
            str(len(line.gaps)),
            escape(" ".join(line.doubts)),
        )
    Console().print(table)
    unheard = ", ".join(connector.manifest.name for connector in queries.unheard(lines))
    if unheard:
        click.echo(f"Not listened to, so silent in every figure: {unheard}.")


@sources.command("try")
@_network
@_kind
@_settings
@_account
@_since
@_organization
@_said
def try_command(
    *,
    network: str,
    kind: str,
    pairs: tuple[str, ...],
    account_name: str,
    since: datetime | None,
    slug: str,
) -> None:
    """Ask NETWORK once for a source of KIND and show the newest posts; nothing is stored."""
    organization = the_organization(slug=slug)
    said = _wanted(organization, network, kind, pairs=pairs, account_name=account_name, since=since)
    trial = try_source(organization=organization, wanted=said, clock=timezone.now)
    for post in trial.posts:
        _show(post)
    for reason in trial.skipped:
        click.echo(f"Not a post: {reason}")
    click.echo(
        f"{len(trial.posts)} posts shown, nothing stored." if trial.posts else "It answered, with no posts."
    )


def _show(post: Heard) -> None:
    author = post.author.handle or post.author.name or post.author.key or post.network
    click.echo(f"{post.published_at:%Y-%m-%d %H:%M}  {author}: {' '.join(post.text.split())[:200]}")


@sources.command("add")
@_network
@_kind
@_settings
@_account
@_since
@click.option("--name", default="", help="For yourselves; made up if not given.")
@click.option("--every", type=click.IntRange(1), help="Minutes between two rounds.")
@_organization
@_said
def add(
    *,
    network: str,
    kind: str,
    pairs: tuple[str, ...],
    account_name: str,
    since: datetime | None,
    name: str,
    every: int | None,
    slug: str,
) -> None:
    """Listen to a source of KIND on NETWORK from now on."""
    organization = the_organization(slug=slug)
    said = _wanted(
        organization,
        network,
        kind,
        pairs=pairs,
        account_name=account_name,
        since=since,
        name=name,
        every=every,
    )
    channel = operations.add_source(organization=organization, wanted=said, actor=None, now=timezone.now())
    click.echo(f"Listening to {channel.name} (source {channel.pk}) whenever the server runs.")
    click.echo(f"Hear it once now: colonnade listen sources hear {channel.pk}")


@sources.command("hear")
@_source
@_organization
@_said
def hear(*, source: int, slug: str) -> None:
    """Hear SOURCE once, now, and say what came."""
    channel = _known(slug, source)
    if not channel.listening:
        raise click.ClickException(f"{channel.name} is {channel.state}; resume it first.")
    channel = operations.resume_source(channel=channel, actor=None, now=timezone.now())
    kwargs = {
        "organization_id": channel.organization_id,
        "channel_id": channel.pk,
        "number": channel.round,
    }
    try:
        run_at_owner(hear_source, kwargs=kwargs)
    except (OwnedElsewhere, OwnerGone, JobFailed) as error:
        raise click.ClickException(f"It could not be heard now: {error}. It stays in the queue.") from error
    # Counted on the source: a server may have taken the round before our own job did.
    after = _known(slug, source)
    new, known = after.posts_new - channel.posts_new, after.posts_known - channel.posts_known
    click.echo(f"{new + known:,} posts heard, {new:,} new. {after.problem}".strip())


@sources.command("pause")
@_source
@_organization
@_said
def pause(*, source: int, slug: str) -> None:
    """Stop asking SOURCE; what was heard stays, and so does the place to go on from."""
    channel = operations.pause_source(channel=_known(slug, source), actor=None, now=timezone.now())
    click.echo(f"{channel.name} is paused.")


@sources.command("resume")
@_source
@_organization
@_said
def resume(*, source: int, slug: str) -> None:
    """Go on with SOURCE where it stopped."""
    channel = operations.resume_source(channel=_known(slug, source), actor=None, now=timezone.now())
    click.echo(f"{channel.name} is heard whenever the server runs.")


@sources.command("remove")
@_source
@_organization
@_said
def remove(*, source: int, slug: str) -> None:
    """Stop listening to SOURCE for good; its posts stay."""
    channel = _known(slug, source)
    operations.remove_source(channel=channel, actor=None, now=timezone.now())
    click.echo(f"No longer listening to {channel.name}. Its posts stay.")


@sources.command("connect")
@_network
@click.option("--set", "pairs", multiple=True, metavar="NAME=VALUE", help="What is no secret; repeatable.")
@click.option("--name", default="", help="For yourselves; the network's name of the account if not given.")
@_organization
@_said
def connect(*, network: str, pairs: tuple[str, ...], name: str, slug: str) -> None:
    """Connect an account on NETWORK; secrets are asked for, so that they stay out of the shell's history."""
    organization, connector = the_organization(slug=slug), _connector(network)
    said = _pairs(pairs)
    schema = connector.manifest.credentials
    for field, info in schema.model_fields.items() if schema is not None else ():
        if field not in said and info.is_required():
            said[field] = click.prompt(info.title or field, hide_input="Secret" in str(info.annotation))
    credentials = account_operations.checked_credentials(connector, said)
    session = account_operations.sign_in(
        organization=organization, connector=connector, credentials=credentials, clock=timezone.now
    )
    account = account_operations.keep_account(
        organization=organization,
        connector=connector,
        credentials=credentials,
        session=session,
        name=name,
        actor=None,
        now=timezone.now(),
    )
    click.echo(f"Connected as {account.identity or account.name}.")


@sources.command("rekey")
@_said
def rekey() -> None:
    """Encrypt all credentials with the first key of COLONNADE_CREDENTIAL_KEYS."""
    click.echo(f"{account_operations.rekey()} accounts are encrypted with the first key.")
