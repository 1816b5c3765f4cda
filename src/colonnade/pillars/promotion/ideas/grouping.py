"""Terms that stand in the same posts are one idea, not many."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from itertools import combinations

from django.core.cache import cache
from ibis import _ as column

from colonnade.pillars.listening.questions.columns import spelt_term
from colonnade.pillars.listening.questions.corpus import Corpus

TOGETHER = 0.5
"""Jaccard index of the posts of two terms from which they are one idea."""
KEPT_SECONDS = 24 * 3600
Counts = Mapping[tuple[str, str], int]
"""In how many posts two terms stand; a term with itself: in how many it stands at all."""


def grouped(corpus: Corpus, terms: Sequence[str]) -> list[list[str]]:
    """Return ``terms`` in groups that stand in the same posts, in their order (single linkage).

    What was counted is kept until posts come or go.
    """
    if len(terms) < 2:
        return [list(terms)] if terms else []
    asked = (corpus.facts.organization_id, corpus.facts.generation, corpus.filters.query(), *terms)
    key = f"ideas-{sha256(repr(asked).encode()).hexdigest()}"
    counts: Counts | None = cache.get(key)
    if counts is None:
        counts = _counted(corpus, terms)
        cache.set(key, counts, KEPT_SECONDS)
    return linked(terms, counts)


def linked(terms: Sequence[str], counts: Counts) -> list[list[str]]:
    """Return ``terms`` in groups by how often they stand together."""
    group = {term: [term] for term in terms}
    for one, other in combinations(terms, 2):
        both = counts.get((one, other), 0)
        either = counts.get((one, one), 0) + counts.get((other, other), 0) - both
        if group[one] is not group[other] and either and both / either >= TOGETHER:
            group[one] += group[other]
            for term in group[other]:
                group[term] = group[one]
    rank = {term: place for place, term in enumerate(terms)}
    found = {id(members): sorted(members, key=rank.__getitem__) for members in group.values()}
    return list(found.values())


def _counted(corpus: Corpus, terms: Sequence[str]) -> dict[tuple[str, str], int]:
    written = {spelt_term(term): term for term in terms}
    held = corpus.facts.terms.filter(column.term.isin(sorted({term for _kind, term in written})))
    held = held.semi_join(corpus.about_us, "mention_id")
    other = held.view().select("mention_id", other_kind="kind", other_term="term")
    pairs = held.inner_join(other, "mention_id").group_by("kind", "term", "other_kind", "other_term")
    found = {}
    for row in corpus.rows(pairs.aggregate(posts=column.count())):
        one = written.get((str(row["kind"]), str(row["term"])))
        two = written.get((str(row["other_kind"]), str(row["other_term"])))
        if one is not None and two is not None:
            found[one, two] = int(str(row["posts"]))
    return found
