"""Listens to Mastodon by hashtags, as they are asked for or streamed, and by search; publishes on it."""

from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from typing import Annotated
from urllib.parse import quote

from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, Field

from colonnade.channels.contract import (
    Answer,
    BadContent,
    Call,
    ChannelError,
    Disconnect,
    Gone,
    Heard,
    Limits,
    Manifest,
    MissingScope,
    Need,
    Page,
    RateHeaders,
    RefreshToken,
    Session,
    SiteAddress,
    Source,
    SourceKind,
    Verified,
    Walk,
    by_status,
    each,
    host_of,
)
from colonnade.connectors.mastodon.accounts import Token, signed
from colonnade.connectors.mastodon.publishing import POSTING, Mouth, refusal_of
from colonnade.connectors.mastodon.statuses import (
    Account,
    Found,
    Instance,
    Statuses,
    events,
    heard,
    last_id,
    told,
    uris_of,
)

MOST = 40  # statuses of one answer
# What nobody but a member can ask for: a refusal there means the token.
_OF_MEMBERS = ("/accounts/", "/api/v1/statuses", "/media")


def _tag(text: str) -> str:
    tag = text.removeprefix("#")
    if not tag or any(character.isspace() or character in "#/?&" for character in tag):
        raise ValueError("write one hashtag, such as #excavators")
    return tag


class _Asked(Source):
    instance: SiteAddress = Field(
        title="Instance",
        description="The server to ask, such as mastodon.social. It knows what its members follow.",
        max_length=300,
    )


class Hashtag(_Asked):
    """A hashtag on an instance."""

    hashtag: Annotated[str, AfterValidator(_tag)] = Field(title="Hashtag", max_length=100)

    def label(self) -> str:
        """Return "#excavators on mastodon.social"."""
        return f"#{self.hashtag} on {self.instance.partition('://')[2]}"[:200]


class Search(_Asked):
    """A search on an instance."""

    query: str = Field(
        title="Search",
        description='Words, a phrase in quotation marks, and what the instance knows, such as "from:".',
        min_length=1,
        max_length=500,
    )

    def label(self) -> str:
        """Return "hydraulics on mastodon.social"."""
        return f"{self.query} on {self.instance.partition('://')[2]}"[:200]


class Mastodon(Mouth):
    """The connector."""

    manifest = Manifest(
        id="mastodon",
        name="Mastodon",
        api_version="4.2 to 4.5 (/api/v1, /api/v2)",
        documentation="https://docs.joinmastodon.org/api/",
        limits=Limits(
            requests=300,
            per=timedelta(minutes=5),
            headers=RateHeaders(
                limit="x-ratelimit-limit",
                remaining="x-ratelimit-remaining",
                reset="x-ratelimit-reset",
                reset_as="iso",
            ),
            page=MOST,
        ),
        kinds=(
            SourceKind(
                id="hashtag",
                name=_("A hashtag"),
                schema=Hashtag,
                account=Need.OPTIONAL,
                every=timedelta(minutes=5),
                hears=_("Public posts with the hashtag that the instance knows of."),
                misses=_(
                    "Posts that never reached the instance, since nobody on it follows their authors; posts "
                    "that are not public; deletions, and edits of posts that are not among the newest."
                ),
            ),
            SourceKind(
                id="stream",
                name=_("A hashtag, as it is written"),
                schema=Hashtag,
                by="streams",
                account=Need.REQUIRED,
                every=timedelta(minutes=1),
                hears=_("As with a hashtag, within seconds; edits and deletions."),
                misses=_(
                    "Posts that never reached the instance, or are not public; what is edited or deleted "
                    "between two rounds, and deletions of posts that this source did not hear itself."
                ),
            ),
            SourceKind(
                id="search",
                name=_("A search"),
                schema=Search,
                account=Need.REQUIRED,
                every=timedelta(minutes=15),
                hears=_(
                    "Public posts whose authors allow them to be found, on instances with full-text search."
                ),
                misses=_(
                    "Most posts: being found is off unless an author turns it on, and many instances have no "
                    "full-text search. Hashtags hear more."
                ),
            ),
        ),
        credentials=Token,
        posting=POSTING,
        authentication=("access token of an application (OAuth 2)",),
        scopes={
            "hashtag": ("read:statuses",),
            "stream": ("read:statuses",),
            "search": ("read:search", "read:statuses"),
            "publishes": ("read:accounts", "read:statuses", "write:statuses", "write:media"),
        },
        verified=(
            Verified(
                what="sign-in, hashtag timeline with its paging, streaming with edits and deletions, search, "
                "refusals and limits",
                against="mastodon_mock 0.6.1 over HTTP",
                on=datetime(2026, 11, 22, tzinfo=UTC).date(),
            ),
        ),
        unverified="Mastodon itself: search by Elasticsearch, streaming from a host of its own, and limits "
        "of real instances are as documented.",
    )

    def classify(self, answer: Answer) -> ChannelError | None:
        """See ``contract.Connector``."""
        members_only = answer.status in {401, 422} and b"authenticated user" in answer.body
        if members_only and not any(part in answer.url for part in _OF_MEMBERS):
            return BadContent("instance", "this instance answers members only: listen with an account on it")
        if answer.status == 403 and b"scope" in answer.body:
            return MissingScope(_scope_of(answer.url))
        if answer.status == 422 and b"alidation failed" in answer.body:
            return BadContent("text", refusal_of(answer))
        return by_status(answer, limits=self.manifest.limits, field="instance")

    def sign_in(self, call: Call) -> Session:
        """See ``contract.Authenticates``: the token is asked whose it is."""
        token = call.credentials_as(Token)
        try:
            answer = call.http.get(
                f"{token.instance}/api/v1/accounts/verify_credentials", headers=signed(call, token.instance)
            )
        except RefreshToken:
            raise Disconnect("the instance does not know this access token") from None
        return Session(identity=f"@{answer.read(Account).acct}@{host_of(token.instance)}")

    def refresh(self, call: Call) -> Session:
        """See ``contract.Authenticates``. A token lasts until it is revoked, so there is nothing to renew."""
        return self.sign_in(call)

    def fetch(self, source: Source, cursor: str | None, call: Call) -> Page:
        """See ``contract.Listens``."""
        if isinstance(source, Search):
            return _found(source, cursor, call)
        return _tagged(Hashtag.model_validate(source.model_dump()), cursor, call)

    def stream(self, source: Source, cursor: str | None, call: Call) -> Generator[Page]:
        """See ``contract.Streams``. What was written since the last time is asked for first.

        The cursor is that of the asking: what was streamed is asked for once more the next time, so that
        nothing is lost between the end of one stream and the beginning of the next.
        """
        wanted = Hashtag.model_validate(source.model_dump())
        more = True
        while more:
            page = _tagged(wanted, cursor, call, streamed=True)
            cursor, more = page.next_cursor, page.more
            yield page
        with call.http.lines(
            f"{_streaming(wanted, call)}/api/v1/streaming/hashtag",
            params={"tag": wanted.hashtag},
            headers=signed(call, wanted.instance),
        ) as lines:
            for said in events(lines):
                yield _streamed(said, instance=wanted.instance, cursor=cursor)


def _scope_of(url: str) -> str:
    """Return the permission that a request without it lacked: only posts and files are written."""
    path = url.partition("?")[0]
    if path.endswith("/api/v1/statuses"):
        return "write:statuses"
    if path.endswith("/media"):
        return "write:media"
    return "read:search" if path.endswith("/search") else "read:statuses"


def _found(source: Search, cursor: str | None, call: Call) -> Page:
    walk = Walk.of(cursor)
    answer = call.http.get(
        f"{source.instance}/api/v2/search",
        params={"q": source.query, "type": "statuses", "limit": MOST, "max_id": walk.at or None},
        headers=signed(call, source.instance),
    )
    return _page(answer.read(Found).statuses, walk, instance=source.instance, call=call)


def _tagged(source: Hashtag, cursor: str | None, call: Call, *, streamed: bool = False) -> Page:
    walk = Walk.of(cursor)
    answer = call.http.get(
        f"{source.instance}/api/v1/timelines/tag/{quote(source.hashtag, safe='')}",
        params={"limit": MOST, "max_id": walk.at or None},
        headers=signed(call, source.instance),
    )
    raws = answer.read(Statuses).root
    return _page(raws, walk, instance=source.instance, call=call, streamed=streamed)


def _page(raws: list[object], walk: Walk, *, instance: str, call: Call, streamed: bool = False) -> Page:
    uris = uris_of(raws)
    items, skipped = each(raws, lambda raw: heard(raw, instance=instance, uris=uris, streamed=streamed))
    walk, more = walk.step([item.published_at for item in items], onward=last_id(raws), since=call.since)
    return Page(items=items, next_cursor=walk.cursor(), more=more, skipped=skipped)


def _streamed(event: tuple[str, str], *, instance: str, cursor: str | None) -> Page:
    found, skipped = each([event], lambda said: told(*said, instance=instance))
    return Page(
        items=tuple(one for one in found if isinstance(one, Heard)),
        gone=tuple(one for one in found if isinstance(one, Gone)),
        next_cursor=cursor,
        skipped=skipped,
    )


def _streaming(wanted: Hashtag, call: Call) -> str:
    """Return where the instance streams: on its own host, or where it says, as safely."""
    instance = call.http.get(f"{wanted.instance}/api/v2/instance").read(Instance)
    said = instance.configuration.urls.streaming.rstrip("/")
    secure = said.startswith("wss://")
    if secure or (said.startswith("ws://") and wanted.instance.startswith("http://")):
        return f"http{'s' if secure else ''}://{said.partition('://')[2]}"
    return wanted.instance


connector = Mastodon()
