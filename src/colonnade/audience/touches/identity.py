"""Whose a touch is, without saying who they are: keyed hashes of addresses and numbers."""

from hashlib import blake2b
from typing import Literal

from django.conf import settings

from colonnade.organization.models import Organization

Handle = Literal["mail", "phone"]


def person_key(organization: Organization, handle: Handle, value: str) -> str:
    """Return the key under which touches of a person are kept, such as ``mail:1f0c...``.

    A keyed BLAKE2b hash (RFC 7693) of the address without case and outer spaces, or of a number's digits: the
    same for every spelling, another in each organisation, and of no use to whoever has the table alone.

    Raises:
        ValueError: where nothing is left of the value.
    """
    spelt = _spelt(handle, value)
    if not spelt:
        raise ValueError(f"no {handle} is given")
    key = blake2b(settings.ERASURE_KEY.encode()).digest()
    hashed = blake2b(f"touch\0{organization.pk}\0{handle}\0{spelt}".encode(), digest_size=16, key=key)
    return f"{handle}:{hashed.hexdigest()}"


def _spelt(handle: Handle, value: str) -> str:
    if handle == "mail":
        return value.strip().casefold()
    digits = "".join(sign for sign in value if sign.isdecimal())
    return digits.removeprefix("00").lstrip("0")
