"""Listens to YouTube: comments under a channel's videos or one video, and videos that a search finds."""

import html
import re
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Annotated
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, AwareDatetime, Field, SecretStr

from colonnade.channels.contract import (
    Answer,
    Author,
    BadContent,
    Call,
    ChannelError,
    Credentials,
    Disconnect,
    Engagement,
    Foreign,
    Heard,
    Limits,
    Manifest,
    Need,
    Page,
    Params,
    RateLimited,
    Source,
    SourceKind,
    Walk,
    by_status,
    each,
)

NETWORK = "youtube"
MOST = 100  # comment threads of one answer
MOST_VIDEOS = 50
_PACIFIC = ZoneInfo("America/Los_Angeles")  # a day of quota begins at its midnight
_CHANNEL = re.compile(r"UC[\w-]{22}", re.ASCII)
_VIDEO = re.compile(r"[\w-]{11}", re.ASCII)
_SPENT = {"quotaExceeded", "dailyLimitExceeded", "dailyLimitExceededUnreg"}
_TOO_FAST = {"rateLimitExceeded", "userRateLimitExceeded"}
_KEY_REFUSED = {"keyInvalid", "keyExpired", "ipRefererBlocked", "accessNotConfigured"}
_WORDS = {
    "commentsDisabled": "comments are turned off there",
    "videoNotFound": "there is no such video",
    "channelNotFound": "there is no such channel",
}


def _channel_id(text: str) -> str:
    found = _CHANNEL.search(text)
    if found is None:
        raise ValueError(
            "write the channel's id, which begins with UC; it stands under About > Share > Copy ID"
        )
    return found.group()


def _video_id(text: str) -> str:
    parts = urlsplit(text)
    named = parse_qs(parts.query).get("v") or [parts.path.rstrip("/").rpartition("/")[2]]
    if not _VIDEO.fullmatch(named[0]):
        raise ValueError("write the video's address, such as https://youtu.be/dQw4w9WgXcQ, or its id")
    return named[0]


class Channel(Source):
    """Comments under all videos of a channel."""

    channel: Annotated[str, Field(max_length=200), AfterValidator(_channel_id)] = Field(
        title="Channel id", description="Begins with UC: on the channel's page, About > Share > Copy ID."
    )

    def label(self) -> str:
        """Return "comments on channel UC...."."""
        return f"comments on channel {self.channel}"


class Video(Source):
    """Comments under a video."""

    video: Annotated[str, Field(max_length=200), AfterValidator(_video_id)] = Field(
        title="Video", description="Its address or its id."
    )

    def label(self) -> str:
        """Return "comments on video ...."."""
        return f"comments on video {self.video}"


class Search(Source):
    """Videos that a search finds."""

    query: str = Field(
        title="Search",
        description='Words; "|" between words means or, "-" leaves out.',
        min_length=1,
        max_length=500,
    )

    def label(self) -> str:
        """Return "videos about hydraulics"."""
        return f"videos about {self.query}"[:200]


class ApiKey(Credentials):
    """A key of a Google Cloud project."""

    key: SecretStr = Field(title="API key", min_length=1, max_length=200)


class _Reason(Foreign):
    reason: str = ""


class _Problem(Foreign):
    class Error(Foreign):
        """What went wrong."""

        errors: list[_Reason] = []

    error: Error


class _List(Foreign):
    items: list[object]
    next: str | None = Field(None, alias="nextPageToken")


class _AuthorChannel(Foreign):
    value: str | None = None


class _CommentSnippet(Foreign):
    text: str = Field(alias="textDisplay")
    published: AwareDatetime = Field(alias="publishedAt")
    author: str | None = Field(None, alias="authorDisplayName")
    channel: _AuthorChannel = Field(_AuthorChannel(), alias="authorChannelId")
    likes: int | None = Field(None, alias="likeCount")
    video: str | None = Field(None, alias="videoId")
    parent: str | None = Field(None, alias="parentId")


class _Comment(Foreign):
    id: str
    snippet: _CommentSnippet


class _Thread(Foreign):
    class Snippet(Foreign):
        """The comment that began the thread."""

        top: _Comment = Field(alias="topLevelComment")
        replies: int | None = Field(None, alias="totalReplyCount")
        video: str | None = Field(None, alias="videoId")

    class Replies(Foreign):
        """Some of the replies; a long thread's are not all in it."""

        comments: list[object] = []

    snippet: Snippet
    replies: Replies = Replies()


class _Result(Foreign):
    class Id(Foreign):
        """What was found."""

        video: str = Field(alias="videoId")

    class Snippet(Foreign):
        """The video's own words; written as HTML would be, unlike anywhere else in this interface."""

        published: AwareDatetime = Field(alias="publishedAt")
        title: str = ""
        description: str = ""
        channel_id: str | None = Field(None, alias="channelId")
        channel_title: str | None = Field(None, alias="channelTitle")

    id: Id
    snippet: Snippet


class YouTube:
    """The connector."""

    manifest = Manifest(
        id="youtube",
        name="YouTube",
        api_version="Data API v3",
        documentation="https://developers.google.com/youtube/v3/docs",
        base_url="https://www.googleapis.com/youtube/v3/",
        limits=Limits(requests=100, per=timedelta(minutes=1), page=MOST),
        kinds=(
            SourceKind(
                id="channel",
                name=_("Comments on a channel"),
                schema=Channel,
                account=Need.REQUIRED,
                every=timedelta(minutes=30),
                hears=_("Comments under all videos of a channel, and the first replies to them."),
                misses=_(
                    "Replies to older comments, all but the first few replies of a thread, live chat, and "
                    "comments held for review."
                ),
            ),
            SourceKind(
                id="video",
                name=_("Comments on a video"),
                schema=Video,
                account=Need.REQUIRED,
                every=timedelta(minutes=30),
                hears=_("Comments under a video, and the first replies to them."),
                misses=_("The same as with a channel."),
            ),
            SourceKind(
                id="search",
                name=_("Videos that a search finds"),
                schema=Search,
                account=Need.REQUIRED,
                every=timedelta(hours=1),
                hears=_("Titles and the beginnings of descriptions of new videos."),
                misses=_("What is said in a video, and its comments; at most about 500 videos in one round."),
            ),
        ),
        credentials=ApiKey,
        authentication=("API key of a Google Cloud project",),
        scopes={"channel": (), "video": (), "search": ()},
        unverified="Everything: derived from the documentation of the interface, not run against it.",
    )

    def classify(self, answer: Answer) -> ChannelError | None:
        """See ``contract.Connector``. The reason in the body says more than the status, mostly 403."""
        reason = _reason(answer)
        if reason in _SPENT:
            return RateLimited(_next_day(answer.at))
        if reason in _TOO_FAST:
            return RateLimited(answer.at + timedelta(minutes=1))
        if reason in _KEY_REFUSED:
            return Disconnect(f"Google refuses the API key ({reason})")
        if reason in _WORDS:
            return BadContent("video" if "video" in reason.lower() else "channel", _WORDS[reason])
        return by_status(answer, limits=self.manifest.limits)

    def fetch(self, source: Source, cursor: str | None, call: Call) -> Page:
        """See ``contract.Listens``."""
        walk = Walk.of(cursor)
        searching = isinstance(source, Search)
        try:
            answer = call.http.get(
                "search" if searching else "commentThreads",
                params={**_asked(source, walk.goal(call.since)), "pageToken": walk.at or None},
                headers=_signed(call),
            )
        except BadContent as refusal:
            return walk.begun_anew(refusal)
        found = answer.read(_List)
        items, times, skipped = _videos(found.items) if searching else _comments(found.items)
        walk, more = walk.step(times, onward=found.next, since=call.since)
        return Page(items=items, next_cursor=walk.cursor(), more=more, skipped=skipped)


def _asked(source: Source, goal: datetime) -> Params:
    if isinstance(source, Search):
        return {
            "part": "snippet",
            "type": "video",
            "order": "date",
            "q": source.query,
            "maxResults": MOST_VIDEOS,
            "publishedAfter": goal.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
    of = {"videoId": source.video} if isinstance(source, Video) else {}
    if isinstance(source, Channel):
        of = {"allThreadsRelatedToChannelId": source.channel}
    return {
        "part": "snippet,replies",
        "order": "time",
        "textFormat": "plainText",
        "maxResults": MOST,
        **of,
    }


def _signed(call: Call) -> dict[str, str]:
    """Return the key as a header, where no log of addresses can show it."""
    return {"x-goog-api-key": call.credentials_as(ApiKey).key.get_secret_value()}


def _reason(answer: Answer) -> str:
    if answer.status < 400:
        return ""
    try:
        errors = answer.read(_Problem).error.errors
    except ChannelError:
        return ""
    return errors[0].reason if errors else ""


def _next_day(now: datetime) -> datetime:
    """Return the next midnight in California."""
    there = now.astimezone(_PACIFIC)
    return datetime.combine(there.date() + timedelta(days=1), time(), _PACIFIC).astimezone(UTC)


Read = tuple[tuple[Heard, ...], Sequence[datetime], tuple[str, ...]]


def _comments(raws: list[object]) -> Read:
    """Return (posts, times of the threads, reasons). Replies do not count: they may be of any time."""
    openings, skipped = each(raws, _opening)
    replies, unread = each([reply for raw in raws for reply in _replies(raw)], _reply)
    return (*openings, *replies), [post.published_at for post in openings], (*skipped, *unread)


def _replies(raw: object) -> list[object]:
    try:
        return _Thread.model_validate(raw).replies.comments
    except ValueError:
        return []  # the thread itself was told to be skipped


def _opening(raw: object) -> Heard:
    snippet = _Thread.model_validate(raw).snippet
    return _comment(snippet.top, answers=snippet.video, replies=snippet.replies)


def _reply(raw: object) -> Heard:
    reply = _Comment.model_validate(raw)
    return _comment(reply, answers=reply.snippet.parent, replies=None)


def _comment(comment: _Comment, *, answers: str | None, replies: int | None) -> Heard:
    said, video = comment.snippet, comment.snippet.video
    return Heard.model_validate(
        {
            "network": NETWORK,
            "external_id": comment.id,
            "text": said.text,
            "published_at": said.published,
            "url": f"https://www.youtube.com/watch?v={video}&lc={comment.id}" if video else None,
            "author": _author(said.author, said.channel.value),
            "engagement": Engagement(likes=said.likes, replies=replies),
            "in_reply_to": answers or video,
        }
    )


def _author(name: str | None, channel: str | None) -> Author:
    """Return an author, who is named by a handle ("@ana") or, on old channels, by a name."""
    handle = name.removeprefix("@") if name and name.startswith("@") else None
    return Author(handle=handle, name=None if handle else name, key=channel)


def _videos(raws: list[object]) -> Read:
    """Return (posts, their times, reasons)."""
    items, skipped = each(raws, _video)
    return items, [item.published_at for item in items], skipped


def _video(raw: object) -> Heard:
    result = _Result.model_validate(raw)
    said = result.snippet
    return Heard.model_validate(
        {
            "network": NETWORK,
            "external_id": result.id.video,
            "text": html.unescape(f"{said.title}\n{said.description}").strip(),
            "published_at": said.published,
            "url": f"https://www.youtube.com/watch?v={result.id.video}",
            "author": Author(name=html.unescape(said.channel_title or ""), key=said.channel_id),
        }
    )


connector = YouTube()
