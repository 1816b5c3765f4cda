"""Publishing on a Facebook Page: a Page in memory, as the documentation describes it."""

import hmac
import json
import logging
import re
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from colonnade.channels.contract import BadContent, Draft, MissingScope, Outgoing, Reference, Retry
from colonnade.channels.tests.network import NOW, Asked, Crash, Network, Reply, image
from colonnade.connectors.meta.accounts import Token
from colonnade.connectors.meta.connector import connector
from colonnade.connectors.meta.publishing import POSTING

TOKEN, PAGE_TOKEN, SECRET = "EAAG-invented-of-a-user", "EAAG-invented-of-the-page", "app-secret-invented"
PROFILE = "1001"
PAGE = {"id": PROFILE, "name": "Hydra", "link": "https://www.facebook.com/hydra"}


@dataclass
class Graph:
    """The graph around one Page.

    Attributes:
        said: posts and comments by id; a comment's "above" is what it answers.
    """

    said: dict[str, dict[str, Any]] = field(default_factory=dict)
    photos: list[bytes] = field(default_factory=list)
    may_write: bool = True
    of_page: bool = False

    def __call__(self, asked: Asked) -> Reply:
        key = asked.headers["authorization"].removeprefix("Bearer ")
        path = asked.path.removeprefix("/v24.0/")
        if asked.method == "GET" and path in {"me", "me/accounts", PROFILE}:
            return self._who(path)
        if key != PAGE_TOKEN:
            return Reply({"error": {"code": 200, "message": "not as a user"}}, 403)
        given = asked.query if asked.method in {"GET", "DELETE"} else _form(asked)
        assert given["appsecret_proof"] == hmac.digest(SECRET.encode(), key.encode(), "sha256").hex()
        return self._answer(asked, path)

    def _who(self, path: str) -> Reply:
        if path == PROFILE:
            return Reply({"id": PROFILE} | ({"access_token": PAGE_TOKEN} if self.may_write else {}))
        if path == "me/accounts" and self.of_page:
            return Reply({"error": {"code": 100, "message": "nonexisting field (accounts)"}}, 400)
        return Reply({"data": [PAGE]} if path == "me/accounts" else PAGE)

    def _answer(self, asked: Asked, path: str) -> Reply:
        name, _slash, edge = path.partition("/")
        if edge == "photos":
            self.photos.append(asked.body)
            return Reply({"id": str(300 + len(self.photos))})
        if asked.method == "GET":
            above = name if edge == "comments" else None
            return Reply({"data": [one for one in self.said.values() if one["above"] == above]})
        if asked.method == "DELETE":
            gone = self.said.pop(name, None)
            return (
                Reply({"success": True})
                if gone
                else Reply({"error": {"code": 100, "error_subcode": 33}}, 400)
            )
        if not edge:
            self.said[name] |= _form(asked)
            return Reply({"success": True})
        return self._said(_form(asked), above=name if edge == "comments" else None)

    def _said(self, form: dict[str, str], *, above: str | None) -> Reply:
        if any(one["message"] == form["message"] for one in self.said.values()):
            return Reply({"error": {"code": 506, "message": "Duplicate status message"}}, 400)
        name = f"{above or PROFILE}_{20 + len(self.said)}".removeprefix(f"{PROFILE}_" if above else "")
        created = NOW.isoformat()
        writer = {"id": PROFILE}
        self.said[name] = form | {"id": name, "created_time": created, "above": above, "from": writer}
        return Reply({"id": name})


def _form(asked: Asked) -> dict[str, str]:
    if not asked.headers["content-type"].startswith("multipart/"):
        return asked.form
    pattern = rb'name="(\w+)"\r\n\r\n([^\r]*)\r\n'
    return {name.decode(): value.decode() for name, value in re.findall(pattern, asked.body)}


@pytest.fixture
def graph() -> Graph:
    return Graph()


@pytest.fixture
def network(graph: Graph) -> Network:
    credentials = Token(access_token=SecretStr(TOKEN), app_secret=SecretStr(SECRET))
    return Network(connector, graph, credentials=credentials)


@pytest.mark.parametrize("of_page", [False, True], ids=["token of a user", "token of the Page"])
def test_pages_are_profiles(network: Network, graph: Graph, of_page: bool) -> None:
    graph.of_page = of_page
    [profile] = connector.profiles(network.call)
    assert (profile.external_id, profile.name, profile.address) == (PROFILE, "Hydra", PAGE["link"])


def test_a_post_is_the_pages_own(network: Network, graph: Graph) -> None:
    done = network.publish(Outgoing(text="Hello & welcome"), profile=PROFILE)
    assert done.reference.external_id == "1001_20"
    assert done.address == "https://www.facebook.com/1001_20"
    assert graph.said["1001_20"]["message"] == "Hello & welcome"
    assert network.commits == [1]


def test_images_go_first_with_what_they_show(network: Network, graph: Graph) -> None:
    network.publish(Outgoing(text="Look", media=(image(), image(alt=""))), profile=PROFILE)
    assert json.loads(graph.said["1001_20"]["attached_media[1]"]) == {"media_fbid": "302"}
    assert [b"alt_text_custom" in photo for photo in graph.photos] == [True, False]
    assert all(b'name="published"\r\n\r\nfalse' in photo for photo in graph.photos)


def test_a_first_comment_stands_below_its_post(network: Network, graph: Graph) -> None:
    post = network.publish(Outgoing(text="Hello"), profile=PROFILE)
    comment = network.publish(Outgoing(text="More", parent=post.reference), profile=PROFILE)
    assert graph.said[comment.reference.external_id]["above"] == "1001_20"
    connector.delete(comment.reference, network.call)
    assert list(graph.said) == ["1001_20"]


@pytest.mark.parametrize("above", [None, Reference(external_id="1001_7")], ids=["post", "comment"])
def test_a_post_whose_answer_was_lost_is_found(
    network: Network, graph: Graph, above: Reference | None
) -> None:
    post = Outgoing(text="Hello\n\nthere", parent=above)
    assert isinstance(network.doubtful(post, profile=PROFILE), Retry)
    assert network.found(post, profile=PROFILE) == list(graph.said)
    assert network.found(Outgoing(text="Hello", parent=above), profile=PROFILE) == []


def test_the_same_words_of_somebody_else_are_not_ours(network: Network, graph: Graph) -> None:
    above = Reference(external_id="1001_7")
    made = network.publish(Outgoing(text="Thanks", parent=above), profile=PROFILE)
    graph.said[made.reference.external_id]["from"] = {"id": "55"}
    assert network.found(Outgoing(text="Thanks", parent=above), profile=PROFILE) == []


def test_a_worker_that_dies_before_it_sends_leaves_nothing(network: Network, graph: Graph) -> None:
    network.dies_at_commit = True
    with pytest.raises(Crash):
        network.publish(Outgoing(text="Hello", media=(image(),)), profile=PROFILE)
    assert graph.said == {}


def test_a_second_post_is_looked_for_and_an_old_one_refused(network: Network, graph: Graph) -> None:
    network.publish(Outgoing(text="Hello"), profile=PROFILE)
    with pytest.raises(Retry, match="has this post"):
        network.publish(Outgoing(text="Hello"), profile=PROFILE)
    later = replace(network.sending(profile=PROFILE), began_at=NOW + timedelta(days=1))
    with pytest.raises(BadContent, match="same words"):
        connector.publish(Outgoing(text="Hello"), later)
    assert len(graph.said) == 1


def test_words_are_changed_and_a_post_deleted_once_and_for_all(network: Network, graph: Graph) -> None:
    done = network.publish(Outgoing(text="Helo"), profile=PROFILE)
    connector.edit(done.reference, Outgoing(text="Hello"), network.sending(profile=PROFILE))
    assert graph.said["1001_20"]["message"] == "Hello"
    connector.delete(done.reference, network.call)
    connector.delete(done.reference, network.call)
    assert graph.said == {}


def test_whoever_may_not_write_learns_what_is_missing(network: Network, graph: Graph) -> None:
    graph.may_write = False
    with pytest.raises(MissingScope, match="pages_manage_posts"):
        network.publish(Outgoing(text="Hello"), profile=PROFILE)
    assert network.commits == []


def test_a_thread_is_refused_and_a_first_comment_not() -> None:
    parts = ({"text": "One"}, {"text": "Two"})
    assert [one.field for one in connector.validate(Draft.model_validate({"parts": parts}), POSTING)] == [
        "parts"
    ]
    assert connector.validate(Draft.of("One", first_comment="More"), POSTING) == []


def test_no_secret_is_logged(network: Network, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        done = network.publish(Outgoing(text="Hello"), profile=PROFILE)
        connector.delete(done.reference, network.call)
    proof = hmac.digest(SECRET.encode(), PAGE_TOKEN.encode(), "sha256").hex()
    said = caplog.text + repr(network.call)
    assert [secret for secret in (TOKEN, PAGE_TOKEN, SECRET, proof) if secret in said] == []
