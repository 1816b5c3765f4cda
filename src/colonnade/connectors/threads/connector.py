"""Listens to Threads: a keyword, and where one is mentioned; publishes texts."""

from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext_lazy as _
from pydantic import AwareDatetime, Field, SecretStr

from colonnade.channels.contract import (
    Answer,
    Author,
    BadContent,
    Call,
    ChannelError,
    Credentials,
    Disconnect,
    Foreign,
    Heard,
    Limits,
    Manifest,
    MissingScope,
    Need,
    Page,
    Params,
    RateLimited,
    RefreshToken,
    Retry,
    Session,
    Source,
    SourceKind,
    Walk,
    by_status,
    each,
)
from colonnade.connectors.threads.publishing import POSTING, Mouth, signed

NETWORK = "threads"
MOST = 100  # posts of one answer
RENEW_AFTER = timedelta(days=30)
"""A token lasts 60 days and can be renewed while it lasts; half-way leaves time for trouble."""
_FIELDS = "id,text,timestamp,permalink,username,is_reply,replied_to"
_TOKEN, _LIMIT, _PASSING = {102, 190}, {4, 17, 32, 341, 613}, {1, 2}
_ABSENT = (100, 33)


class Search(Source):
    """A keyword or topic."""

    query: str = Field(
        title="Keyword", description="A word, a phrase or a topic.", min_length=1, max_length=200
    )

    def label(self) -> str:
        """Return "hydraulics on Threads"."""
        return f"{self.query} on Threads"


class Mentions(Source):
    """Posts that mention an account."""

    user: str = Field(
        "me", title="User", description='"me" for the account that listens.', pattern=r"^(me|[0-9]{1,30})$"
    )

    def label(self) -> str:
        """Return "mentions on Threads"."""
        return "mentions on Threads" if self.user == "me" else f"mentions of {self.user} on Threads"


class Token(Credentials):
    """A long-lived token of a Threads user."""

    access_token: SecretStr = Field(title="Long-lived access token", min_length=1, max_length=1_000)


class _Me(Foreign):
    username: str


class _Renewed(Foreign):
    access_token: str = Field(min_length=1)


class _Listing(Foreign):
    class Paging(Foreign):
        """Where the list goes on."""

        class Cursors(Foreign):
            """Places in the list."""

            after: str = ""

        cursors: Cursors = Cursors()
        next: str | None = None

    data: list[object]
    paging: Paging = Paging()


class _Post(Foreign):
    class Parent(Foreign):
        """The post that was answered."""

        id: str

    id: str
    timestamp: AwareDatetime
    text: str = ""
    permalink: str | None = None
    username: str | None = None
    replied_to: Parent | None = None


class _Problem(Foreign):
    class Error(Foreign):
        """What went wrong."""

        code: int
        subcode: int = Field(0, alias="error_subcode")
        message: str = ""
        is_transient: bool = False

    error: Error


class Threads(Mouth):
    """The connector."""

    manifest = Manifest(
        id="threads",
        name="Threads",
        api_version="Threads API v1.0",
        documentation="https://developers.facebook.com/docs/threads",
        base_url="https://graph.threads.net/v1.0/",
        limits=Limits(requests=100, per=timedelta(minutes=5), page=MOST),
        kinds=(
            SourceKind(
                id="search",
                name=_("A keyword"),
                schema=Search,
                account=Need.REQUIRED,
                every=timedelta(minutes=15),
                hears=_("Public posts with the keyword or topic, the newest first."),
                misses=_(
                    "Words that Meta holds for sensitive, for which nothing is answered; likes and replies "
                    "of others' posts; before App Review, all posts but one's own."
                ),
            ),
            SourceKind(
                id="mentions",
                name=_("Mentions of your account"),
                schema=Mentions,
                account=Need.REQUIRED,
                every=timedelta(minutes=15),
                hears=_("Public posts that mention your account."),
                misses=_("Private accounts, and before App Review, all but those of testers of the app."),
            ),
        ),
        credentials=Token,
        authentication=("long-lived access token of a Threads user",),
        scopes={
            "search": ("threads_basic", "threads_keyword_search"),
            "mentions": ("threads_basic", "threads_manage_mentions"),
            "publish": ("threads_basic", "threads_content_publish", "threads_read_replies", "threads_delete"),
        },
        posting=POSTING,
        unverified="Everything: derived from the documentation of the interface, not run against it.",
    )

    def classify(self, answer: Answer) -> ChannelError | None:
        """See ``contract.Connector``. As everywhere at Meta, the code in the body decides."""
        if answer.status < 400:
            return None
        return _named(answer) or by_status(answer, limits=self.manifest.limits, field="query")

    def sign_in(self, call: Call) -> Session:
        """See ``contract.Authenticates``: the token is asked whose it is."""
        token = call.credentials_as(Token).access_token
        try:
            return _session(token, call)
        except RefreshToken:
            raise Disconnect("Threads does not accept this access token; it may have ended") from None

    def refresh(self, call: Call) -> Session:
        """See ``contract.Authenticates``. A token can be renewed from its second day to its sixtieth."""
        present = call.token("access")
        try:
            answer = call.http.get(
                "https://graph.threads.net/refresh_access_token",
                params={"grant_type": "th_refresh_token", "access_token": present},
            )
        except BadContent:
            raise RefreshToken("the token cannot be renewed") from None
        return _session(SecretStr(answer.read(_Renewed).access_token), call)

    def fetch(self, source: Source, cursor: str | None, call: Call) -> Page:
        """See ``contract.Listens``."""
        walk = Walk.of(cursor)
        path, params = _asked(source, walk, call)
        try:
            answer = call.http.get(path, params=params, headers=signed(call))
        except BadContent as refusal:
            return walk.begun_anew(refusal)
        listing = answer.read(_Listing)
        items, skipped = each(listing.data, _heard)
        walk, more = walk.step(
            [item.published_at for item in items],
            onward=listing.paging.cursors.after if listing.paging.next else None,
            since=call.since,
        )
        return Page(items=items, next_cursor=walk.cursor(), more=more, skipped=skipped)


def _asked(source: Source, walk: Walk, call: Call) -> tuple[str, Params]:
    common: dict[str, str | int | None] = {"fields": _FIELDS, "limit": MOST, "after": walk.at or None}
    if isinstance(source, Search):
        since = int(walk.goal(call.since).astimezone(UTC).timestamp())
        return "keyword_search", common | {"q": source.query, "search_type": "RECENT", "since": since}
    return f"{Mentions.model_validate(source.model_dump()).user}/mentions", common


def _session(token: SecretStr, call: Call) -> Session:
    answer = call.http.get(
        "me",
        params={"fields": "id,username"},
        headers={"authorization": f"Bearer {token.get_secret_value()}"},
    )
    return Session(
        identity=f"@{answer.read(_Me).username}",
        tokens={"access": token},
        expires_at=call.now + RENEW_AFTER,
    )


def _named(answer: Answer) -> ChannelError | None:
    """Return the error that the body names; None where it names none."""
    try:
        error = answer.read(_Problem).error
    except Retry:
        return None
    if error.code in _TOKEN:
        return RefreshToken()
    if error.code in _LIMIT:
        return RateLimited(_later(answer.at))
    if error.is_transient or error.code in _PASSING:
        return Retry("Meta says that it is in trouble for now")
    if error.code == 10 or 200 <= error.code < 300:
        return MissingScope(f"that Meta names in its refusal: {error.message[:150]}")
    if (error.code, error.subcode) == _ABSENT:
        return BadContent("", "Threads shows nothing of that id to this account", absent=True)
    return None


def _later(now: datetime) -> datetime:
    """Return when to ask again: the count of 24 hours rolls on, so an hour frees some of it."""
    return now + timedelta(hours=1)


def _heard(raw: object) -> Heard | None:
    """Return a post; None for a picture without words."""
    post = _Post.model_validate(raw)
    if not post.text:
        return None
    return Heard.model_validate(
        {
            "network": NETWORK,
            "external_id": post.id,
            "text": post.text,
            "published_at": post.timestamp,
            "url": post.permalink,
            "author": Author(handle=post.username),
            "in_reply_to": post.replied_to.id if post.replied_to else None,
        }
    )


connector = Threads()
