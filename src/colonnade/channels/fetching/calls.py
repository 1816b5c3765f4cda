"""What a connector is given for a round: a client within its limits, and an account that is signed in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings

from colonnade.channels.contract import (
    Authenticates,
    Call,
    Connector,
    Credentials,
    Disconnect,
    RefreshToken,
    Session,
)
from colonnade.channels.http import AddressPolicy, Bounds, Bucket, Client, Rates
from colonnade.channels.models import Account, Allowance
from colonnade.core.clock import Clock

_EXPIRES_SOON = timedelta(minutes=1)


@contextmanager
def client_for(
    connector: Connector, *, organization_id: int, owner: str, clock: Clock, bounds: Bounds | None = None
) -> Iterator[Client]:
    """Open a client that knows what is left of the limits, and note what is left afterwards."""
    known = Allowance.objects.filter(
        organization_id=organization_id, connector=connector.manifest.id, owner=owner
    )
    buckets = {
        row.host: Bucket(
            limit=row.limit, remaining=row.remaining, resets_at=row.resets_at, last_at=row.last_at
        )
        for row in known
    }
    rates = Rates(limits=connector.manifest.limits, buckets=dict(buckets))
    client = Client(
        policy=AddressPolicy.allowing(settings.ALLOWED_PEERS),
        rates=rates,
        classify=connector.classify,
        base_url=connector.manifest.base_url,
        bounds=bounds or Bounds(),
        clock=clock,
    )
    try:
        with client:
            yield client
    finally:
        for host, bucket in rates.snapshot().items():
            if buckets.get(host) != bucket:
                _save(bucket, organization_id=organization_id, connector=connector, owner=owner, host=host)


def _save(bucket: Bucket, *, organization_id: int, connector: Connector, owner: str, host: str) -> None:
    Allowance.objects.update_or_create(
        organization_id=organization_id,
        connector=connector.manifest.id,
        owner=owner,
        host=host[:255],
        defaults={
            "limit": bucket.limit,
            "remaining": bucket.remaining,
            "resets_at": bucket.resets_at,
            "last_at": bucket.last_at,
        },
    )


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """A call whose session lasts, and whether that session is new."""

    call: Call
    renewed: bool = False


def signed_in(connector: Connector, call: Call) -> SignedIn:
    """Return ``call`` with a session where the connector signs in.

    Raises:
        ChannelError: where the network does not let the account in.
    """
    if call.credentials is None or not isinstance(connector, Authenticates):
        return SignedIn(call=call)
    session = call.session
    if session is None:
        return SignedIn(call=replace(call, session=connector.sign_in(call)), renewed=True)
    if session.expires_at is not None and session.expires_at <= call.now + _EXPIRES_SOON:
        return renewed(connector, call)
    return SignedIn(call=call)


def renewed(connector: Connector, call: Call) -> SignedIn:
    """Return ``call`` with the session renewed, or begun anew where it cannot be.

    Raises:
        Disconnect: where the account has nothing to renew: its key itself was refused.
        ChannelError: where the network does not let the account in.
    """
    if call.credentials is None or not isinstance(connector, Authenticates):
        raise Disconnect("the network refuses the request without a valid account")
    try:
        session: Session = connector.refresh(call) if call.session is not None else connector.sign_in(call)
    except RefreshToken:
        session = connector.sign_in(replace(call, session=None))
    return SignedIn(call=replace(call, session=session), renewed=True)


def credentials_of(account: Account | None, connector: Connector) -> Credentials | None:
    """Return an account's credentials. Raises ``KeyLost`` and ``ConfigurationRefused``."""
    schema = connector.manifest.credentials
    return None if account is None or schema is None else account.credentials(schema)


def call_for(
    client: Client, *, account: Account | None, connector: Connector, now: datetime, since: datetime
) -> Call:
    """Return the call of a round. Raises ``KeyLost`` and ``ConfigurationRefused``."""
    return Call(
        http=client,
        now=now,
        since=since,
        credentials=credentials_of(account, connector),
        session=account.session() if account is not None else None,
    )
