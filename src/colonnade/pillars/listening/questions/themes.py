"""Themes: what a brand is praised or blamed for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import ibis.expr.types as ir
import numpy as np
from ibis import _ as column

from colonnade.pillars.listening.questions.columns import sampled, written_term
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.statistics import ENOUGH_AUTHORS, ENOUGH_POSTS, contrast

Judged = Literal["negative", "positive"]
JUDGED: tuple[Judged, ...] = ("negative", "positive")

SAMPLE = 100_000
"""Namings of brands that are read for themes; of more, a sample."""
THEMES_A_BRAND = 8
SHORT_LIST = 3 * THEMES_A_BRAND
"""Themes of a brand whose authors are counted."""
CLEAR = 1.96
"""Standard errors by which a theme must stand out in both of its comparisons."""


@dataclass(frozen=True)
class Theme:
    """A term of a brand's praise or blame.

    Attributes:
        kind, word: the term as it is stored.
        posts: posts of that brand and label that hold it, among those read.
        here, elsewhere: its share in that brand's posts with the label and in the other brands'.
    """

    kind: str
    word: str
    posts: int
    here: float
    elsewhere: float

    @property
    def term(self) -> str:
        """Return the term as a person writes it."""
        return written_term(self.kind, self.word)


Themes = dict[tuple[int, Judged], list[Theme]]


def find_themes(corpus: Corpus, *, namings: int) -> Themes:
    """Return what each brand (by id) is praised and blamed for, the clearest first.

    A theme is commoner in the brand's posts with that label than in its other posts, so that a word which
    always goes with the brand is none, and commoner than in the other brands' posts with the same label, so
    that words of praise and blame themselves are none. At least ``ENOUGH_AUTHORS`` people use it so.

    Args:
        namings: posts by brand they name, over all compared brands.
    """
    posts = sampled(corpus.brand_posts(), total=namings, most=SAMPLE)
    marked = posts.select("mention_id", "author_id", "query_id", "sentiment")
    held = sampled(corpus.facts.terms, total=namings, most=SAMPLE).filter(column.kind != "handle")
    named = corpus.taken(held.inner_join(marked, "mention_id").drop("mention_id"))
    sizes = {_whole(row["query_id"]): _use(row) for row in corpus.rows(_labelled(marked, "query_id"))}
    used = _labelled(named, "query_id", "kind", "term")
    everywhere = used.mutate(
        all_negative=used.negative.sum().over(group_by=["kind", "term"]),
        all_positive=used.positive.sum().over(group_by=["kind", "term"]),
    )
    frequent = (column.negative >= ENOUGH_AUTHORS) | (column.positive >= ENOUGH_AUTHORS)
    uses = [_use(row) for row in corpus.rows(everywhere.filter(frequent))]
    uses = [use for use in uses if use.word not in corpus.brand_words]
    found = {
        (brand, label): _standing_out([use for use in uses if use.brand == brand], label, brand, sizes)
        for brand in sizes
        for label in JUDGED
    }
    return _by_enough_people(corpus, named, found)


def _labelled(posts: ir.Table, *keys: str) -> ir.Table:
    return posts.group_by(*keys).aggregate(
        posts=column.count(),
        negative=column.count(where=column.sentiment == "negative"),
        positive=column.count(where=column.sentiment == "positive"),
    )


@dataclass(frozen=True)
class Use:
    """How a brand's posts use a term, or, with no term, how many posts the brand has.

    Attributes:
        labelled: the brand's posts by label.
        everywhere: posts of all brands by label that hold the term.
    """

    brand: int
    kind: str
    word: str
    posts: int
    labelled: Mapping[Judged, int]
    everywhere: Mapping[Judged, int]


def _whole(value: object) -> int:
    return int(str(value))


def _use(row: Mapping[str, object]) -> Use:
    return Use(
        brand=_whole(row["query_id"]),
        kind=str(row.get("kind", "")),
        word=str(row.get("term", "")),
        posts=_whole(row["posts"]),
        labelled={label: _whole(row[label]) for label in JUDGED},
        everywhere={label: _whole(row.get(f"all_{label}", 0)) for label in JUDGED},
    )


def _standing_out(uses: Iterable[Use], label: Judged, brand: int, sizes: Mapping[int, Use]) -> list[Theme]:
    own = sizes[brand]
    here = own.labelled[label]
    elsewhere = sum(size.labelled[label] for size in sizes.values()) - here
    kept = sorted(
        (use for use in uses if use.labelled[label] >= ENOUGH_AUTHORS), key=lambda use: (use.word, use.kind)
    )
    if min(here, elsewhere) < ENOUGH_POSTS or not kept:
        return []
    hits = [use.labelled[label] for use in kept]
    others = [use.everywhere[label] - use.labelled[label] for use in kept]
    against_own = contrast(
        ours=hits,
        theirs=[use.posts - use.labelled[label] for use in kept],
        our_posts=here,
        their_posts=own.posts - here,
    )
    against_others = contrast(ours=hits, theirs=others, our_posts=here, their_posts=elsewhere)
    strength = np.minimum(against_own.z, against_others.z)
    return [
        Theme(kept[place].kind, kept[place].word, hits[place], hits[place] / here, others[place] / elsewhere)
        for place in np.argsort(-strength, kind="stable")[:SHORT_LIST]
        if strength[place] >= CLEAR
    ]


def _by_enough_people(corpus: Corpus, named: ir.Table, found: Themes) -> Themes:
    words = sorted({theme.word for themes in found.values() for theme in themes})
    used = named.filter(named.term.isin(words), named.sentiment.isin(list(JUDGED)))
    counted = used.group_by("query_id", "sentiment", "kind", "term").aggregate(
        authors=column.author_id.nunique()
    )
    enough = {
        (_whole(row["query_id"]), row["sentiment"], row["kind"], row["term"])
        for row in corpus.rows(counted.filter(column.authors >= ENOUGH_AUTHORS))
    }
    return {
        (brand, label): [theme for theme in themes if (brand, label, theme.kind, theme.word) in enough][
            :THEMES_A_BRAND
        ]
        for (brand, label), themes in found.items()
    }
