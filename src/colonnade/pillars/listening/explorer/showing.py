"""Posts as they are listed: what was searched for is marked in their text."""

from collections.abc import Mapping, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from colonnade.pillars.listening.matching.documents import POST_COLUMNS, Document, posts_of
from colonnade.pillars.listening.matching.highlight import highlight
from colonnade.pillars.listening.query import Node, sought
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.posts import Post, listed, searched


def shown(rows: Sequence[Mapping[str, object]], *, corpus: Corpus, node: Node | None) -> tuple[Post, ...]:
    """Return rows of the warehouse as posts, marked by the query, or else by what the filters look for."""
    if node is None:
        pattern = searched(corpus)
        return tuple(listed(row, pattern) for row in rows)
    columns = {name: [_text(row[name]) for row in rows] for name in POST_COLUMNS}
    return tuple(
        listed(row, None, marked=_marked(Document(post), node))
        for row, post in zip(rows, posts_of(columns), strict=True)
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _marked(document: Document, node: Node) -> SafeString:
    pieces = highlight(document, sought(node))
    rest = document.post.text[len(document.text) :]
    said = format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", text) if found else text,) for text, found in pieces)
    )
    return format_html("{}{}", said, rest)
