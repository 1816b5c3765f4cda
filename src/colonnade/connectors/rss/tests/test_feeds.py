"""Feeds as they are: unchanged, emptied, hostile."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx2
import pytest

from colonnade.channels.contract import BadContent, Call, Page
from colonnade.channels.http import AddressPolicy, Client, Rates
from colonnade.channels.tests.replay import answered
from colonnade.connectors.rss.connector import Feed, connector

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
Reply = Callable[[httpx2.Request], httpx2.Response]


def fetch(reply: Reply, cursor: str | None = None, *, now: datetime = NOW) -> Page:
    """Return what a feed that answers by ``reply`` gives."""
    with Client(
        policy=AddressPolicy(),
        rates=Rates(limits=connector.manifest.limits),
        classify=connector.classify,
        transport=httpx2.MockTransport(reply),
        sleep=lambda _seconds: None,
    ) as http:
        call = Call(http=http, now=now, since=now - timedelta(days=7))
        return connector.fetch(Feed(url="https://blog.example/feed"), cursor, call)


def feed(*numbers: int, at: datetime = NOW, headers: dict[str, str] | None = None) -> Reply:
    """Return a feed of some entries, each an hour younger than the one after it."""
    items = "".join(
        f"<item><guid isPermaLink='false'>{number}</guid><title>Entry {number}</title>"
        f"<pubDate>{format_datetime(at + timedelta(hours=number))}</pubDate></item>"
        for number in numbers
    )
    body = f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>".encode()
    return lambda _request: answered(200, body, headers)


def test_an_unchanged_feed_is_asked_for_politely() -> None:
    asked: list[httpx2.Headers] = []

    def reply(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.headers)
        return answered(304)

    headers = {"etag": 'W/"7"', "last-modified": "Sun, 22 Nov 2026 08:00:00 GMT"}
    first = fetch(feed(1, 2, headers=headers))
    second = fetch(reply, first.next_cursor)
    assert (asked[0]["if-none-match"], asked[0]["if-modified-since"]) == ('W/"7"', headers["last-modified"])
    assert (second.items, second.next_cursor) == ((), first.next_cursor)


def test_only_what_is_new_is_handed_over() -> None:
    first = fetch(feed(-3, -2))
    second = fetch(feed(-2, -1), first.next_cursor)
    assert [post.external_id for post in second.items] == ["-1"]
    assert second.silence is None


def test_a_feed_that_moved_on_altogether_leaves_a_gap() -> None:
    first = fetch(feed(-9, -8, at=NOW))
    later = NOW + timedelta(days=2)
    silence = fetch(feed(-2, -1, at=later), first.next_cursor, now=later).silence
    assert silence is not None
    assert (silence.start, silence.end) == (NOW, later - timedelta(hours=2))


BOMBS = {
    "entities": b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol">"""
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12))
    + b"]><rss version='2.0'><channel><title>&l;</title></channel></rss>",
    "external entity": b"""<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<rss version="2.0"><channel><item><guid>1</guid><title>&x;</title></item></channel></rss>""",
    "depth": b"<rss version='2.0'><channel>" + b"<a>" * 10_000,
    "attributes": b"<rss " + b" ".join(b"a%d='1'" % n for n in range(20_000)) + b"><channel/></rss>",
    "open tags": b"<rss version='2.0'><channel><item><title>" + b"<![CDATA[" * 20_000,
    "entries": b"<rss version='2.0'><channel>" + b"<item><guid>1</guid></item>" * 5_000 + b"</channel></rss>",
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
def test_bombs_do_not_go_off(bomb: bytes) -> None:
    started = time.process_time()
    try:
        page = fetch(lambda _request: answered(200, bomb))
    except BadContent:
        page = Page()
    assert time.process_time() - started < 30
    assert all("root:" not in post.text and len(post.text) < 10_000 for post in page.items)


def test_a_text_that_is_a_path_is_not_opened() -> None:
    with pytest.raises(BadContent):
        fetch(lambda _request: answered(200, b"/etc/passwd"))
