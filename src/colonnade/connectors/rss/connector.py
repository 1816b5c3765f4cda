"""Listens to RSS and Atom feeds, asking only for what has changed since."""

import io
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from time import struct_time
from typing import Annotated, Any, Self
from urllib.parse import urljoin, urlsplit

import feedparser
from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, Field

from colonnade.channels.contract import (
    Answer,
    Author,
    BadContent,
    Call,
    ChannelError,
    Engagement,
    Heard,
    Limits,
    Manifest,
    Page,
    Silence,
    Source,
    SourceKind,
    Verified,
    by_status,
    each,
    text_of_html,
)

MOST_ENTRIES = 2_000  # of one document; what is beyond is older
MOST_ATTRIBUTES = 300  # of one tag: the parser's time grows with their square
_LONG_TAG = re.compile(rb"<[^<>]{2000,}")
_LINK = re.compile(r"<link\b[^<>]{1,1000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\b(rel|type|href)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml"})


def _address(text: str) -> str:
    address = text if "://" in text else f"https://{text}"
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("write the feed's address, such as https://blog.example.com/feed")
    if parts.username or parts.password:
        raise ValueError("leave user and password out of the address: it would be shown")
    return address


class Feed(Source):
    """A feed."""

    url: Annotated[str, AfterValidator(_address)] = Field(
        title="Address of the feed",
        description="As https://blog.example.com/feed; a page that names its feed will tell you its address.",
        max_length=2_000,
    )

    def label(self) -> str:
        """Return the address without the scheme."""
        return self.url.partition("://")[2].rstrip("/")


@dataclass(frozen=True, kw_only=True)
class _Past:
    """The cursor: what the last document was, so that the next can be compared with it.

    Attributes:
        etag, modified: validators of the document (RFC 9110, 8.8).
        at: when it was fetched, ISO 8601.
        seen: short hashes of its entries.
    """

    etag: str = ""
    modified: str = ""
    at: str = ""
    seen: tuple[str, ...] = ()

    @classmethod
    def of(cls, cursor: str | None) -> Self:
        """Return what ``cursor`` says; one that cannot be read is no past."""
        try:
            said = json.loads(cursor or "{}")
            texts = {name: str(said.get(name, "")) for name in ("etag", "modified", "at")}
            return cls(**texts, seen=tuple(str(item) for item in said.get("seen", ())))
        except (ValueError, AttributeError, TypeError):
            return cls()

    def headers(self) -> dict[str, str]:
        """Return the headers that ask for the document only where it has changed."""
        asked = {"if-none-match": self.etag, "if-modified-since": self.modified}
        safe = {name: value for name, value in asked.items() if value.isascii() and value.isprintable()}
        return {name: value for name, value in safe.items() if value}


class Rss:
    """The connector."""

    manifest = Manifest(
        id="rss",
        name="RSS and Atom",
        api_version="RSS 0.9-2.0, Atom 1.0",
        documentation="https://www.rssboard.org/rss-specification",
        limits=Limits(requests=60, per=timedelta(minutes=1), page=MOST_ENTRIES),
        kinds=(
            SourceKind(
                id="feed",
                name=_("A feed"),
                schema=Feed,
                every=timedelta(minutes=30),
                hears=_("Every entry that the feed lists: articles, forum threads, releases, podcasts."),
                misses=_(
                    "What the feed dropped before it was asked again, comments that it does not list, "
                    "and how often an entry was read or liked."
                ),
            ),
        ),
        verified=(
            Verified(
                what="RSS 2.0, Atom 1.0, conditional GET, redirects, gzip",
                against="documents written after the specifications, served by Python's http.server 3.11",
                on=datetime(2026, 11, 22, tzinfo=UTC).date(),
            ),
        ),
        unverified="Feeds on the public internet; feedparser knows their quirks.",
    )

    def classify(self, answer: Answer) -> ChannelError | None:
        """See ``contract.Connector``."""
        return by_status(answer, limits=self.manifest.limits, field="url")

    def fetch(self, source: Source, cursor: str | None, call: Call) -> Page:
        """See ``contract.Listens``. Entries seen in the document before are not handed over again."""
        feed = Feed.model_validate(source.model_dump())
        past = _Past.of(cursor)
        answer = call.http.get(feed.url, headers=past.headers())
        if answer.status == 304:
            return Page(next_cursor=cursor)
        parsed = _parsed(answer)
        entries: list[Any] = parsed.entries[:MOST_ENTRIES]
        marks = [_mark(entry) for entry in entries]
        fresh = [entry for entry, mark in zip(entries, marks, strict=True) if mark not in past.seen]
        site = _site(parsed.feed.get("link") or "", feed.url)
        items, skipped = each(fresh, lambda entry: _heard(entry, site=site, now=call.now))
        now = _Past(
            etag=answer.header("etag")[:500],
            modified=answer.header("last-modified")[:100],
            at=call.now.isoformat(),
            seen=tuple(marks),
        )
        return Page(
            items=items,
            next_cursor=json.dumps(asdict(now)),
            skipped=skipped,
            silence=_silence(past, fresh=len(fresh), entries=len(entries), items=items, now=call.now),
        )


def _parsed(answer: Answer) -> Any:
    """Return the feed. Raises ``BadContent`` where the document is none, with the feeds that it names."""
    if any(tag.count(b"=") > MOST_ATTRIBUTES for tag in _LONG_TAG.findall(answer.body)):
        raise BadContent("url", "the document has a tag such as no feed has, and was not read")
    # A stream, never the bytes: feedparser takes a text for an address or a file's name.
    document = io.BytesIO(answer.body)
    headers = {"content-type": answer.header("content-type"), "content-location": answer.url}
    parsed = feedparser.parse(
        document, response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    if parsed.get("version") or parsed.entries:
        return parsed
    named = _feeds_named(answer.text[:500_000], answer.url)
    if named:
        raise BadContent("url", f"that is a page, not a feed; it names this feed: {', '.join(named[:3])}")
    raise BadContent("url", "there is no feed at that address: it is neither RSS nor Atom")


def _feeds_named(page: str, base: str) -> list[str]:
    found = []
    for tag in _LINK.findall(page):
        said = {name.lower(): "".join(values) for name, *values in _ATTRIBUTE.findall(tag)}
        if said.get("type", "").lower() in _FEED_TYPES and "alternate" in said.get("rel", "").lower():
            found.append(urljoin(base, said.get("href", ""))[:300])
    return found


def _site(link: str, address: str) -> str:
    """Return the site that the posts belong to, as imported files name it."""
    for url in (link, address):
        try:
            host = urlsplit(url).hostname
        except ValueError:
            continue
        if host:
            return host.casefold().removeprefix("www.")
    return "feed"


def _mark(entry: Any) -> str:
    return blake2b(_identity(entry).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def _identity(entry: Any) -> str:
    """Return what names an entry for ever: its id, else its link, else its words."""
    said = entry.get("id") or entry.get("link")
    if said:
        return str(said)[:500]
    words = f"{entry.get('title', '')}\0{entry.get('summary', '')}".encode("utf-8", "surrogatepass")
    return blake2b(words, digest_size=16).hexdigest()


def _heard(entry: Any, *, site: str, now: datetime) -> Heard:
    title = text_of_html(str(entry.get("title", "")))
    body = text_of_html(_body(entry))
    replies = str(entry.get("slash_comments", ""))
    return Heard.model_validate(
        {
            "network": site,
            "external_id": _identity(entry),
            "text": body if title and body.startswith(title) else f"{title}\n{body}".strip(),
            "published_at": _time(entry) or now,  # an entry without a time was first heard now
            "url": entry.get("link"),
            "author": Author(name=entry.get("author")),
            "engagement": Engagement(replies=int(replies) if replies.isdecimal() else None),
        }
    )


def _body(entry: Any) -> str:
    contents: Sequence[Any] = entry.get("content") or ()
    values = [str(content.get("value", "")) for content in contents]
    return max([*values, str(entry.get("summary", ""))], key=len)


def _time(entry: Any) -> datetime | None:
    for name in ("published_parsed", "updated_parsed", "created_parsed"):
        parts: struct_time | None = entry.get(name)
        if parts is not None:
            return datetime(*parts[:6], tzinfo=UTC)
    return None


def _silence(
    past: _Past, *, fresh: int, entries: int, items: tuple[Heard, ...], now: datetime
) -> Silence | None:
    """Return the gap where nothing in the document was in the one before: more may have come and gone."""
    if not past.seen or not entries or fresh < entries or not items:
        return None
    start = datetime.fromisoformat(past.at) if past.at else now
    end = min(item.published_at for item in items)
    if end <= start:
        return None
    return Silence(
        start=start,
        end=end,
        reason="The feed lists nothing any more of what it listed before: entries may have come and gone. "
        "Ask more often.",
    )


connector = Rss()
