"""What only Google asks for: a sign-in by refresh token, and its translations."""

from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from pydantic import SecretStr

from colonnade.channels.contract import Call, Disconnect
from colonnade.channels.http import AddressPolicy, Client, Rates
from colonnade.channels.tests.replay import answered
from colonnade.connectors.google_business.connector import OAuthClient, connector, original_of

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def _call(response: httpx2.Response) -> Call:
    client = Client(
        policy=AddressPolicy(),
        rates=Rates(limits=connector.manifest.limits),
        classify=connector.classify,
        base_url=connector.manifest.base_url,
        transport=httpx2.MockTransport(lambda _request: response),
    )
    credentials = OAuthClient(
        client_id="42-hydra.apps.googleusercontent.com",
        client_secret=SecretStr("GOCSPX-x"),
        refresh_token=SecretStr("1//0x"),
    )
    return Call(http=client, now=NOW, since=NOW, credentials=credentials)


def test_a_refresh_token_gives_an_access_token() -> None:
    body = b'{"access_token": "ya29.x", "expires_in": 3599, "scope": "a b", "token_type": "Bearer"}'
    session = connector.sign_in(_call(answered(200, body)))
    assert session.tokens["access"].get_secret_value() == "ya29.x"
    assert session.expires_at == NOW + timedelta(seconds=3599)
    assert session.scopes == ("a", "b")


@pytest.mark.parametrize(("status", "error"), [(400, "invalid_grant"), (401, "invalid_client")])
def test_a_withdrawn_consent_is_a_refusal_of_the_account(status: int, error: str) -> None:
    with pytest.raises(Disconnect):
        connector.sign_in(_call(answered(status, f'{{"error": "{error}"}}'.encode())))


@pytest.mark.parametrize(
    ("comment", "original"),
    [
        ("(Translated by Google) Good\n\n(Original)\nBom", "Bom"),
        ("Bom\n\n(Translated by Google)\nGood", "Bom"),
        ("Sells (Original)\nparts", "Sells (Original)\nparts"),
        ("", ""),
    ],
)
def test_the_reviewers_own_words_are_kept(comment: str, original: str) -> None:
    assert original_of(comment) == original
