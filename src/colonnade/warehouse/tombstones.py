"""What is left of an erased person or post: a keyed hash by which it is known again, and kept out.

The hash is BLAKE2b keyed with a secret of the installation (RFC 7693, section 2.9), so that whoever has the
table alone cannot try names on it. It is pseudonymous data still, kept for one purpose: that the next import
or the next answer of a network does not undo the erasure (GDPR, article 17 and recital 26).
"""

from collections.abc import Iterable
from hashlib import blake2b
from typing import Literal

import pyarrow as pa
from django.conf import settings

from colonnade.warehouse.tables import TOMBSTONES

Kind = Literal["author", "mention", "removal"]
"""What a hash is of; of a "removal" it says only that posts went, so that they can be counted."""


def tombstones(organization_id: int, kind: Kind, ids: Iterable[str | None]) -> pa.Table:
    """Return one row of ``tables.TOMBSTONES`` for each id, in order; an id that is None has no digest."""
    key = blake2b(settings.ERASURE_KEY.encode()).digest()
    # Another hash in each organisation: what one has erased says nothing about another's people.
    begun = blake2b(f"{organization_id}\0{kind}\0".encode(), digest_size=16, key=key)
    seen: dict[str, str] = {}
    digests = [None if value is None else seen.get(value) or _digest(begun, value, seen) for value in ids]
    columns = {
        "organization_id": [organization_id] * len(digests),
        "kind": [kind] * len(digests),
        "digest": digests,
    }
    return pa.table(columns, schema=TOMBSTONES)


def _digest(begun: blake2b, value: str, seen: dict[str, str]) -> str:
    hashed = begun.copy()
    hashed.update(value.encode())
    seen[value] = hashed.hexdigest()
    return seen[value]
