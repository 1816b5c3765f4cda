"""Listening to the stream of a personal data server that we did not write."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from secrets import token_hex

import pytest

from colonnade.channels.contract import Call, Gone, Heard, Page
from colonnade.connectors.bluesky.connector import Firehose, connector

from .peer import Peer, Person

pytestmark = pytest.mark.xdist_group("bluesky")


@dataclass
class Listener:
    """Hears the server's stream in rounds, each from where the one before ended."""

    peer: Peer
    call: Call
    bell: Person
    word: str
    cursor: str | None = "0"
    pages: list[Page] = field(default_factory=list)

    def round(self) -> list[Page]:
        """Return the pages up to now; a post by somebody marks where that is."""
        now = datetime.now(tz=UTC)
        self.peer.write(self.bell, "It is now")
        source = Firehose(words=(self.word,), host=self.peer.stream)
        self.pages = list(connector.stream(source, self.cursor, replace(self.call, now=now)))
        self.cursor = self.pages[-1].next_cursor
        return self.pages

    @property
    def items(self) -> list[Heard]:
        return [post for page in self.pages for post in page.items]

    @property
    def changed(self) -> list[Heard]:
        return [post for page in self.pages for post in page.changed]

    @property
    def gone(self) -> list[Gone]:
        return [one for page in self.pages for one in page.gone]


@pytest.fixture
def listener(peer: Peer, call: Call, bell: Person) -> Listener:
    made = Listener(peer, call, bell, f"loader{token_hex(4)}")
    made.round()
    return made


def test_what_is_written_is_heard_and_the_next_round_goes_on(
    listener: Listener, peer: Peer, hydra: Person
) -> None:
    said = {}
    for text in (f"My {listener.word} lifts", f"No {listener.word}s here", f"Größe 🚜 {listener.word}!"):
        said[peer.write(hydra, text)] = text
    listener.round()
    wanted = {uri: text for uri, text in said.items() if "No " not in text}
    assert {post.external_id: post.text for post in listener.items} == wanted
    assert {post.author.key for post in listener.items} == {hydra.did}
    listener.round()
    assert listener.items == []


def test_a_round_that_was_cut_off_is_heard_again(listener: Listener, peer: Peer, hydra: Person) -> None:
    before = listener.cursor
    uri = peer.write(hydra, f"A {listener.word} twice")
    for _attempt in range(2):
        listener.cursor = before
        listener.round()
        assert [post.external_id for post in listener.items] == [uri]


def test_a_reply_names_the_post_that_it_answers(listener: Listener, peer: Peer, hydra: Person) -> None:
    made = peer.create(hydra, f"Which {listener.word}?")
    ref = {"uri": made["uri"], "cid": made["cid"]}
    peer.write(hydra, f"The red {listener.word}", reply={"root": ref, "parent": ref})
    listener.round()
    assert [post.in_reply_to for post in listener.items] == [None, made["uri"]]


def test_an_edit_is_heard_with_its_time_whether_or_not_the_words_are_still_meant(
    listener: Listener, peer: Peer, hydra: Person
) -> None:
    uri = peer.write(hydra, f"The {listener.word} is bad")
    key = uri.rpartition("/")[2]
    peer.write(hydra, f"The {listener.word} is good", key=key)
    peer.write(hydra, "I say nothing", key=key)
    listener.round()
    assert [(post.text, post.edited_at is None) for post in listener.items] == [
        (f"The {listener.word} is bad", True),
        (f"The {listener.word} is good", False),
    ]
    assert [(post.external_id, post.text) for post in listener.changed] == [(uri, "I say nothing")]
    edits = [post.edited_at for post in (listener.items[1], listener.changed[0])]
    assert edits == sorted(edits)


def test_a_deletion_is_heard_of_every_post(listener: Listener, peer: Peer, hydra: Person) -> None:
    uris = [peer.write(hydra, text) for text in (f"A {listener.word}", "Something else")]
    for uri in uris:
        peer.delete(hydra, uri)
    listener.round()
    assert [one.external_id for one in listener.gone] == uris
    assert all(one.for_good for one in listener.gone)


@pytest.mark.parametrize(
    ("method", "for_good"),
    [
        ("com.atproto.admin.updateSubjectStatus", True),
        ("com.atproto.admin.deleteAccount", True),
        ("com.atproto.server.deactivateAccount", False),
    ],
)
def test_an_account_that_goes_takes_its_posts_along(
    listener: Listener, peer: Peer, hydra: Person, method: str, for_good: bool
) -> None:
    uri = peer.write(hydra, f"A {listener.word}")
    if method.endswith("updateSubjectStatus"):
        peer.take_down(hydra)
    elif method.endswith("deleteAccount"):
        peer.call(method, did=hydra.did)
    else:
        peer.call(method, token=hydra.token, deleteAfter="2027-01-01T00:00:00Z")
    listener.round()
    [post] = listener.items or [None]
    assert post is None or post.external_id == uri  # a server may not replay what it took down
    [one] = listener.gone
    assert (one.beginning, one.for_good) == (f"at://{hydra.did}/", for_good)
    assert uri.startswith(one.beginning or "")


def test_an_account_that_comes_back_is_heard_after_it_went(
    listener: Listener, peer: Peer, hydra: Person
) -> None:
    peer.call("com.atproto.server.deactivateAccount", token=hydra.token, deleteAfter="2027-01-01T00:00:00Z")
    peer.call("com.atproto.server.activateAccount", token=hydra.token)
    uri = peer.write(hydra, f"A {listener.word} again")
    listener.round()
    went = next(place for place, page in enumerate(listener.pages) if page.gone)
    came = next(place for place, page in enumerate(listener.pages) if page.items)
    assert (came > went, listener.items[0].external_id) == (True, uri)


def test_a_cursor_ahead_of_the_server_is_told_as_a_gap(listener: Listener) -> None:
    listener.cursor = "999999999@2026-11-22T08:00:00+00:00"
    [page] = listener.round()
    assert page.next_cursor == ""
    assert page.silence is not None
    assert "began anew" in page.silence.reason
