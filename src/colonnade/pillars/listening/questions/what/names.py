"""Whom and what people name."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from colonnade.pillars.listening.query.tokens import cased, normalise, words
from colonnade.pillars.listening.questions.columns import sampled
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.statistics import Interval, wilson
from colonnade.pillars.listening.questions.what.terms import LISTED
from colonnade.pillars.listening.understanding.entities import Entity, find_entities

POSTS_READ = 1_000
"""Posts whose texts are read for names; of more, a sample."""
FEWEST_PEOPLE = 3
MOSTLY_SMALL = 0.2
"""A word that so many posts write small for each that writes it as a name is a word of the trade."""

KINDS = frozenset({"person", "organisation", "place", "product", "name"})


@dataclass(frozen=True)
class Named:
    """A name and who used it.

    Attributes:
        kind: as of ``understanding.entities.Entity``.
        name: as most posts write it.
        posts, people: of those read.
        share: of the posts read.
    """

    kind: str
    name: str
    posts: int
    people: int
    share: Interval


@dataclass(frozen=True)
class Names:
    """The names that several people used, the most frequent first, and how many English posts were read."""

    found: tuple[Named, ...]
    read: int


def find_names(corpus: Corpus) -> Names:
    """Return the names in the English posts asked about, those of brands left out."""
    posts = corpus.about_us.filter(corpus.about_us.language == "en")
    posts = sampled(posts, total=corpus.extent.posts, most=POSTS_READ)
    rows = corpus.rows(corpus.with_text(posts.select("mention_id", "author_id")).select("author_id", "text"))
    return Names(tuple(_listed(rows, corpus.brand_words)), len(rows))


def _listed(rows: Sequence[Mapping[str, object]], brand_words: Iterable[str]) -> list[Named]:
    brands = set(brand_words)
    small = Counter(word for row in rows for word in set(words(cased(str(row["text"])))) if word.islower())
    seen: dict[str, list[tuple[Entity, object]]] = defaultdict(list)
    for row in rows:
        told = {entity.text.lower(): entity for entity in find_entities(str(row["text"]), english=True)}
        for key, entity in told.items():
            if entity.kind in KINDS and not brands.issuperset(words(normalise(key))):
                seen[key].append((entity, row["author_id"]))
    named = [_named(uses, len(rows)) for uses in seen.values()]
    several = [
        one
        for one in named
        if one.people >= FEWEST_PEOPLE and small[one.name.lower()] < MOSTLY_SMALL * one.posts
    ]
    return sorted(several, key=lambda one: (-one.people, -one.posts, one.name))[:LISTED]


def _named(uses: list[tuple[Entity, object]], read: int) -> Named:
    spelt = [entity for entity, _author in uses]
    usual = max(set(spelt), key=lambda entity: (spelt.count(entity), entity.text, entity.kind))
    return Named(
        kind=usual.kind,
        name=usual.text,
        posts=len(uses),
        people=len({author for _entity, author in uses}),
        share=wilson(len(uses), read),
    )
