"""Publishing on a server that speaks Mastodon's interface, over HTTP."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import httpx2
import pytest
from mastodon_mock.testing.server import MockServer
from pydantic import SecretStr

from colonnade.channels.contract import (
    BadContent,
    Call,
    Disconnect,
    Done,
    Draft,
    Media,
    MissingScope,
    Outgoing,
    Pending,
    Posting,
    Ready,
    Reference,
    RefreshToken,
    Sending,
    Visibility,
)
from colonnade.channels.http import AddressPolicy, Client, Rates
from colonnade.connectors.mastodon.accounts import Token
from colonnade.connectors.mastodon.connector import connector

GIF = bytes.fromhex("47494638396101000100800000000000ffffff2c00000000010001000002024401003b")
IMAGE = Media(
    source="test:1",
    media_type="image/gif",
    size=len(GIF),
    sha256=hashlib.sha256(GIF).hexdigest(),
    alt="A dot",
    name="dot.gif",
)


@pytest.fixture(scope="module")
def peer() -> Iterator[MockServer]:
    """Run the server on a free port of loopback."""
    with MockServer() as server:
        yield server


@pytest.fixture
def sending(peer: MockServer) -> Iterator[Sending]:
    """Return what the core gives for one post, with a key of its own."""
    now = datetime.now(UTC)
    with Client(
        policy=AddressPolicy.allowing(["127.0.0.0/8"]),
        rates=Rates(limits=connector.manifest.limits),
        classify=connector.classify,
        sleep=lambda _seconds: None,
    ) as http:
        credentials = Token(instance=peer.base_url, access_token=SecretStr("alice_token"))
        call = Call(http=http, now=now, since=now, credentials=credentials)
        [profile] = connector.profiles(call)
        yield Sending(
            call=call,
            key=connector.new_key(now),
            profile=profile.external_id,
            began_at=now,
            open=lambda _media: BytesIO(GIF),
            commit=lambda: None,
        )


def status(peer: MockServer, done: Done) -> dict[str, Any]:
    """Return a status as the server shows it to its author."""
    headers = {"authorization": "Bearer alice_token"}
    with httpx2.Client(base_url=peer.base_url, trust_env=False, headers=headers) as client:
        answer = client.get(f"/api/v1/statuses/{done.reference.more['id']}")
    found: dict[str, Any] = answer.json()
    return found


def sent(post: Outgoing, sending: Sending) -> Done:
    done = connector.publish(post, sending)
    assert isinstance(done, Done)
    return done


def anew(sending: Sending) -> Sending:
    return replace(sending, key=connector.new_key(sending.began_at))


def test_the_account_and_its_instance_say_where_and_how_long(sending: Sending) -> None:
    [profile] = connector.profiles(sending.call)
    assert profile.name == "@alice@127.0.0.1"
    assert profile.text_limit


def test_a_second_try_is_the_same_status(sending: Sending) -> None:
    post = Outgoing(text="Grease it every 50 hours: https://hydra.example/grease @bob", language="en")
    first, second = sent(post, sending), sent(post, sending)
    assert first == second
    assert connector.find_recent(post, sending) == (first,)


def test_the_same_words_with_another_key_are_another_status(sending: Sending) -> None:
    post = Outgoing(text="Good morning from the pit")
    first, second = sent(post, sending), sent(post, anew(sending))
    assert first != second
    found = [done.reference.external_id for done in connector.find_recent(post, sending)]
    assert sorted(found) == sorted([first.reference.external_id, second.reference.external_id])


def test_what_was_never_sent_is_not_found(sending: Sending) -> None:
    sent(Outgoing(text="One thing"), sending)
    assert connector.find_recent(Outgoing(text="Another thing"), sending) == ()


def test_a_status_is_found_past_forty_newer_ones(sending: Sending) -> None:
    post = Outgoing(text="The one in question")
    done = sent(post, sending)
    for number in range(45):
        sent(Outgoing(text=f"Later {number}"), anew(sending))
    assert connector.find_recent(post, sending) == (done,)


def test_warning_visibility_and_image_go_with_it(peer: MockServer, sending: Sending) -> None:
    post = Outgoing(text="Inside the gearbox", media=(IMAGE,), warning="Loud", visibility=Visibility.UNLISTED)
    shown = status(peer, sent(post, sending))
    assert (shown["spoiler_text"], shown["visibility"], shown["sensitive"]) == ("Loud", "unlisted", True)
    assert [media["description"] for media in shown["media_attachments"]] == ["A dot"]


def test_a_file_that_takes_time_is_asked_for_until_it_is_ready(sending: Sending) -> None:
    [name] = [sent_media(sending)]
    state = connector.check_status(Pending(ticket=f'["{name}"]'), sending.call)
    assert isinstance(state, Ready)
    done = connector.finalize(state, Outgoing(text="With a file that took its time"), sending)
    assert done.reference.more["id"]


def sent_media(sending: Sending) -> str:
    """Upload a file past the connector and return its id."""
    answer = sending.call.http.write(
        "POST",
        f"{token_of(sending.call).instance}/api/v2/media",
        files={"file": ("dot.gif", BytesIO(GIF), "image/gif")},
        headers={"authorization": "Bearer alice_token"},
    )
    content: Any = answer.json()
    return str(content["id"])


def token_of(call: Call) -> Token:
    return call.credentials_as(Token)


def test_a_thread_hangs_together_and_is_told_apart(peer: MockServer, sending: Sending) -> None:
    first = sent(Outgoing(text="Same words"), sending)
    answer = Outgoing(text="Same words", root=first.reference, parent=first.reference)
    second = sent(answer, anew(sending))
    assert status(peer, second)["in_reply_to_id"] == first.reference.more["id"]
    assert connector.find_recent(answer, sending) == (second,)


def test_it_is_edited_and_deleted_twice(peer: MockServer, sending: Sending) -> None:
    done = sent(Outgoing(text="A tpyo"), sending)
    changed = connector.edit(done.reference, Outgoing(text="A typo, mended"), sending)
    assert changed.reference.external_id == done.reference.external_id
    assert "A typo, mended" in status(peer, done)["content"]
    for _time in range(2):
        connector.delete(done.reference, sending.call)
    assert "error" in status(peer, done)


def test_a_refusal_is_told_in_the_instances_words(sending: Sending) -> None:
    with pytest.raises(BadContent, match="instance says"):
        connector.publish(Outgoing(text="x" * 5_001), sending)


def test_an_answer_to_nobody_is_told(sending: Sending) -> None:
    nobody = Reference(external_id="https://elsewhere.example/users/x/statuses/1")
    with pytest.raises(BadContent, match="does not know the post"):
        connector.publish(Outgoing(text="To whom?", parent=nobody, root=nobody), sending)


def test_a_token_that_is_not_known_publishes_nothing(sending: Sending) -> None:
    token = token_of(sending.call).model_copy(update={"access_token": SecretStr("never issued")})
    call = replace(sending.call, credentials=token)
    with pytest.raises((RefreshToken, Disconnect, MissingScope)):
        connector.publish(Outgoing(text="No"), replace(sending, call=call))


def posting() -> Posting:
    found = connector.manifest.posting
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("", 0),
        ("e\u0301", 1),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467", 1),
        ("https://hydra.example/a-very-long-address-of-a-page-that-nobody-would-type?a=1&b=2", 23),
        ("See https://hydra.example/x.", 4 + 23 + 1),
        ("@alice@mastodon.example hi", len("@alice hi")),
        ("@alice hi", len("@alice hi")),
        ("mail alice@mastodon.example", len("mail alice@mastodon.example")),
    ],
)
def test_lengths_are_counted_as_the_network_does(text: str, used: int) -> None:
    assert [counted.used for counted in connector.count(text, posting())] == [used]


def test_the_warning_counts_with_the_text() -> None:
    fits = Draft.of("x" * 495, warning="12345")
    over = Draft.of("x" * 496, warning="12345")
    assert connector.validate(fits, posting()) == []
    assert [problem.field for problem in connector.validate(over, posting())] == ["text"]
