"""What only X asks for: a search that forgets, and places in it that do not last."""

from datetime import UTC, datetime, timedelta

import httpx2
from pydantic import SecretStr

from colonnade.channels.contract import Call, Walk
from colonnade.channels.http import AddressPolicy, Client, Rates
from colonnade.channels.tests.replay import answered
from colonnade.connectors.x.accounts import Bearer
from colonnade.connectors.x.connector import REACH, Search, connector

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def _call(response: httpx2.Response) -> Call:
    client = Client(
        policy=AddressPolicy(),
        rates=Rates(limits=connector.manifest.limits),
        classify=connector.classify,
        base_url=connector.manifest.base_url,
        transport=httpx2.MockTransport(lambda _request: response),
    )
    since = NOW - timedelta(days=90)
    return Call(http=client, now=NOW, since=since, credentials=Bearer(token=SecretStr("t")))


def test_a_silence_longer_than_the_search_remembers_is_a_gap() -> None:
    seen = NOW - timedelta(days=20)
    page = connector.fetch(
        Search(query="boom"), Walk(seen=seen.isoformat()).cursor(), _call(answered(200, b'{"meta": {}}'))
    )
    assert page.silence is not None
    assert (page.silence.start, page.silence.end) == (seen, NOW - REACH)


def test_a_recent_round_leaves_no_gap() -> None:
    walk = Walk(seen=(NOW - timedelta(days=2)).isoformat())
    page = connector.fetch(Search(query="boom"), walk.cursor(), _call(answered(200, b'{"meta": {}}')))
    assert page.silence is None


def test_a_place_that_is_refused_begins_the_walk_anew() -> None:
    walk = Walk(seen=(NOW - timedelta(days=2)).isoformat(), at="b26v89c19zqg8o3f")
    page = connector.fetch(Search(query="boom"), walk.cursor(), _call(answered(400, b"{}")))
    assert page.more
    assert Walk.of(page.next_cursor) == Walk(seen=walk.seen)
