"""Archives that networks give to their members."""

import gzip
import io
import json
import random
import zipfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest

from colonnade.pillars.listening.importing.guess import guess
from colonnade.pillars.listening.importing.reading import Layout, Row, Unreadable, inspect, open_sheet
from colonnade.pillars.listening.importing.reading.archives import COLUMNS
from colonnade.pillars.listening.importing.records import post_reader

MB = 1024 * 1024
# Written by the reference implementation (@atproto/repo 0.9.1): 62 posts of which one has no words, a like,
# and a profile.
REPOSITORY = Path(__file__).parent / "repository.car"


def read(path: Path, *, most_bytes: int = 100 * MB) -> tuple[Layout, list[Row]]:
    layout = inspect(path, most_bytes=most_bytes)
    return layout, list(open_sheet(path, layout, most_bytes=most_bytes).rows())


def posts(path: Path) -> list[dict[str, str]]:
    layout, rows = read(path)
    assert layout.columns == COLUMNS
    assert [row.problem for row in rows if row.problem] == []
    return [dict(zip(COLUMNS, row.cells, strict=True)) for row in rows]


def tweet(identity: str, text: str, **more: object) -> dict[str, object]:
    return {
        "tweet": {
            "id_str": identity,
            "id": identity,
            "full_text": text,
            "created_at": "Sat Nov 21 10:15:00 +0000 2026",
            "favorite_count": "3",
            "retweet_count": "1",
            "entities": {"hashtags": [], "urls": [{"indices": ["0", "9"]}]},
            **more,
        }
    }


def packed(**members: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/").replace("_js", ".js").replace("_json", ".json"), text)
    return file.getvalue()


def x_archive() -> bytes:
    account = [{"account": {"username": "ana_digs", "accountId": "77", "accountDisplayName": "Ana Lima"}}]
    first = [
        tweet("1992000000000000001", "Boom &amp; bucket, 9 &lt; 10"),
        tweet("1992000000000000000", "RT @ben: not mine"),
    ]
    second = [tweet("1991000000000000000", "Yes", in_reply_to_status_id_str="1990000000000000000")]
    return packed(
        Your__archive_html="<html></html>",
        data__account_js=f"window.YTD.account.part0 = {json.dumps(account)}",
        data__tweets_js=f"window.YTD.tweets.part0 = {json.dumps(first, indent=2)}",
        **{"data__tweets-part1_js": f"window.YTD.tweets.part1 = {json.dumps(second)}"},
        data__like_js="window.YTD.like.part0 = []",
    )


def test_an_x_archive_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "twitter-2026.zip"
    path.write_bytes(x_archive())
    found = {post["external_id"]: post for post in posts(path)}
    assert found.keys() == {"1992000000000000001", "1991000000000000000"}
    first = found["1992000000000000001"]
    assert first["text"] == "Boom & bucket, 9 < 10"
    assert first["published_at"] == "2026-11-21T10:15:00+00:00"
    assert first["url"] == "https://x.com/ana_digs/status/1992000000000000001"
    assert (first["author_handle"], first["author_name"]) == ("ana_digs", "Ana Lima")
    assert (first["likes"], first["reposts"], first["channel"]) == ("3", "1", "x")
    assert found["1991000000000000000"]["in_reply_to"] == "1990000000000000000"


def test_the_file_of_tweets_alone_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "tweets.js.gz"
    text = f"window.YTD.tweets.part0 = {json.dumps([tweet('1', 'Hello'), 7])}"
    path.write_bytes(gzip.compress(text.encode()))
    _layout, rows = read(path)
    assert [row.problem for row in rows] == ["", "not a JSON object with named values"]
    assert rows[0].cells[COLUMNS.index("url")] == "https://x.com/i/status/1"


def activity(number: int, **more: object) -> dict[str, object]:
    actor = "https://social.example/users/ana"
    note = {
        "id": f"{actor}/statuses/{number}",
        "type": "Note",
        "summary": None,
        "inReplyTo": None,
        "published": "2026-11-21T10:00:00Z",
        "url": f"https://social.example/@ana/{number}",
        "attributedTo": actor,
        "content": f"<p>Post {number} &amp; more</p><p>#pit</p>",
        "likes": {"type": "Collection", "totalItems": 4},
    }
    return {
        "id": f"{actor}/statuses/{number}/activity",
        "type": "Create",
        "actor": actor,
        "published": "2026-11-21T10:00:00Z",
        "to": ["https://www.w3.org/ns/activitystreams#Public"],
        "cc": [f"{actor}/followers"],
        "object": note | more,
    }


def outbox() -> str:
    unlisted = activity(2, summary="Spoiler") | {"to": ["x"], "cc": "as:Public"}
    direct = activity(3) | {"to": ["https://social.example/users/ben"], "cc": []}
    boost = activity(4) | {"type": "Announce", "object": "https://elsewhere.example/1"}
    picture = activity(5, content="")
    return json.dumps(
        {
            "@context": ["https://www.w3.org/ns/activitystreams", {"sensitive": "as:sensitive"}],
            "id": "outbox.json",
            "type": "OrderedCollection",
            "totalItems": 5,
            "orderedItems": [activity(1), unlisted, direct, boost, picture],
        }
    )


@pytest.mark.parametrize("name", ["outbox.json", "outbox.json.gz", "archive.zip"])
def test_only_public_posts_of_an_outbox_are_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    content = outbox().encode()
    if name.endswith(".gz"):
        content = gzip.compress(content)
    path.write_bytes(packed(outbox_json=outbox(), actor_json="{}") if name.endswith(".zip") else content)
    first, second = posts(path)
    assert first["text"] == "Post 1 & more\n#pit"
    assert first["external_id"] == "https://social.example/users/ana/statuses/1"
    assert first["url"] == "https://social.example/@ana/1"
    assert (first["author_handle"], first["likes"]) == ("ana@social.example", "4")
    assert second["text"] == "Spoiler\nPost 2 & more\n#pit"


def test_a_repository_of_the_reference_implementation_is_read() -> None:
    found = posts(REPOSITORY)
    assert len(found) == 61
    assert found[0]["text"] == "Day 0 in the pit, the excavator is fine \u26cf"
    assert found[0]["published_at"] == "2026-11-01T00:01:00.000Z"
    assert found[0]["external_id"].startswith("at://did:plc:hydra2026listening000000/app.bsky.feed.post/3")
    assert found[-1]["in_reply_to"] == "at://did:plc:other/app.bsky.feed.post/3kabc"
    assert [post["published_at"] for post in found] == sorted(post["published_at"] for post in found)
    assert len({post["external_id"] for post in found}) == 61


def test_an_archive_needs_no_choice_of_columns(tmp_path: Path) -> None:
    path = tmp_path / "archive.zip"
    path.write_bytes(x_archive())
    for file in (path, REPOSITORY):
        layout, rows = read(file)
        plan = guess(layout, rows).plan.checked(layout.columns)
        assert {field.value: name for field, name in plan.mapping.items()} == {name: name for name in COLUMNS}
        read_post = post_reader(plan, layout.columns)
        assert {read_post(row.cells).author_id for row in rows} <= {
            "x:ana_digs",
            "bluesky:did:plc:hydra2026listening000000",
        }


@pytest.mark.parametrize("kind", ["x", "outbox", "outbox.zip", "car"])
def test_damaged_archives_are_read_or_refused(tmp_path: Path, kind: str) -> None:
    whole = {
        "x": x_archive(),
        "outbox": outbox().encode(),
        "outbox.zip": packed(outbox_json=outbox()),
        "car": REPOSITORY.read_bytes(),
    }[kind]
    draw = random.Random(7)
    path = tmp_path / "archive"
    for _attempt in range(150):
        damaged = bytearray(whole)
        for _place in range(draw.randint(1, 4)):
            damaged[draw.randrange(len(damaged))] = draw.randrange(256)
        path.write_bytes(bytes(damaged[: draw.randint(1, len(damaged)) if draw.random() < 0.4 else None]))
        with suppress(Unreadable):
            read(path)


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    path.write_bytes(packed(data__tweets_js="window.YTD.tweets.part0 = [" + " " * 30 * MB + "]"))
    assert path.stat().st_size < MB
    with pytest.raises(Unreadable, match="unpacks to more than 10 MB"):
        read(path, most_bytes=10 * MB)


def test_a_repository_that_links_to_itself_ends(tmp_path: Path) -> None:
    def link(cid: bytes) -> bytes:
        return b"\xd8\x2a\x58\x25\x00" + cid  # CBOR's tag 42: a link

    node_cid = b"\x01\x71\x12\x20" + sha256(b"node").digest()
    commit = b"\xa2\x63did\x68did:plc:\x64data" + link(node_cid)
    commit_cid = b"\x01\x71\x12\x20" + sha256(commit).digest()
    node = b"\xa2\x61e\x80\x61l" + link(node_cid)
    header = b"\xa2\x65roots\x81" + link(commit_cid) + b"\x67version\x01"
    blocks = [header, commit_cid + commit, node_cid + node]
    path = tmp_path / "loop.car"
    path.write_bytes(b"".join(bytes([len(block)]) + block for block in blocks))
    _layout, rows = read(path)
    assert rows == []


def test_other_archives_are_refused_as_before(tmp_path: Path) -> None:
    path = tmp_path / "photos.zip"
    path.write_bytes(packed(photo_txt="no posts"))
    with pytest.raises(Unreadable, match="ZIP archive"):
        inspect(path, most_bytes=MB)
