"""The secrets of webhooks: sealed when they are set, opened when a lead goes out."""

from colonnade.channels.secrets import seal, unseal

_NAME = "secret"


def sealed(secret: str) -> str:
    """Return a secret as it is stored."""
    return seal({_NAME: secret})


def opened(stored: str) -> str:
    """Return the secret. Raises ``KeyLost`` where none of the present keys fits."""
    return str(unseal(stored).get(_NAME, ""))
