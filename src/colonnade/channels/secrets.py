"""Credentials at rest: encrypted with keys that live outside the database."""

import json
from collections.abc import Mapping
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class KeyLost(Exception):
    """What was encrypted cannot be read with any of the present keys."""


@cache
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def _present() -> MultiFernet:
    return _box(tuple(settings.CREDENTIAL_KEYS))


def seal(secrets: Mapping[str, object]) -> str:
    """Return JSON values encrypted with the first key (Fernet: AES-128-CBC with HMAC-SHA256)."""
    return _present().encrypt(json.dumps(dict(secrets)).encode()).decode()


def unseal(sealed: str) -> dict[str, object]:
    """Return what ``seal`` was given; of an empty text, nothing.

    Raises:
        KeyLost: where none of the keys fits.
    """
    if not sealed:
        return {}
    try:
        opened: dict[str, object] = json.loads(_present().decrypt(sealed.encode()))
    except InvalidToken:
        raise KeyLost(
            "the stored credentials cannot be read with the present keys. Put the former key back into "
            "COLONNADE_CREDENTIAL_KEYS, or enter the credentials anew"
        ) from None
    return opened


def resealed(sealed: str) -> str:
    """Return the same secrets encrypted with the first key. Raises ``KeyLost``."""
    return seal(unseal(sealed)) if sealed else ""
