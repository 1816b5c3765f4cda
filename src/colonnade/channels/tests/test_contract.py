"""What passes between core and connectors is safe, complete and goes on where it stopped."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from unittest.mock import Mock

import pytest
from pydantic import SecretStr, ValidationError

from colonnade.channels.contract import (
    Answer,
    Author,
    BadContent,
    Call,
    Credentials,
    Disconnect,
    Heard,
    Http,
    Limits,
    Manifest,
    Need,
    RefreshToken,
    Retry,
    Session,
    Source,
    SourceKind,
    Walk,
    each,
    text_of_html,
)

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
WEEK = NOW - timedelta(days=7)


def heard(**said: object) -> Heard:
    return Heard.model_validate(
        {"network": "bluesky", "external_id": "1", "text": "hello", "published_at": NOW} | said
    )


def test_a_post_comes_out_safe() -> None:
    post = heard(
        text=" a\r\nb\x00\x1b[0m\ud83d\ude00 \ud800 \u202ec ",
        author=Author(name="Eve\u202e\nAdams", handle=" "),
        url="javascript:alert(1)",
    )
    assert post.text == "a\nb[0m\U0001f600 \ufffd c"
    assert (post.author.name, post.author.handle, post.url) == ("Eve Adams", None, None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": " \x00\u202e"},
        {"text": "x" * 100_001},
        {"published_at": datetime(2026, 1, 1)},  # noqa: DTZ001  the point of it
        {"published_at": "1970-01-01T00:00:00Z"},
        {"external_id": ""},
        {"engagement": {"likes": -1}},
        {"engagement": {"likes": "many"}},
        {"unknown": 1},
    ],
)
def test_what_cannot_be_a_post_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        heard(**wrong)


def test_one_broken_item_costs_no_other() -> None:
    items, skipped = each([1, "x", 2, None], lambda raw: heard(external_id=str(raw), text=raw))
    assert ([item.text for item in items], len(skipped)) == (["x"], 3)
    assert skipped[0].startswith("text: ")


def test_markup_becomes_text() -> None:
    page = "<p>One &amp; two</p><script>alert(1)</script><p>a<br/>b</p><style>x{}</style>&lt;b&gt;"
    assert text_of_html(page) == "One & two\na\nb\n<b>"


BOMBS = ("<", "<a ", "<![", "<b>", "&", "&a;", '<a "', "<script>", "<!--", "<li><ul>", "</", "\n \n")


@pytest.mark.parametrize("bomb", BOMBS)
def test_hostile_markup_takes_linear_time(bomb: str) -> None:
    def seconds(size: int) -> float:
        started = time.process_time()
        text_of_html((bomb * (size // len(bomb) + 1))[:size])
        return time.process_time() - started

    # Quadratic time would be a hundredfold; the constant covers what is too short to measure.
    assert seconds(300_000) < 30 * seconds(30_000) + 0.2


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[" * 200_000, b'{"a": ' + b"1" * 5_000 + b"}"])
def test_an_answer_that_is_no_json_can_be_asked_for_again(body: bytes) -> None:
    with pytest.raises(Retry):
        Answer(status=200, at=NOW, body=body).json()


def test_half_a_character_is_mended_where_it_comes_in() -> None:
    answer = Answer(status=200, at=NOW, body=rb'{"\ud83d": ["\ud83d\ude00", {"x": "a\udc00"}]}')
    assert answer.json() == {"\ufffd": ["\U0001f600", {"x": "a\ufffd"}]}


class _Nothing(Source):
    pass


def test_a_manifest_that_contradicts_itself_is_refused() -> None:
    kind = SourceKind(id="all", name="All", schema=_Nothing, account=Need.REQUIRED, hears="x", misses="y")
    limits = Limits(requests=1, per=timedelta(seconds=1), page=1)
    with pytest.raises(ValueError, match="no credentials"):
        Manifest(
            id="test",
            name="T",
            api_version="1",
            documentation="",
            limits=limits,
            kinds=(kind,),
            unverified="",
        )


class Shelf:
    """A network that hands out newest first, ``size`` posts at a time."""

    def __init__(self, posts: int, size: int = 3) -> None:
        self.times = [NOW - timedelta(hours=number) for number in range(posts)]
        self.size = size

    def page(self, at: str) -> tuple[list[datetime], str | None]:
        start = int(at or 0)
        found = self.times[start : start + self.size]
        return found, str(start + self.size) if start + self.size < len(self.times) else None


def walked(shelf: Shelf, cursor: str | None, *, crash_after: int = 0) -> tuple[list[datetime], str]:
    """Walk to the end, or for some pages; return (posts, cursor)."""
    found: list[datetime] = []
    pages = 0
    while True:
        walk = Walk.of(cursor)
        times, onward = shelf.page(walk.at)
        walk, more = walk.step(times, onward=onward, since=WEEK)
        found += times
        cursor = walk.cursor()
        pages += 1
        if not more or pages == crash_after:
            return found, cursor


def test_a_first_walk_goes_back_to_since() -> None:
    found, cursor = walked(Shelf(10_000), None)
    assert min(found) < WEEK <= found[-4]
    assert Walk.of(cursor).last_seen == NOW


def test_a_later_walk_ends_where_the_last_began() -> None:
    shelf = Shelf(100)
    _found, cursor = walked(shelf, None)
    shelf.times = [NOW + timedelta(hours=5 - number) for number in range(5)] + shelf.times
    found, cursor = walked(shelf, cursor)
    assert set(shelf.times[:5]) <= set(found)
    assert len(found) <= 9
    assert Walk.of(cursor).last_seen == NOW + timedelta(hours=5)


@pytest.mark.parametrize("crash_after", range(1, 8))
def test_an_interrupted_walk_leaves_nothing_out(crash_after: int) -> None:
    shelf = Shelf(20)
    first, cursor = walked(shelf, None, crash_after=crash_after)
    rest, cursor = walked(shelf, cursor)
    assert set(first) | set(rest) == set(shelf.times)
    assert Walk.of(cursor).last_seen == NOW


def test_a_network_that_repeats_its_cursor_ends_the_walk() -> None:
    walk, more = Walk(at="same").step([NOW], onward="same", since=WEEK)
    assert not more
    assert walk.last_seen == NOW


def test_a_walk_whose_place_is_refused_begins_anew_and_leaves_nothing_out() -> None:
    walk = Walk(seen=WEEK.isoformat(), top=NOW.isoformat(), at="gone")
    page = walk.begun_anew(BadContent("", "there is no such place"))
    assert page.more
    assert Walk.of(page.next_cursor) == Walk(seen=WEEK.isoformat(), top=NOW.isoformat())


def test_a_walk_refused_at_its_beginning_is_refused_for_good() -> None:
    refusal = BadContent("query", "it cannot be read")
    with pytest.raises(BadContent) as raised:
        Walk(seen=WEEK.isoformat()).begun_anew(refusal)
    assert raised.value is refusal


def test_posts_that_are_still_answered_are_read_again() -> None:
    seen, fresh = NOW - timedelta(hours=1), NOW - timedelta(days=2)
    walk = Walk(seen=seen.isoformat())
    walk, more = walk.step_again([NOW, seen - timedelta(days=1)], onward="2", since=WEEK, fresh=fresh)
    assert more
    assert walk.last_seen == seen, "an interrupted walk does not count as finished"
    walk, more = walk.step_again([fresh - timedelta(hours=1)], onward="3", since=WEEK, fresh=fresh)
    assert not more
    assert walk.last_seen == NOW


def test_a_call_hands_out_what_its_account_has() -> None:
    class Key(Credentials):
        key: str

    session = Session(identity="@hydra", tokens={"access": SecretStr("s3cret")})
    call = Call(http=Mock(spec=Http), now=NOW, since=WEEK, credentials=Key(key="k"), session=session)
    assert call.credentials_as(Key).key == "k"
    assert call.token("access") == "s3cret"
    with pytest.raises(RefreshToken):
        call.token("refresh")
    with pytest.raises(Disconnect):
        replace(call, credentials=None).credentials_as(Key)
    with pytest.raises(RefreshToken):
        replace(call, session=None).token("access")
