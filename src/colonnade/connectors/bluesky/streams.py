"""Everything that is written, as it is written: Jetstream (JSON) and the repositories' own stream (CBOR)."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import libipld
from pydantic import AwareDatetime

from colonnade.channels.contract import Foreign, Heard, Page, Retry, Silence, each
from colonnade.connectors.bluesky.posts import POSTS, recorded

BATCH = 500
"""Posts of one page at most."""
EVENTS = 20_000
"""Events after which a page ends though it holds few posts: what is saved need not be read again."""
REPLAYED = timedelta(hours=24)
"""How far back Jetstream's public instances replay."""

Event = tuple[str, datetime, Callable[[], Heard | None]]
"""(cursor after it, its time, its post if it is one)."""


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
    skipped: list[str] = field(default_factory=list)
    events: int = 0
    cursor: str = ""

    def take(self, cursor: str, read: Callable[[], Heard | None]) -> None:
        items, skipped = each([read], lambda reader: reader())
        self.items += items
        self.skipped += skipped
        self.events += 1
        self.cursor = cursor

    def page(self, *, more: bool, silence: Silence | None) -> Page:
        return Page(
            items=tuple(self.items),
            skipped=tuple(self.skipped),
            next_cursor=self.cursor or None,
            more=more,
            silence=silence,
        )


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
        batch.take(cursor, read)
        caught_up = moment >= until
        if caught_up:
            break
        if len(batch.items) >= BATCH or batch.events >= EVENTS:
            yield batch.page(more=True, silence=silence)
            batch, silence = _Batch(), None
    if batch.events:
        # A stream that says little ends by the clock, and is then as caught up as can be.
        yield batch.page(more=not caught_up and batch.events >= BATCH, silence=silence)


class _Commit(Foreign):
    operation: str
    collection: str
    rkey: str = ""
    record: object = None


class _Told(Foreign):
    did: str
    time_us: int
    kind: str
    commit: _Commit | None = None


def jetstream_events(messages: Iterable[bytes], words: Words) -> Iterator[Event]:
    """Yield what Jetstream says; a message that cannot be read is passed over."""
    for message in messages:
        try:
            told = _Told.model_validate(json.loads(message))
            moment = datetime.fromtimestamp(told.time_us / 1_000_000, tz=UTC)
        except (ValueError, OverflowError, OSError, RecursionError):
            continue
        yield str(told.time_us), moment, _reader_of_told(told, moment, words)


def _reader_of_told(told: _Told, moment: datetime, words: Words) -> Callable[[], Heard | None]:
    commit = told.commit

    def read() -> Heard | None:
        if commit is None or commit.operation != "create" or commit.collection != POSTS:
            return None
        text = commit.record.get("text") if isinstance(commit.record, dict) else None
        if not words.meant(text):
            return None
        return recorded(commit.record, did=told.did, key=commit.rkey, seen_at=moment)

    return read


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
    written = [
        operation
        for operation in commit.ops
        if operation.action == "create" and operation.path.startswith(f"{POSTS}/")
    ]
    blocks = _blocks_of(commit.blocks) if written else {}
    cursor = f"{commit.seq}@{commit.time.isoformat()}"
    if not written:
        yield cursor, commit.time, lambda: None
    for operation in written:
        yield cursor, commit.time, _reader_of_commit(commit, operation, blocks, words)


def _blocks_of(archive: bytes) -> dict[bytes, dict[str, Any]]:
    try:
        _header, blocks = libipld.decode_car(archive)
    except (ValueError, RecursionError):
        return {}
    return blocks


def _reader_of_commit(
    commit: _RepoCommit, operation: _Op, blocks: dict[bytes, dict[str, Any]], words: Words
) -> Callable[[], Heard | None]:
    def read() -> Heard | None:
        record = blocks.get(operation.cid) if isinstance(operation.cid, bytes) else None
        text = record.get("text") if isinstance(record, dict) else None
        if record is None:
            raise ValueError("a commit came without its record")
        if not words.meant(text):
            return None
        key = operation.path.partition("/")[2]
        return recorded(record, did=commit.repo, key=key, seen_at=commit.time.astimezone(UTC))

    return read
