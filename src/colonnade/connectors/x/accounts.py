"""What an account on X signs its requests with.

Reading what is public needs an application's bearer token alone. Whoever writes signs each request with the
application's and the account's keys (OAuth 1.0a, RFC 5849 section 3.4), which last until they are revoked.
"""

import base64
import hmac
import secrets
from collections.abc import Mapping
from typing import Self
from urllib.parse import quote

from pydantic import Field, SecretStr, model_validator

from colonnade.channels.contract import BadContent, Call, Credentials

API = "https://api.x.com/2/"


class Bearer(Credentials):
    """An application's bearer token, the four keys of an account that writes, or both."""

    token: SecretStr = Field(SecretStr(""), title="Bearer token", description="To listen.", max_length=500)
    api_key: SecretStr = Field(
        SecretStr(""),
        title="API key",
        description="To publish, with the three below: of an application that may read and write.",
        max_length=200,
    )
    api_secret: SecretStr = Field(SecretStr(""), title="API key secret", max_length=200)
    access_token: SecretStr = Field(
        SecretStr(""), title="Access token", description="Of the account that writes.", max_length=200
    )
    access_secret: SecretStr = Field(SecretStr(""), title="Access token secret", max_length=200)

    @model_validator(mode="after")
    def _something_to_sign_with(self) -> Self:
        keys = [bool(key.get_secret_value()) for key in self._keys()]
        if any(keys) and not all(keys):
            raise ValueError("publishing needs all four keys: of the application and of the account")
        if not any(keys) and not self.token.get_secret_value():
            raise ValueError("enter the bearer token, the four keys, or both")
        return self

    def _keys(self) -> tuple[SecretStr, SecretStr, SecretStr, SecretStr]:
        return self.api_key, self.api_secret, self.access_token, self.access_secret

    @property
    def writes(self) -> bool:
        """Whether the account's own keys are there."""
        return all(key.get_secret_value() for key in self._keys())


def bearer(call: Call) -> dict[str, str]:
    """Return the headers of a request that reads. Raises ``BadContent`` without a bearer token."""
    token = call.credentials_as(Bearer).token.get_secret_value()
    if not token:
        raise BadContent("", "listening needs the application's bearer token; add it to the account")
    return {"authorization": f"Bearer {token}"}


def signed(call: Call, method: str, path: str, params: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the headers of a request in the account's own name.

    Args:
        params: of the address; bodies that are no forms are not signed (RFC 5849, 3.4.1.3.1).

    Raises:
        BadContent: where the account's keys are not there.
    """
    keys = call.credentials_as(Bearer)
    if not keys.writes:
        raise BadContent(
            "", "publishing needs the four keys of application and account; add them to the account"
        )
    said = {
        "oauth_consumer_key": keys.api_key.get_secret_value(),
        "oauth_nonce": secrets.token_hex(16),
        "oauth_signature_method": "HMAC-SHA1",
        "oauth_timestamp": str(int(call.now.timestamp())),
        "oauth_token": keys.access_token.get_secret_value(),
        "oauth_version": "1.0",
    }
    key = "&".join(_quoted(one.get_secret_value()) for one in (keys.api_secret, keys.access_secret))
    said["oauth_signature"] = signature(method, API + path, {**said, **(params or {})}, key)
    pairs = ", ".join(f'{name}="{_quoted(value)}"' for name, value in sorted(said.items()))
    return {"authorization": f"OAuth {pairs}"}


def signature(method: str, address: str, params: Mapping[str, str], key: str) -> str:
    """Return the signature of a request by HMAC-SHA1 (RFC 5849, 3.4.1 and 3.4.2).

    Args:
        key: the two secrets, quoted and joined by "&".
    """
    pairs = sorted((_quoted(name), _quoted(value)) for name, value in params.items())
    written = "&".join(f"{name}={value}" for name, value in pairs)
    base = "&".join((method, _quoted(address), _quoted(written)))
    return base64.b64encode(hmac.digest(key.encode(), base.encode(), "sha1")).decode()


def _quoted(text: str) -> str:
    return quote(text, safe="")
