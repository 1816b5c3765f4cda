"""What only Meta asks for: comments that go on under older posts, and proof of the app's secret."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import httpx2
from pydantic import SecretStr

from colonnade.channels.contract import Call, Walk
from colonnade.channels.http import AddressPolicy, Client, Rates
from colonnade.channels.tests.replay import answered
from colonnade.connectors.meta.accounts import Token
from colonnade.connectors.meta.connector import LOOK_BACK, FacebookPage, connector

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
PAGE = FacebookPage(page="1001")


def _call(asked: list[httpx2.Request], *, secret: str = "") -> Call:
    """Return a call to a Page with one post a day, ten in an answer."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(request)
        first = int(request.url.params.get("after", "0"))
        posts = [
            {
                "id": f"1001_{day}",
                "created_time": (NOW - timedelta(days=day)).isoformat(),
                "comments": {
                    "data": [{"id": f"c{day}", "message": "Late?", "created_time": NOW.isoformat()}]
                },
            }
            for day in range(first, first + 10)
        ]
        body = {"data": posts, "paging": {"cursors": {"after": str(first + 10)}, "next": "https://..."}}
        return answered(200, httpx2.Response(200, json=body).content)

    client = Client(
        policy=AddressPolicy(),
        rates=Rates(limits=connector.manifest.limits),
        classify=connector.classify,
        base_url=connector.manifest.base_url,
        transport=httpx2.MockTransport(answer),
        sleep=lambda _seconds: None,
    )
    token = Token(access_token=SecretStr("EAAG"), app_secret=SecretStr(secret))
    return Call(http=client, now=NOW, since=NOW - timedelta(days=25), credentials=token)


def _round(cursor: str | None, call: Call) -> tuple[set[str], str | None]:
    found: set[str] = set()
    while True:
        page = connector.fetch(PAGE, cursor, call)
        found |= {item.external_id for item in page.items}
        cursor = page.next_cursor
        if not page.more:
            return found, cursor


def test_the_first_round_goes_back_as_far_as_asked() -> None:
    found, cursor = _round(None, _call([]))
    assert found >= {f"c{day}" for day in range(26)}
    assert Walk.of(cursor).last_seen == NOW


def test_later_rounds_ask_again_for_the_comments_of_two_weeks() -> None:
    asked: list[httpx2.Request] = []
    found, _cursor = _round(Walk(seen=NOW.isoformat()).cursor(), _call(asked))
    assert found >= {f"c{day}" for day in range(LOOK_BACK.days + 1)}
    assert len(asked) == 2


def test_the_secret_is_proved_and_never_sent() -> None:
    asked: list[httpx2.Request] = []
    connector.fetch(PAGE, None, _call(asked, secret="5f4dcc3b"))
    proof = asked[0].url.params["appsecret_proof"]
    assert proof == hmac.new(b"5f4dcc3b", b"EAAG", hashlib.sha256).hexdigest()
    assert "5f4dcc3b" not in str(asked[0].url)
    assert "EAAG" not in str(asked[0].url)
