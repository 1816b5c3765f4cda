"""What only Reddit asks for: an application's sign-in."""

import base64
from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from pydantic import SecretStr

from colonnade.channels.contract import Call, Disconnect, Retry
from colonnade.channels.http import AddressPolicy, Client, Rates
from colonnade.channels.tests.replay import answered
from colonnade.connectors.reddit.connector import App, connector

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
APP = App(client_id="p-jcoLKBynTLew", client_secret=SecretStr("gko_LXELoV07"), username="hydra_listener")


def _call(response: httpx2.Response, asked: list[httpx2.Request]) -> Call:
    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(request)
        return response

    client = Client(
        policy=AddressPolicy(),
        rates=Rates(limits=connector.manifest.limits),
        classify=connector.classify,
        base_url=connector.manifest.base_url,
        transport=httpx2.MockTransport(answer),
    )
    return Call(http=client, now=NOW, since=NOW, credentials=APP)


def test_an_application_signs_in_with_its_secret() -> None:
    asked: list[httpx2.Request] = []
    body = b'{"access_token": "eyJ.x", "token_type": "bearer", "expires_in": 86400, "scope": "*"}'
    session = connector.sign_in(_call(answered(200, body), asked))
    assert session.tokens["access"].get_secret_value() == "eyJ.x"
    assert session.expires_at == NOW + timedelta(days=1)
    (request,) = asked
    assert str(request.url) == "https://www.reddit.com/api/v1/access_token"
    assert request.read() == b"grant_type=client_credentials"
    _basic, pair = request.headers["authorization"].split()
    assert base64.b64decode(pair) == b"p-jcoLKBynTLew:gko_LXELoV07"
    assert request.headers["user-agent"] == "web:colonnade:1 (by /u/hydra_listener)"


def test_a_wrong_secret_is_a_refusal_of_the_account() -> None:
    with pytest.raises(Disconnect):
        connector.sign_in(_call(answered(401, b'{"message": "Unauthorized", "error": 401}'), []))


def test_an_answer_without_a_token_is_an_accident() -> None:
    with pytest.raises(Retry):
        connector.sign_in(_call(answered(200, b'{"error": "unsupported_grant_type"}'), []))
