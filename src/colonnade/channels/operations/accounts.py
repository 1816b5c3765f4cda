"""Connect accounts, renew their credentials, let them go; encrypt all anew after a key was changed."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from colonnade.channels import scheduling
from colonnade.channels.configuration import ConfigurationRefused, Problem, read_configuration
from colonnade.channels.contract import Authenticates, Call, Connector, Credentials, Session
from colonnade.channels.fetching.calls import client_for
from colonnade.channels.jobs import hear_source
from colonnade.channels.models import Account, seal_credentials
from colonnade.channels.operations.wanted import SourceRefused
from colonnade.channels.secrets import resealed
from colonnade.channels.states import ChannelState
from colonnade.core.clock import Clock
from colonnade.governance.operations import record
from colonnade.organization.models import Organization, User

LONGEST_NAME = 80


class AccountInUse(Exception):
    """An account with which sources are heard."""


def checked_credentials(connector: Connector, said: Mapping[str, object]) -> Credentials:
    """Return credentials by their schema. Raises ``SourceRefused`` with every problem in words."""
    schema = connector.manifest.credentials
    if schema is None:
        message = _("%(network)s is heard without accounts.") % {"network": connector.manifest.name}
        raise SourceRefused((Problem(field="", message=message),))
    try:
        return read_configuration(schema, said)
    except ConfigurationRefused as refused:
        raise SourceRefused(refused.problems) from None


def sign_in(
    *, organization: Organization, connector: Connector, credentials: Credentials, clock: Clock
) -> Session | None:
    """Sign in once and return the session; None where the network has no sign-in of its own.

    Raises:
        ChannelError: where the network does not let the account in.
    """
    if not isinstance(connector, Authenticates):
        return None
    with client_for(connector, organization_id=organization.pk, owner="public", clock=clock) as client:
        now = clock()
        return connector.sign_in(Call(http=client, now=now, since=now, credentials=credentials))


@transaction.atomic
def keep_account(
    *,
    organization: Organization,
    connector: Connector,
    credentials: Credentials,
    session: Session | None,
    name: str,
    actor: User | None,
    now: datetime,
) -> Account:
    """Keep an account that was signed in.

    Raises:
        SourceRefused: where the name is taken.
    """
    name = " ".join(name.split())[:LONGEST_NAME] or (session.identity if session else connector.manifest.name)
    account = Account(
        organization=organization,
        connector=connector.manifest.id,
        name=name[:LONGEST_NAME],
        sealed_credentials=seal_credentials(credentials),
        created_at=now,
    )
    account.keep_session(session)
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError:
        message = _("There is an account of that name; enter new credentials there, or choose another name.")
        raise SourceRefused((Problem(field="name", message=message),)) from None
    _audit(account, "account.connected", actor, now)
    return account


@transaction.atomic
def renew_account(
    *, account: Account, credentials: Credentials, session: Session | None, actor: User | None, now: datetime
) -> Account:
    """Take new credentials over; the account and its sources stay and go on where they stopped."""
    account = Account.objects.select_for_update().get(pk=account.pk)
    account.sealed_credentials = seal_credentials(credentials)
    account.keep_session(session)
    account.doubted_at = None
    account.save()
    for channel in account.channels.filter(state__in=[ChannelState.DISCONNECTED, ChannelState.FAILING]):
        channel.step(ChannelState.ACTIVE)
        channel.failures, channel.problem = 0, ""
        channel.save(update_fields=["state", "failures", "problem"])
        scheduling.plan(channel=channel, at=now, task=hear_source, now=now)
    _audit(account, "account.renewed", actor, now)
    return account


@transaction.atomic
def remove_account(*, account: Account, actor: User | None, now: datetime) -> None:
    """Let an account go, with its credentials.

    Raises:
        AccountInUse: while sources are heard with it.
    """
    if account.channels.exists():
        raise AccountInUse(_("Sources are heard with this account; remove them first."))
    _audit(account, "account.removed", actor, now)
    account.delete()


@transaction.atomic
def rekey() -> int:
    """Encrypt all credentials with the first key; return of how many accounts.

    Raises:
        KeyLost: where one cannot be read; then none is changed.
    """
    accounts = list(Account.objects.select_for_update())
    for account in accounts:
        account.sealed_credentials = resealed(account.sealed_credentials)
        account.sealed_session = resealed(account.sealed_session)
        account.save(update_fields=["sealed_credentials", "sealed_session"])
    return len(accounts)


def _audit(account: Account, action: str, actor: User | None, now: datetime) -> None:
    record(
        organization=account.organization,
        actor=actor,
        action=action,
        subject=account.name[:200],
        now=now,
        details={"account": account.pk, "network": account.connector},
    )
