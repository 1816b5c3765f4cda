"""Accounts on networks, sources that are listened to, what is left of limits, and spans of silence."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, SecretStr

from colonnade.channels.configuration import read_configuration
from colonnade.channels.contract import (
    Connector,
    Credentials,
    Posting,
    Publisher,
    Session,
    Source,
    SourceKind,
)
from colonnade.channels.discovery import connectors
from colonnade.channels.secrets import seal, unseal
from colonnade.channels.states import CHANNEL_STATES, ChannelState
from colonnade.organization.models import Organization


class Account(models.Model):
    """An account on a network, with which its sources are heard.

    Attributes:
        sealed_credentials, sealed_session: encrypted (see ``secrets``); never shown.
        identity: who the network says is signed in.
        doubted_at: when the network began to refuse the account; None while it is trusted.
        renewing_until: while somebody renews the session, so that no second one spends the same key.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="accounts")
    connector = models.CharField(max_length=30)
    name = models.CharField(_("name"), max_length=80)
    sealed_credentials = models.TextField()
    sealed_session = models.TextField(blank=True)
    identity = models.CharField(max_length=200, blank=True)
    doubted_at = models.DateTimeField(null=True, blank=True)
    renewing_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("connector", "name")
        constraints = (
            models.UniqueConstraint(fields=("organization", "connector", "name"), name="account_name_once"),
        )

    def __str__(self) -> str:
        return self.name

    def credentials(self, schema: type[Credentials]) -> Credentials:
        """Return the credentials. Raises ``KeyLost`` and ``ConfigurationRefused``."""
        return read_configuration(schema, unseal(self.sealed_credentials))

    def session(self) -> Session | None:
        """Return the session of the last sign-in, or None. Raises ``KeyLost``."""
        kept: Any = unseal(self.sealed_session)
        if not kept:
            return None
        return Session(
            identity=kept["identity"],
            tokens={name: SecretStr(value) for name, value in kept["tokens"].items()},
            scopes=tuple(kept["scopes"]),
            expires_at=datetime.fromisoformat(kept["expires_at"]) if kept["expires_at"] else None,
        )

    def keep_session(self, session: Session | None) -> None:
        """Take a session over in memory, or forget it."""
        if session is None:
            self.sealed_session = ""
            return
        self.identity = session.identity[:200]
        self.sealed_session = seal(
            {
                "identity": session.identity,
                "tokens": {name: value.get_secret_value() for name, value in session.tokens.items()},
                "scopes": list(session.scopes),
                "expires_at": session.expires_at.isoformat() if session.expires_at else None,
            }
        )


class Profile(models.Model):
    """Where we publish: what an account can write on, such as a page or the account's own timeline.

    Attributes:
        external_id: the network's lasting id of it; ``name`` and ``address`` are for people.
        text_limit: most characters of a post where its server sets its own; None for the network's.
        active: whether posts can be scheduled on it; one that is not keeps its history.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="profiles")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="profiles")
    external_id = models.CharField(max_length=200)
    name = models.CharField(_("name"), max_length=200)
    address = models.URLField(max_length=500, blank=True)
    text_limit = models.PositiveIntegerField(null=True, blank=True)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("account__connector", "name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("organization", "account", "external_id"), name="profile_of_account_once"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def network(self) -> str:
        """The network's name."""
        found = self._connector()
        return found.manifest.name if found is not None else self.account.connector

    def publisher(self) -> Publisher | None:
        """Return its connector where that can publish; None where it was taken off this installation."""
        found = self._connector()
        return found if isinstance(found, Publisher) and found.manifest.posting is not None else None

    def posting(self) -> Posting | None:
        """Return what can be published on it; None where its connector is not installed any more."""
        found = self.publisher()
        rules = found.manifest.posting if found is not None else None
        if rules is None or self.text_limit is None:
            return rules
        own = (replace(rules.text[0], most=self.text_limit), *rules.text[1:])
        return replace(rules, text=own)

    def _connector(self) -> Connector | None:
        known = connectors()
        return known.get(self.account.connector) if self.account.connector in known else None


def seal_credentials(credentials: BaseModel) -> str:
    """Return credentials encrypted, secrets included."""
    plain = {
        name: value.get_secret_value() if isinstance(value, SecretStr) else value
        for name, value in credentials
    }
    return seal(plain)


STATE_LABELS = {
    ChannelState.ACTIVE: _("Heard"),
    ChannelState.FAILING: _("Failing"),
    ChannelState.PAUSED: _("Paused"),
    ChannelState.DISCONNECTED: _("Disconnected"),
}


class Channel(models.Model):
    """A source of posts: a feed, a search, an account's posts.

    Attributes:
        kind: which of the connector's kinds of source; ``configuration`` is after its schema.
        since: posts older than this were never asked for.
        cursor: the connector's, empty at first; saved after the posts that came before it are stored.
        round: grows with each piece of work that is put in the queue; a job of an earlier round does nothing.
        next_at: when it is asked next; None while it is paused or disconnected.
        asked_at: when the network last answered it.
        heard_to: time of the newest post that was ever heard.
        failures: how often in a row it failed.
        problem: why it is not heard, for people.
        posts_new, posts_known: posts that were added, and that were there already. A crash between storing
            and counting counts a page's posts as known.
        posts_edited: posts whose words changed later; posts_gone: posts that it said are no longer shown.
        skipped: items that were no posts; ``skipped_last`` says why the last ones were none.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="channels")
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="channels"
    )
    connector = models.CharField(max_length=30)
    kind = models.CharField(max_length=30)
    name = models.CharField(_("name"), max_length=200)
    configuration = models.JSONField(default=dict)
    every = models.DurationField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state = models.CharField(
        max_length=12,
        choices=[(state.value, label) for state, label in STATE_LABELS.items()],
        default=CHANNEL_STATES.initial.value,
    )
    since = models.DateTimeField()
    cursor = models.TextField(blank=True)
    round = models.PositiveBigIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    heard_to = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=500, blank=True)
    posts_new = models.BigIntegerField(default=0)
    posts_known = models.BigIntegerField(default=0)
    posts_edited = models.BigIntegerField(default=0)
    posts_gone = models.BigIntegerField(default=0)
    skipped = models.BigIntegerField(default=0)
    skipped_last = models.JSONField(default=list)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("connector", "name", "pk")

    def __str__(self) -> str:
        return self.name

    def step(self, wanted: ChannelState) -> None:
        """Go to the state ``wanted`` in memory. Raises ``TransitionRefused`` where the table forbids it."""
        if self.state != wanted:
            CHANNEL_STATES.require(present=ChannelState(self.state), wanted=wanted)
            self.state = wanted.value

    @property
    def listening(self) -> bool:
        """Whether it is asked at all."""
        return self.state in {ChannelState.ACTIVE, ChannelState.FAILING}

    def described(self) -> tuple[Connector, SourceKind]:
        """Return its connector and kind. Raises ``KeyError`` where the connector is not installed."""
        connector = connectors().get(self.connector)
        return connector, connector.manifest.kind(self.kind)

    def source(self) -> Source:
        """Return its configuration. Raises ``ConfigurationRefused`` and ``KeyError``."""
        return read_configuration(self.described()[1].schema, self.configuration)

    @property
    def owner(self) -> str:
        """Whose limits it uses: its account's, or those of everybody without one."""
        return f"account:{self.account_id}" if self.account_id else "public"


class Alias(models.Model):
    """By what a source names a post whose id in the network is another (see ``fetching.aliases``)."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="aliases")
    known_as = models.CharField(max_length=500)
    network = models.CharField(max_length=500)
    external_id = models.CharField(max_length=500)
    heard_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("channel", "known_as"), name="alias_once"),)
        indexes = (models.Index(fields=("channel", "heard_at"), name="alias_age"),)

    def __str__(self) -> str:
        return self.known_as


class Gap(models.Model):
    """A span of time of which a source's posts are missing."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="gaps")
    start = models.DateTimeField()
    end = models.DateTimeField()
    reason = models.CharField(max_length=300)
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ("-end", "-pk")

    def __str__(self) -> str:
        return f"{self.start:%Y-%m-%d %H:%M} - {self.end:%Y-%m-%d %H:%M}"

    @property
    def length(self) -> timedelta:
        """How long the silence was."""
        return self.end - self.start


class Allowance(models.Model):
    """What is left of a network's limit with one of its hosts (see ``http.rates.Bucket``)."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="allowances")
    connector = models.CharField(max_length=30)
    owner = models.CharField(max_length=40)
    host = models.CharField(max_length=255)
    limit = models.BigIntegerField(null=True, blank=True)
    remaining = models.BigIntegerField(null=True, blank=True)
    resets_at = models.DateTimeField(null=True, blank=True)
    last_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("organization", "connector", "owner", "host"), name="allowance_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.host}: {self.remaining} of {self.limit}"


def as_configuration(source: Source) -> Mapping[str, object]:
    """Return a source's configuration as it is stored."""
    return source.model_dump(mode="json")
