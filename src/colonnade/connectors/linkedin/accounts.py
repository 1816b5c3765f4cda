"""What an account on LinkedIn signs its requests with."""

from pydantic import Field, SecretStr

from colonnade.channels.contract import Call, Credentials

VERSION = "202606"
"""LinkedIn retires a version about a year after its month."""


class Token(Credentials):
    """A member's token, who administers the organisation."""

    access_token: SecretStr = Field(title="Access token", min_length=1, max_length=2_000)


def headers(call: Call) -> dict[str, str]:
    """Return the headers of a request. Raises ``Disconnect`` where there is no account."""
    token = call.credentials_as(Token).access_token
    return {
        "authorization": f"Bearer {token.get_secret_value()}",
        "linkedin-version": VERSION,
        "x-restli-protocol-version": "2.0.0",
    }
