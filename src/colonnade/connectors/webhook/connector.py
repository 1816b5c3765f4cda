"""Publishes to a signed webhook: to whatever has no connector of its own.

Signed after the Standard Webhooks specification 1.0 (https://www.standardwebhooks.com): the receiver can
check it with any of that specification's libraries, and knows a repetition by its ``webhook-id``.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Annotated
from urllib.parse import urlsplit
from uuid import uuid4

from pydantic import AfterValidator, Field, SecretStr

from colonnade.channels.contract import (
    Answer,
    BadContent,
    Call,
    ChannelError,
    Counted,
    Credentials,
    Done,
    Draft,
    Foreign,
    FoundProfile,
    Limits,
    Manifest,
    Media,
    MediaRules,
    Outgoing,
    Posting,
    Problem,
    Reference,
    Retry,
    Sending,
    TextLimit,
    Verified,
    by_status,
    host_of,
    problems_of,
)

PREFIX = "whsec_"
_LEAST, _MOST = 24, 64
"""Bytes of a secret, as the specification wants them."""


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"https", "http"} or not parts.hostname:
        raise ValueError("write the address in full, such as https://example.com/hooks/posts")
    if parts.username or parts.password:
        raise ValueError("leave user and password out of the address: requests are signed instead")
    return text


def _secret(said: SecretStr) -> SecretStr:
    try:
        length = len(base64.b64decode(said.get_secret_value().removeprefix(PREFIX), validate=True))
    except (binascii.Error, ValueError):
        raise ValueError(f"write {PREFIX} and the secret in Base64") from None
    if not _LEAST <= length <= _MOST:
        raise ValueError(f"the secret is to have {_LEAST} to {_MOST} bytes; this has {length}")
    return said


class Receiver(Credentials):
    """Where to, and the secret that both sides know."""

    url: Annotated[str, Field(min_length=1, max_length=1_000), AfterValidator(_address)] = Field(
        title="Address"
    )
    secret: Annotated[SecretStr, Field(max_length=200), AfterValidator(_secret)] = Field(
        title="Secret",
        description='"whsec_" and 24 to 64 random bytes in Base64; the receiver knows it too.',
    )


class _Taken(Foreign):
    """What the receiver may say of the post it made."""

    url: str = Field("", max_length=1_000, pattern=r"^(https?://.*)?$")


POSTING = Posting(
    text=(TextLimit(most=100_000, unit="characters"),),
    images=MediaRules(
        most=10, types=("image/jpeg", "image/png", "image/gif", "image/webp"), bytes=5_000_000, alt=5_000
    ),
    threads=True,
    cards=True,
    # The same id goes out again after any doubt, and the receiver takes it once.
    settles=timedelta(),
)


class Webhook:
    """The connector."""

    manifest = Manifest(
        id="webhook",
        name="Webhook",
        api_version="Standard Webhooks 1.0",
        documentation="https://www.standardwebhooks.com",
        limits=Limits(requests=60, per=timedelta(minutes=1), page=1),
        kinds=(),
        credentials=Receiver,
        authentication=("HMAC-SHA256 with a shared secret",),
        verified=(
            Verified(
                what="the signature",
                against="standardwebhooks 1.0 of PyPI",
                on=date(2026, 11, 22),
            ),
        ),
        unverified="What a receiver does with a post is its own affair.",
        posting=POSTING,
    )

    def classify(self, answer: Answer) -> ChannelError | None:
        """See ``contract.Connector``."""
        if 300 <= answer.status < 400:
            return BadContent("url", "the receiver has moved: a signed request follows no redirect")
        if answer.status in {401, 403}:
            return BadContent("secret", "the receiver refused the signature; compare the secret")
        if answer.status == 410:
            return BadContent("url", "the receiver wants no more posts", absent=True)
        return by_status(answer, limits=self.manifest.limits, field="url")

    def profiles(self, call: Call) -> Sequence[FoundProfile]:
        """See ``contract.Publishes``: the receiver itself, once it has taken a signed ping."""
        receiver = call.credentials_as(Receiver)
        _delivered({"type": "ping"}, f"ping-{uuid4().hex}", call)
        name = hashlib.sha256(receiver.url.encode()).hexdigest()[:32]
        return (FoundProfile(external_id=name, name=host_of(receiver.url)),)

    def count(self, text: str, posting: Posting) -> tuple[Counted, ...]:
        """See ``contract.Publishes``."""
        return (Counted(used=len(text), limit=posting.text[0].most, unit=posting.text[0].unit),)

    def validate(self, draft: Draft, posting: Posting) -> list[Problem]:
        """See ``contract.Publishes``: a title goes along, where there is one."""
        found = problems_of(draft, posting, lambda text: self.count(text, posting))
        return [problem for problem in found if problem.field != "title"]

    def new_key(self, now: datetime) -> str:
        """See ``contract.Publishes``."""
        return f"post-{uuid4().hex}"

    def publish(self, post: Outgoing, sending: Sending) -> Done:
        """See ``contract.Publishes``. The key is the delivery's id, so a repetition is known as such."""
        body = {"type": "post.published", "data": _told(post, sending.key, sending)}
        sending.commit()
        return _done(_delivered(body, sending.key, sending.call), sending.key)

    def find_recent(self, post: Outgoing, sending: Sending) -> Sequence[Done]:
        """See ``contract.Publishes``: nothing to look for, since a repetition makes no second post."""
        return ()

    def edit(self, reference: Reference, post: Outgoing, sending: Sending) -> Done:
        """See ``contract.Edits``. The delivery's id is made of the new content, so it may be repeated."""
        data = _told(post, reference.external_id, sending)
        content = hashlib.sha256(json.dumps(data).encode()).hexdigest()[:16]
        sending.commit()
        body = {"type": "post.changed", "data": data}
        _delivered(body, f"{reference.external_id}-changed-{content}", sending.call)
        return Done(reference=reference)

    def delete(self, reference: Reference, call: Call) -> None:
        """See ``contract.Deletes``."""
        body = {"type": "post.withdrawn", "data": {"id": reference.external_id}}
        try:
            _delivered(body, f"{reference.external_id}-withdrawn", call)
        except BadContent as error:
            if not error.absent:
                raise


def signature(secret: str, delivery: str, timestamp: int, body: bytes) -> str:
    """Return the header ``webhook-signature`` (Standard Webhooks 1.0, "Signature scheme")."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = b".".join((delivery.encode(), str(timestamp).encode(), body))
    return f"v1,{base64.b64encode(hmac.digest(key, signed, 'sha256')).decode()}"


def _delivered(said: Mapping[str, object], delivery: str, call: Call) -> Answer:
    receiver, timestamp = call.credentials_as(Receiver), int(call.now.timestamp())
    body = json.dumps({**said, "timestamp": call.now.isoformat()}, ensure_ascii=False).encode()
    headers = {
        "content-type": "application/json",
        "webhook-id": delivery,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(receiver.secret.get_secret_value(), delivery, timestamp, body),
    }
    return call.http.write("POST", receiver.url, body=body, headers=headers)


def _told(post: Outgoing, name: str, sending: Sending) -> dict[str, object]:
    """Return a post as the receiver gets it; files with their bytes, so that it need not ask for them."""
    return {
        "id": name,
        "text": post.text,
        "title": post.title,
        "language": post.language,
        "link": post.link.model_dump(mode="json", exclude={"thumbnail"}) if post.link else None,
        "answers": post.parent.external_id if post.parent else None,
        "media": [_file(media, sending) for media in post.media],
    }


def _file(media: Media, sending: Sending) -> dict[str, object]:
    with sending.open(media) as content:
        encoded = base64.b64encode(content.read()).decode()
    told = {"name": media.name, "type": media.media_type, "alt": media.alt, "sha256": media.sha256}
    return {**told, "content": encoded}


def _done(answer: Answer, key: str) -> Done:
    """Return the post under our own id, with the address that the receiver may say."""
    try:
        taken = answer.read(_Taken)
    except Retry:
        taken = _Taken()
    return Done(reference=Reference(external_id=key), address=taken.url)


connector = Webhook()
