"""Listens to Discourse forums: every new post, or what a search finds."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Self

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
    Engagement,
    Foreign,
    Heard,
    Limits,
    Manifest,
    Need,
    Page,
    SiteAddress,
    Source,
    SourceKind,
    Walk,
    by_status,
    each,
    host_of,
    text_of_html,
)

SPAN = 50  # ids that one answer of the newest posts spans
LONGEST_CLOSED = 20  # answers in a row without a post, at which a first reading goes no further back
LAST_PAGE = 10  # of a search
_LIKE = 2  # Discourse's id of the action "like"


class Latest(Source):
    """All posts of a forum."""

    site: SiteAddress = Field(
        title="Forum", description="Its address, such as https://forum.example.com.", max_length=300
    )

    def label(self) -> str:
        """Return the address without the scheme."""
        return self.site.partition("://")[2]


class Search(Latest):
    """A search in a forum."""

    query: str = Field(
        title="Search",
        description='As in the forum itself: words, a phrase in quotation marks, "#category", "@author".',
        min_length=2,
        max_length=400,
    )

    def label(self) -> str:
        """Return "hydraulics on forum.example.com"."""
        return f"{self.query} on {super().label()}"[:200]


class Key(Credentials):
    """An API key of a forum."""

    site: SiteAddress = Field(title="Forum", max_length=300)
    username: str = Field(title="User name", description="Whose eyes the key reads with.", max_length=100)
    key: SecretStr = Field(title="API key", min_length=1, max_length=200)


class _LatestPosts(Foreign):
    latest_posts: list[object]


class _Topic(Foreign):
    id: int
    title: str


class _Hit(Foreign):
    id: int = Field(gt=0, lt=2**53, strict=True)
    created_at: AwareDatetime


class _Results(Foreign):
    class More(Foreign):
        """Whether there is a further page."""

        more_full_page_results: bool | None = None

    posts: list[object] = []
    topics: list[object] = []
    grouped_search_result: More = More()


class _Action(Foreign):
    id: int = 0
    count: int = 0


class _Post(Foreign):
    id: int
    topic_id: int
    post_number: int
    username: str
    cooked: str
    created_at: AwareDatetime
    name: str | None = None
    topic_slug: str | None = None
    topic_title: str | None = None
    reply_count: int | None = None
    reads: int | None = None
    actions_summary: list[_Action] = []
    hidden: bool | None = None


class _Wait(Foreign):
    class Extras(Foreign):
        """What a refusal says beyond its words."""

        wait_seconds: float = 0

    extras: Extras = Extras()


@dataclass(frozen=True, kw_only=True)
class _Reading:
    """The cursor of a forum: ids are given in order, so they say what was read.

    Attributes:
        seen: the newest id of the last finished reading.
        top: the newest id of this reading.
        before: the newest id of the next answer; 0 begins at the newest.
        unseen: how many answers in a row showed nothing.
    """

    seen: int = 0
    top: int = 0
    before: int = 0
    unseen: int = 0

    @classmethod
    def of(cls, cursor: str | None) -> Self:
        try:
            parts = json.loads(cursor or "{}")
            return cls(**{name: max(0, int(parts.get(name, 0))) for name in asdict(cls())})
        except (ValueError, TypeError, AttributeError, OverflowError):
            return cls()

    def step(self, ids: list[int], *, too_old: bool) -> tuple[Self, bool]:
        """Return (reading after an answer with these ids, whether it goes on).

        An answer spans ``SPAN`` ids, of which some may be of posts that are not shown, even all. The first
        one does not say which ids it spans; where it shows none, the next reading begins anew.
        """
        top, unseen = max([self.top, *ids]), 0 if ids else self.unseen + 1
        following = self.before - SPAN if self.before else min(ids, default=0) - 1
        history_ends = unseen >= LONGEST_CLOSED and not self.seen
        if too_old or history_ends or following <= self.seen:
            return type(self)(seen=max(top, self.seen)), False
        return replace(self, top=top, before=following, unseen=unseen), True


class Discourse:
    """The connector."""

    manifest = Manifest(
        id="discourse",
        name="Discourse",
        api_version="3.x",
        documentation="https://docs.discourse.org/",
        limits=Limits(requests=60, per=timedelta(minutes=1), page=SPAN),
        kinds=(
            SourceKind(
                id="latest",
                name=_("All posts of a forum"),
                schema=Latest,
                account=Need.OPTIONAL,
                every=timedelta(minutes=10),
                hears=_("Every post that the forum shows to everybody, or to the account."),
                misses=_("Posts in closed categories, messages, later edits and deletions."),
            ),
            SourceKind(
                id="search",
                name=_("A search in a forum"),
                schema=Search,
                account=Need.OPTIONAL,
                every=timedelta(minutes=30),
                hears=_("Posts that the forum's own search finds, in full."),
                misses=_("What its search does not index, and more than ten pages of results in one round."),
            ),
        ),
        credentials=Key,
        authentication=("API key of the forum",),
        scopes={"latest": ("posts: list, read",), "search": ("search: query", "posts: read")},
        unverified="Everything: derived from the documentation of the interface, not run against a forum.",
    )

    def classify(self, answer: Answer) -> ChannelError | None:
        """See ``contract.Connector``."""
        if answer.status == 403:
            if b"key is invalid" in answer.body:
                return Disconnect("the forum does not know this user name and API key")
            return BadContent("site", "the forum does not show that to everybody: use an account, or another")
        if answer.status == 429 and not answer.header("retry-after"):
            return by_status(_with_wait(answer), limits=self.manifest.limits)
        return by_status(answer, limits=self.manifest.limits, field="site")

    def fetch(self, source: Source, cursor: str | None, call: Call) -> Page:
        """See ``contract.Listens``."""
        if isinstance(source, Search):
            return _searched(source, cursor, call)
        site = Latest.model_validate(source.model_dump()).site
        reading = _Reading.of(cursor)
        answer = call.http.get(
            f"{site}/posts.json", params={"before": reading.before or None}, headers=_signed(call, site)
        )
        raws = answer.read(_LatestPosts).latest_posts
        items, skipped = each(raws, lambda raw: _heard(raw, site=site, titles={}))
        too_old = any(item.published_at < call.since for item in items)
        reading, more = reading.step([int(item.external_id) for item in items], too_old=too_old)
        return Page(items=items, next_cursor=json.dumps(asdict(reading)), more=more, skipped=skipped)


def _searched(wanted: Search, cursor: str | None, call: Call) -> Page:
    """Return a page of hits, each asked for in full: the search itself tells the beginning of a post only."""
    walk = Walk.of(cursor)
    number = int(walk.at) if walk.at.isdecimal() and len(walk.at) < 4 else 1
    goal = walk.goal(call.since)
    headers = _signed(call, wanted.site)
    answer = call.http.get(
        f"{wanted.site}/search.json",
        params={"q": f"{wanted.query} order:latest after:{goal:%Y-%m-%d}", "page": number},
        headers=headers,
    )
    results = answer.read(_Results)
    hits, skipped = [], []
    for raw in results.posts:
        try:
            hits.append(_Hit.model_validate(raw))
        except ValueError:
            skipped.append("a hit without an id or a time")
    titles = _titles(results.topics)
    recent = [hit.id for hit in hits if hit.created_at >= goal]
    items, unread = each(
        recent, lambda number: _heard(_post(number, wanted, headers, call), site=wanted.site, titles=titles)
    )
    onward = results.grouped_search_result.more_full_page_results and number < LAST_PAGE
    walk, more = walk.step(
        [hit.created_at for hit in hits], onward=str(number + 1) if onward else None, since=call.since
    )
    return Page(items=items, next_cursor=walk.cursor(), more=more, skipped=(*skipped, *unread))


def _post(number: int, wanted: Search, headers: Mapping[str, str], call: Call) -> object:
    """Return a post in full. Raises ``ValueError`` where it was taken away since it was found."""
    try:
        return call.http.get(f"{wanted.site}/posts/{number}.json", headers=headers).json()
    except BadContent as error:
        raise ValueError(f"post {number} is not shown: {error}") from None


def _titles(raws: list[object]) -> dict[int, str]:
    """Return the titles of topics by their id; what is no topic is left out."""
    titles = {}
    for raw in raws:
        try:
            topic = _Topic.model_validate(raw)
        except ValueError:
            continue
        titles[topic.id] = topic.title
    return titles


def _signed(call: Call, site: str) -> dict[str, str]:
    """Return the headers of a request. Raises ``BadContent`` where the key is another forum's."""
    if call.credentials is None:
        return {}
    key = call.credentials_as(Key)
    if key.site != site:
        raise BadContent("site", f"the account is one of {key.site}; choose that forum or another account")
    return {"api-key": key.key.get_secret_value(), "api-username": key.username}


def _with_wait(answer: Answer) -> Answer:
    """Return the answer with the wait that its body names as a header."""
    try:
        seconds = answer.read(_Wait).extras.wait_seconds
    except ChannelError:
        return answer
    return (
        replace(answer, headers={**answer.headers, "retry-after": str(int(seconds))})
        if seconds > 0
        else answer
    )


def _heard(raw: object, *, site: str, titles: Mapping[int, str]) -> Heard | None:
    post = _Post.model_validate(raw)
    if post.hidden:
        return None
    title = post.topic_title or titles.get(post.topic_id, "") if post.post_number == 1 else ""
    text = text_of_html(_without_quotes(post.cooked))
    likes = sum(action.count for action in post.actions_summary if action.id == _LIKE)
    return Heard.model_validate(
        {
            "network": host_of(site),
            "external_id": str(post.id),
            "text": f"{title}\n{text}".strip(),
            "published_at": post.created_at,
            "url": f"{site}/t/{post.topic_slug or '-'}/{post.topic_id}/{post.post_number}",
            "author": Author(handle=post.username, name=post.name),
            "engagement": Engagement(likes=likes, replies=post.reply_count, views=post.reads),
        }
    )


def _without_quotes(cooked: str) -> str:
    """Return a post's HTML without what it quotes: that was said by others, elsewhere."""
    first, *rest = cooked.split('<aside class="quote')
    return first + "".join(part.partition("</aside>")[2] for part in rest)


connector = Discourse()
