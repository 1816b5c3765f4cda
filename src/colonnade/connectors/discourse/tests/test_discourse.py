"""What only Discourse asks for: reading by ids, of which many are not shown."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx2
from hypothesis import given, settings
from hypothesis import strategies as st

from colonnade.channels.contract import Call
from colonnade.channels.http import AddressPolicy, Client, Rates
from colonnade.channels.tests.replay import answered
from colonnade.connectors.discourse.connector import SPAN, Latest, connector

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def _forum(shown: set[int], newest: int) -> Callable[[httpx2.Request], httpx2.Response]:
    """Answer as a forum whose other posts are closed: the newest ``SPAN`` ids at or before what is asked."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        top = int(request.url.params.get("before", newest))
        posts = [
            {
                "id": number,
                "topic_id": 1,
                "post_number": 2,
                "username": "ana",
                "cooked": f"<p>Post {number}</p>",
                "created_at": (NOW - timedelta(minutes=newest - number)).isoformat(),
            }
            for number in range(top, top - SPAN, -1)
            if number in shown
        ]
        return answered(200, httpx2.Response(200, json={"latest_posts": posts}).content)

    return answer


def _round(shown: set[int], newest: int, cursor: str | None) -> tuple[set[int], str | None]:
    client = Client(
        policy=AddressPolicy(),
        rates=Rates(limits=connector.manifest.limits),
        classify=connector.classify,
        transport=httpx2.MockTransport(_forum(shown, newest)),
        sleep=lambda _seconds: None,
    )
    found: set[int] = set()
    with client:
        for _page in range(60):
            page = connector.fetch(
                Latest(site="forum.pit.example"),
                cursor,
                Call(http=client, now=NOW, since=NOW - timedelta(days=30)),
            )
            found |= {int(item.external_id) for item in page.items}
            cursor = page.next_cursor
            if not page.more:
                return found, cursor
    raise AssertionError("it does not end")


@settings(max_examples=25, deadline=None)
@given(
    shown=st.sets(st.integers(1, 600)),
    before=st.integers(1, 600),
    closed=st.integers(0, 40),
)
def test_every_shown_post_is_heard_once_its_neighbours_are(shown: set[int], before: int, closed: int) -> None:
    newest = 600 + closed
    shown |= {before, 600}  # so that neither round begins at an answer that shows nothing
    first, cursor = _round({number for number in shown if number <= before}, before, None)
    second, _cursor = _round(shown, newest, cursor)
    assert first | second == shown


def test_a_round_that_is_shown_nothing_forgets_nothing() -> None:
    _found, cursor = _round({1, 2}, 2, None)
    nothing, cursor = _round({1, 2, 30}, 90, cursor)
    later, _cursor = _round({1, 2, 30, 91}, 91, cursor)
    assert nothing == set()
    assert later == {30, 91} | ({1, 2} & later)
