"""Against real servers, where ``COLONNADE_TEST_BLUESKY`` names them.

The variable holds JSON: ``{"pds": address, "identifier": handle, "password": ...}`` of a personal data server
with an AppView behind it, on which the account may write. ``docs/guide/connectors.md`` says how to start one.
"""

import json
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from secrets import token_hex

import pytest
from pydantic import SecretStr

from colonnade.channels.contract import BadContent, Call, Disconnect, RefreshToken, Session, Source
from colonnade.channels.http import AddressPolicy, Bounds, Client, Rates
from colonnade.connectors.bluesky.connector import AppPassword, AuthorFeed, Firehose, Search, connector

PEER = json.loads(os.environ.get("COLONNADE_TEST_BLUESKY", "{}"))
pytestmark = pytest.mark.skipif(not PEER, reason="COLONNADE_TEST_BLUESKY names no server")


@pytest.fixture
def call() -> Iterator[Call]:
    """Sign in."""
    client = Client(
        policy=AddressPolicy.allowing(["localhost", "127.0.0.1"]),
        rates=Rates(limits=connector.manifest.limits),
        classify=connector.classify,
        bounds=Bounds(listen_seconds=3.0),
    )
    now = datetime.now(tz=UTC)
    credentials = AppPassword(
        service=PEER["pds"], identifier=PEER["identifier"], password=SecretStr(PEER["password"])
    )
    with client:
        made = Call(http=client, now=now, since=now - timedelta(days=1), credentials=credentials)
        yield replace(made, session=connector.sign_in(made))


def write(call: Call, text: str) -> str:
    """Write a post and return its address in the network."""
    assert call.session is not None
    answer = call.http.post(
        f"{PEER['pds']}/xrpc/com.atproto.repo.createRecord",
        json={
            "repo": PEER["identifier"],
            "collection": "app.bsky.feed.post",
            "record": {
                "$type": "app.bsky.feed.post",
                "text": text,
                "createdAt": datetime.now(tz=UTC).isoformat(),
            },
        },
        headers={"authorization": f"Bearer {call.session.tokens['access'].get_secret_value()}"},
    )
    said = answer.json()
    assert isinstance(said, dict)
    return str(said["uri"])


def heard(call: Call, source: Source, cursor: str | None = None) -> tuple[dict[str, str], str | None]:
    """Return (texts by address, cursor) of one round."""
    texts: dict[str, str] = {}
    if isinstance(source, Firehose):
        for page in connector.stream(source, cursor, call):
            texts |= {post.external_id: post.text for post in page.items}
            cursor = page.next_cursor or cursor
        return texts, cursor
    while True:
        page = connector.fetch(source, cursor, call)
        texts |= {post.external_id: post.text for post in page.items}
        cursor = page.next_cursor
        if not page.more:
            return texts, cursor


def test_what_is_written_is_heard_each_way_and_the_next_round_goes_on(call: Call) -> None:
    word = f"loader{token_hex(4)}"
    sources = [
        Search(query=word),
        AuthorFeed(actor=PEER["identifier"]),
        Firehose(words=(word,), host=PEER["pds"].replace("http", "ws", 1)),
    ]
    before = {
        source: heard(call, source, "0" if isinstance(source, Firehose) else None)[1] for source in sources
    }
    written = {write(call, f"The {word} lifts {number}"): f"The {word} lifts {number}" for number in range(3)}
    time.sleep(3)  # the AppView indexes what the server tells it
    later = replace(call, now=datetime.now(tz=UTC))
    for source in sources:
        found, _cursor = heard(later, source, before[source])
        assert written.items() <= found.items(), source


def test_a_session_is_renewed_and_a_wrong_one_is_told(call: Call) -> None:
    assert connector.refresh(call).identity == f"@{PEER['identifier']}"
    wrong = Session(identity="", tokens={"access": SecretStr("x"), "refresh": SecretStr("x")})
    with pytest.raises(RefreshToken):
        connector.refresh(replace(call, session=wrong))
    with pytest.raises(RefreshToken):
        connector.fetch(Search(query="loader"), None, replace(call, session=wrong))


def test_a_wrong_password_and_an_unknown_account_are_told_apart(call: Call) -> None:
    assert isinstance(call.credentials, AppPassword)
    wrong = call.credentials.model_copy(update={"password": SecretStr("wrong")})
    with pytest.raises(Disconnect):
        connector.sign_in(replace(call, credentials=wrong))
    with pytest.raises(BadContent) as refused:
        connector.fetch(AuthorFeed(actor="nobody.test"), None, call)
    assert refused.value.field == "actor"
