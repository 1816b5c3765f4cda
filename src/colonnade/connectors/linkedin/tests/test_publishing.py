"""Publishing on LinkedIn: an organisation's posts in memory, as the documentation describes them."""

import logging
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from pydantic import SecretStr

from colonnade.channels.contract import BadContent, Draft, LinkCard, MissingScope, Outgoing, Retry
from colonnade.channels.tests.network import NOW, PNG, Asked, Crash, Network, Reply, image
from colonnade.connectors.linkedin.accounts import VERSION, Token
from colonnade.connectors.linkedin.connector import connector
from colonnade.connectors.linkedin.publishing import POSTING

TOKEN = "AQX-invented-token-of-a-member"
PROFILE = "urn:li:organization:777"


@dataclass
class Feed:
    """LinkedIn, as far as one organisation sees it."""

    posts: dict[str, dict[str, Any]] = field(default_factory=dict)
    images: list[bytes] = field(default_factory=list)
    place: str = "https://www.linkedin.com/dms-uploads/1"

    def __call__(self, asked: Asked) -> Reply:
        if asked.headers["authorization"] != f"Bearer {TOKEN}":
            return Reply({"code": "INVALID_ACCESS_TOKEN"}, 401)
        if asked.path.startswith("/dms-uploads"):
            self.images.append(asked.body)
            return Reply(status=201)
        assert asked.headers["linkedin-version"] == VERSION
        return self._answer(asked, asked.path.removeprefix("/rest/"))

    def _answer(self, asked: Asked, path: str) -> Reply:
        if path == "organizationAcls":
            return Reply({"elements": [{"organization": PROFILE, "role": "ADMINISTRATOR"}]})
        if path == "organizations/777":
            return Reply({"localizedName": "Hydra", "vanityName": "hydra"})
        if path == "images":
            name = f"urn:li:image:C{len(self.images)}"
            return Reply({"value": {"uploadUrl": self.place, "image": name}})
        if path == "posts":
            return self._listed() if asked.method == "GET" else self._made(asked.json)
        return self._changed(asked, unquote(path.removeprefix("posts/")))

    def _listed(self) -> Reply:
        created = int(NOW.timestamp() * 1000)
        found = [
            {"id": name, "createdAt": created, "commentary": post["commentary"]}
            for name, post in reversed(self.posts.items())
        ]
        return Reply({"elements": found})

    def _made(self, body: dict[str, Any]) -> Reply:
        if any(post["commentary"] == body["commentary"] for post in self.posts.values()):
            message = "Content is a duplicate of urn:li:share:1"
            return Reply({"code": "DUPLICATE_POST", "message": message}, 422)
        name = f"urn:li:share:{100 + len(self.posts)}"
        self.posts[name] = body
        return Reply(status=201, headers={"x-restli-id": name})

    def _changed(self, asked: Asked, name: str) -> Reply:
        if name not in self.posts:
            return Reply({"code": "NOT_FOUND"}, 404)
        if asked.method == "DELETE":
            del self.posts[name]
        else:
            assert asked.headers["x-restli-method"] == "PARTIAL_UPDATE"
            self.posts[name] |= asked.json["patch"]["$set"]
        return Reply(status=204)


@pytest.fixture
def feed() -> Feed:
    return Feed()


@pytest.fixture
def network(feed: Feed) -> Network:
    return Network(connector, feed, credentials=Token(access_token=SecretStr(TOKEN)))


def test_the_organisations_of_an_administrator_are_profiles(network: Network) -> None:
    [profile] = connector.profiles(network.call)
    assert (profile.external_id, profile.name) == (PROFILE, "Hydra")
    assert profile.address == "https://www.linkedin.com/company/hydra"


def test_a_post_is_public_and_its_words_escaped(network: Network, feed: Feed) -> None:
    done = network.publish(Outgoing(text="12 t (new) #mining"), profile=PROFILE)
    assert done.address == "https://www.linkedin.com/feed/update/urn:li:share:100"
    post = feed.posts["urn:li:share:100"]
    assert post["commentary"] == r"12 t \(new\) {hashtag|\#|mining}"
    assert (post["author"], post["visibility"], post["lifecycleState"]) == (PROFILE, "PUBLIC", "PUBLISHED")


def test_images_go_first(network: Network, feed: Feed) -> None:
    network.publish(Outgoing(text="One", media=(image(),)), profile=PROFILE)
    network.publish(Outgoing(text="Two", media=(image(), image(alt=""))), profile=PROFILE)
    one, two = (post["content"] for post in feed.posts.values())
    assert one == {"media": {"id": "urn:li:image:C0", "altText": "A wheel loader"}}
    assert [each["altText"] for each in two["multiImage"]["images"]] == ["A wheel loader", ""]
    assert feed.images == [PNG] * 3


def test_the_token_goes_to_linkedin_alone(network: Network, feed: Feed) -> None:
    feed.place = "https://linkedin.com.example.net/upload"
    with pytest.raises(Retry, match="not its own"):
        network.publish(Outgoing(text="One", media=(image(),)), profile=PROFILE)
    assert not any(asked.headers["host"].endswith("example.net") for asked in network.asked)


def test_a_link_becomes_a_card(network: Network, feed: Feed) -> None:
    card = LinkCard(url="https://example.com/a", title="A", description="B", thumbnail=image())
    network.publish(Outgoing(text="See", link=card), profile=PROFILE)
    assert feed.posts["urn:li:share:100"]["content"]["article"] == {
        "source": "https://example.com/a",
        "title": "A",
        "description": "B",
        "thumbnail": "urn:li:image:C0",
    }


def test_a_post_whose_answer_was_lost_is_found(network: Network) -> None:
    post = Outgoing(text="Größer (12 t)\n\n#mining & more")
    assert isinstance(network.doubtful(post, profile=PROFILE), Retry)
    assert network.found(post, profile=PROFILE) == ["urn:li:share:100"]
    assert network.found(Outgoing(text="Größer"), profile=PROFILE) == []


def test_an_answer_that_names_no_post_leaves_it_open() -> None:
    credentials = Token(access_token=SecretStr(TOKEN))
    network = Network(connector, lambda _asked: Reply(status=201), credentials=credentials)
    with pytest.raises(Retry, match="which post"):
        network.publish(Outgoing(text="Hello"), profile=PROFILE)


def test_a_worker_that_dies_before_it_sends_leaves_nothing(network: Network, feed: Feed) -> None:
    network.dies_at_commit = True
    with pytest.raises(Crash):
        network.publish(Outgoing(text="Hello"), profile=PROFILE)
    assert feed.posts == {}


def test_a_second_post_is_looked_for_and_an_old_one_refused(network: Network, feed: Feed) -> None:
    network.publish(Outgoing(text="Hello"), profile=PROFILE)
    with pytest.raises(Retry, match="has this post"):
        network.publish(Outgoing(text="Hello"), profile=PROFILE)
    later = replace(network.sending(profile=PROFILE), began_at=NOW + timedelta(days=1))
    with pytest.raises(BadContent, match="same words"):
        connector.publish(Outgoing(text="Hello"), later)
    assert len(feed.posts) == 1


def test_words_are_changed_and_a_post_deleted_once_and_for_all(network: Network, feed: Feed) -> None:
    done = network.publish(Outgoing(text="Helo"), profile=PROFILE)
    connector.edit(done.reference, Outgoing(text="Hello!"), network.sending(profile=PROFILE))
    assert feed.posts[done.reference.external_id]["commentary"] == "Hello!"
    connector.delete(done.reference, network.call)
    connector.delete(done.reference, network.call)
    assert feed.posts == {}


def test_a_member_who_may_not_write_learns_what_is_missing() -> None:
    credentials = Token(access_token=SecretStr(TOKEN))
    refusal = Reply({"code": "ACCESS_DENIED"}, 403)
    network = Network(connector, lambda _asked: refusal, credentials=credentials)
    with pytest.raises(MissingScope, match="w_organization_social"):
        network.publish(Outgoing(text="Hello"), profile=PROFILE)
    with pytest.raises(MissingScope, match="r_organization_admin"):
        connector.profiles(network.call)


@pytest.mark.parametrize(("text", "fits"), [("x" * 3_000, True), ("x" * 3_001, False), ("👍" * 1_501, False)])
def test_a_text_too_long_is_refused_before_it_is_sent(text: str, fits: bool) -> None:
    assert (connector.validate(Draft.of(text), POSTING) == []) is fits


def test_a_card_needs_a_title() -> None:
    draft = Draft.of("See", link=LinkCard(url="https://example.com/a"))
    assert [problem.field for problem in connector.validate(draft, POSTING)] == ["link"]


def test_the_token_is_never_logged(network: Network, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        network.publish(Outgoing(text="Hello", media=(image(),)), profile=PROFILE)
    assert TOKEN not in caplog.text + repr(network.call)
