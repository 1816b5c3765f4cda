"""Against a server that speaks Mastodon's interface and that we did not write."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from mastodon_mock.config import MastodonMockConfig, RateLimitConfig
from mastodon_mock.testing.server import MockServer
from pydantic import SecretStr

from colonnade.channels.contract import (
    BadContent,
    Call,
    Disconnect,
    Heard,
    RateLimited,
    RefreshToken,
    Retry,
    Walk,
)
from colonnade.channels.http import AddressPolicy, Bounds, Client, Rates
from colonnade.connectors.mastodon.accounts import Token
from colonnade.connectors.mastodon.connector import Hashtag, Search, connector

LOOPBACK = AddressPolicy.allowing(["127.0.0.0/8"])


@pytest.fixture(scope="module")
def peer() -> Iterator[MockServer]:
    """Run the server on a free port of loopback."""
    with MockServer() as server:
        yield server


@pytest.fixture
def tag() -> str:
    """Return a hashtag that no other test writes."""
    return f"pit{uuid4().hex[:12]}"


def say(peer: MockServer, *texts: str) -> None:
    with httpx2.Client(base_url=peer.base_url, trust_env=False) as client:
        for text in texts:
            answer = client.post(
                "/api/v1/statuses", data={"status": text}, headers={"authorization": "Bearer alice_token"}
            )
            answer.raise_for_status()


def send(peer: MockServer, method: str, path: str, data: dict[str, str] | None = None) -> dict[str, Any]:
    """Do something as alice and return what the server says."""
    headers = {"authorization": "Bearer alice_token"}
    with httpx2.Client(base_url=peer.base_url, trust_env=False) as client:
        answer = client.request(method, path, data=data, headers=headers)
        answer.raise_for_status()
        said: dict[str, Any] = answer.json()
    return said


def write(peer: MockServer, text: str) -> str:
    """Write a status and return its id on the instance."""
    return str(send(peer, "post", "/api/v1/statuses", {"status": text})["id"])


@contextmanager
def repeated(act: Callable[[int], object]) -> Iterator[None]:
    """Do something again and again in the block: a stream tells nothing of what was before it was open."""
    stop = threading.Event()

    def go() -> None:
        for number in count():
            if stop.wait(0.2):
                return
            act(number)

    thread = threading.Thread(target=go)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


@pytest.fixture
def http() -> Iterator[Client]:
    """Open the real client, with the connector's limits, and listen for at most 15 seconds."""
    with Client(
        policy=LOOPBACK,
        rates=Rates(limits=connector.manifest.limits),
        classify=connector.classify,
        bounds=Bounds(seconds=10.0, listen_seconds=15.0),
        sleep=lambda _seconds: None,
    ) as client:
        yield client


def call(http: Client, peer: MockServer, *, token: str | None = "alice_token", days: int = 7) -> Call:
    now = datetime.now(UTC)
    credentials = Token(instance=peer.base_url, access_token=SecretStr(token)) if token else None
    return Call(http=http, now=now, since=now - timedelta(days=days), credentials=credentials)


def all_of(
    source: Hashtag | Search, given: Call, cursor: str | None = None
) -> tuple[list[Heard], str | None, int]:
    heard: list[Heard] = []
    for pages in range(1, 20):
        page = connector.fetch(source, cursor, given)
        heard += page.items
        cursor = page.next_cursor
        if not page.more:
            return heard, cursor, pages
    raise AssertionError("it does not end")


def test_a_hashtag_is_heard_whole_over_several_answers(peer: MockServer, http: Client, tag: str) -> None:
    said = [f"Post {number} of the pit #{tag}" for number in range(42)]
    say(peer, *said)
    source = Hashtag(instance=peer.base_url, hashtag=tag)
    heard, cursor, pages = all_of(source, call(http, peer, token=None))
    assert {post.text for post in heard} == set(said)
    assert pages > 1
    assert {post.network for post in heard} == {"mastodon"}
    assert {post.author.handle for post in heard} == {"alice@127.0.0.1"}
    assert len({post.external_id for post in heard}) == len(said)
    assert Walk.of(cursor).last_seen == max(post.published_at for post in heard)


def test_the_next_round_hears_what_is_new(peer: MockServer, http: Client, tag: str) -> None:
    source = Hashtag(instance=peer.base_url, hashtag=tag)
    say(peer, f"Before #{tag}")
    _heard, cursor, _pages = all_of(source, call(http, peer))
    say(peer, f"After #{tag}")
    heard, _cursor, _pages = all_of(source, call(http, peer), cursor)
    assert f"After #{tag}" in {post.text for post in heard}


def test_a_search_finds_posts(peer: MockServer, http: Client) -> None:
    say(peer, "The swivel bearing squeaks")
    heard, _cursor, _pages = all_of(Search(instance=peer.base_url, query="squeaks"), call(http, peer))
    assert {post.text for post in heard} == {"The swivel bearing squeaks"}


def test_a_stream_tells_what_is_said_while_it_listens(peer: MockServer, http: Client, tag: str) -> None:
    source = Hashtag(instance=peer.base_url, hashtag=tag)
    say(peer, f"Asked for #{tag}")
    pages = connector.stream(source, None, call(http, peer))
    asked = [post.text for _answer in range(2) for post in next(pages).items]
    assert asked == [f"Asked for #{tag}"]
    with repeated(lambda _number: say(peer, f"Live #{tag}")):
        live = next(pages)
    pages.close()
    assert [post.text for post in live.items] == [f"Live #{tag}"]


def test_an_edit_and_a_deletion_are_told_while_it_listens(peer: MockServer, http: Client, tag: str) -> None:
    source = Hashtag(instance=peer.base_url, hashtag=tag)
    status = write(peer, f"The seat squeaks #{tag}")
    pages = connector.stream(source, None, call(http, peer))
    [asked] = [post for _answer in range(2) for post in next(pages).items]
    assert (asked.known_as, asked.edited_at) == (status, None)
    path = f"/api/v1/statuses/{status}"
    with repeated(lambda number: send(peer, "put", path, {"status": f"Mended {number} times #{tag}"})):
        edit = next(page.items[0] for page in pages if page.items)
    assert edit.external_id == asked.external_id
    assert "Mended" in edit.text
    assert edit.edited_at is not None
    assert edit.edited_at > asked.published_at
    written: list[str] = []

    def write_and_delete(_number: int) -> None:
        written.append(write(peer, f"Not for long #{tag}"))
        send(peer, "delete", f"/api/v1/statuses/{written[-1]}")

    with repeated(write_and_delete):
        gone = next(page.gone[0] for page in pages if page.gone)
    assert gone.known_as in written
    pages.close()


def test_an_edit_is_seen_when_it_is_asked_for(peer: MockServer, http: Client, tag: str) -> None:
    source = Hashtag(instance=peer.base_url, hashtag=tag)
    status = write(peer, f"Before #{tag}")
    send(peer, "put", f"/api/v1/statuses/{status}", {"status": f"After #{tag}"})
    [post], _cursor, _pages = all_of(source, call(http, peer))
    assert (post.text, post.edited_at is None, post.known_as) == (f"After #{tag}", False, None)


def test_the_limits_of_an_instance_are_kept_to(tag: str) -> None:
    config = MastodonMockConfig(ratelimit=RateLimitConfig(enabled=True, limit=3, window_seconds=60))
    with (
        MockServer(config=config) as small,
        Client(
            policy=LOOPBACK, rates=Rates(limits=connector.manifest.limits), classify=connector.classify
        ) as client,
    ):
        source, given = Hashtag(instance=small.base_url, hashtag=tag), call(client, small, token=None)
        for _allowed in range(3):
            connector.fetch(source, None, given)
        with pytest.raises(RateLimited) as limited:
            connector.fetch(source, None, given)
    # This server writes its reset in another form than Mastodon, so that the documented window counts.
    assert timedelta() < limited.value.until - datetime.now(UTC) <= connector.manifest.limits.per


def test_sign_in_says_whose_the_token_is(peer: MockServer, http: Client) -> None:
    assert connector.sign_in(call(http, peer)).identity == "@alice@127.0.0.1"


def test_an_unknown_token_is_refused(peer: MockServer, http: Client) -> None:
    with pytest.raises(Disconnect):
        connector.sign_in(call(http, peer, token="never issued"))


def test_a_token_never_goes_to_another_instance(http: Client, peer: MockServer) -> None:
    given = call(http, peer)
    with pytest.raises(BadContent, match="the account is one of"):
        connector.fetch(Hashtag(instance="https://elsewhere.example", hashtag="pit"), None, given)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"type": "status", "status": 503}, Retry),
        ({"type": "status", "status": 401, "body": {"error": "The access token was revoked"}}, RefreshToken),
        ({"type": "ratelimit"}, RateLimited),
        ({"type": "malformed"}, Retry),
    ],
)
def test_troubles_become_what_they_are(
    peer: MockServer, http: Client, tag: str, fault: dict[str, object], kind: type[Exception]
) -> None:
    rule = {"match": {"path": "/api/v1/timelines/tag/*"}, "effect": fault, "count": 1}
    httpx2.post(f"{peer.base_url}/api/v1/_mock/faults", json=rule, trust_env=False).raise_for_status()
    with pytest.raises(kind):
        connector.fetch(Hashtag(instance=peer.base_url, hashtag=tag), None, call(http, peer))
