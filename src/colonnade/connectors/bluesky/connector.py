"""Listens to Bluesky by search, by author, and to everything that is written; publishes on it."""

from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, Field, SecretStr

from colonnade.channels.contract import (
    Answer,
    BadContent,
    Call,
    ChannelError,
    Disconnect,
    Foreign,
    Limits,
    Manifest,
    Need,
    Page,
    RateHeaders,
    RefreshToken,
    Retry,
    Session,
    Silence,
    Source,
    SourceKind,
    Verified,
    Walk,
    by_status,
    each,
)
from colonnade.connectors.bluesky.accounts import AppPassword
from colonnade.connectors.bluesky.posts import POSTS, FeedAnswer, SearchAnswer, in_feed, shown, times_of
from colonnade.connectors.bluesky.publishing import POSTING, Mouth
from colonnade.connectors.bluesky.streams import (
    BegunAnew,
    Place,
    RepoStream,
    Words,
    in_pages,
    jetstream_events,
    jetstream_silence,
)

PUBLIC = "https://public.api.bsky.app"
MOST = 100  # posts of one answer
_ENDED = frozenset({"ExpiredToken", "InvalidToken", "AuthMissing", "BadJwt", "BadJwtSignature"})
_REFUSED = frozenset(
    {
        "AuthenticationRequired",
        "AccountTakedown",
        "AccountDeactivated",
        "AccountSuspended",
        "AuthFactorTokenRequired",
        "RepoTakendown",
        "RepoDeactivated",
    }
)


def _actor(text: str) -> str:
    actor = text.strip().removeprefix("@")
    if not actor.startswith("did:") and ("." not in actor or "/" in actor or " " in actor):
        raise ValueError("write a handle such as hydra.bsky.social, or a DID")
    return actor


def _stream(text: str) -> str:
    address = text if "://" in text else f"wss://{text}"
    if not address.startswith(("wss://", "ws://")) or "@" in address or len(address) < 8:
        raise ValueError("write the stream's address, such as wss://jetstream2.us-east.bsky.network")
    return address.rstrip("/")


class Search(Source):
    """A search over all posts."""

    query: str = Field(
        title="Search",
        description="Words, a phrase in quotation marks, #tag, from:handle, domain:example.com.",
        min_length=1,
        max_length=500,
    )
    language: str = Field(
        default="",
        title="Language",
        description="Two letters, such as en; empty for all.",
        pattern=r"^([a-z]{2,3}(-[A-Za-z]{2,4})?)?$",
    )

    def label(self) -> str:
        """Return the words, with the language."""
        return f"{self.query[:150]}{f' ({self.language})' if self.language else ''}"


class AuthorFeed(Source):
    """The posts of one account."""

    actor: Annotated[str, AfterValidator(_actor)] = Field(title="Handle", max_length=300)
    replies: bool = Field(default=True, title="With its replies to others")

    def label(self) -> str:
        """Return the handle."""
        return f"@{self.actor}"[:200]


class _Stream(Source):
    words: tuple[Annotated[str, Field(min_length=2, max_length=100)], ...] = Field(
        title="Words and phrases",
        description="One a line. Only posts that hold one of them are kept, of some fifty a second.",
        min_length=1,
        max_length=500,
    )

    def label(self) -> str:
        """Return the first words."""
        return f"All posts with {', '.join(self.words)}"[:200]


class Jetstream(_Stream):
    """All posts, by Jetstream."""

    host: Annotated[str, AfterValidator(_stream)] = Field(
        default="wss://jetstream2.us-east.bsky.network", title="Jetstream", max_length=300
    )


class Firehose(_Stream):
    """All posts of a relay or a personal data server, by its own stream."""

    host: Annotated[str, AfterValidator(_stream)] = Field(
        default="wss://bsky.network", title="Relay or personal data server", max_length=300
    )


class _Tokens(Foreign):
    access: str = Field(alias="accessJwt", min_length=1)
    refresh: str = Field(alias="refreshJwt", min_length=1)
    handle: str
    did: str


class _Said(Foreign):
    error: str = ""
    message: str = ""


class Bluesky(Mouth):
    """The connector."""

    manifest = Manifest(
        id="bluesky",
        name="Bluesky",
        api_version="AT Protocol, lexicons of November 2026",
        documentation="https://docs.bsky.app/docs/category/http-reference",
        base_url=PUBLIC,
        limits=Limits(
            requests=3_000,
            per=timedelta(minutes=5),
            headers=RateHeaders(
                limit="ratelimit-limit",
                remaining="ratelimit-remaining",
                reset="ratelimit-reset",
                reset_as="epoch",
            ),
            page=MOST,
        ),
        credentials=AppPassword,
        posting=POSTING,
        authentication=("app password",),
        scopes={
            "listens": ("app password without direct messages",),
            "publishes": ("app password without direct messages",),
        },
        kinds=(
            SourceKind(
                id="search",
                name=_("A search"),
                schema=Search,
                account=Need.REQUIRED,
                every=timedelta(minutes=10),
                hears=_(
                    "Public posts that the search of Bluesky finds, newest first, with likes and replies."
                ),
                misses=_(
                    "Posts that the search does not index, those of accounts that hide from people who are "
                    "signed out, likes that come after a post was last found, and deletions unless a stream "
                    "of Bluesky is heard too."
                ),
            ),
            SourceKind(
                id="author",
                name=_("An account's posts"),
                schema=AuthorFeed,
                account=Need.OPTIONAL,
                every=timedelta(minutes=15),
                hears=_("What one account writes, as far back as it is public."),
                misses=_(
                    "What others say to it, what it passes on from others, and deletions unless a stream of "
                    "Bluesky is heard too."
                ),
            ),
            SourceKind(
                id="jetstream",
                name=_("All posts, by words (Jetstream)"),
                schema=Jetstream,
                by="streams",
                every=timedelta(minutes=1),
                hears=_(
                    "Every public post that holds one of your words, within a minute; edits, and deletions "
                    "of posts and accounts."
                ),
                misses=_(
                    "Everything before you began; what an interruption of more than a day leaves out; names, "
                    "handles and likes, which the stream does not carry."
                ),
            ),
            SourceKind(
                id="firehose",
                name=_("All posts of a server, by words (firehose)"),
                schema=Firehose,
                by="streams",
                every=timedelta(minutes=1),
                hears=_(
                    "Every public post of a relay or personal data server that holds one of your words; "
                    "edits, and deletions of posts and accounts."
                ),
                misses=_(
                    "Everything before you began; what the server no longer replays; names, handles and "
                    "likes; commits too big for the stream."
                ),
            ),
        ),
        verified=(
            Verified(
                what="sign-in, renewal, firehose with edits and deletions, their errors, in every test run; "
                "search and author feed by hand",
                against="@atproto/pds 0.4.217; for search and feed with the AppView @atproto/bsky 0.0.221",
                on=datetime(2026, 11, 22, tzinfo=UTC).date(),
            ),
        ),
        unverified=("Jetstream and the limits of bsky.social, which follow their documentation alone."),
    )

    def classify(self, answer: Answer) -> ChannelError | None:
        """See ``contract.Connector``. XRPC names its errors in the body."""
        if answer.status < 400 or answer.status == 429 or answer.status >= 500:
            return by_status(answer, limits=self.manifest.limits)
        try:
            said = answer.read(_Said)
        except Retry:
            said = _Said()
        if said.error in _ENDED:
            return RefreshToken(said.message or said.error)
        if said.error in _REFUSED:
            return Disconnect(said.message or said.error)
        if said.error == "RecordNotFound":
            return BadContent("record", "there is no such post", absent=True)
        if answer.status == 400 and said.message:
            field = "actor" if "rofile" in said.message or "actor" in said.message else ""
            return BadContent(field, f"Bluesky says: {said.message[:200]}")
        return by_status(answer, limits=self.manifest.limits)

    def sign_in(self, call: Call) -> Session:
        """See ``contract.Authenticates``."""
        credentials = call.credentials_as(AppPassword)
        answer = call.http.post(
            f"{credentials.service}/xrpc/com.atproto.server.createSession",
            json={
                "identifier": credentials.identifier.removeprefix("@"),
                "password": credentials.password.get_secret_value(),
            },
        )
        return _session(answer)

    def refresh(self, call: Call) -> Session:
        """See ``contract.Authenticates``."""
        answer = call.http.post(
            f"{call.credentials_as(AppPassword).service}/xrpc/com.atproto.server.refreshSession",
            headers={"authorization": f"Bearer {call.token('refresh')}"},
        )
        return _session(answer)

    def fetch(self, source: Source, cursor: str | None, call: Call) -> Page:
        """See ``contract.Listens``."""
        walk = Walk.of(cursor)
        if isinstance(source, Search):
            raws, onward = _searched(source, walk, call)
            items, skipped = each(raws, shown)
        elif isinstance(source, AuthorFeed):
            raws, onward = _written(source, walk, call)
            items, skipped = each(raws, in_feed)
        else:
            raise BadContent("", "this kind of source is streamed")
        if raws and not times_of(raws) and onward and onward != walk.at:
            # Nothing but what was passed on, or cannot be read: neither says how far back this is.
            after, more = Walk(seen=walk.seen, top=walk.top, at=onward), True
        else:
            after, more = walk.step(times_of(raws), onward=onward, since=call.since)
        return Page(items=items, skipped=skipped, next_cursor=after.cursor(), more=more)

    def stream(self, source: Source, cursor: str | None, call: Call) -> Generator[Page]:
        """See ``contract.Streams``."""
        if isinstance(source, Jetstream):
            yield from _jetstream(source, cursor, call)
        elif isinstance(source, Firehose):
            yield from _firehose(source, cursor, call)
        else:
            raise BadContent("", "this kind of source is asked")


def _jetstream(source: Jetstream, cursor: str | None, call: Call) -> Generator[Page]:
    # It begins at a time of ours, so that nothing is lost even where the first round hears nothing.
    known = cursor if cursor and cursor.isdigit() and len(cursor) <= 17 else str(_microseconds(call.now))
    params = {"wantedCollections": POSTS, "cursor": known}
    yield Page(next_cursor=known)
    with call.http.websocket(f"{source.host}/subscribe", params=params) as messages:
        events = jetstream_events(messages, Words(source.words))
        silence = jetstream_silence(known, call.now)
        yield from in_pages(events, until=call.now, silence_before=lambda _first: silence)


def _microseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1_000_000)


def _firehose(source: Firehose, cursor: str | None, call: Call) -> Generator[Page]:
    place, stream = Place.of(cursor), RepoStream(Words(source.words))
    address = f"{source.host}/xrpc/com.atproto.sync.subscribeRepos"

    def silence_before(first: datetime) -> Silence | None:
        reason = "The server no longer replays what was written in between."
        return place.silence(first, reason) if stream.outdated else None

    with call.http.websocket(address, params={"cursor": place.seq or None}) as messages:
        try:
            yield from in_pages(stream.events(messages), until=call.now, silence_before=silence_before)
        except BegunAnew:
            reason = "The server's stream began anew; what was written in between is gone."
            yield Page(next_cursor="", silence=place.silence(call.now, reason))


def _searched(source: Search, walk: Walk, call: Call) -> tuple[list[object], str | None]:
    params: dict[str, str | int | None] = {
        "q": source.query,
        "sort": "latest",
        "limit": MOST,
        "lang": source.language or None,
        "cursor": walk.at or None,
    }
    found = _asked(call, "app.bsky.feed.searchPosts", params).read(SearchAnswer)
    return found.posts, found.cursor


def _written(source: AuthorFeed, walk: Walk, call: Call) -> tuple[list[object], str | None]:
    params: dict[str, str | int | None] = {
        "actor": source.actor,
        "filter": "posts_with_replies" if source.replies else "posts_no_replies",
        "limit": MOST,
        "cursor": walk.at or None,
    }
    found = _asked(call, "app.bsky.feed.getAuthorFeed", params).read(FeedAnswer)
    return found.feed, found.cursor


def _asked(call: Call, method: str, params: dict[str, str | int | None]) -> Answer:
    token = call.session.tokens.get("access") if call.session else None
    if token is None:
        return call.http.get(f"{PUBLIC}/xrpc/{method}", params=params)
    headers = {"authorization": f"Bearer {token.get_secret_value()}"}
    return call.http.get(
        f"{call.credentials_as(AppPassword).service}/xrpc/{method}", params=params, headers=headers
    )


def _session(answer: Answer) -> Session:
    tokens = answer.read(_Tokens)
    return Session(
        identity=f"@{tokens.handle}",
        tokens={"access": SecretStr(tokens.access), "refresh": SecretStr(tokens.refresh)},
    )


connector = Bluesky()
