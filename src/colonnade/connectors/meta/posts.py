"""Posts, media and comments as the Graph API writes them."""

from collections.abc import Callable, Sequence
from datetime import datetime

from pydantic import AwareDatetime, Field

from colonnade.channels.contract import Author, Engagement, Foreign, Heard, each

FACEBOOK = "facebook"
INSTAGRAM = "instagram"

COMMENT_FIELDS = "id,message,created_time,from,permalink_url,like_count,comment_count,parent{id}"
POST_FIELDS = (
    "id,message,created_time,from,permalink_url,shares,reactions.summary(total_count).limit(0),"
    f"comments.order(reverse_chronological).filter(stream).summary(total_count).limit(100){{{COMMENT_FIELDS}}}"
)
IG_MEDIA_FIELDS = "id,caption,timestamp,permalink,username,like_count,comments_count"
IG_HASHTAG_FIELDS = "id,caption,timestamp,permalink,like_count,comments_count"  # no author is told
IG_COMMENT_FIELDS = "id,text,timestamp,username,like_count,parent_id"
IG_OWN_FIELDS = (
    f"{IG_MEDIA_FIELDS},comments.limit(50){{{IG_COMMENT_FIELDS},replies.limit(50){{{IG_COMMENT_FIELDS}}}}}"
)


class Listing(Foreign):
    """A list, and where it goes on."""

    class Paging(Foreign):
        """``next`` stands only where there is more."""

        class Cursors(Foreign):
            """Places in the list."""

            after: str = ""

        cursors: Cursors = Cursors()
        next: str | None = None

    data: list[object]
    paging: Paging = Paging()

    @property
    def onward(self) -> str | None:
        """The place of the next older part, or None."""
        return self.paging.cursors.after if self.paging.next else None


class _Person(Foreign):
    id: str | None = None
    name: str | None = None


class _Total(Foreign):
    total_count: int | None = None


class _Summed(Foreign):
    summary: _Total = _Total()
    data: list[object] = []


class _Shares(Foreign):
    count: int | None = None


class _Parent(Foreign):
    id: str


class _Post(Foreign):
    id: str
    created_time: AwareDatetime
    message: str = ""
    permalink_url: str | None = None
    writer: _Person = Field(_Person(), alias="from")
    shares: _Shares = _Shares()
    reactions: _Summed = _Summed()
    comments: _Summed = _Summed()


class _Comment(Foreign):
    id: str
    created_time: AwareDatetime
    message: str
    permalink_url: str | None = None
    writer: _Person = Field(_Person(), alias="from")
    like_count: int | None = None
    comment_count: int | None = None
    parent: _Parent | None = None


class _IgComment(Foreign):
    class Replies(Foreign):
        """The newest of them."""

        data: list[object] = []

    id: str
    text: str
    timestamp: AwareDatetime
    username: str | None = None
    like_count: int | None = None
    replies: Replies = Replies()


class _IgMedia(Foreign):
    class Comments(Foreign):
        """The newest of them."""

        data: list[object] = []

    id: str
    timestamp: AwareDatetime
    caption: str = ""
    permalink: str | None = None
    username: str | None = None
    like_count: int | None = None
    comments_count: int | None = None
    comments: Comments = Comments()


Read = tuple[tuple[Heard, ...], Sequence[datetime], tuple[str, ...]]
"""Posts, the times of those that the list is ordered by, and why some items are no posts."""


def read_feed(raws: list[object]) -> Read:
    """Return what a Page's feed holds, each post before its comments."""
    return _with_children(raws, _facebook_post)


def read_own_media(raws: list[object]) -> Read:
    """Return an Instagram account's own media and the comments on them."""
    return _with_children(raws, _instagram_media)


Nested = tuple[datetime, list[Heard], list[str]]


def _with_children(raws: list[object], read: Callable[[object], Nested]) -> Read:
    items: list[Heard] = []
    times: list[datetime] = []
    skipped: list[str] = []
    for raw in raws:
        try:
            time, heard, unread = read(raw)
        except ValueError:
            skipped.append("an item without an id or a time")
            continue
        times.append(time)
        items += heard
        skipped += unread
    return tuple(items), times, tuple(skipped)


def _facebook_post(raw: object) -> Nested:
    post = _Post.model_validate(raw)
    own, unread = each([post] if post.message else [], _of_post)
    comments, more = each(post.comments.data, lambda said: _of_comment(said, post.id))
    return post.created_time, [*own, *comments], [*unread, *more]


def _of_post(post: _Post) -> Heard:
    return Heard.model_validate(
        {
            "network": FACEBOOK,
            "external_id": post.id,
            "text": post.message,
            "published_at": post.created_time,
            "url": post.permalink_url,
            "author": Author(name=post.writer.name, key=post.writer.id),
            "engagement": Engagement(
                likes=post.reactions.summary.total_count,
                replies=post.comments.summary.total_count,
                reposts=post.shares.count,
            ),
        }
    )


def _of_comment(raw: object, post_id: str) -> Heard:
    comment = _Comment.model_validate(raw)
    return Heard.model_validate(
        {
            "network": FACEBOOK,
            "external_id": comment.id,
            "text": comment.message,
            "published_at": comment.created_time,
            "url": comment.permalink_url,
            "author": Author(name=comment.writer.name, key=comment.writer.id),
            "engagement": Engagement(likes=comment.like_count, replies=comment.comment_count),
            "in_reply_to": comment.parent.id if comment.parent else post_id,
        }
    )


def _instagram_media(raw: object) -> Nested:
    media = _IgMedia.model_validate(raw)
    own, unread = each([raw] if media.caption else [], read_media)
    comments, more = each(media.comments.data, lambda said: _ig_comment(said, media.id, media.permalink))
    replies, rest = each(
        [(reply, said) for said in media.comments.data for reply in _replies(said)],
        lambda pair: _ig_comment(pair[0], _IgComment.model_validate(pair[1]).id, media.permalink),
    )
    return media.timestamp, [*own, *comments, *replies], [*unread, *more, *rest]


def _replies(raw: object) -> list[object]:
    try:
        return _IgComment.model_validate(raw).replies.data
    except ValueError:
        return []  # the comment itself was told to be skipped


def read_media(raw: object) -> Heard | None:
    """Return a photo or video as a post; None for one without a caption."""
    media = _IgMedia.model_validate(raw)
    if not media.caption:
        return None
    return Heard.model_validate(
        {
            "network": INSTAGRAM,
            "external_id": media.id,
            "text": media.caption,
            "published_at": media.timestamp,
            "url": media.permalink,
            "author": Author(handle=media.username),
            "engagement": Engagement(likes=media.like_count, replies=media.comments_count),
        }
    )


def _ig_comment(raw: object, answers: str, permalink: str | None) -> Heard:
    comment = _IgComment.model_validate(raw)
    return Heard.model_validate(
        {
            "network": INSTAGRAM,
            "external_id": comment.id,
            "text": comment.text,
            "published_at": comment.timestamp,
            "url": permalink,
            "author": Author(handle=comment.username),
            "engagement": Engagement(likes=comment.like_count),
            "in_reply_to": answers,
        }
    )
