"""Publishing on Threads: an account in memory, as the documentation describes it."""

import logging
from dataclasses import dataclass, field
from typing import Any

import pytest

from colonnade.channels.contract import BadContent, Done, Draft, Outgoing, Pending, Ready, Reference, Retry
from colonnade.channels.tests.network import Asked, Crash, Network, Reply, image
from colonnade.connectors.threads.connector import connector
from colonnade.connectors.threads.publishing import POSTING

TOKEN = "THQVJ-invented-token-of-an-account"
PROFILE = "9001"


@dataclass
class Account:
    """Threads, as far as one account sees it.

    Attributes:
        status: what containers say of themselves.
    """

    containers: list[dict[str, str]] = field(default_factory=list)
    posts: dict[str, dict[str, Any]] = field(default_factory=dict)
    status: str = "FINISHED"

    def __call__(self, asked: Asked) -> Reply:
        if asked.headers["authorization"] != f"Bearer {TOKEN}":
            return Reply({"error": {"code": 190}}, 401)
        match asked.method, asked.path.removeprefix("/v1.0/"):
            case "GET", "me":
                return Reply({"id": PROFILE, "username": "hydra"})
            case "POST", "9001/threads":
                self.containers.append(asked.form)
                return Reply({"id": str(500 + len(self.containers))})
            case "POST", "9001/threads_publish":
                return self._published(asked.form["creation_id"])
            case "GET", ("9001/threads" | "9001/replies") as listed:
                replies = listed.endswith("replies")
                return Reply(
                    {"data": [one for one in self.posts.values() if ("replied_to" in one) is replies]}
                )
            case "DELETE", name if name in self.posts:
                del self.posts[name]
                return Reply({"success": True})
            case "GET", name if name.startswith("5"):
                return Reply({"status": self.status, "error_message": "it is too wild"})
            case "GET", name if name in self.posts:
                return Reply(self.posts[name])
        return Reply({"error": {"code": 100, "error_subcode": 33}}, 400)

    def _published(self, container: str) -> Reply:
        form = self.containers[int(container) - 501]
        name = str(700 + len(self.posts))
        post = {"id": name, "text": form["text"], "timestamp": "2026-11-22T09:00:01+0000"}
        post |= {"permalink": f"https://www.threads.com/@hydra/post/{name}"}
        above = {"replied_to": {"id": form["reply_to_id"]}} if "reply_to_id" in form else {}
        self.posts[name] = post | above
        return Reply({"id": name})


@pytest.fixture
def account() -> Account:
    return Account()


@pytest.fixture
def network(account: Account) -> Network:
    return Network(connector, account, tokens={"access": TOKEN})


def test_an_account_writes_as_itself(network: Network) -> None:
    [profile] = connector.profiles(network.call)
    assert (profile.external_id, profile.name) == (PROFILE, "@hydra")


def test_a_text(network: Network, account: Account) -> None:
    done = network.publish(Outgoing(text="Hello & welcome"), profile=PROFILE)
    assert done.address == "https://www.threads.com/@hydra/post/700"
    assert account.containers == [{"media_type": "TEXT", "text": "Hello & welcome"}]
    assert network.commits == [2], "the container comes first, and nobody sees it"


def test_a_thread_answers_itself(network: Network, account: Account) -> None:
    first = network.publish(Outgoing(text="One"), profile=PROFILE)
    network.publish(Outgoing(text="Two", parent=first.reference), profile=PROFILE)
    assert account.posts["701"]["replied_to"] == {"id": "700"}


def test_what_is_still_prepared_is_published_later(network: Network, account: Account) -> None:
    account.status = "IN_PROGRESS"
    post, sending = Outgoing(text="Hello"), network.sending(profile=PROFILE)
    pending = connector.publish(post, sending)
    assert isinstance(pending, Pending)
    assert connector.check_status(pending, network.call) == pending
    assert network.commits == []
    account.status = "FINISHED"
    ready = connector.check_status(pending, network.call)
    assert isinstance(ready, Ready)
    assert isinstance(connector.finalize(ready, post, sending), Done)
    assert [one["text"] for one in account.posts.values()] == ["Hello"]


def test_a_container_that_was_published_is_never_published_again(network: Network, account: Account) -> None:
    account.status = "PUBLISHED"
    ready = connector.check_status(Pending(ticket="501"), network.call)
    assert isinstance(ready, Ready)
    with pytest.raises(Retry, match="has published"):
        connector.finalize(ready, Outgoing(text="Hello"), network.sending(profile=PROFILE))
    assert len(network.commits) == 1, "so that it is looked for"
    assert account.posts == {}


def test_what_cannot_be_prepared_is_refused(network: Network, account: Account) -> None:
    account.status = "ERROR"
    with pytest.raises(BadContent, match="too wild"):
        network.publish(Outgoing(text="Hello"), profile=PROFILE)
    assert network.commits == []


@pytest.mark.parametrize("above", [None, Reference(external_id="44")], ids=["post", "reply"])
def test_a_post_whose_answer_was_lost_is_found(network: Network, above: Reference | None) -> None:
    post = Outgoing(text="Hello\n\nthere", parent=above)
    assert isinstance(network.doubtful(post, profile=PROFILE), Retry)
    assert network.found(post, profile=PROFILE) == ["700"]
    assert (
        network.found(Outgoing(text="Hello there", parent=Reference(external_id="45")), profile=PROFILE) == []
    )


def test_a_lost_address_does_not_put_a_post_in_doubt(network: Network, account: Account) -> None:
    network.lost = lambda asked: asked.path.endswith("/700")
    assert network.publish(Outgoing(text="Hello"), profile=PROFILE).address == ""


def test_a_worker_that_dies_before_it_sends_leaves_nothing(network: Network, account: Account) -> None:
    network.dies_at_commit = True
    with pytest.raises(Crash):
        network.publish(Outgoing(text="Hello"), profile=PROFILE)
    assert account.posts == {}


def test_a_post_is_deleted_once_and_for_all(network: Network, account: Account) -> None:
    done = network.publish(Outgoing(text="Hello"), profile=PROFILE)
    connector.delete(done.reference, network.call)
    connector.delete(done.reference, network.call)
    assert account.posts == {}


@pytest.mark.parametrize(("text", "used"), [("größer", 6), ("👍", 4), ("🇩🇪", 8), ("1 ❤️", 8), ("の", 1)])
def test_an_emoji_counts_its_bytes(text: str, used: int) -> None:
    [counted] = connector.count(text, POSTING)
    assert counted.used == used


def test_images_are_refused_before_anything_is_sent() -> None:
    assert [problem.field for problem in connector.validate(Draft.of("x", media=(image(),)), POSTING)] == [
        "media"
    ]
    assert connector.validate(Draft.of("x" * 500), POSTING) == []


def test_the_token_is_never_logged(network: Network, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        network.publish(Outgoing(text="Hello"), profile=PROFILE)
    assert TOKEN not in caplog.text + repr(network.call)
