"""What only Threads asks for: a token that is renewed before it ends."""

from datetime import UTC, datetime

import httpx2
import pytest
from pydantic import SecretStr

from colonnade.channels.contract import Call, Disconnect, RefreshToken, Session
from colonnade.channels.http import AddressPolicy, Client, Rates
from colonnade.channels.tests.replay import answered
from colonnade.connectors.threads.connector import RENEW_AFTER, Token, connector

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
ENDED = b'{"error": {"code": 190, "message": "Session has expired"}}'
SESSION = Session(identity="@hydra", tokens={"access": SecretStr("THold")})


def _call(answers: dict[str, httpx2.Response], session: Session | None = None) -> Call:
    client = Client(
        policy=AddressPolicy(),
        rates=Rates(limits=connector.manifest.limits),
        classify=connector.classify,
        base_url=connector.manifest.base_url,
        transport=httpx2.MockTransport(lambda request: answers[request.url.path]),
        sleep=lambda _seconds: None,
    )
    token = Token(access_token=SecretStr("THgiven"))
    return Call(http=client, now=NOW, since=NOW, credentials=token, session=session)


def test_sign_in_says_who_it_is_and_when_to_renew() -> None:
    session = connector.sign_in(_call({"/v1.0/me": answered(200, b'{"id": "1", "username": "hydra"}')}))
    assert session.identity == "@hydra"
    assert session.expires_at == NOW + RENEW_AFTER
    assert session.tokens["access"].get_secret_value() == "THgiven"


def test_a_token_that_has_ended_is_a_refusal_of_the_account() -> None:
    with pytest.raises(Disconnect):
        connector.sign_in(_call({"/v1.0/me": answered(401, ENDED)}))


def test_a_session_is_renewed_with_its_own_token() -> None:
    answers = {
        "/refresh_access_token": answered(200, b'{"access_token": "THnew", "expires_in": 5184000}'),
        "/v1.0/me": answered(200, b'{"id": "1", "username": "hydra"}'),
    }
    session = connector.refresh(_call(answers, SESSION))
    assert session.tokens["access"].get_secret_value() == "THnew"


@pytest.mark.parametrize("status", [400, 401])
def test_a_session_that_cannot_be_renewed_is_begun_anew(status: int) -> None:
    body = ENDED if status == 401 else b'{"error": {"code": 100, "message": "too young"}}'
    with pytest.raises(RefreshToken):
        connector.refresh(_call({"/refresh_access_token": answered(status, body)}, SESSION))
