"""Publishing on WordPress: a blog in memory that answers as the documentation of the REST interface says."""

import base64
import logging
from dataclasses import dataclass, field
from typing import Any

import pytest
from pydantic import SecretStr

from colonnade.channels.contract import Draft, MissingScope, Outgoing, Retry
from colonnade.channels.tests.network import PNG, Asked, Crash, Network, Reply, image
from colonnade.connectors.wordpress.connector import POSTING, Writer, connector, markup_of, slug_of

PASSWORD = "abcd EFGH 1234 ijkl MNOP 6789"
PROFILE = "blog.example.com"


@dataclass
class Blog:
    """A blog: posts and files by number; like WordPress it makes a slug that is taken unique."""

    posts: dict[int, dict[str, Any]] = field(default_factory=dict)
    files: dict[int, dict[str, Any]] = field(default_factory=dict)
    trash: list[int] = field(default_factory=list)
    may_publish: bool = True

    def __call__(self, asked: Asked) -> Reply:
        pair = base64.b64encode(f"ana:{PASSWORD}".encode()).decode()
        if asked.headers["authorization"] != f"Basic {pair}":
            return Reply({"code": "incorrect_password"}, 401)
        path = asked.path.removeprefix("/wp-json")
        if path == "":
            return Reply({"name": "Hydra &amp; sons", "home": "https://blog.example.com"})
        if path == "/wp/v2/users/me":
            return Reply({"id": 3, "name": "Ana"})
        kind, _slash, number = path.removeprefix("/wp/v2/").partition("/")
        if kind == "media":
            return self._file(asked, number)
        if asked.method == "GET":
            return Reply(
                [self._shown(n) for n, post in self.posts.items() if post["slug"] == asked.query["slug"]]
            )
        return self._delete(int(number)) if asked.method == "DELETE" else self._post(asked.json, number)

    def _file(self, asked: Asked, number: str) -> Reply:
        if number:
            self.files[int(number)] |= asked.json
            return Reply({"id": int(number), "source_url": "https://blog.example.com/f.png"})
        made = 50 + len(self.files)
        self.files[made] = {"bytes": asked.body, "name": asked.headers["content-disposition"]}
        return Reply({"id": made, "source_url": f"https://blog.example.com/{made}.png"}, 201)

    def _post(self, body: dict[str, Any], number: str) -> Reply:
        if not self.may_publish:
            return Reply({"code": "rest_cannot_publish", "message": "Sorry"}, 403)
        made = int(number) if number else 100 + len(self.posts)
        self.posts[made] = self.posts.get(made, {}) | body
        return Reply(self._shown(made), 201)

    def _delete(self, number: int) -> Reply:
        if number in self.trash:
            return Reply({"code": "rest_already_trashed"}, 410)
        self.trash.append(number)
        return Reply({"id": number})

    def _shown(self, number: int) -> dict[str, Any]:
        slug = self.posts[number]["slug"]
        link = f"https://blog.example.com/{slug}/"
        return {"id": number, "link": link, "status": "publish", "date_gmt": "2026-11-22T09:00:01"}


@pytest.fixture
def blog() -> Blog:
    return Blog()


@pytest.fixture
def network(blog: Blog) -> Network:
    writer = Writer(site="blog.example.com", user="ana", password=SecretStr(PASSWORD))
    return Network(connector, blog, credentials=writer)


POST = Outgoing(text="First & <b>foremost</b>\n\nSee https://example.com/a?b=1&c=2.", title="Größer & besser")


def test_the_blog_is_the_profile(network: Network) -> None:
    [profile] = connector.profiles(network.call)
    assert (profile.name, profile.address) == ("Hydra & sons", "https://blog.example.com")
    assert profile.external_id == PROFILE


def test_a_post_with_images(network: Network, blog: Blog) -> None:
    two = (image(), image(name='odd "name".png', alt='A "grab"'))
    done = network.publish(POST.model_copy(update={"media": two}), profile=PROFILE, key="0123456789abcdef")
    assert done.address == "https://blog.example.com/groer-besser-0123456789/"
    assert done.at is not None
    assert done.at.isoformat() == "2026-11-22T09:00:01+00:00"
    post = blog.posts[100]
    assert (post["title"], post["status"], post["featured_media"]) == ("Größer &amp; besser", "publish", 50)
    assert post["content"].endswith(
        '<img src="https://blog.example.com/51.png" alt="A &quot;grab&quot;"></figure>'
    )
    assert blog.files[50] == {
        "bytes": PNG,
        "name": 'attachment; filename="loader.png"',
        "alt_text": "A wheel loader",
    }
    assert blog.files[51]["name"] == 'attachment; filename="odd--name-.png"'


def test_nothing_written_becomes_markup_and_links_can_be_followed() -> None:
    assert markup_of(POST.text) == (
        "<p>First &amp; &lt;b&gt;foremost&lt;/b&gt;</p>\n"
        '<p>See <a href="https://example.com/a?b=1&amp;c=2">https://example.com/a?b=1&amp;c=2</a>.</p>'
    )
    assert markup_of("a\nb") == "<p>a<br>\nb</p>"
    assert 'onmouseover="' not in markup_of('https://example.com/"onmouseover="alert(1)')


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Größer & besser", "groer-besser-k"),
        ("日本語", "k"),
        ("../../etc", "etc-k"),
        ("a" * 90, "a" * 60 + "-k"),
    ],
)
def test_a_slug_is_made_of_words_and_key(title: str, slug: str) -> None:
    assert slug_of(title, "k") == slug


def test_a_post_whose_answer_was_lost_is_found(network: Network) -> None:
    assert isinstance(network.doubtful(POST, profile=PROFILE), Retry)
    assert network.found(POST, profile=PROFILE) == ["100"]


def test_a_post_of_the_same_title_is_another_one(network: Network) -> None:
    network.publish(POST, profile=PROFILE, key="another-key")
    assert network.found(POST, profile=PROFILE) == []


def test_a_worker_that_dies_before_it_sends_leaves_nothing(network: Network, blog: Blog) -> None:
    network.dies_at_commit = True
    with pytest.raises(Crash):
        network.publish(POST, profile=PROFILE)
    assert blog.posts == {}


def test_a_change_keeps_the_address(network: Network, blog: Blog) -> None:
    done = network.publish(POST, profile=PROFILE)
    changed = POST.model_copy(update={"title": "Other", "text": "New"})
    again = connector.edit(done.reference, changed, network.sending(profile=PROFILE))
    assert again.address == done.address
    assert blog.posts[100]["content"] == "<p>New</p>"


def test_a_post_is_deleted_once_and_for_all(network: Network, blog: Blog) -> None:
    done = network.publish(POST, profile=PROFILE)
    connector.delete(done.reference, network.call)
    connector.delete(done.reference, network.call)
    assert blog.trash == [100]


def test_a_contributor_learns_what_is_missing(network: Network, blog: Blog) -> None:
    blog.may_publish = False
    with pytest.raises(MissingScope, match="author"):
        network.publish(POST, profile=PROFILE)


def test_a_post_needs_a_title() -> None:
    assert [problem.field for problem in connector.validate(Draft.of("Hello"), POSTING)] == ["title"]
    assert connector.validate(Draft.of("Hello", title="New"), POSTING) == []


def test_the_password_is_never_logged(network: Network, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        network.publish(POST, profile=PROFILE)
    assert PASSWORD not in caplog.text + repr(network.call)
