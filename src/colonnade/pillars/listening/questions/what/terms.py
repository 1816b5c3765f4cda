"""How often each term is used, by us and elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import ibis
import ibis.expr.types as ir
from ibis import _ as column

from colonnade.pillars.listening.questions.columns import asks_question, sampled, written_term
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.statistics import (
    ENOUGH_AUTHORS,
    contrast,
)

TERMS_READ = 3_000
"""Most frequent terms that are compared; rarer ones could not be told from chance."""
POSTS_READ = 50_000
"""Posts on each side whose words are compared; of more, a sample."""
LISTED = 15
SHORT_LIST = 60
"""Terms whose authors are counted."""


@dataclass(frozen=True)
class Term:
    """How one term is used.

    Attributes:
        ours, theirs: posts asked about, and other posts, that hold it.
        asking: posts asked about that hold it and ask a question.
    """

    kind: str
    term: str
    ours: int
    theirs: int
    asking: int = 0

    @property
    def written(self) -> str:
        """Return the term as a person writes it."""
        return written_term(self.kind, self.term)


Spelt = tuple[str, str]


@dataclass(frozen=True)
class Usage:
    """The terms of the posts asked about, the most frequent first.

    Attributes:
        terms: how each is used, in the posts read.
        posts: posts asked about that were read; a sample where there are more than ``POSTS_READ``.
        asking: those of them that ask a question.
        others: posts under the same filters that are not asked about and were read.
        authors: people who used a term in posts asked about, for terms that stand out and for hashtags.
    """

    terms: tuple[Term, ...]
    posts: int
    asking: int
    others: int
    authors: Mapping[Spelt, int]

    def people(self, term: Term) -> int:
        """Return how many people used a term that stands out."""
        return self.authors.get((term.kind, term.term), 0)

    def hashtags(self) -> list[Term]:
        """Return the hashtags, the most frequent first."""
        return [term for term in self.terms if term.kind == "hashtag"][:SHORT_LIST]


def term_usage(corpus: Corpus) -> Usage:
    """Count each word and hashtag of our posts and of the others, brand names and handles left out."""
    total = corpus.extent.posts
    others = 0 if corpus.says_all else corpus.count(corpus.everything) - total
    marked = _read(corpus, corpus.about_us, total, ours=True)
    if others:
        marked = marked.union(_read(corpus, corpus.background, others, ours=False))
    marked = corpus.taken(marked)
    sizes = corpus.rows(
        marked.aggregate(
            posts=column.count(where=column.ours),
            asking=column.count(where=column.ours & column.asks),
            others=column.count(where=~column.ours),
        )
    )[0]
    held = terms_within(corpus, min(total, others or total)).inner_join(marked, "mention_id")
    held = corpus.taken(held.drop("mention_id"))
    counted = held.group_by("kind", "term").aggregate(
        ours=column.count(where=column.ours),
        theirs=column.count(where=~column.ours),
        asking=column.count(where=column.ours & column.asks),
    )
    usage = Usage(
        terms=frequent(corpus, counted),
        posts=whole(sizes["posts"]),
        asking=whole(sizes["asking"]),
        others=whole(sizes["others"]),
        authors={},
    )
    listed = [*_more_than_others(usage), *asked_about(usage), *usage.hashtags()]
    return replace(usage, authors=count_authors(corpus, held.filter(column.ours), listed))


def _read(corpus: Corpus, posts: ir.Table, total: int, *, ours: bool) -> ir.Table:
    """Return the posts of one side that are read, with ``ours`` and ``asks``."""
    read = corpus.with_text(sampled(posts, total=total, most=POSTS_READ).select("mention_id", "author_id"))
    return read.select("mention_id", "author_id", ours=ibis.literal(ours), asks=asks_question(read.text))


def terms_within(corpus: Corpus, total: int) -> ir.Table:
    """Return the terms without handles, cut to the sample of the smaller side, which holds the larger's."""
    return sampled(corpus.facts.terms, total=total, most=POSTS_READ).filter(column.kind != "handle")


def frequent(corpus: Corpus, counted: ir.Table) -> tuple[Term, ...]:
    """Return the most frequent terms of ours among ``counted``, brand names left out."""
    top = counted.filter(column.ours >= 2).order_by(column.ours.desc(), column.kind, column.term)
    return tuple(
        Term(
            kind=str(row["kind"]),
            term=str(row["term"]),
            ours=whole(row["ours"]),
            theirs=whole(row["theirs"]),
            asking=whole(row.get("asking", 0)),
        )
        for row in corpus.rows(top.limit(TERMS_READ))
        if str(row["term"]) not in corpus.brand_words
    )


def count_authors(corpus: Corpus, held: ir.Table, terms: list[Term]) -> dict[Spelt, int]:
    """Return how many people used each of ``terms``."""
    if not terms:
        return {}
    wanted = held.filter(held.term.isin(sorted({term.term for term in terms})))
    counted = wanted.group_by("kind", "term").aggregate(authors=column.author_id.nunique())
    return {(str(row["kind"]), str(row["term"])): whole(row["authors"]) for row in corpus.rows(counted)}


def whole(value: object) -> int:
    """Return a figure of a row as a whole number."""
    return int(str(value))


def distinctive(usage: Usage) -> list[tuple[Term, float]]:
    """Return the terms used more than in other posts beyond doubt, with z, the most certain first."""
    found = _more_than_others(usage)
    return [(term, z) for term, z in found.items() if usage.people(term) >= ENOUGH_AUTHORS][:LISTED]


def _more_than_others(usage: Usage) -> dict[Term, float]:
    return leading(
        usage.terms,
        ours=[term.ours for term in usage.terms],
        theirs=[term.theirs for term in usage.terms],
        our_posts=usage.posts,
        their_posts=usage.others,
    )


def asked_about(usage: Usage) -> dict[Term, float]:
    """Return the terms that lead in posts which ask a question, with z, the surest first."""
    return leading(
        usage.terms,
        ours=[term.asking for term in usage.terms],
        theirs=[term.ours - term.asking for term in usage.terms],
        our_posts=usage.asking,
        their_posts=usage.posts - usage.asking,
    )


def leading(
    terms: Sequence[Term], *, ours: Sequence[int], theirs: Sequence[int], our_posts: int, their_posts: int
) -> dict[Term, float]:
    """Return the terms that lead beyond chance on our side, with z, the surest first."""
    tested = [place for place, count in enumerate(ours) if count >= ENOUGH_AUTHORS]
    found = contrast(
        ours=[ours[place] for place in tested],
        theirs=[theirs[place] for place in tested],
        our_posts=our_posts,
        their_posts=their_posts,
    )
    ranked = sorted(
        (-float(found.z[number]), terms[place].written, place)
        for number, place in enumerate(tested)
        if found.certain[number] and found.z[number] > 0
    )
    return {terms[place]: -negative for negative, _written, place in ranked[:SHORT_LIST]}
