"""Posts as the network's interfaces show them, and as they lie in people's repositories."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AwareDatetime, BeforeValidator, Field, ValidationError

from colonnade.channels.contract import Author, Engagement, Foreign, Heard

NETWORK = "bluesky"
POSTS = "app.bsky.feed.post"


def _legible(value: object) -> object:
    """Return a time, or None: what an author's client wrote may be anything."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None


Claimed = Annotated[AwareDatetime | None, BeforeValidator(_legible)]


class Ref(Foreign):
    """A reference to another record."""

    uri: str


class Reply(Foreign):
    """What a post answers."""

    parent: Ref


class Record(Foreign):
    """A post as its author wrote it (lexicon ``app.bsky.feed.post``)."""

    text: str
    created_at: Claimed = Field(default=None, alias="createdAt")
    reply: Reply | None = None


class Profile(Foreign):
    """An author (lexicon ``app.bsky.actor.defs#profileViewBasic``)."""

    did: str
    handle: str
    display_name: str | None = Field(default=None, alias="displayName")


class PostView(Foreign):
    """A post as the AppView shows it (lexicon ``app.bsky.feed.defs#postView``)."""

    uri: str
    author: Profile
    record: Record
    indexed_at: AwareDatetime = Field(alias="indexedAt")
    likes: int | None = Field(default=None, alias="likeCount")
    replies: int | None = Field(default=None, alias="replyCount")
    reposts: int | None = Field(default=None, alias="repostCount")

    @property
    def written_at(self) -> datetime:
        """When it was written: as claimed, but never after it was seen, as the network sorts it."""
        return min(self.record.created_at or self.indexed_at, self.indexed_at)

    def heard(self) -> Heard:
        """Return it as it is stored. Raises ``ValueError``."""
        # A handle that no longer leads to its owner is shown as this.
        known = self.author.handle != "handle.invalid"
        return Heard(
            network=NETWORK,
            external_id=self.uri,
            text=self.record.text,
            published_at=self.written_at,
            url=address_of(self.uri),
            author=Author(
                handle=self.author.handle if known else None,
                name=self.author.display_name,
                key=self.author.did,
            ),
            engagement=Engagement(likes=self.likes, replies=self.replies, reposts=self.reposts),
            in_reply_to=self.record.reply.parent.uri if self.record.reply else None,
        )


class SearchAnswer(Foreign):
    """Answer of ``app.bsky.feed.searchPosts``."""

    posts: list[object]
    cursor: str | None = None


class FeedItem(Foreign):
    """An item of an author's feed; ``reason`` says that it is somebody else's post, passed on or pinned."""

    post: object
    reason: object = None


class FeedAnswer(Foreign):
    """Answer of ``app.bsky.feed.getAuthorFeed``."""

    feed: list[object]
    cursor: str | None = None


def address_of(uri: str) -> str | None:
    """Return where people read the post ``at://did/app.bsky.feed.post/key``."""
    parts = uri.split("/")
    if len(parts) != 5 or parts[3] != POSTS:
        return None
    return f"https://bsky.app/profile/{parts[2]}/post/{parts[4]}"


def shown(raw: object) -> Heard:
    """Return a post of a search. Raises ``ValueError``."""
    return PostView.model_validate(raw).heard()


def in_feed(raw: object) -> Heard | None:
    """Return a post of an author's feed; None for what they only passed on. Raises ``ValueError``."""
    item = FeedItem.model_validate(raw)
    return None if item.reason is not None else shown(item.post)


def times_of(raws: list[object]) -> list[datetime]:
    """Return when the posts were written by which the network sorts, of those that can be read."""
    times = []
    for raw in raws:
        post = raw.get("post", raw) if isinstance(raw, dict) else raw
        passed_on = isinstance(raw, dict) and raw.get("reason") is not None
        try:
            view = PostView.model_validate(post)
        except ValidationError:
            continue
        if not passed_on:
            times.append(view.written_at)
    return times


def repository_of(did: str) -> str:
    """Return how the address of everything that an account writes begins."""
    return f"at://{did}/"


def uri_of(did: str, key: str) -> str:
    """Return the address of a post in the network."""
    return f"{repository_of(did)}{POSTS}/{key}"


def recorded(record: object, *, did: str, key: str, seen_at: datetime, edited: bool = False) -> Heard:
    """Return a post as it came out of a repository. Raises ``ValueError``.

    Args:
        edited: whether it took the place of an earlier wording when it was seen.
    """
    post = Record.model_validate(record)
    uri = uri_of(did, key)
    return Heard(
        network=NETWORK,
        external_id=uri,
        text=post.text,
        published_at=min(post.created_at or seen_at, seen_at).astimezone(UTC),
        url=address_of(uri),
        author=Author(key=did),
        in_reply_to=post.reply.parent.uri if post.reply else None,
        edited_at=seen_at if edited else None,
    )
