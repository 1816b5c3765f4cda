"""What an account on an instance signs in with."""

from pydantic import Field, SecretStr

from colonnade.channels.contract import BadContent, Call, Credentials, SiteAddress


class Token(Credentials):
    """An access token of an application on an instance."""

    instance: SiteAddress = Field(title="Instance", max_length=300)
    access_token: SecretStr = Field(title="Access token", min_length=1, max_length=500)


def signed(call: Call, instance: str) -> dict[str, str]:
    """Return the headers of a request. Raises ``BadContent`` where the token is another instance's."""
    if call.credentials is None:
        return {}
    token = call.credentials_as(Token)
    if token.instance != instance:
        raise BadContent(
            "instance", f"the account is one of {token.instance}; choose that instance or another account"
        )
    return {"authorization": f"Bearer {token.access_token.get_secret_value()}"}
