"""What an account on Bluesky signs in with."""

from pydantic import Field, SecretStr

from colonnade.channels.contract import Credentials, SiteAddress


class AppPassword(Credentials):
    """An account with an app password."""

    service: SiteAddress = Field(default="https://bsky.social", title="Personal data server", max_length=300)
    identifier: str = Field(title="Handle", min_length=3, max_length=300)
    password: SecretStr = Field(
        title="App password",
        description="Made under Settings, Privacy and security, App passwords; not the account's own.",
        min_length=1,
        max_length=300,
    )
