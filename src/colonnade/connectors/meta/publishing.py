"""Publishes on Facebook Pages. They know no key of idempotency: the Page's own posts are looked through.

Source: https://developers.facebook.com/docs/pages-api/posts, .../docs/graph-api/reference/page/photos and
.../docs/graph-api/reference/object/comments.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from uuid import uuid4

from django.utils.translation import gettext as _
from pydantic import AwareDatetime, Field

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
    MissingScope,
    Outgoing,
    Posting,
    Problem,
    Reference,
    Retry,
    Sending,
    TextLimit,
    Upload,
    problems_of,
)
from colonnade.connectors.meta.accounts import bearer, get, proof
from colonnade.connectors.meta.problems import DUPLICATE

POSTING = Posting(
    text=(TextLimit(most=63_206, unit="characters"),),
    images=MediaRules(most=10, types=("image/jpeg", "image/png"), bytes=4_000_000, alt=1_000),
    threads=True,
    settles=timedelta(minutes=3),
)
_PAGES = 10
"""Answers that are looked through for a post that may be there."""
_EARLIER = timedelta(minutes=5)  # Meta's clock and ours differ
_ID = r"^\d{1,40}(_\d{1,40})?$"


class _Page(Foreign):
    id: str = Field(pattern=_ID)
    name: str = ""
    link: str = Field("", pattern=r"^(https?://.*)?$")


class _OwnPages(Foreign):
    data: list[_Page]


class _Key(Foreign):
    access_token: str = Field("", max_length=1_000)


class _Made(Foreign):
    id: str = Field(pattern=_ID)


class _Said(Foreign):
    class Writer(Foreign):
        id: str = ""

    id: str = Field(pattern=_ID)
    message: str = ""
    created_time: AwareDatetime
    writer: Writer = Field(Writer(), alias="from")


class _Listing(Foreign):
    class Paging(Foreign):
        class Cursors(Foreign):
            after: str = ""

        cursors: Cursors = Cursors()
        next: str | None = None

    data: list[_Said]
    paging: Paging = Paging()


class Mouth:
    """The part of the connector that publishes."""

    def profiles(self, call: Call) -> Sequence[FoundProfile]:
        """See ``contract.Publishes``: the Pages of a user or system user, or the Page whose token it is."""
        fields = "id,name,link"
        try:
            pages = get("me/accounts", {"fields": fields, "limit": 100}, call).read(_OwnPages).data
        except BadContent:  # a Page has no accounts: the token is its own
            pages = [get("me", {"fields": fields}, call).read(_Page)]
        return tuple(
            FoundProfile(external_id=page.id, name=page.name or page.id, address=page.link) for page in pages
        )

    def count(self, text: str, posting: Posting) -> tuple[Counted, ...]:
        """See ``contract.Publishes``."""
        return (Counted(used=len(text), limit=posting.text[0].most, unit=posting.text[0].unit),)

    def validate(self, draft: Draft, posting: Posting) -> list[Problem]:
        """See ``contract.Publishes``: a first comment may follow a post, further posts may not."""
        found = problems_of(draft, posting, lambda text: self.count(text, posting))
        if len(draft.parts) > 1:
            message = _("On Facebook a post stands alone; say more in it, or in its first comment.")
            found.append(Problem(field="parts", message=message, part=1))
        return found

    def new_key(self, now: datetime) -> str:
        """See ``contract.Publishes``."""
        return uuid4().hex

    def publish(self, post: Outgoing, sending: Sending) -> Done:
        """See ``contract.Publishes``. Images go first, unpublished; a post that answers is a comment."""
        key = _key_of(sending.profile, sending.call)
        form = {"message": post.text}
        for number, media in enumerate(post.media):
            form[f"attached_media[{number}]"] = json.dumps({"media_fbid": _uploaded(media, key, sending)})
        path = f"{post.parent.external_id}/comments" if post.parent else f"{sending.profile}/feed"
        sending.commit()
        try:
            answer = _write(path, form, key, sending.call)
        except BadContent as error:
            if error.reason == DUPLICATE and self.find_recent(post, sending):
                raise Retry("Facebook says that it has this post") from None  # so it is looked for, and found
            raise
        return _done(answer.read(_Made).id, sending.profile)

    def find_recent(self, post: Outgoing, sending: Sending) -> Sequence[Done]:
        """See ``contract.Publishes``: the Page's posts, or the comments below one, with the same words."""
        return tuple(
            _done(one.id, sending.profile, one.created_time)
            for one in _since(post.parent, sending)
            if one.message.split() == post.text.split() and one.writer.id in {"", sending.profile}
        )

    def edit(self, reference: Reference, post: Outgoing, sending: Sending) -> Done:
        """See ``contract.Edits``: words alone; images stay as they were."""
        key = _key_of(sending.profile, sending.call)
        sending.commit()
        _write(reference.external_id, {"message": post.text}, key, sending.call)
        return _done(reference.external_id, sending.profile)

    def delete(self, reference: Reference, call: Call) -> None:
        """See ``contract.Deletes``."""
        page = reference.more.get("page", reference.external_id.partition("_")[0])
        key = _key_of(page, call)
        try:
            path = f"{reference.external_id}?{urlencode(proof(key, call))}".rstrip("?")
            call.http.write("DELETE", path, headers=bearer(key))
        except BadContent as error:
            if not error.absent:
                raise


def _key_of(page: str, call: Call) -> str:
    """Return the token with which a Page speaks. Raises ``MissingScope`` where the account gets none."""
    key = get(page, {"fields": "access_token"}, call).read(_Key).access_token
    if not key:
        raise MissingScope("pages_manage_posts, as somebody who may create content on the Page")
    return key


def _uploaded(media: Media, key: str, sending: Sending) -> str:
    """Return the id of an image that Facebook now has and does not show yet."""
    form = {"published": "false"} | ({"alt_text_custom": media.alt} if media.alt else {})
    with sending.open(media) as content:
        files = {"source": (media.name or "image", content, media.media_type)}
        return _write(f"{sending.profile}/photos", form, key, sending.call, files).read(_Made).id


def _write(
    path: str, form: dict[str, str], key: str, call: Call, files: dict[str, Upload] | None = None
) -> Answer:
    return call.http.write("POST", path, form=form | proof(key, call), files=files, headers=bearer(key))


def _since(above: Reference | None, sending: Sending) -> Iterator[_Said]:
    """Yield what the Page said since the post was first tried, or what stands below the one it answers."""
    key, since = _key_of(sending.profile, sending.call), sending.began_at - _EARLIER
    path = f"{sending.profile}/published_posts" if above is None else f"{above.external_id}/comments"
    params: dict[str, str | int | None] = {
        "fields": "id,message,created_time,from",
        "limit": 100,
        "since": int(since.astimezone(UTC).timestamp()),
        "filter": None if above is None else "stream",
    }
    for _page in range(_PAGES):
        listing = get(path, params, sending.call, key=key).read(_Listing)
        yield from (one for one in listing.data if one.created_time >= since)
        if listing.paging.next is None:
            return
        params = {**params, "after": listing.paging.cursors.after}
    raise BadContent("", _("more was published since than can be looked through"))


def _done(made: str, page: str, at: datetime | None = None) -> Done:
    return Done(
        reference=Reference(external_id=made, more={"page": page}),
        address=f"https://www.facebook.com/{made}",
        at=at,
    )
