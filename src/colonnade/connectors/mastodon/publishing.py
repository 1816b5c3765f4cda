"""Publishes on Mastodon: each post with an idempotency key, which the instance remembers for an hour.

Source: https://docs.joinmastodon.org/methods/statuses/#create; lengths as in Mastodon's own
``StatusLengthValidator``.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import uuid4

import regex
from pydantic import AwareDatetime, RootModel

from colonnade.channels.contract import (
    Answer,
    BadContent,
    Call,
    Counted,
    Done,
    Draft,
    Foreign,
    FoundProfile,
    Media,
    MediaRules,
    Outgoing,
    Pending,
    Posting,
    Problem,
    Ready,
    Reference,
    Retry,
    Sending,
    TextLimit,
    Visibility,
    graphemes,
    host_of,
    problems_of,
    text_of_html,
)
from colonnade.connectors.mastodon.accounts import Token, signed

POSTING = Posting(
    text=(TextLimit(most=500, unit="characters"),),
    images=MediaRules(
        most=4, types=("image/jpeg", "image/png", "image/gif", "image/webp"), bytes=16_000_000, alt=1_500
    ),
    videos=MediaRules(
        most=1, types=("video/mp4", "video/webm", "video/quicktime"), bytes=99_000_000, alt=1_500
    ),
    threads=True,
    warnings=True,
    visibilities=(Visibility.PUBLIC, Visibility.UNLISTED, Visibility.FOLLOWERS),
    settles=timedelta(seconds=30),
)
LINK_LENGTH = 23
PAGES = 10
"""How many answers are looked through for a post that may be there."""
_NAMES = {Visibility.PUBLIC: "public", Visibility.UNLISTED: "unlisted", Visibility.FOLLOWERS: "private"}
_LINK = regex.compile(
    r"(?<![\p{L}\p{N}@/])https?://[^\s<>\"]+\.[^\s<>\"]*[^\s<>\".,;:!?')]", regex.IGNORECASE
)
_MENTION = regex.compile(
    r"(?<![\p{L}\p{N}_/])@([a-z0-9_]+(?:[a-z0-9_.-]+[a-z0-9_]+)?)@[\p{L}\p{N}.-]+[\p{L}\p{N}]",
    regex.IGNORECASE,
)
_EARLIER = timedelta(minutes=5)  # the instance's clock may be behind ours


class _Who(Foreign):
    id: str
    acct: str
    url: str = ""


class _InstanceLimits(Foreign):
    class Configuration(Foreign):
        class OfStatuses(Foreign):
            max_characters: int | None = None

        statuses: OfStatuses = OfStatuses()

    configuration: Configuration = Configuration()


class _Upload(Foreign):
    id: str
    url: str | None = None


class _Status(Foreign):
    id: str
    uri: str
    created_at: AwareDatetime
    url: str | None = None
    content: str = ""
    spoiler_text: str = ""
    in_reply_to_id: str | None = None
    reblog: object = None


class _Statuses(RootModel[list[_Status]]):
    pass


class _Search(Foreign):
    statuses: list[_Status]


class _Refusal(Foreign):
    error: str = ""


class Mouth:
    """The part of the connector that publishes."""

    def profiles(self, call: Call) -> Sequence[FoundProfile]:
        """See ``contract.Publishes``: an account writes as itself; the instance sets its own limit."""
        who = _asked(call, "/api/v1/accounts/verify_credentials").read(_Who)
        limits = _asked(call, "/api/v2/instance").read(_InstanceLimits)
        name = f"@{who.acct}@{host_of(call.credentials_as(Token).instance)}"
        limit = limits.configuration.statuses.max_characters
        return (FoundProfile(external_id=who.id, name=name, address=who.url, text_limit=limit),)

    def count(self, text: str, posting: Posting) -> tuple[Counted, ...]:
        """See ``contract.Publishes``: a link counts 23, somebody elsewhere as if they were here."""
        short = _MENTION.sub(r"@\1", _LINK.sub("x" * LINK_LENGTH, text))
        limit = posting.text[0]
        return (Counted(used=graphemes(short), limit=limit.most, unit=limit.unit),)

    def validate(self, draft: Draft, posting: Posting) -> list[Problem]:
        """See ``contract.Publishes``: the warning counts with the text of each part."""
        return problems_of(draft, posting, lambda text: self.count(draft.warning + text, posting))

    def new_key(self, now: datetime) -> str:
        """See ``contract.Publishes``."""
        return uuid4().hex

    def publish(self, post: Outgoing, sending: Sending) -> Done | Pending:
        """See ``contract.Publishes``. Files go first; the instance may need time to prepare them."""
        uploads = [_uploaded(media, sending) for media in post.media]
        names = [upload.id for upload in uploads]
        if any(upload.url is None for upload in uploads):
            return Pending(ticket=json.dumps(names))
        return _posted(post, names, sending)

    def check_status(self, pending: Pending, call: Call) -> Pending | Ready:
        """See ``contract.Finalizes``."""
        for name in _names_in(pending.ticket):
            if _asked(call, f"/api/v1/media/{name}").read(_Upload).url is None:
                return pending
        return Ready(ticket=pending.ticket)

    def finalize(self, ready: Ready, post: Outgoing, sending: Sending) -> Done:
        """See ``contract.Finalizes``."""
        return _posted(post, _names_in(ready.ticket), sending)

    def find_recent(self, post: Outgoing, sending: Sending) -> Sequence[Done]:
        """See ``contract.Publishes``: the account's posts since, those with the same words."""
        above = None if post.parent is None else _id_of(post.parent, sending.call)
        return tuple(
            _done(status)
            for status in _since(sending)
            if _same(status, post) and status.in_reply_to_id == above
        )

    def edit(self, reference: Reference, post: Outgoing, sending: Sending) -> Done:
        """See ``contract.Edits``."""
        uploads = [_uploaded(media, sending).id for media in post.media]
        call = sending.call
        sending.commit()
        answer = call.http.write(
            "PUT",
            _address(call, f"/api/v1/statuses/{_id_of(reference, call)}"),
            json=_body(post, uploads, above=None),
            headers=_headers(call),
        )
        return _done(answer.read(_Status))

    def delete(self, reference: Reference, call: Call) -> None:
        """See ``contract.Deletes``."""
        try:
            address = _address(call, f"/api/v1/statuses/{_id_of(reference, call)}")
            call.http.write("DELETE", address, headers=_headers(call))
        except BadContent as error:
            if not error.absent:
                raise


def refusal_of(answer: Answer) -> str:
    """Return why the instance refused a post, in its own words."""
    try:
        said = answer.read(_Refusal).error
    except Retry:
        said = ""
    return f"the instance says: {said[:200]}" if said else "the instance refused it"


def _uploaded(media: Media, sending: Sending) -> _Upload:
    with sending.open(media) as content:
        answer = sending.call.http.write(
            "POST",
            _address(sending.call, "/api/v2/media"),
            form={"description": media.alt} if media.alt else None,
            files={"file": (media.name or "file", content, media.media_type)},
            headers=_headers(sending.call),
        )
    return answer.read(_Upload)


def _posted(post: Outgoing, uploads: Sequence[str], sending: Sending) -> Done:
    call = sending.call
    above = None if post.parent is None else _id_of(post.parent, call)
    sending.commit()
    answer = call.http.write(
        "POST",
        _address(call, "/api/v1/statuses"),
        json=_body(post, uploads, above=above),
        headers={**_headers(call), "idempotency-key": sending.key},
    )
    return _done(answer.read(_Status))


def _body(post: Outgoing, uploads: Sequence[str], *, above: str | None) -> dict[str, object]:
    optional = {
        "media_ids": list(uploads),
        "in_reply_to_id": above,
        "spoiler_text": post.warning,
        "sensitive": bool(post.warning and uploads),
        "language": post.language.partition("-")[0],
    }
    body: dict[str, object] = {"status": post.text, "visibility": _NAMES[post.visibility]}
    return body | {name: value for name, value in optional.items() if value}


def _id_of(reference: Reference, call: Call) -> str:
    """Return the instance's own id of a post; one of elsewhere is looked up by its address."""
    if "id" in reference.more:
        return reference.more["id"]
    answer = call.http.get(
        _address(call, "/api/v2/search"),
        params={"q": reference.external_id, "type": "statuses", "resolve": "true", "limit": 1},
        headers=_headers(call),
    )
    found = answer.read(_Search).statuses
    if not found:
        raise BadContent("reply_to", "the instance does not know the post that this answers", absent=True)
    return found[0].id


def _since(sending: Sending) -> Iterator[_Status]:
    """Yield the account's own posts from the newest back to when this one was first tried."""
    address = _address(sending.call, f"/api/v1/accounts/{sending.profile}/statuses")
    oldest = None
    for _page in range(PAGES):
        params: dict[str, str | int | None] = {"limit": 40, "exclude_reblogs": "true", "max_id": oldest}
        answer = sending.call.http.get(address, params=params, headers=_headers(sending.call))
        statuses = answer.read(_Statuses).root
        yield from (status for status in statuses if status.created_at >= sending.began_at - _EARLIER)
        if not statuses or statuses[-1].created_at < sending.began_at - _EARLIER:
            return
        oldest = statuses[-1].id


def _same(status: _Status, post: Outgoing) -> bool:
    shown = text_of_html(status.content)
    return _bare(shown) == _bare(post.text) and _bare(status.spoiler_text) == _bare(post.warning)


def _bare(text: str) -> str:
    """Return what the instance does not change when it shows a text: spaces and hosts of mentions it does."""
    return "".join(_MENTION.sub(r"@\1", text).split())


def _names_in(ticket: str) -> list[str]:
    names: list[str] = json.loads(ticket)
    return names


def _done(status: _Status) -> Done:
    reference = Reference(external_id=status.uri, more={"id": status.id})
    return Done(reference=reference, address=status.url or "", at=status.created_at)


def _asked(call: Call, path: str) -> Answer:
    return call.http.get(_address(call, path), headers=_headers(call))


def _address(call: Call, path: str) -> str:
    return f"{call.credentials_as(Token).instance}{path}"


def _headers(call: Call) -> dict[str, str]:
    return signed(call, call.credentials_as(Token).instance)
