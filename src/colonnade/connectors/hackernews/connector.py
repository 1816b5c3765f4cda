"""Listens to Hacker News by the search that Algolia keeps of it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from django.utils.translation import gettext_lazy as _
from pydantic import AwareDatetime, Field

from colonnade.channels.contract import (
    Answer,
    Author,
    Call,
    ChannelError,
    Engagement,
    Foreign,
    Heard,
    Limits,
    Manifest,
    Page,
    Retry,
    Source,
    SourceKind,
    Walk,
    by_status,
    each,
    text_of_html,
)

NETWORK = "news.ycombinator.com"
MOST = 200  # hits of one answer
_REFUSED = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}


class Search(Source):
    """A search."""

    query: str = Field(
        title="Search",
        description='Words that must all occur; a phrase in quotation marks; "-" before a word to leave out.',
        min_length=1,
        max_length=500,
    )


class _Hits(Foreign):
    hits: list[object]


class _Hit(Foreign):
    """A story or a comment; which one shows in what it has."""

    id: str = Field(alias="objectID")
    author: str
    created_at: AwareDatetime
    title: str | None = None
    story_text: str | None = None
    comment_text: str | None = None
    points: int | None = None
    num_comments: int | None = None
    parent_id: int | None = None


class HackerNews:
    """The connector."""

    manifest = Manifest(
        id="hackernews",
        name="Hacker News",
        api_version="HN Search API v1",
        documentation="https://hn.algolia.com/api",
        base_url="https://hn.algolia.com/api/v1/",
        limits=Limits(requests=10_000, per=timedelta(hours=1), page=MOST),
        kinds=(
            SourceKind(
                id="search",
                name=_("A search"),
                schema=Search,
                every=timedelta(minutes=10),
                hears=_("Stories and comments in which all words of the search occur, in full."),
                misses=_(
                    "What was deleted or flagged before it was indexed, later edits, and points of comments."
                ),
            ),
        ),
        unverified="Everything: derived from the documentation of the search, not run against it.",
    )

    def classify(self, answer: Answer) -> ChannelError | None:
        """See ``contract.Connector``. There are no accounts: a refusal is one of the address, for a time."""
        if answer.status in _REFUSED:
            return Retry("the search refuses requests from this address for now", timedelta(hours=1))
        return by_status(answer, limits=self.manifest.limits, field="query")

    def fetch(self, source: Source, cursor: str | None, call: Call) -> Page:
        """See ``contract.Listens``.

        The search answers at most 1,000 hits however it is paged, so each answer is asked for by time: what
        is not newer than the oldest hit before.
        """
        wanted = Search.model_validate(source.model_dump())
        walk = Walk.of(cursor)
        answer = call.http.get(
            "search_by_date",
            params={
                "query": wanted.query,
                "tags": "(story,comment)",
                "hitsPerPage": MOST,
                "numericFilters": _span(walk, call.since),
                "advancedSyntax": "true",
                "typoTolerance": "false",
            },
        )
        hits = answer.read(_Hits).hits
        items, skipped = each(hits, _heard)
        times = [item.published_at for item in items]
        walk, more = walk.step(times, onward=_oldest(times, hits), since=call.since)
        return Page(items=items, next_cursor=walk.cursor(), more=more, skipped=skipped)


def _span(walk: Walk, since: datetime) -> str:
    begin = f"created_at_i>={int(walk.goal(since).timestamp())}"
    return f"{begin},created_at_i<={walk.at}" if walk.at.isdecimal() else begin


def _oldest(times: Sequence[datetime], hits: Sequence[object]) -> str | None:
    """Return the second from which older hits are asked for; None where the answer was the last."""
    return str(int(min(times).timestamp())) if times and len(hits) >= MOST else None


def _heard(raw: object) -> Heard:
    hit = _Hit.model_validate(raw)
    title = text_of_html(hit.title or "") if hit.comment_text is None else ""
    markup = hit.comment_text or hit.story_text or ""
    body = text_of_html(markup.replace("<p>", "</p>"))  # paragraphs are begun here, never ended
    return Heard.model_validate(
        {
            "network": NETWORK,
            "external_id": hit.id,
            "text": f"{title}\n{body}".strip(),
            "published_at": hit.created_at.astimezone(UTC),
            "url": f"https://{NETWORK}/item?id={hit.id}",
            "author": Author(handle=hit.author),
            "engagement": Engagement(likes=hit.points, replies=hit.num_comments),
            "in_reply_to": None if hit.parent_id is None else str(hit.parent_id),
        }
    )


connector = HackerNews()
