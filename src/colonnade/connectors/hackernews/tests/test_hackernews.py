"""What only Hacker News asks for: going back by time."""

from datetime import UTC, datetime, timedelta

import httpx2

from colonnade.channels.contract import Call
from colonnade.channels.http import AddressPolicy, Client, Rates
from colonnade.channels.tests.replay import answered
from colonnade.connectors.hackernews.connector import MOST, Search, connector

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
SINCE = NOW - timedelta(days=7)


def _index(request: httpx2.Request) -> httpx2.Response:
    """Answer as an index of 450 comments would, two in each second."""
    begin, *end = [int(part.partition("=")[2]) for part in request.url.params["numericFilters"].split(",")]
    seconds = [int(NOW.timestamp()) - 1 - number // 2 for number in range(450)]
    hits = [
        {
            "objectID": str(number),
            "author": "ana",
            "created_at": datetime.fromtimestamp(second, UTC).isoformat(),
            "comment_text": f"Comment {number}",
        }
        for number, second in enumerate(seconds)
        if second >= begin and (not end or second <= end[0])
    ]
    return answered(200, httpx2.Response(200, json={"hits": hits[:MOST]}).content)


def test_a_busy_search_is_heard_whole_beyond_one_answer() -> None:
    client = Client(
        policy=AddressPolicy(),
        rates=Rates(limits=connector.manifest.limits),
        classify=connector.classify,
        base_url=connector.manifest.base_url,
        transport=httpx2.MockTransport(_index),
        sleep=lambda _seconds: None,
    )
    found, cursor, more = set(), None, True
    with client:
        while more:
            page = connector.fetch(Search(query="pit"), cursor, Call(http=client, now=NOW, since=SINCE))
            found |= {item.external_id for item in page.items}
            cursor, more = page.next_cursor, page.more
    assert found == {str(number) for number in range(450)}
