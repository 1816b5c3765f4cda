"""Streams are saved as they go, and what they can no longer tell is said."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import libipld
import pytest

from colonnade.channels.contract import Retry
from colonnade.connectors.bluesky.streams import (
    BATCH,
    BegunAnew,
    Place,
    RepoStream,
    Words,
    in_pages,
    jetstream_silence,
)

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "text", "meant"),
    [
        (("loader",), "My LOADER!", True),
        (("loader",), "freeloaders", False),
        (("nine tonnes",), "lifts nine tonnes", True),
        (("#lader",), "Neu: #Lader.", True),
        (("C++",), "in C++ now", True),
        ((".*",), "anything", False),
        (("loader",), 7, False),
    ],
)
def test_words_are_whole_words(words: tuple[str, ...], text: object, meant: bool) -> None:
    assert Words(words).meant(text) is meant


def events(count: int, *, start: datetime = NOW) -> Iterator[tuple[str, datetime, Any]]:
    for number in range(count):
        yield str(number), start + timedelta(seconds=number), lambda: None


def test_a_stream_ends_where_it_has_caught_up() -> None:
    pages = list(in_pages(events(100), until=NOW + timedelta(seconds=9)))
    assert [(page.next_cursor, page.more) for page in pages] == [("9", False)]


def test_a_long_stream_is_saved_in_between(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("colonnade.connectors.bluesky.streams.EVENTS", BATCH)
    pages = list(in_pages(events(2 * BATCH + 10), until=NOW + timedelta(days=1)))
    assert [page.next_cursor for page in pages] == [str(BATCH - 1), str(2 * BATCH - 1), str(2 * BATCH + 9)]


def test_what_jetstream_has_forgotten_is_a_gap() -> None:
    old = NOW - timedelta(hours=30)
    silence = jetstream_silence(str(int(old.timestamp() * 1_000_000)), NOW)
    assert silence is not None
    assert (silence.start, silence.end) == (old, NOW - timedelta(hours=24))
    assert jetstream_silence(str(int(NOW.timestamp() * 1_000_000)), NOW) is None
    assert jetstream_silence("9" * 30, NOW) is None


def frame(*parts: object) -> bytes:
    return b"".join(libipld.encode_dag_cbor(part) for part in parts)


def test_a_server_that_no_longer_replays_leaves_a_gap() -> None:
    stream = RepoStream(Words(("loader",)))
    commit = {"seq": 900, "repo": "did:plc:a", "time": "2026-11-22T09:00:00Z", "ops": [], "blocks": b""}
    told = [
        frame({"op": 1, "t": "#info"}, {"name": "OutdatedCursor"}),
        frame({"op": 1, "t": "#commit"}, commit),
    ]
    assert [cursor for cursor, _moment, _read in stream.events(told)] == ["900@2026-11-22T09:00:00+00:00"]
    assert stream.outdated
    silence = Place.of("7@2026-11-22T08:00:00+00:00").silence(NOW, "It forgot.")
    assert silence is not None
    assert silence.end - silence.start == timedelta(hours=1)


def test_a_server_that_began_anew_and_one_in_trouble_are_told_apart() -> None:
    stream = RepoStream(Words(("loader",)))
    with pytest.raises(BegunAnew):
        list(stream.events([frame({"op": -1}, {"error": "FutureCursor"})]))
    with pytest.raises(Retry):
        list(stream.events([frame({"op": -1}, {"error": "ConsumerTooSlow"})]))


@pytest.mark.parametrize(
    "message", [b"", b"\xff", b"\x81" * 10_000, frame({"op": 1}), frame([1], [2]), frame(1, 2)]
)
def test_frames_that_are_none_are_passed_over(message: bytes) -> None:
    assert list(RepoStream(Words(("loader",))).events([message])) == []
