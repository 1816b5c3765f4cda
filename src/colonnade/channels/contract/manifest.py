"""What a connector says of itself, once and for good."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

from django.utils.functional import Promise
from pydantic import BaseModel, ConfigDict

from colonnade.channels.contract.posting import Posting

Words = str | Promise
_ID = re.compile(r"[a-z][a-z0-9_]{0,29}")


class Source(BaseModel):
    """The configuration of something to listen to; each kind of source has a subclass.

    Its fields become the form's: give each a ``title``, and a ``description`` where a person may wonder.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    def label(self) -> str:
        """Return a name for people, such as "posts of @hydra"."""
        return ", ".join(str(value) for value in self.model_dump().values() if value)


class Credentials(BaseModel):
    """What an account signs in with. Secrets are ``SecretStr``, so that they are neither shown nor logged."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Need(StrEnum):
    """Whether a kind of source can be heard without an account."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True, kw_only=True)
class SourceKind:
    """A way to listen on a network: a search, an account's posts, everything.

    Attributes:
        id: unique within the connector, such as "search".
        schema: its configuration.
        by: the capability that hears it: ``Listens`` (asked now and then) or ``Streams``.
        every: how often to ask, unless a person says otherwise.
        hears: what can be heard, a sentence for the coverage ledger.
        misses: what can not; the ledger never leaves it out.
    """

    id: str
    name: Words
    schema: type[Source]
    by: Literal["listens", "streams"] = "listens"
    account: Need = Need.NONE
    every: timedelta = timedelta(minutes=15)
    hears: Words
    misses: Words


@dataclass(frozen=True, kw_only=True)
class RateHeaders:
    """The headers in which a network tells what is left, in lower case.

    Attributes:
        reset: header of the moment from which all of ``limit`` is there again.
        reset_as: how it is written: Unix seconds, ISO 8601, or seconds from now.
    """

    limit: str
    remaining: str
    reset: str
    reset_as: Literal["epoch", "iso", "seconds"]


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much a network takes.

    Attributes:
        requests, per: at most so many requests in that time; the core keeps to it without a header, too.
        headers: where the network tells what is left; None where it does not.
        page: most items of one answer.
    """

    requests: int
    per: timedelta
    headers: RateHeaders | None = None
    page: int

    @property
    def pause(self) -> timedelta:
        """The time between two requests at which the limit is never reached."""
        return self.per / self.requests


@dataclass(frozen=True, kw_only=True)
class Verified:
    """Something that was seen to work.

    Attributes:
        what: the part, such as "sign-in and author feed".
        against: code we did not write, with its version; or the documentation it was derived from.
    """

    what: str
    against: str
    on: date


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a connector is and can do. Raises ``ValueError`` where it contradicts itself.

    Attributes:
        id: as in the entry point and in the warehouse's ``channel``: "bluesky".
        api_version: the version of the network's interface that it speaks.
        documentation: address of the network's own documentation.
        base_url: what relative addresses are relative to; empty where each source has its own.
        kinds: ways to listen; none where it only publishes.
        credentials: None where no account is ever needed.
        authentication: kinds in words, such as "app password" or "OAuth 2".
        scopes: the network's names of the permissions each capability needs.
        verified: what was seen to work, against what; ``unverified`` says what was not.
        posting: what can be published; None where it is only listened to.
    """

    id: str
    name: str
    api_version: str
    documentation: str
    limits: Limits
    kinds: tuple[SourceKind, ...]
    unverified: str
    verified: tuple[Verified, ...] = ()
    base_url: str = ""
    credentials: type[Credentials] | None = None
    authentication: tuple[str, ...] = ()
    scopes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    posting: Posting | None = None

    def __post_init__(self) -> None:
        """Check the parts against each other."""
        ids = [kind.id for kind in self.kinds]
        if not all(_ID.fullmatch(part) for part in (self.id, *ids)):
            raise ValueError(f"connector '{self.id}': ids are lower-case words")
        if len(set(ids)) < len(ids):
            raise ValueError(f"connector '{self.id}': its kinds of sources need different ids")
        if not ids and self.posting is None:
            raise ValueError(f"connector '{self.id}': it neither listens nor publishes")
        if self.credentials is None and any(kind.account != Need.NONE for kind in self.kinds):
            raise ValueError(f"connector '{self.id}': a kind needs an account, yet there are no credentials")
        if self.credentials is None and self.posting is not None:
            raise ValueError(f"connector '{self.id}': nobody publishes without credentials")
        if self.limits.requests < 1 or self.limits.page < 1:
            raise ValueError(f"connector '{self.id}': limits are positive")

    def kind(self, wanted: str) -> SourceKind:
        """Return the kind of source ``wanted``. Raises ``KeyError`` that lists what there is."""
        for kind in self.kinds:
            if kind.id == wanted:
                return kind
        raise KeyError(
            f"{self.name} has no '{wanted}'; there are: {', '.join(kind.id for kind in self.kinds)}"
        )
