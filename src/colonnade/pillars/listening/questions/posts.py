"""The posts behind a figure, a few of them; all are the explorer's."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import ibis.expr.types as ir
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from ibis import _ as column

from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.filters import EVERYTHING, Filters
from colonnade.pillars.listening.questions.reactions import reactions

Order = Literal["newest", "reactions"]
PAGE = 50


@dataclass(frozen=True)
class Post:
    """A post as it is listed.

    Attributes:
        published_at: with its zone.
        text: as it was published.
        marked: the text as safe HTML, what was searched for marked.
        confidence: chance, 0 to 1, that the classifier gives its label; None where it gave none.
        url: address of the post; empty where it is unknown or not a web address.
        intents: what it was found to want.
    """

    id: str
    published_at: datetime
    channel: str
    author_id: str
    author: str
    followers: int | None
    text: str
    marked: SafeString
    language: str
    sentiment: str
    confidence: float | None
    reactions: int | None
    url: str
    intents: tuple[str, ...]

    @property
    def author_query(self) -> str:
        """Return the query of all posts by the author, whatever they are about."""
        return Filters(author=self.author_id, brand=EVERYTHING).query()


def first_posts(corpus: Corpus, *, most: int, order: Order = "newest") -> list[Post]:
    """Return the first ``most`` posts of an order."""
    chosen = corpus.whole(_in_order(corpus.about_us, order).limit(most))
    pattern = searched(corpus)
    return [listed(row, pattern) for row in corpus.rows(_in_order(chosen, order))]


def _in_order(posts: ir.Table, order: Order) -> ir.Table:
    """Return ``posts`` in order, with their reactions as ``score``."""
    newest = (column.published_at.desc(), column.mention_id)
    scored = posts.mutate(score=reactions(posts))
    if order == "reactions":
        return scored.order_by(scored.score.fill_null(-1).desc(), *newest)
    return scored.order_by(*newest)


def listed(
    row: Mapping[str, object], pattern: re.Pattern[str] | None, *, marked: SafeString | None = None
) -> Post:
    """Return a row of the warehouse as it is listed; ``pattern`` is marked unless ``marked`` says it all."""
    published, followers = row["published_at"], row["author_followers"]
    label = str(row["sentiment"] or "")
    chance = row.get(f"p_{label}")
    return Post(
        id=str(row["mention_id"]),
        published_at=published.replace(tzinfo=UTC)
        if isinstance(published, datetime)
        else datetime.fromtimestamp(0, UTC),
        channel=str(row["channel"]),
        author_id=str(row["author_id"]),
        author=f"@{row['author_handle']}"
        if row["author_handle"]
        else str(row["author_name"] or row["author_id"]),
        followers=followers if isinstance(followers, int) else None,
        text=str(row["text"] or ""),
        marked=mark(str(row["text"] or ""), pattern) if marked is None else marked,
        language=str(row["language"] or ""),
        sentiment=label,
        confidence=chance if isinstance(chance, float) else None,
        reactions=_reactions(row),
        url=_web_address(row["url"]),
        intents=tuple(str(row["intents"] or "").split()),
    )


def _reactions(row: Mapping[str, object]) -> int | None:
    known = [value for value in (row["likes"], row["replies"], row["reposts"]) if isinstance(value, int)]
    return sum(known) if known else None


def _web_address(value: object) -> str:
    address = str(value or "")
    return address if address.startswith(("https://", "http://")) else ""


def searched(corpus: Corpus) -> re.Pattern[str] | None:
    """Return what to mark: the searched text, the terms, and what the brands asked about look for."""
    filters = corpus.filters
    wanted = [filters.text] if filters.text else []
    words = [part.strip() for part in filters.term.split(",") if part.strip("#@ ")]
    words += [term for brand in corpus.focus for term in brand.terms]
    whole = [rf"(?<!\w){re.escape(word)}(?!\w)" for word in words]
    found = [re.escape(text) for text in wanted] + whole
    return re.compile("|".join(found), re.IGNORECASE) if found else None


def mark(text: str, pattern: re.Pattern[str] | None) -> SafeString:
    """Return ``text`` as HTML with every match of ``pattern`` in a ``mark`` element; all else is escaped."""
    if pattern is None:
        return escape(text)
    parts: list[str] = []
    end = 0
    for match in pattern.finditer(text):
        parts += [escape(text[end : match.start()]), "<mark>", escape(match.group()), "</mark>"]
        end = match.end()
    parts.append(escape(text[end:]))
    return mark_safe("".join(parts))  # noqa: S308  # every piece of the text was escaped above
