"""What an account at Meta signs its requests with."""

import hmac

from pydantic import Field, SecretStr

from colonnade.channels.contract import Answer, Call, Credentials, Params


class Token(Credentials):
    """A token of a Page or of a system user."""

    access_token: SecretStr = Field(title="Access token", min_length=1, max_length=1_000)
    app_secret: SecretStr = Field(
        SecretStr(""),
        title="App secret",
        description="Only where the app requires proof of it (Require App Secret).",
        max_length=200,
    )


def proof(key: str, call: Call) -> dict[str, str]:
    """Return the parameter that proves who uses the token ``key``; none where no app secret was given."""
    secret = call.credentials_as(Token).app_secret.get_secret_value()
    return {"appsecret_proof": hmac.digest(secret.encode(), key.encode(), "sha256").hex()} if secret else {}


def get(path: str, params: Params, call: Call, *, key: str = "") -> Answer:
    """GET a part of the graph with the account's own token, or with that of a Page."""
    key = key or call.credentials_as(Token).access_token.get_secret_value()
    return call.http.get(path, params={**params, **proof(key, call)}, headers=bearer(key))


def bearer(key: str) -> dict[str, str]:
    """Return the headers of a request."""
    return {"authorization": f"Bearer {key}"}
