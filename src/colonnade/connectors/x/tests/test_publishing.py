"""Publishing on X: a network in memory that keeps a timeline as the documentation describes it."""

import json
import logging
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from colonnade.channels.contract import BadContent, Draft, MissingScope, Outgoing, Reference, Retry
from colonnade.channels.tests.network import Asked, Crash, Network, Reply, image
from colonnade.connectors.x.accounts import Bearer, signature
from colonnade.connectors.x.connector import connector
from colonnade.connectors.x.publishing import POSTING
from colonnade.connectors.x.weight import weight

WEIGHTS = json.loads((Path(__file__).parent / "payloads" / "weights.json").read_text())["weights"]
SECRETS = ("api-key-a", "api-secret-b", "access-token-c", "access-secret-d")
KEYS = Bearer(
    api_key=SecretStr(SECRETS[0]),
    api_secret=SecretStr(SECRETS[1]),
    access_token=SecretStr(SECRETS[2]),
    access_secret=SecretStr(SECRETS[3]),
)
PROFILE = "77"


@dataclass
class Timeline:
    """X, as far as one account sees it; links become X's own, "&" an entity."""

    posts: list[dict[str, Any]] = field(default_factory=list)
    alts: dict[str, str] = field(default_factory=dict)
    uploads: int = 0

    def __call__(self, asked: Asked) -> Reply:
        if not asked.headers["authorization"].startswith("OAuth "):
            return Reply({"title": "Unauthorized"}, 401)
        match asked.method, asked.path.removeprefix("/2/"):
            case "GET", "users/me":
                return Reply({"data": {"id": PROFILE, "username": "hydra"}})
            case "POST", "media/upload":
                self.uploads += 1
                return Reply({"data": {"id": str(900 + self.uploads)}})
            case "POST", "media/metadata":
                self.alts[asked.json["id"]] = asked.json["metadata"]["alt_text"]["text"]
                return Reply({"data": {}})
            case "POST", "tweets":
                return self._post(asked.json)
            case "GET", "users/77/tweets":
                return Reply({"data": self.posts[::-1], "meta": {}} if self.posts else {"meta": {}})
            case "DELETE", path:
                return self._delete(path.rpartition("/")[2])
        return Reply({"title": "Not Found"}, 404)

    def _post(self, body: dict[str, Any]) -> Reply:
        if any(post["said"] == body["text"] for post in self.posts):
            detail = "You are not allowed to create a Tweet with duplicate content."
            return Reply({"title": "Forbidden", "status": 403, "detail": detail}, 403)
        made = str(1000 + len(self.posts))
        shown = body["text"].replace("&", "&amp;").replace("https://example.com/a", "https://t.co/Ab")
        links = [{"url": "https://t.co/Ab", "expanded_url": "https://example.com/a"}]
        if "media" in body:
            shown += " https://t.co/Pic"
            links.append({"url": "https://t.co/Pic", "expanded_url": "https://x.com/i/1", "media_key": "3_1"})
        above = body.get("reply", {}).get("in_reply_to_tweet_id")
        post = {"id": made, "text": shown, "created_at": "2026-11-22T09:00:01.000Z", "said": body["text"]}
        post |= {"entities": {"urls": links}, "media": body.get("media")}
        post["referenced_tweets"] = [{"type": "replied_to", "id": above}] if above else []
        self.posts.append(post)
        return Reply({"data": {"id": made, "text": shown}}, 201)

    def _delete(self, wanted: str) -> Reply:
        there = [post for post in self.posts if post["id"] == wanted]
        self.posts = [post for post in self.posts if post not in there]
        return Reply({"data": {"deleted": True}}) if there else Reply({"title": "Not Found Error"}, 404)


@pytest.fixture
def timeline() -> Timeline:
    return Timeline()


@pytest.fixture
def network(timeline: Timeline) -> Network:
    return Network(connector, timeline, credentials=KEYS)


@pytest.mark.parametrize(("text", "expected"), WEIGHTS, ids=range(len(WEIGHTS)))
def test_a_text_weighs_what_x_says(text: str, expected: int) -> None:
    assert weight(text) == expected


HOSTILE = ("a." * 50_000, "http://" * 14_000, "http://a.com/" + "(a" * 2_000, "\U0001f468\u200d" * 9_000)


@pytest.mark.parametrize("text", HOSTILE, ids=["hosts", "schemes", "brackets", "emoji"])
def test_no_text_takes_long(text: str) -> None:
    start = perf_counter()
    assert weight(text) > 20
    assert perf_counter() - start < 5


def test_a_signature_is_that_of_the_specification() -> None:
    # The example of OAuth Core 1.0, appendix A.5, which RFC 5849 writes down anew.
    params = {
        "oauth_consumer_key": "dpf43f3p2l4k3l03",
        "oauth_token": "nnch734d00sl2jdk",
        "oauth_signature_method": "HMAC-SHA1",
        "oauth_timestamp": "1191242096",
        "oauth_nonce": "kllo9940pd9333jh",
        "oauth_version": "1.0",
        "file": "vacation.jpg",
        "size": "original",
    }
    said = signature("GET", "http://photos.example.net/photos", params, "kd94hf93k423kf44&pfkkdhi9sl3r4s00")
    assert said == "tR3+Ty81lMeYAr/Fid0kMTYa/WM="


def test_half_of_the_keys_are_refused() -> None:
    with pytest.raises(ValidationError, match="all four keys"):
        Bearer(api_key=SecretStr("a"))
    with pytest.raises(ValidationError, match="bearer token"):
        Bearer()


def test_listening_alone_needs_no_keys_and_publishing_says_that_it_does(timeline: Timeline) -> None:
    network = Network(connector, timeline, credentials=Bearer(token=SecretStr("t")))
    with pytest.raises(BadContent, match="four keys"):
        network.publish(Outgoing(text="Hello"), profile=PROFILE)
    assert network.commits == []


def test_an_account_writes_as_itself(network: Network) -> None:
    [profile] = connector.profiles(network.call)
    assert (profile.external_id, profile.name, profile.address) == (PROFILE, "@hydra", "https://x.com/hydra")


def test_a_post_with_an_image_and_its_description(network: Network, timeline: Timeline) -> None:
    done = network.publish(Outgoing(text="Look", media=(image(),)), profile=PROFILE)
    assert done.address == "https://x.com/i/status/1000"
    assert timeline.posts[0]["media"] == {"media_ids": ["901"]}
    assert timeline.alts == {"901": "A wheel loader"}
    assert network.commits == [2], "the files go first"


def test_a_thread_answers_itself(network: Network, timeline: Timeline) -> None:
    first = network.publish(Outgoing(text="One"), profile=PROFILE)
    network.publish(Outgoing(text="Two", root=first.reference, parent=first.reference), profile=PROFILE)
    assert timeline.posts[1]["referenced_tweets"] == [{"type": "replied_to", "id": "1000"}]


@pytest.mark.parametrize(
    "post",
    [
        Outgoing(text="Nuts & bolts: https://example.com/a"),
        Outgoing(text="With a picture https://example.com/a", media=(image(),)),
        Outgoing(text="An answer", parent=Reference(external_id="5")),
    ],
    ids=["link", "image", "answer"],
)
def test_a_post_whose_answer_was_lost_is_found(network: Network, post: Outgoing) -> None:
    assert isinstance(network.doubtful(post, profile=PROFILE), Retry)
    assert network.found(post, profile=PROFILE) == ["1000"]


def test_what_never_went_out_is_not_found(network: Network) -> None:
    network.publish(Outgoing(text="Something else"), profile=PROFILE)
    answer = Outgoing(text="Something else", parent=Reference(external_id="5"))
    assert network.found(Outgoing(text="Hello"), profile=PROFILE) == []
    assert network.found(answer, profile=PROFILE) == []


def test_a_worker_that_dies_before_it_sends_leaves_nothing(network: Network, timeline: Timeline) -> None:
    network.dies_at_commit = True
    with pytest.raises(Crash):
        network.publish(Outgoing(text="Hello", media=(image(),)), profile=PROFILE)
    assert timeline.posts == []


def test_a_second_post_is_looked_for_and_an_old_one_refused(network: Network, timeline: Timeline) -> None:
    network.publish(Outgoing(text="Hello"), profile=PROFILE)
    with pytest.raises(Retry, match="has this post"):
        network.publish(Outgoing(text="Hello"), profile=PROFILE)
    timeline.posts[0]["text"] = "changed since"
    with pytest.raises(BadContent, match="same words"):
        network.publish(Outgoing(text="Hello"), profile=PROFILE)
    assert len(timeline.posts) == 1


def test_a_post_is_deleted_once_and_for_all(network: Network, timeline: Timeline) -> None:
    done = network.publish(Outgoing(text="Hello"), profile=PROFILE)
    connector.delete(done.reference, network.call)
    connector.delete(done.reference, network.call)
    assert timeline.posts == []


def test_a_token_that_only_reads_says_so(timeline: Timeline) -> None:
    network = Network(connector, lambda _asked: Reply({"title": "Forbidden"}, 403), credentials=KEYS)
    with pytest.raises(MissingScope, match="read and write"):
        network.publish(Outgoing(text="Hello"), profile=PROFILE)


def test_no_secret_is_logged_or_sent_bare(network: Network, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        network.publish(Outgoing(text="Hello"), profile=PROFILE)
    assert [secret for secret in SECRETS if secret in caplog.text] == []
    assert [secret for secret in SECRETS if secret in repr(network.call)] == []
    sent = [asked.headers["authorization"] for asked in network.asked]
    assert not any(secret in said for said in sent for secret in (SECRETS[1], SECRETS[3]))


def test_a_text_too_heavy_is_refused_before_it_is_sent() -> None:
    problems = connector.validate(Draft.of("の" * 141), POSTING)
    assert [(problem.field, problem.severity) for problem in problems] == [("text", "error")]
    assert connector.validate(Draft.of("の" * 140), POSTING) == []
