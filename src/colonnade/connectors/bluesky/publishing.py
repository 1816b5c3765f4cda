"""Publishes on Bluesky: each post under a record key chosen before, so that a second try is the same post.

Sources: lexicons ``com.atproto.repo.putRecord``, ``app.bsky.feed.post``, and the specification of record keys
(https://atproto.com/specs/tid).
"""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from colonnade.channels.contract import (
    Answer,
    BadContent,
    Call,
    Counted,
    Done,
    Draft,
    Foreign,
    FoundProfile,
    LinkCard,
    Media,
    MediaRules,
    Outgoing,
    Posting,
    Problem,
    Reference,
    Sending,
    TextLimit,
    graphemes,
    problems_of,
    utf8_bytes,
)
from colonnade.connectors.bluesky.accounts import AppPassword
from colonnade.connectors.bluesky.facets import Found, found_in

COLLECTION = "app.bsky.feed.post"
POSTING = Posting(
    text=(TextLimit(most=300, unit="graphemes"), TextLimit(most=3_000, unit="bytes")),
    images=MediaRules(
        most=4,
        types=("image/jpeg", "image/png", "image/webp", "image/gif"),
        bytes=1_000_000,  # newer servers take two; what all of them take is safe
        alt=2_000,
    ),
    threads=True,
    cards=True,
    settles=timedelta(),
)
_ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"
_MILLISECOND = 1_000


class _Who(Foreign):
    did: str
    handle: str


class _Blob(Foreign):
    blob: dict[str, object]


class _Written(Foreign):
    uri: str
    cid: str


class _Record(Foreign):
    uri: str
    cid: str


class _Strong(Foreign):
    uri: str
    cid: str


class _Reply(Foreign):
    root: _Strong


class _Content(Foreign):
    reply: _Reply | None = None


class _Post(_Strong):
    record: _Content = _Content()


class _Posts(Foreign):
    posts: list[_Post]


class Mouth:
    """The part of the connector that publishes."""

    def profiles(self, call: Call) -> Sequence[FoundProfile]:
        """See ``contract.Publishes``: an account writes in its own repository alone."""
        who = _asked(call, "com.atproto.server.getSession").read(_Who)
        address = f"https://bsky.app/profile/{who.did}"
        return (FoundProfile(external_id=who.did, name=f"@{who.handle}", address=address),)

    def count(self, text: str, posting: Posting) -> tuple[Counted, ...]:
        """See ``contract.Publishes``: both limits of the lexicon hold."""
        measures = {"graphemes": graphemes, "bytes": utf8_bytes}
        return tuple(
            Counted(used=measures[limit.unit](text), limit=limit.most, unit=limit.unit)
            for limit in posting.text
        )

    def validate(self, draft: Draft, posting: Posting) -> list[Problem]:
        """See ``contract.Publishes``."""
        return problems_of(draft, posting, lambda text: self.count(text, posting))

    def new_key(self, now: datetime) -> str:
        """See ``contract.Publishes``: a timestamp identifier (TID), exact to the millisecond.

        The digits below are drawn by lot, as is the clock's number, so that two keys of one moment differ.
        """
        microseconds = int(now.timestamp() * 1_000) * _MILLISECOND + secrets.randbelow(_MILLISECOND)
        number = microseconds << 10 | secrets.randbelow(1 << 10)
        return "".join(_ALPHABET[number >> shift & 31] for shift in range(60, -1, -5))

    def publish(self, post: Outgoing, sending: Sending) -> Done:
        """See ``contract.Publishes``. The same key and content change nothing the second time."""
        record = _record(post, sending)
        body = {
            "repo": sending.profile,
            "collection": COLLECTION,
            "rkey": sending.key,
            "record": record,
            "swapRecord": None,  # another post under this key is never overwritten
        }
        sending.commit()
        answer = sending.call.http.post(
            _address(sending.call, "com.atproto.repo.putRecord"), json=body, headers=_signed(sending.call)
        )
        written = answer.read(_Written)
        return _done(written.uri, written.cid, sending.key)

    def find_recent(self, post: Outgoing, sending: Sending) -> Sequence[Done]:
        """See ``contract.Publishes``: the key names the post, so that nothing needs to be guessed."""
        params = {"repo": sending.profile, "collection": COLLECTION, "rkey": sending.key}
        try:
            record = _asked(sending.call, "com.atproto.repo.getRecord", params).read(_Record)
        except BadContent as error:
            if error.absent:
                return ()
            raise
        return (_done(record.uri, record.cid, sending.key),)

    def delete(self, reference: Reference, call: Call) -> None:
        """See ``contract.Deletes``: what is not there is deleted without a word."""
        repo, _collection, key = reference.external_id.removeprefix("at://").split("/", 2)
        call.http.post(
            _address(call, "com.atproto.repo.deleteRecord"),
            json={"repo": repo, "collection": COLLECTION, "rkey": key},
            headers=_signed(call),
        )


def moment_of(key: str) -> datetime:
    """Return the time that a key was made at, to the millisecond."""
    number = 0
    for character in key:
        number = number << 5 | _ALPHABET.index(character)
    return datetime.fromtimestamp((number >> 10) // _MILLISECOND / 1_000, tz=UTC)


def _record(post: Outgoing, sending: Sending) -> dict[str, object]:
    """Return the post as the lexicon has it; the same for every try."""
    call = sending.call
    record: dict[str, object] = {
        "$type": COLLECTION,
        "text": post.text,
        "createdAt": moment_of(sending.key).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
    facets = [one for one in (_facet(found, call) for found in found_in(post.text)) if one is not None]
    optional = {
        "facets": facets,
        "langs": [post.language] if post.language else [],
        "reply": _reply(post, call),
        "embed": _embed(post, sending),
    }
    return record | {name: value for name, value in optional.items() if value}


def _facet(found: Found, call: Call) -> dict[str, object] | None:
    """Return a facet; None for a mention of nobody, which stays plain text."""
    feature: dict[str, object] = {"$type": f"app.bsky.richtext.facet#{found.kind}"}
    if found.kind == "link":
        feature["uri"] = found.value
    elif found.kind == "tag":
        feature["tag"] = found.value
    else:
        did = _did_of(found.value, call)
        if did is None:
            return None
        feature["did"] = did
    return {"index": {"byteStart": found.start, "byteEnd": found.end}, "features": [feature]}


class _Resolved(Foreign):
    did: str


def _did_of(handle: str, call: Call) -> str | None:
    try:
        answer = _asked(call, "com.atproto.identity.resolveHandle", {"handle": handle})
    except BadContent:
        return None
    return answer.read(_Resolved).did


def _reply(post: Outgoing, call: Call) -> dict[str, object] | None:
    if post.parent is None:
        return None
    parent, root = _strong(post.parent, call), post.root or post.parent
    if root != post.parent:
        return {"root": _named(_strong(root, call)), "parent": _named(parent)}
    above = parent.record.reply
    return {"root": _named(above.root if above else parent), "parent": _named(parent)}


def _named(post: _Strong) -> dict[str, str]:
    return {"uri": post.uri, "cid": post.cid}


def _strong(reference: Reference, call: Call) -> _Post:
    """Return a post with the hash of its content, which an answer names beside its address."""
    if "cid" in reference.more:
        return _Post(uri=reference.external_id, cid=reference.more["cid"])
    found = _asked(call, "app.bsky.feed.getPosts", {"uris": reference.external_id}).read(_Posts).posts
    if not found:
        raise BadContent("reply_to", "the post that this answers is gone")
    return found[0]


def _embed(post: Outgoing, sending: Sending) -> dict[str, object] | None:
    if post.media:
        images = [_image(media, sending) for media in post.media]
        return {"$type": "app.bsky.embed.images", "images": images}
    return _card(post.link, sending) if post.link is not None else None


def _image(media: Media, sending: Sending) -> dict[str, object]:
    image: dict[str, object] = {"alt": media.alt, "image": _blob(media, sending)}
    if media.width and media.height:
        image["aspectRatio"] = {"width": media.width, "height": media.height}
    return image


def _card(link: LinkCard, sending: Sending) -> dict[str, object]:
    external: dict[str, object] = {
        "uri": link.url,
        "title": link.title or link.url,
        "description": link.description,
    }
    if link.thumbnail is not None:
        external["thumb"] = _blob(link.thumbnail, sending)
    return {"$type": "app.bsky.embed.external", "external": external}


def _blob(media: Media, sending: Sending) -> dict[str, object]:
    """Upload a file; the server names it by its content, so that a second upload is the same blob."""
    with sending.open(media) as content:
        answer = sending.call.http.write(
            "POST",
            _address(sending.call, "com.atproto.repo.uploadBlob"),
            body=content,
            headers={
                **_signed(sending.call),
                "content-type": media.media_type,
                "content-length": str(media.size),
            },
        )
    return answer.read(_Blob).blob


def _done(uri: str, cid: str, key: str) -> Done:
    did = uri.removeprefix("at://").partition("/")[0]
    return Done(
        reference=Reference(external_id=uri, more={"cid": cid}),
        address=f"https://bsky.app/profile/{did}/post/{key}",
        at=moment_of(key),
    )


def _asked(call: Call, method: str, params: dict[str, str] | None = None) -> Answer:
    return call.http.get(_address(call, method), params=params, headers=_signed(call))


def _address(call: Call, method: str) -> str:
    return f"{call.credentials_as(AppPassword).service}/xrpc/{method}"


def _signed(call: Call) -> dict[str, str]:
    return {"authorization": f"Bearer {call.token('access')}"}
