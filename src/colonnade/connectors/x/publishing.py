"""Publishes on X. It knows no key of idempotency: after any doubt its timeline is looked through.

Source: https://docs.x.com/x-api/posts/create-post, .../x-api/media/upload-media,
.../x-api/users/get-posts and .../x-api/fundamentals/rate-limits.
"""

import html
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.utils.translation import gettext as _
from pydantic import AwareDatetime, Field

from colonnade.channels.contract import (
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
    Posting,
    Problem,
    Reference,
    Retry,
    Sending,
    TextLimit,
    problems_of,
)
from colonnade.connectors.x.accounts import signed
from colonnade.connectors.x.weight import LIMIT, weight

POSTING = Posting(
    text=(TextLimit(most=LIMIT, unit="weighted characters"),),
    images=MediaRules(most=4, types=("image/jpeg", "image/png", "image/webp"), bytes=5_000_000, alt=1_000),
    threads=True,
    settles=timedelta(minutes=3),
)
DUPLICATE = "X has a post with the same words by this account already"
_PAGES = 10
"""Pages of a hundred posts that are looked through for one that may be there."""
_EARLIER = timedelta(minutes=5)  # X's clock and ours differ
_TIMELINE = "created_at,entities,note_tweet,referenced_tweets"


class _Me(Foreign):
    class User(Foreign):
        id: str = Field(pattern=r"^\d{1,30}$")
        username: str

    data: User


class _Made(Foreign):
    class Item(Foreign):
        id: str = Field(pattern=r"^\d{1,30}$")

    data: Item


class _Entities(Foreign):
    class Link(Foreign):
        url: str
        expanded_url: str = ""
        media_key: str | None = None

    urls: list[Link] = []


class _Post(Foreign):
    class Note(Foreign):
        text: str
        entities: _Entities = _Entities()

    class Above(Foreign):
        type: str
        id: str

    id: str = Field(pattern=r"^\d{1,30}$")
    text: str
    created_at: AwareDatetime
    entities: _Entities = _Entities()
    note_tweet: Note | None = None
    referenced_tweets: list[Above] = []

    @property
    def words(self) -> str:
        """What was written: X puts a link of its own for each link, and one more for the images."""
        whole = self.note_tweet or self
        text = whole.text
        for link in whole.entities.urls:
            text = text.replace(link.url, "" if link.media_key else link.expanded_url)
        return html.unescape(text)

    @property
    def above(self) -> str | None:
        """The id of the post that it answers."""
        return next((one.id for one in self.referenced_tweets if one.type == "replied_to"), None)


class _Timeline(Foreign):
    class Meta(Foreign):
        next_token: str | None = None

    data: list[_Post] = []
    meta: Meta = Meta()


class Mouth:
    """The part of the connector that publishes."""

    def profiles(self, call: Call) -> Sequence[FoundProfile]:
        """See ``contract.Publishes``: an account writes as itself."""
        me = call.http.get("users/me", headers=signed(call, "GET", "users/me")).read(_Me).data
        name = f"@{me.username}"
        return (FoundProfile(external_id=me.id, name=name, address=f"https://x.com/{me.username}"),)

    def count(self, text: str, posting: Posting) -> tuple[Counted, ...]:
        """See ``contract.Publishes``: by weight, as ``twitter-text`` does."""
        limit = posting.text[0]
        return (Counted(used=weight(text), limit=limit.most, unit=limit.unit),)

    def validate(self, draft: Draft, posting: Posting) -> list[Problem]:
        """See ``contract.Publishes``."""
        return problems_of(draft, posting, lambda text: self.count(text, posting))

    def new_key(self, now: datetime) -> str:
        """See ``contract.Publishes``."""
        return uuid4().hex

    def publish(self, post: Outgoing, sending: Sending) -> Done:
        """See ``contract.Publishes``. Images go first; nobody sees them before the post."""
        call = sending.call
        body: dict[str, object] = {"text": post.text}
        if post.media:
            body["media"] = {"media_ids": [_uploaded(media, sending) for media in post.media]}
        if post.parent is not None:
            body["reply"] = {"in_reply_to_tweet_id": post.parent.external_id}
        headers = signed(call, "POST", "tweets")
        sending.commit()
        try:
            answer = call.http.write("POST", "tweets", json=body, headers=headers)
        except BadContent as error:
            if error.reason == DUPLICATE and self.find_recent(post, sending):
                raise Retry("X says that it has this post") from None  # so it is looked for, and found
            raise
        return _done(answer.read(_Made).data.id)

    def find_recent(self, post: Outgoing, sending: Sending) -> Sequence[Done]:
        """See ``contract.Publishes``: the account's posts since, those with the same words."""
        above = None if post.parent is None else post.parent.external_id
        return tuple(
            _done(one.id, one.created_at)
            for one in _since(sending)
            if _bare(one.words) == _bare(post.text) and one.above == above
        )

    def delete(self, reference: Reference, call: Call) -> None:
        """See ``contract.Deletes``."""
        path = f"tweets/{reference.external_id}"
        try:
            call.http.write("DELETE", path, headers=signed(call, "DELETE", path))
        except BadContent as error:
            if not error.absent:
                raise


def _uploaded(media: Media, sending: Sending) -> str:
    """Return the id of an image that X now has, with its description."""
    call, path = sending.call, "media/upload"
    with sending.open(media) as content:
        answer = call.http.write(
            "POST",
            path,
            form={"media_category": "tweet_image", "media_type": media.media_type},
            files={"media": (media.name or "image", content, media.media_type)},
            headers=signed(call, "POST", path),
        )
    made = answer.read(_Made).data.id
    if media.alt:
        described = {"id": made, "metadata": {"alt_text": {"text": media.alt}}}
        headers = signed(call, "POST", "media/metadata")
        call.http.write("POST", "media/metadata", json=described, headers=headers)
    return made


def _since(sending: Sending) -> Iterator[_Post]:
    """Yield the account's posts since this one was first tried, the newest first."""
    start = (sending.began_at - _EARLIER).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    path = f"users/{sending.profile}/tweets"
    params = {"max_results": "100", "start_time": start, "tweet.fields": _TIMELINE, "exclude": "retweets"}
    for _page in range(_PAGES):
        headers = signed(sending.call, "GET", path, params)
        timeline = sending.call.http.get(path, params=params, headers=headers).read(_Timeline)
        yield from timeline.data
        if timeline.meta.next_token is None:
            return
        params = {**params, "pagination_token": timeline.meta.next_token}
    raise BadContent("", _("more was published since than can be looked through"))


def _bare(text: str) -> str:
    """Return what X leaves of a text whatever it does to it: spaces and compositions it may change."""
    return "".join(unicodedata.normalize("NFC", text).split())


def _done(made: str, at: datetime | None = None) -> Done:
    return Done(reference=Reference(external_id=made), address=f"https://x.com/i/status/{made}", at=at)
