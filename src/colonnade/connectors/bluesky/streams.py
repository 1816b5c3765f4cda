"""Everything that is written, as it is written: Jetstream (JSON) and the repositories' own stream (CBOR)."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import libipld
from pydantic import AwareDatetime

from colonnade.channels.contract import Foreign, Gone, Heard, Page, Retry, Silence, each
from colonnade.connectors.bluesky.posts import NETWORK, POSTS, recorded, repository_of, uri_of

BATCH = 500
"""Posts of one page at most."""
EVENTS = 20_000
"""Events after which a page ends though it holds few posts: what is saved need not be read again."""
REPLAYED = timedelta(hours=24)
"""How far back Jetstream's public instances replay."""


@dataclass(frozen=True)
class Reworded:
    """A post in new words that are not listened for; it matters where the old ones were."""

    post: Heard


Told = Heard | Reworded | Gone
Event = tuple[str, datetime, Callable[[], Told | None]]
"""(cursor after it, its time, what it tells of a post if anything)."""


class Words:
    """Whether a text holds one of some words or phrases, in any case."""

    def __init__(self, words: Iterable[str]) -> None:
        ordered = sorted(words, key=len, reverse=True)
        inside = "|".join(re.escape(word) for word in ordered)
        self._pattern = re.compile(rf"(?<!\w)(?:{inside})(?!\w)", re.IGNORECASE) if ordered else None

    def meant(self, text: object) -> bool:
        """Return whether ``text`` is one that is listened for; without words, every text is."""
        return isinstance(text, str) and (self._pattern is None or self._pattern.search(text) is not None)


@dataclass
class _Batch:
    items: list[Heard] = field(default_factory=list)
    changed: list[Heard] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    events: int = 0
    cursor: str = ""
    _undone: set[str] = field(default_factory=set)

    def undoes(self, told: Iterable[Told]) -> bool:
        """Return whether a post comes after it went: a page counts what is gone last, so that begins one."""
        posts = (one.post if isinstance(one, Reworded) else one for one in told if not isinstance(one, Gone))
        return any(
            post.external_id in self._undone or _repository_in(post.external_id) in self._undone
            for post in posts
        )

    def take(self, cursor: str, told: Iterable[Told], skipped: Iterable[str]) -> None:
        for one in told:
            if isinstance(one, Gone):
                self.gone.append(one)
                self._undone.add(one.external_id or one.beginning or "")
            elif isinstance(one, Reworded):
                self.changed.append(one.post)
            else:
                self.items.append(one)
        self.skipped += skipped
        self.events += 1
        self.cursor = cursor

    @property
    def full(self) -> bool:
        return len(self.items) >= BATCH or self.events >= EVENTS

    def page(self, *, more: bool, silence: Silence | None) -> Page:
        return Page(
            items=tuple(self.items),
            changed=tuple(self.changed),
            gone=tuple(self.gone),
            skipped=tuple(self.skipped),
            next_cursor=self.cursor or None,
            more=more,
            silence=silence,
        )


def _repository_in(uri: str) -> str:
    return repository_of(uri.split("/")[2])


def in_pages(
    events: Iterable[Event],
    *,
    until: datetime,
    silence_before: Callable[[datetime], Silence | None] = lambda first: None,
) -> Iterator[Page]:
    """Yield events in pages, up to the first that is not before ``until``.

    Args:
        silence_before: what is missing before the first event, by that event's time.
    """
    batch, caught_up, first = _Batch(), False, True
    silence: Silence | None = None
    for cursor, moment, read in events:
        if first:
            silence, first = silence_before(moment), False
        told, skipped = _told_by(read)
        if batch.undoes(told):
            yield batch.page(more=True, silence=silence)
            batch, silence = _Batch(), None
        batch.take(cursor, told, skipped)
        caught_up = moment >= until
        if caught_up:
            break
        if batch.full:
            yield batch.page(more=True, silence=silence)
            batch, silence = _Batch(), None
    if batch.events:
        # A stream that says little ends by the clock, and is then as caught up as can be.
        yield batch.page(more=not caught_up and batch.events >= BATCH, silence=silence)


_ENDED = frozenset({"deleted", "takendown"})
_HEALTHY = frozenset({"desynchronized", "throttled"})  # a relay's own trouble with the account's server


def _told_by(read: Callable[[], Told | None]) -> tuple[tuple[Told, ...], tuple[str, ...]]:
    return each([read], lambda reader: reader())


class _Commit(Foreign):
    operation: str
    collection: str
    rkey: str = ""
    record: object = None


class _Standing(Foreign):
    """Whether an account's posts may be shown (lexicon ``com.atproto.sync.subscribeRepos#account``)."""

    active: bool
    status: str = ""

    def gone(self, did: str) -> Gone | None:
        """Return what that means for its posts."""
        if self.active or self.status in _HEALTHY:
            return None
        return Gone(network=NETWORK, beginning=repository_of(did), for_good=self.status in _ENDED)


class _Told(Foreign):
    did: str
    time_us: int
    kind: str
    commit: _Commit | None = None
    account: _Standing | None = None


def jetstream_events(messages: Iterable[bytes], words: Words) -> Iterator[Event]:
    """Yield what Jetstream says; a message that cannot be read is passed over."""
    for message in messages:
        try:
            told = _Told.model_validate(json.loads(message))
            moment = datetime.fromtimestamp(told.time_us / 1_000_000, tz=UTC)
        except (ValueError, OverflowError, OSError, RecursionError):
            continue
        yield str(told.time_us), moment, _reader_of_told(told, moment, words)


def _reader_of_told(told: _Told, moment: datetime, words: Words) -> Callable[[], Told | None]:
    def read() -> Told | None:
        if told.account is not None:
            return told.account.gone(told.did)
        commit = told.commit
        if commit is None or commit.collection != POSTS:
            return None
        record = commit.record
        operation = _Operation(commit.operation, did=told.did, key=commit.rkey, moment=moment)
        return operation.tells(lambda: record, words)

    return read


@dataclass(frozen=True)
class _Operation:
    """What a repository says was done with a post: "create", "update" or "delete"."""

    action: str
    did: str
    key: str
    moment: datetime

    def tells(self, record: Callable[[], object], words: Words) -> Told | None:
        """Return what that means for a listener. Raises ``ValueError``."""
        if self.action == "delete":
            return Gone(network=NETWORK, external_id=uri_of(self.did, self.key))
        if self.action not in {"create", "update"}:
            return None
        content, edited = record(), self.action == "update"
        meant = words.meant(content.get("text") if isinstance(content, dict) else None)
        if not meant and not edited:
            return None
        post = recorded(content, did=self.did, key=self.key, seen_at=self.moment, edited=edited)
        return post if meant else Reworded(post)


def jetstream_silence(cursor: str | None, now: datetime) -> Silence | None:
    """Return what Jetstream has forgotten since ``cursor``."""
    if not cursor or not cursor.isdigit():
        return None
    try:
        start = datetime.fromtimestamp(int(cursor) / 1_000_000, tz=UTC)
    except (OverflowError, ValueError, OSError):
        return None
    if now - start <= REPLAYED:
        return None
    return Silence(
        start=start,
        end=now - REPLAYED,
        reason="Jetstream replays one day; what was written before that is gone.",
    )


class _Op(Foreign):
    action: str
    path: str
    cid: Any = None


class _RepoCommit(Foreign):
    seq: int
    repo: str
    time: AwareDatetime
    ops: list[_Op]
    blocks: bytes = b""


class BegunAnew(Exception):
    """The server's numbers are lower than our cursor: it has lost its past."""


@dataclass
class RepoStream:
    """The stream ``com.atproto.sync.subscribeRepos``.

    Attributes:
        outdated: whether the server has said that it no longer replays all that we lack.
    """

    words: Words
    outdated: bool = False

    def events(self, messages: Iterable[bytes]) -> Iterator[Event]:
        """Yield an event for each operation; a message that cannot be read is passed over.

        Raises:
            BegunAnew: where the cursor means nothing to the server any more.
            Retry: where the server ends the stream with another error.
        """
        for message in messages:
            match _frames(message):
                case [{"op": -1}, {"error": "FutureCursor"}]:
                    raise BegunAnew
                case [{"op": -1}, _]:
                    raise Retry("the server ended the stream")
                case [{"t": "#info"}, {"name": "OutdatedCursor"}]:
                    self.outdated = True
                case [{"t": "#commit"}, body]:
                    yield from _events_of_commit(body, self.words)
                case [{"t": "#account"}, body]:
                    yield from _events_of_account(body)


@dataclass(frozen=True)
class Place:
    """The cursor of a stream of repositories: a number of the server's, and its time."""

    seq: str = ""
    at: datetime | None = None

    @classmethod
    def of(cls, cursor: str | None) -> "Place":
        """Return the place that ``cursor`` stands for; one that cannot be read is now."""
        seq, _at, time = (cursor or "").partition("@")
        if not seq.isascii() or not seq.isdigit() or len(seq) > 18:
            return cls()
        try:
            moment = datetime.fromisoformat(time)
        except ValueError:
            return cls(seq)
        return cls(seq, moment if moment.tzinfo else None)

    def silence(self, end: datetime, reason: str) -> Silence | None:
        """Return what is missing from this place to ``end``."""
        return None if self.at is None or end <= self.at else Silence(start=self.at, end=end, reason=reason)


def _frames(message: bytes) -> list[Any]:
    try:
        return list(libipld.decode_dag_cbor_multi(message))
    except (ValueError, RecursionError):
        return []


def _events_of_commit(raw: object, words: Words) -> Iterator[Event]:
    try:
        commit = _RepoCommit.model_validate(raw)
    except ValueError:
        return
    on_posts = [operation for operation in commit.ops if operation.path.startswith(f"{POSTS}/")]
    cursor = _cursor(commit.seq, commit.time)
    if not on_posts:
        yield cursor, commit.time, lambda: None
        return
    written = any(operation.action != "delete" for operation in on_posts)
    blocks = _blocks_of(commit.blocks) if written else {}
    for operation in on_posts:
        yield cursor, commit.time, _reader_of_commit(commit, operation, blocks, words)


def _cursor(seq: int, moment: datetime) -> str:
    return f"{seq}@{moment.isoformat()}"


def _blocks_of(archive: bytes) -> dict[bytes, dict[str, Any]]:
    try:
        _header, blocks = libipld.decode_car(archive)
    except (ValueError, RecursionError):
        return {}
    return blocks


def _reader_of_commit(
    commit: _RepoCommit, operation: _Op, blocks: dict[bytes, dict[str, Any]], words: Words
) -> Callable[[], Told | None]:
    def record() -> object:
        found = blocks.get(operation.cid) if isinstance(operation.cid, bytes) else None
        if found is None:
            raise ValueError("a commit came without its record")
        return found

    def read() -> Told | None:
        key = operation.path.partition("/")[2]
        done = _Operation(operation.action, did=commit.repo, key=key, moment=commit.time.astimezone(UTC))
        return done.tells(record, words)

    return read


class _RepoAccount(_Standing):
    seq: int
    did: str
    time: AwareDatetime


def _events_of_account(raw: object) -> Iterator[Event]:
    try:
        account = _RepoAccount.model_validate(raw)
    except ValueError:
        return
    yield _cursor(account.seq, account.time), account.time, lambda: account.gone(account.did)
