"""Topics: terms of one set of posts that keep turning up together."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import csr_array

from colonnade.pillars.listening.questions.columns import sampled, written_term
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.statistics import ENOUGH_POSTS, Floats, Interval, wilson

TERMS = 200
TERMS_A_TOPIC = 5
TOGETHER = 0.10
"""Mean normalised mutual information from which terms make one topic (Bouma 2009; 0 chance, 1 always)."""


@dataclass(frozen=True)
class Topic:
    """A few terms that share posts.

    Attributes:
        terms: as a person writes them, the most frequent first.
        posts: how many of the sampled posts hold one of the terms.
        share: the same as a share of the posts read.
    """

    terms: tuple[str, ...]
    posts: int
    share: Interval


@dataclass(frozen=True)
class Topics:
    """The topics, the most frequent first, and how many posts were read for them."""

    found: tuple[Topic, ...]
    sample: int


def find_topics(corpus: Corpus, terms: list[tuple[str, str]], *, most: int, read: int) -> Topics:
    """Group ``terms`` (kind, term) of the posts asked about into topics.

    Terms are linked by the normalised mutual information of their occurrence in posts and grouped by
    average linkage, so one shared word does not chain topics together.

    Args:
        most: posts that are read; of more, a sample (see ``corpus.sampled``).
        read: how many posts that is in fact.
    """
    chosen, total = terms[:TERMS], corpus.extent.posts
    if len(chosen) < 2 or read < ENOUGH_POSTS:
        return Topics((), read)
    posts = sampled(corpus.about_us, total=total, most=most).select("mention_id")
    held = sampled(corpus.facts.terms, total=total, most=most)
    held = held.filter(held.term.isin(sorted({term for _kind, term in chosen})))
    matrix = _incidence(corpus.run(held.semi_join(posts, "mention_id")), chosen)
    return Topics(_topics(matrix, chosen, read), read)


def _incidence(held: pa.Table, chosen: list[tuple[str, str]]) -> "csr_array[np.float64]":
    """Return which post (row) holds which of the chosen terms (column)."""
    kinds, terms = held["kind"], held["term"]
    spelt = pc.binary_join_element_wise(kinds, terms, " ")
    places = pc.index_in(spelt, value_set=pa.array([" ".join(term) for term in chosen]))
    kept = pc.is_valid(places)
    columns = places.filter(kept).to_numpy()
    posts = held["mention_id"].filter(kept)
    rows = pc.index_in(posts, value_set=pc.unique(posts)).to_numpy()
    shape = (int(rows.max(initial=-1)) + 1, len(chosen))
    return csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)


def _topics(matrix: "csr_array[np.float64]", chosen: list[tuple[str, str]], sample: int) -> tuple[Topic, ...]:
    together = np.asarray((matrix.T @ matrix).todense(), dtype=np.float64)
    frequency = np.diag(together).copy()
    groups = _groups(normalised_information(together, frequency, sample))
    found = []
    for group in np.unique(groups):
        members = np.flatnonzero(groups == group)
        members = members[np.argsort(-frequency[members], kind="stable")][:TERMS_A_TOPIC]
        if len(members) < 2:
            continue
        posts = int((matrix[:, members].sum(axis=1) >= 1).sum())
        found.append(
            Topic(
                terms=tuple(written_term(*chosen[place]) for place in members),
                posts=posts,
                share=wilson(posts, sample),
            )
        )
    return tuple(sorted(found, key=lambda topic: (-topic.posts, topic.terms)))


def _groups(information: Floats) -> NDArray[np.int64]:
    distance = np.clip(1 - information, 0.0, 2.0)
    tree = linkage(distance[np.triu_indices(len(distance), 1)], method="average")
    return np.asarray(fcluster(tree, 1 - TOGETHER, criterion="distance"), dtype=np.int64)


def normalised_information(together: Floats, frequency: Floats, posts: int) -> Floats:
    """Return the normalised pointwise mutual information of each pair of terms (Bouma 2009).

    Meetings are counted one standard error (Poisson) low, so that two rare words that met twice by accident
    do not look inseparable.

    Args:
        together: posts that hold both terms, shape (terms, terms).
        frequency: posts that hold each, shape (terms,).
        posts: all posts.

    Returns:
        -1 where a pair never meets, 0 where it meets as by chance, 1 where it never parts; (terms, terms).
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = np.outer(frequency, frequency) / posts**2
        joint = np.maximum(together - np.sqrt(together), 0.0) / posts
        figure = np.log(joint / chance) / -np.log(joint)
    figure[joint == 0] = -1.0
    return np.asarray(np.nan_to_num(figure, nan=1.0, posinf=1.0, neginf=-1.0), dtype=np.float64)
