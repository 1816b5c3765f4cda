"""Listens to Reddit: searches, and the newest posts and comments of a community."""

from base64 import b64encode
from datetime import UTC, timedelta
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, AwareDatetime, Field, SecretStr

from colonnade.channels.contract import (
    Answer,
    Author,
    Call,
    ChannelError,
    Credentials,
    Disconnect,
    Engagement,
    Foreign,
    Heard,
    Limits,
    Manifest,
    MissingScope,
    Need,
    Page,
    RateHeaders,
    RefreshToken,
    Session,
    Silence,
    Source,
    SourceKind,
    Walk,
    by_status,
    each,
    plain_text,
)

NETWORK = "reddit"
MOST = 100  # items of one answer
_SITE = "https://www.reddit.com"
_TAKEN_AWAY = {"[deleted]", "[removed]"}


def _community(text: str) -> str:
    name = text.strip("/").removeprefix("r/")
    if name and (not name.replace("_", "").isalnum() or not name.isascii()):
        raise ValueError("write the community's name, such as r/heavyequipment")
    return name


Community = Annotated[str, AfterValidator(_community)]


class Search(Source):
    """A search."""

    query: str = Field(
        title="Search",
        description='Words, phrases in quotation marks, AND, OR, NOT, "title:", "selftext:", "author:".',
        min_length=1,
        max_length=500,
    )
    community: Community = Field(
        "", title="Community", description="Leave empty to search all of Reddit.", max_length=60
    )

    def label(self) -> str:
        """Return "hydraulics in r/heavyequipment"."""
        return (f"{self.query} in r/{self.community}" if self.community else self.query)[:200]


class _InCommunity(Source):
    community: Annotated[str, Field(min_length=1, max_length=60), AfterValidator(_community)] = Field(
        title="Community", description="Its name, such as r/heavyequipment."
    )


class Posts(_InCommunity):
    """New posts of a community."""

    def label(self) -> str:
        """Return "posts in r/heavyequipment"."""
        return f"posts in r/{self.community}"


class Comments(_InCommunity):
    """New comments in a community."""

    def label(self) -> str:
        """Return "comments in r/heavyequipment"."""
        return f"comments in r/{self.community}"


class App(Credentials):
    """An application that Reddit has approved."""

    client_id: str = Field(title="Client id", min_length=1, max_length=100)
    client_secret: SecretStr = Field(title="Client secret", min_length=1, max_length=200)
    username: str = Field(
        title="User name",
        description="Of the person who answers for the application; Reddit wants it in every request.",
        max_length=60,
        pattern=r"^[A-Za-z0-9_-]+$",
    )


class _Granted(Foreign):
    access_token: str
    expires_in: int = 3_600
    scope: str = ""


class _Listing(Foreign):
    class Data(Foreign):
        """The items, and the name behind which older ones follow."""

        children: list[object]
        after: str | None = None

    data: Data


class _Entry(Foreign):
    """A post (``title``, ``selftext``) or a comment (``body``)."""

    name: str
    author: str
    created_utc: AwareDatetime
    permalink: str = ""
    title: str = ""
    selftext: str = ""
    body: str = ""
    author_fullname: str | None = None
    subreddit: str = ""
    parent_id: str | None = None
    score: int | None = None
    num_comments: int | None = None


class _Thing(Foreign):
    data: _Entry


class Reddit:
    """The connector."""

    manifest = Manifest(
        id="reddit",
        name="Reddit",
        api_version="OAuth 2 Data API",
        documentation="https://www.reddit.com/dev/api",
        base_url="https://oauth.reddit.com/",
        limits=Limits(
            requests=100,
            per=timedelta(minutes=1),
            headers=RateHeaders(
                limit="", remaining="x-ratelimit-remaining", reset="x-ratelimit-reset", reset_as="seconds"
            ),
            page=MOST,
        ),
        kinds=(
            SourceKind(
                id="search",
                name=_("A search"),
                schema=Search,
                account=Need.REQUIRED,
                every=timedelta(minutes=15),
                hears=_("Posts that Reddit's search finds, newest first."),
                misses=_(
                    "Comments, which Reddit does not search, and what lies behind the newest 1,000 or so."
                ),
            ),
            SourceKind(
                id="posts",
                name=_("Posts of a community"),
                schema=Posts,
                account=Need.REQUIRED,
                every=timedelta(minutes=10),
                hears=_("Every new post of the community."),
                misses=_(
                    "What lies behind the newest 1,000 or so, and what was removed before it was asked for."
                ),
            ),
            SourceKind(
                id="comments",
                name=_("Comments in a community"),
                schema=Comments,
                account=Need.REQUIRED,
                every=timedelta(minutes=5),
                hears=_("Every new comment in the community, under posts of any age."),
                misses=_(
                    "What lies behind the newest 1,000 or so, which a large community writes within an hour."
                ),
            ),
        ),
        credentials=App,
        authentication=("OAuth 2 client credentials (application only)",),
        scopes={"search": ("read",), "posts": ("read",), "comments": ("read",)},
        unverified="Everything: derived from the documentation of the interface, not run against it.",
    )

    def classify(self, answer: Answer) -> ChannelError | None:
        """See ``contract.Connector``."""
        field = "query" if "/search" in answer.url else "community"
        if answer.status == 403:
            return MissingScope("read, in a community that is not private")
        return by_status(answer, limits=self.manifest.limits, field=field)

    def sign_in(self, call: Call) -> Session:
        """See ``contract.Authenticates``."""
        app = call.credentials_as(App)
        pair = f"{app.client_id}:{app.client_secret.get_secret_value()}".encode()
        try:
            answer = call.http.post(
                f"{_SITE}/api/v1/access_token",
                form={"grant_type": "client_credentials"},
                headers={"authorization": f"Basic {b64encode(pair).decode()}", "user-agent": _agent(app)},
            )
        except (RefreshToken, MissingScope):
            raise Disconnect("Reddit does not know this client id and secret") from None
        granted = answer.read(_Granted)
        seconds = min(max(granted.expires_in, 60), 30 * 86_400)
        return Session(
            identity=f"the application {app.client_id[:8]} of u/{app.username}",
            tokens={"access": SecretStr(granted.access_token)},
            scopes=tuple(granted.scope.split()),
            expires_at=call.now + timedelta(seconds=seconds),
        )

    def refresh(self, call: Call) -> Session:
        """See ``contract.Authenticates``. An application signs in anew; there is no token to renew."""
        return self.sign_in(call)

    def fetch(self, source: Source, cursor: str | None, call: Call) -> Page:
        """See ``contract.Listens``."""
        walk = Walk.of(cursor)
        path, params = _path(source)
        answer = call.http.get(
            path,
            params={**params, "limit": MOST, "after": walk.at or None, "raw_json": 1},
            headers=_signed(call),
        )
        listing = answer.read(_Listing).data
        items, skipped = each(listing.children, _heard)
        following, more = walk.step(
            [item.published_at for item in items], onward=listing.after, since=call.since
        )
        return Page(
            items=items,
            next_cursor=following.cursor(),
            more=more,
            skipped=skipped,
            silence=_silence(walk, items, after=listing.after),
        )


def _path(source: Source) -> tuple[str, dict[str, str | int | None]]:
    if isinstance(source, Search):
        within = f"r/{source.community}/" if source.community else ""
        params: dict[str, str | int | None] = {"q": source.query, "sort": "new", "type": "link"}
        return f"{within}search", params | {"restrict_sr": 1 if within else None}
    if isinstance(source, Comments):
        return f"r/{source.community}/comments", {}
    return f"r/{Posts.model_validate(source.model_dump()).community}/new", {}


def _silence(walk: Walk, items: tuple[Heard, ...], *, after: str | None) -> Silence | None:
    """Return the gap where the listing ended before the last finished walk was reached."""
    if walk.last_seen is None or after or not walk.at or not items:
        return None
    end = min(item.published_at for item in items)
    if end <= walk.last_seen:
        return None
    return Silence(
        start=walk.last_seen,
        end=end,
        reason="Reddit lists no more than about 1,000 items, and more were written since. Ask more often.",
    )


def _agent(app: App) -> str:
    return f"web:colonnade:1 (by /u/{app.username})"


def _signed(call: Call) -> dict[str, str]:
    """Return the headers of a request. Raises ``RefreshToken`` where there is no session."""
    app = call.credentials_as(App)
    token = call.token("access")
    return {"authorization": f"Bearer {token}", "user-agent": _agent(app)}


def _heard(raw: object) -> Heard | None:
    entry = _Thing.model_validate(raw).data
    words = [plain_text(part) for part in (entry.title, entry.selftext, entry.body)]
    text = "\n".join(part for part in words if part and part not in _TAKEN_AWAY)
    if not text and _TAKEN_AWAY & set(words):
        return None
    return Heard.model_validate(
        {
            "network": NETWORK,
            "external_id": entry.name,
            "text": text,
            "published_at": entry.created_utc.astimezone(UTC),
            "url": f"{_SITE}{entry.permalink}" if entry.permalink.startswith("/") else None,
            "author": Author(
                handle=None if entry.author in _TAKEN_AWAY else entry.author, key=entry.author_fullname
            ),
            "engagement": Engagement(
                likes=entry.score if entry.score is not None and entry.score >= 0 else None,
                replies=entry.num_comments,
            ),
            "in_reply_to": entry.parent_id,
            "community": f"r/{entry.subreddit}" if entry.subreddit else None,
        }
    )


connector = Reddit()
