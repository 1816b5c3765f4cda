"""Publishing on a personal data server that we did not write."""

import hashlib
import struct
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, BinaryIO

import httpx2
import pytest

from colonnade.channels.contract import (
    BadContent,
    Call,
    Done,
    LinkCard,
    Media,
    Outgoing,
    Reference,
    Sending,
)
from colonnade.connectors.bluesky.connector import connector

from .peer import POSTS, Peer, Person

pytestmark = pytest.mark.xdist_group("bluesky")

NOW = datetime(2026, 11, 22, 9, 0, 0, 123_000, tzinfo=UTC)


def png(width: int = 2, height: int = 1) -> bytes:
    """Return a small image."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\x20\x60\xa0" * width for _row in range(height)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


IMAGE = Media(
    source="test:1",
    media_type="image/png",
    size=len(png()),
    sha256=hashlib.sha256(png()).hexdigest(),
    alt="A loader at dusk",
    width=2,
    height=1,
)


@pytest.fixture
def commits() -> list[str]:
    return []


@pytest.fixture
def sending(call: Call, hydra: Person, commits: list[str]) -> Sending:
    """Return what the core gives for one post, signed in, with a key of its own."""

    def open_image(_media: Media) -> BinaryIO:
        return BytesIO(png())

    key = connector.new_key(NOW)
    return Sending(
        call=replace(call, session=connector.sign_in(call)),
        key=key,
        profile=hydra.did,
        began_at=NOW,
        open=open_image,
        commit=lambda: commits.append(key),
    )


def records(peer: Peer, person: Person) -> list[dict[str, Any]]:
    """Return what the server holds of a person's posts."""
    with httpx2.Client(trust_env=False) as client:
        answer = client.get(
            f"{peer.address}/xrpc/com.atproto.repo.listRecords",
            params={"repo": person.did, "collection": POSTS, "limit": 100},
        )
    found: list[dict[str, Any]] = answer.json()["records"]
    return found


def test_the_account_itself_is_where_it_publishes(sending: Sending, hydra: Person) -> None:
    [profile] = connector.profiles(sending.call)
    assert (profile.external_id, profile.name) == (hydra.did, f"@{hydra.handle}")


def test_a_second_try_is_the_same_post(
    peer: Peer, hydra: Person, sending: Sending, commits: list[str]
) -> None:
    post = Outgoing(text="Greasing intervals #hydraulics, see https://hydra.example/grease.", language="en")
    assert connector.find_recent(post, sending) == ()
    first = connector.publish(post, sending)
    second = connector.publish(post, sending)
    assert first == second
    assert commits == [sending.key, sending.key]
    assert connector.find_recent(post, sending) == (first,)
    [record] = records(peer, hydra)
    assert record["uri"] == first.reference.external_id
    value = record["value"]
    assert (value["text"], value["langs"]) == (post.text, ["en"])
    assert value["createdAt"] == "2026-11-22T09:00:00.123Z"
    shown = {
        facet["features"][0].get("tag") or facet["features"][0].get("uri"): value["text"].encode()[
            facet["index"]["byteStart"] : facet["index"]["byteEnd"]
        ]
        for facet in value["facets"]
    }
    assert shown == {
        "hydraulics": b"#hydraulics",
        "https://hydra.example/grease": b"https://hydra.example/grease",
    }


def test_another_post_under_the_key_is_never_overwritten(peer: Peer, hydra: Person, sending: Sending) -> None:
    connector.publish(Outgoing(text="First"), sending)
    with pytest.raises(BadContent):
        connector.publish(Outgoing(text="Other"), sending)
    assert [record["value"]["text"] for record in records(peer, hydra)] == ["First"]


def test_somebody_who_is_mentioned_is_named_by_what_lasts(
    peer: Peer, hydra: Person, bell: Person, sending: Sending
) -> None:
    connector.publish(Outgoing(text=f"Thanks @{bell.handle} and @nobody-there.test"), sending)
    [record] = records(peer, hydra)
    [facet] = record["value"]["facets"]
    assert facet["features"] == [{"$type": "app.bsky.richtext.facet#mention", "did": bell.did}]


def test_an_image_and_a_card_go_with_it(peer: Peer, hydra: Person, sending: Sending) -> None:
    connector.publish(Outgoing(text="Look", media=(IMAGE,)), sending)
    again = replace(sending, key=connector.new_key(NOW))
    card = LinkCard(url="https://hydra.example/", title="Hydra", description="Loaders", thumbnail=IMAGE)
    connector.publish(Outgoing(text="", link=card), again)
    by_text = {record["value"]["text"]: record["value"]["embed"] for record in records(peer, hydra)}
    [image] = by_text["Look"]["images"]
    assert (image["alt"], image["aspectRatio"]) == ("A loader at dusk", {"width": 2, "height": 1})
    assert image["image"]["size"] == len(png())
    assert by_text[""]["external"]["thumb"]["ref"] == image["image"]["ref"]


def test_a_thread_hangs_together(peer: Peer, hydra: Person, sending: Sending) -> None:
    sent: list[Done] = []
    for text in ("One", "Two", "Three"):
        named = [done.reference for done in sent]
        post = Outgoing(text=text, root=named[0] if named else None, parent=named[-1] if named else None)
        sent.append(connector.publish(post, replace(sending, key=connector.new_key(NOW))))
    values = {record["uri"]: record["value"] for record in records(peer, hydra)}
    addresses = [done.reference.external_id for done in sent]
    third = values[addresses[2]]["reply"]
    assert (third["root"]["uri"], third["parent"]["uri"]) == (addresses[0], addresses[1])


def test_it_can_be_deleted_twice(peer: Peer, hydra: Person, sending: Sending) -> None:
    done = connector.publish(Outgoing(text="Not for long"), sending)
    for _time in range(2):
        connector.delete(done.reference, sending.call)
    assert records(peer, hydra) == []
    assert connector.find_recent(Outgoing(text="Not for long"), sending) == ()


@pytest.mark.parametrize(
    "unit",
    ["a", "ß", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1e9\U0001f1ea", "e\u0301", "한"],
)
def test_the_server_takes_as_many_graphemes_as_we_count(sending: Sending, unit: str) -> None:
    posting = connector.manifest.posting
    assert posting is not None
    fits = unit * min(300, 3_000 // len(unit.encode()))
    assert not any(counted.over for counted in connector.count(fits, posting))
    connector.publish(Outgoing(text=fits), replace(sending, key=connector.new_key(NOW)))
    over = fits + unit
    assert any(counted.over for counted in connector.count(over, posting))
    with pytest.raises(BadContent):
        connector.publish(Outgoing(text=over), replace(sending, key=connector.new_key(NOW)))


def test_an_answer_to_what_is_not_there_is_told(sending: Sending, hydra: Person) -> None:
    gone = Reference(external_id=f"at://{hydra.did}/{POSTS}/3kaaaaaaaaa22", more={"cid": "no-cid"})
    with pytest.raises(BadContent):
        connector.publish(Outgoing(text="To whom?", root=gone, parent=gone), sending)
