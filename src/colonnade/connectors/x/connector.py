"""Listens to X by its recent search, and publishes on it."""

import html
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from django.utils.translation import gettext_lazy as _
from pydantic import AwareDatetime, Field

from colonnade.channels.contract import (
    Answer,
    Author,
    BadContent,
    Call,
    ChannelError,
    Engagement,
    Foreign,
    Heard,
    Limits,
    Manifest,
    MissingScope,
    Need,
    Page,
    RateHeaders,
    RateLimited,
    Silence,
    Source,
    SourceKind,
    Verified,
    Walk,
    by_status,
    each,
)
from colonnade.connectors.x.accounts import API, Bearer, bearer
from colonnade.connectors.x.publishing import DUPLICATE, POSTING, Mouth

NETWORK = "x"
MOST = 100  # posts of one answer
REACH = timedelta(days=7) - timedelta(minutes=5)  # the search knows the last seven days; clocks differ
_FIELDS = "id,text,note_tweet,created_at,author_id,public_metrics,referenced_tweets,geo"


class Search(Source):
    """A search."""

    query: str = Field(
        title="Search",
        description='As in X\'s own syntax: words, phrases, OR, "-", "from:", "lang:", "-is:retweet".',
        min_length=1,
        max_length=512,
    )


class _Metrics(Foreign):
    like_count: int | None = None
    reply_count: int | None = None
    retweet_count: int | None = None
    impression_count: int | None = None


class _Reference(Foreign):
    type: str
    id: str


class _Note(Foreign):
    text: str


class _Post(Foreign):
    id: str
    text: str
    created_at: AwareDatetime
    author_id: str | None = None
    public_metrics: _Metrics = _Metrics()
    referenced_tweets: list[_Reference] = []
    note_tweet: _Note | None = None


class _User(Foreign):
    class Metrics(Foreign):
        """How many follow."""

        followers_count: int | None = None

    id: str
    username: str
    name: str | None = None
    public_metrics: Metrics = Metrics()


class _Includes(Foreign):
    users: list[object] = []


class _Meta(Foreign):
    next_token: str | None = None


class _Found(Foreign):
    """An answer. ``data`` is left out where nothing was found."""

    data: list[object] = []
    includes: _Includes = _Includes()
    meta: _Meta


class _Problem(Foreign):
    title: str = ""
    detail: str = ""
    reason: str = ""


class X(Mouth):
    """The connector."""

    manifest = Manifest(
        id="x",
        name="X",
        api_version="API v2",
        documentation="https://docs.x.com/x-api",
        base_url=API,
        limits=Limits(
            requests=300,  # where the headers, which name each call's own limit, are missing
            per=timedelta(minutes=15),
            headers=RateHeaders(
                limit="x-rate-limit-limit",
                remaining="x-rate-limit-remaining",
                reset="x-rate-limit-reset",
                reset_as="epoch",
            ),
            page=MOST,
        ),
        kinds=(
            SourceKind(
                id="search",
                name=_("A search"),
                schema=Search,
                account=Need.REQUIRED,
                every=timedelta(minutes=30),
                hears=_("Public posts of the last seven days that the search finds, in full."),
                misses=_(
                    "Posts of protected accounts, what is older than seven days, deletions, and all that the "
                    "spending limit of the application does not pay for."
                ),
            ),
        ),
        credentials=Bearer,
        authentication=(
            "bearer token of an application (OAuth 2, application only)",
            "keys of application and account (OAuth 1.0a)",
        ),
        scopes={"search": ("tweet.read", "users.read"), "publish": ("read and write",)},
        posting=POSTING,
        verified=(
            Verified(
                what="the weight of a text",
                against="npm twitter-text 3.1.0 on 20,000 texts",
                on=date(2026, 11, 22),
            ),
        ),
        unverified="Listening and publishing: derived from the documentation of the interface, not run "
        "against it.",
    )

    def classify(self, answer: Answer) -> ChannelError | None:
        """See ``contract.Connector``."""
        if answer.status < 400:
            return None
        problem = _problem(answer)
        if problem.title in {"UsageCapExceeded", "SpendCapReached"}:
            return RateLimited(answer.at + timedelta(hours=6))
        if answer.status == 402:
            return BadContent("", "X asks for credits: buy some in its developer console")
        if problem.reason == "client-not-enrolled" or "not permitted" in problem.detail:
            return MissingScope("search of recent posts, by the plan of the application")
        return _refusal(answer, problem) or by_status(answer, limits=self.manifest.limits, field="query")

    def fetch(self, source: Source, cursor: str | None, call: Call) -> Page:
        """See ``contract.Listens``."""
        wanted = Search.model_validate(source.model_dump())
        walk = Walk.of(cursor)
        earliest = call.now - REACH
        start = max(walk.goal(call.since), earliest)
        try:
            answer = call.http.get(
                "tweets/search/recent",
                params={
                    "query": wanted.query,
                    "max_results": MOST,
                    "sort_order": "recency",
                    "start_time": start.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                    "next_token": walk.at or None,
                    "tweet.fields": _FIELDS,
                    "expansions": "author_id",
                    "user.fields": "username,name,public_metrics",
                },
                headers=bearer(call),
            )
        except BadContent as refusal:
            return walk.begun_anew(refusal)
        found = answer.read(_Found)
        users = _users(found.includes.users)
        items, skipped = each(found.data, lambda raw: _heard(raw, users))
        following, more = walk.step(
            [item.published_at for item in items], onward=found.meta.next_token, since=call.since
        )
        return Page(
            items=items,
            next_cursor=following.cursor(),
            more=more,
            skipped=skipped,
            silence=_silence(walk, earliest),
        )


def _silence(walk: Walk, earliest: datetime) -> Silence | None:
    """Return the gap between the last finished walk and what the search still knows."""
    if walk.at or walk.last_seen is None or walk.last_seen >= earliest:
        return None
    return Silence(
        start=walk.last_seen,
        end=earliest,
        reason="X's search knows the last seven days, and was not asked for longer.",
    )


def _refusal(answer: Answer, problem: _Problem) -> ChannelError | None:
    """Return what keeps the account from doing what it asked; None where the status says enough."""
    asked = answer.url.removeprefix(API)
    if answer.status == 403 and "duplicate" in problem.detail:
        return BadContent("text", DUPLICATE)
    if answer.status == 403:
        writes = asked.startswith(("tweets", "media")) and not asked.startswith("tweets/search")
        return MissingScope(
            "read and write, of the application and of its access token" if writes else "tweet.read"
        )
    if answer.status == 400 and asked == "tweets":
        return BadContent("text", f"X refused it: {problem.detail[:200] or 'it does not say why'}")
    return None


def _problem(answer: Answer) -> _Problem:
    try:
        return answer.read(_Problem)
    except ChannelError:
        return _Problem()


def _users(raws: list[object]) -> dict[str, Author]:
    """Return the authors in an answer by their id; who cannot be read is left out."""
    found = {}
    for raw in raws:
        try:
            user = _User.model_validate(raw)
            found[user.id] = Author(
                handle=user.username,
                name=user.name,
                key=user.id,
                followers=user.public_metrics.followers_count,
            )
        except ValueError:
            continue
    return found


def _heard(raw: object, users: Mapping[str, Author]) -> Heard | None:
    """Return a post; None for a repost, whose text is another's."""
    post = _Post.model_validate(raw)
    references = {reference.type: reference.id for reference in post.referenced_tweets}
    if "retweeted" in references:
        return None
    author = users.get(post.author_id or "", Author(key=post.author_id))
    counts = post.public_metrics
    return Heard.model_validate(
        {
            "network": NETWORK,
            "external_id": post.id,
            # "&", "<" and ">" are written as entities.
            "text": html.unescape(post.note_tweet.text if post.note_tweet else post.text),
            "published_at": post.created_at,
            "url": f"https://x.com/{author.handle or 'i'}/status/{post.id}",
            "author": author,
            "engagement": Engagement(
                likes=counts.like_count,
                replies=counts.reply_count,
                reposts=counts.retweet_count,
                views=counts.impression_count,
            ),
            "in_reply_to": references.get("replied_to"),
        }
    )


connector = X()
