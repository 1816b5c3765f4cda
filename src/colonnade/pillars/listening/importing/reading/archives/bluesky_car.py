"""The repository of a Bluesky account: a CAR file (AT Protocol's repository format, version 3).

A repository is a Merkle search tree: nodes ``{"l": left, "e": [{"p", "k", "v", "t"}]}``, whose keys are
written as how many bytes they share with the key before, and the rest.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import libipld

from colonnade.pillars.listening.importing.reading.archives.entries import Entry, broken, post
from colonnade.pillars.listening.importing.reading.layout import Unreadable
from colonnade.pillars.listening.importing.reading.octets import Octets

LARGEST = 512 * 1024**2
"""Bytes; a repository is held in memory whole, since its blocks come in any order."""
_COLLECTION = b"app.bsky.feed.post/"
_LONGEST_KEY = 1_024  # bytes, by the protocol

Blocks = Mapping[bytes, object]


def recognises(path: Path, start: bytes) -> bool:
    """Return whether a file is a CAR: its header names roots and a version, in CBOR."""
    return b"\x65roots" in start[:200] and b"\x67version" in start[:200]


def entries(path: Path, most_bytes: int) -> Iterator[Entry]:
    """Yield the posts of a repository by their keys, which follow time."""
    with Octets(path, most_bytes=min(most_bytes, LARGEST)) as octets:
        archive = octets.stream.read()
    try:
        header, blocks = libipld.decode_car(archive)
    except ValueError as error:
        raise Unreadable(
            f"The CAR file is cut off or damaged ({str(error)[:150]}). Fetch it again."
        ) from error
    commit = _commit(header, blocks)
    did, root = commit.get("did"), commit.get("data")
    if not isinstance(did, str) or not isinstance(root, bytes):
        raise Unreadable(
            "The CAR file is no repository of an account: its root names neither owner nor data."
        )
    found = sorted((key, value) for key, value in _leaves(blocks, root) if key.startswith(_COLLECTION))
    for number, (key, value) in enumerate(found, start=1):
        address = f"at://{did}/{key.decode('ascii', 'replace')}"
        record = blocks.get(value)
        if not isinstance(record, dict):
            yield broken(number, address, "the record is not in the archive")
        elif (entry := _post(number, record, did=did, address=address)) is not None:
            yield entry


def _commit(header: object, blocks: Blocks) -> dict[str, object]:
    """Return the block that the header names; an empty one where there is none."""
    roots = header.get("roots") if isinstance(header, dict) else None
    root = roots[0] if isinstance(roots, list) and roots else None
    commit = blocks.get(root) if isinstance(root, bytes) else None
    return commit if isinstance(commit, dict) else {}


def _leaves(blocks: Blocks, root: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield (key, link) of every record in the tree; a node is visited once, whatever links to it."""
    waiting, seen = [root], set()
    while waiting:
        link = waiting.pop()
        node = blocks.get(link)
        if link in seen or not isinstance(node, dict):
            continue
        seen.add(link)
        key = b""
        waiting += [left for left in [node.get("l")] if isinstance(left, bytes)]
        for entry in _list(node.get("e")):
            key = _key(key, entry)
            value, below = entry.get("v"), entry.get("t")
            waiting += [below] if isinstance(below, bytes) else []
            if isinstance(value, bytes) and len(key) <= _LONGEST_KEY:
                yield key, value


def _list(value: object) -> list[dict[str, object]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _key(before: bytes, entry: dict[str, object]) -> bytes:
    shared, rest = entry.get("p"), entry.get("k")
    if not isinstance(shared, int) or not isinstance(rest, bytes):
        return b""
    return before[: max(0, shared)] + rest


def _post(number: int, record: dict[str, object], *, did: str, address: str) -> Entry | None:
    """Return a record as a post; None for one without words."""
    text, written = record.get("text"), record.get("createdAt")
    if not isinstance(text, str) or not text.strip():
        return None
    return post(
        number,
        published_at=written if isinstance(written, str) else "",
        text=text,
        channel="bluesky",
        external_id=address,
        url=f"https://bsky.app/profile/{did}/post/{address.rpartition('/')[2]}",
        author_handle=did,
        in_reply_to=_parent(record),
    )


def _parent(record: dict[str, object]) -> str:
    reply = record.get("reply")
    parent = reply.get("parent") if isinstance(reply, dict) else None
    address = parent.get("uri") if isinstance(parent, dict) else None
    return address if isinstance(address, str) else ""
