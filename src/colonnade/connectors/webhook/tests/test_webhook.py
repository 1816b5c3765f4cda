"""Publishing to a webhook: a receiver that checks each signature and takes each delivery once."""

import base64
import json
import logging
from dataclasses import dataclass, field
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from colonnade.channels.contract import BadContent, Draft, LinkCard, Outgoing, Reference, Retry
from colonnade.channels.tests.network import NOW, PNG, Asked, Network, Reply, image
from colonnade.connectors.webhook.connector import POSTING, Receiver, connector, signature

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@dataclass
class Site:
    """A receiver."""

    taken: dict[str, Any] = field(default_factory=dict)

    def __call__(self, asked: Asked) -> Reply:
        delivery, timestamp = asked.headers["webhook-id"], int(asked.headers["webhook-timestamp"])
        if asked.headers["webhook-signature"] != signature(SECRET, delivery, timestamp, asked.body):
            return Reply({}, 401)
        self.taken.setdefault(delivery, asked.json)
        return Reply({"url": f"https://example.com/posts/{len(self.taken)}"})


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def network(site: Site) -> Network:
    receiver = Receiver(url="https://example.com/hooks/posts", secret=SecretStr(SECRET))
    return Network(connector, site, credentials=receiver)


def test_a_signature_is_that_of_the_specification() -> None:
    # As standardwebhooks 1.0 of PyPI signs the same.
    body, delivery = b'{"test": 2432232314}', "msg_p5jXN8AQM9LWM0D4loKWxJek"
    assert signature(SECRET, delivery, 1614265330, body) == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("secret", ["whsec_", "whsec_c2hvcnQ=", "not base64 at all", "whsec_" + "A" * 120])
def test_a_weak_secret_is_refused(secret: str) -> None:
    with pytest.raises(ValidationError, match="secret"):
        Receiver(url="https://example.com", secret=SecretStr(secret))


@pytest.mark.parametrize("url", ["example.com", "ftp://example.com", "https://me:pw@example.com/"])
def test_an_address_that_cannot_be_is_refused(url: str) -> None:
    with pytest.raises(ValidationError):
        Receiver(url=url, secret=SecretStr(SECRET))


def test_a_receiver_is_pinged_before_it_becomes_a_profile(network: Network, site: Site) -> None:
    [profile] = connector.profiles(network.call)
    assert profile.name == "example.com"
    assert [taken["type"] for taken in site.taken.values()] == ["ping"]


def test_a_receiver_that_knows_another_secret_is_no_profile(site: Site) -> None:
    other = Receiver(url="https://example.com/", secret=SecretStr("whsec_" + "A" * 40))
    with pytest.raises(BadContent, match="signature"):
        connector.profiles(Network(connector, site, credentials=other).call)


def test_a_post_goes_out_whole(network: Network, site: Site) -> None:
    link = LinkCard(url="https://example.com/a", title="A")
    post = Outgoing(
        text="Größer", title="New", link=link, media=(image(),), parent=Reference(external_id="p")
    )
    done = network.publish(post, profile="x", key="key-1")
    assert (done.reference.external_id, done.address) == ("key-1", "https://example.com/posts/1")
    said = site.taken["key-1"]
    assert said["timestamp"] == NOW.isoformat()
    assert (said["data"]["text"], said["data"]["title"], said["data"]["answers"]) == ("Größer", "New", "p")
    assert base64.b64decode(said["data"]["media"][0]["content"]) == PNG
    assert said["data"]["media"][0]["alt"] == "A wheel loader"


def test_what_is_sent_again_after_a_lost_answer_is_the_same_delivery(network: Network, site: Site) -> None:
    post = Outgoing(text="Hello")
    assert isinstance(network.doubtful(post, profile="x"), Retry)
    assert network.found(post, profile="x") == []
    assert POSTING.settles.total_seconds() == 0, "so it goes out again at once, under the same id"
    network.publish(post, profile="x")
    assert list(site.taken) == ["key-1"]


def test_a_change_and_a_withdrawal_are_told_once(network: Network, site: Site) -> None:
    done = network.publish(Outgoing(text="Helo"), profile="x")
    for _time in range(2):
        connector.edit(done.reference, Outgoing(text="Hello"), network.sending(profile="x"))
        connector.delete(done.reference, network.call)
    assert [taken["type"] for taken in site.taken.values()] == [
        "post.published",
        "post.changed",
        "post.withdrawn",
    ]
    assert {taken["data"]["id"] for taken in site.taken.values()} == {"key-1"}


@pytest.mark.parametrize("body", [b"", b"ok", b"[]", b'{"url": "javascript:alert(1)"}', b'{"url": 7}'])
def test_what_a_receiver_says_beyond_is_borne(body: bytes) -> None:
    receiver = Receiver(url="https://example.com/", secret=SecretStr(SECRET))
    network = Network(connector, lambda _asked: Reply(body), credentials=receiver)
    assert network.publish(Outgoing(text="Hello"), profile="x").address == ""


def test_a_title_may_go_along() -> None:
    assert connector.validate(Draft.of("Hello", title="New"), POSTING) == []


def test_the_secret_is_never_logged(network: Network, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        network.publish(Outgoing(text="Hello"), profile="x")
    said = caplog.text + repr(network.call) + json.dumps([dict(asked.headers) for asked in network.asked])
    assert SECRET.removeprefix("whsec_") not in said
