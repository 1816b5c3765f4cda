"""Posts counted by what the classifier thought of them, by group, and turned into shares of opinion."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext as _
from ibis import _ as column
from numpy.typing import NDArray

from colonnade.pillars.listening.questions import wording
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.quantification import (
    LABELS,
    Evidence,
    Shares,
    estimate_shares,
)
from colonnade.pillars.listening.questions.statistics import ENOUGH_POSTS, Floats, design_effect
from colonnade.pillars.listening.understanding.cells import CELLS, CELLS_A_SIDE

Key = tuple[Hashable, ...]
Keys = Mapping[str, ir.Value]


@dataclass(frozen=True)
class Opinions:
    """Posts by what was thought of them in each group.

    Attributes:
        keys: of the groups.
        labels: posts by label given, in the order of ``LABELS``; shape (groups, 4).
        cells: posts by cell, one classifier after the other; shape (groups, classifiers x CELLS).
        unjudged: posts in a language without known error rates, or not read by a known classifier.
    """

    keys: tuple[Key, ...]
    labels: Floats
    cells: Floats
    unjudged: int

    def total(self) -> int:
        """Return how many posts were judged."""
        return int(self.labels.sum())

    def posts(self) -> dict[Key, int]:
        """Return how many posts of each group were judged."""
        return {key: int(row.sum()) for key, row in zip(self.keys, self.labels, strict=True)}

    def labelled(self) -> dict[str, int]:
        """Return how many posts were given each label, all groups together."""
        return dict(zip(LABELS, map(int, self.labels.sum(axis=0)), strict=True))

    def merged(self, keys: Mapping[Key, Key]) -> "Opinions":
        """Return the counts with groups under new keys, those with the same one together."""
        names = tuple(dict.fromkeys(keys[key] for key in self.keys))
        places = np.array([names.index(keys[key]) for key in self.keys], dtype=np.int64)
        return Opinions(
            names,
            _summed(self.labels, places, len(names)),
            _summed(self.cells, places, len(names)),
            self.unjudged,
        )

    def by(self, *places: int) -> "Opinions":
        """Return the counts with groups together that agree in the given positions of their key."""
        return self.merged({key: tuple(key[place] for place in places) for key in self.keys})

    def shares(
        self,
        evidence: Sequence[Evidence],
        *,
        effects: Mapping[Key, float] | None = None,
        draws: int = 400,
    ) -> dict[Key, Shares]:
        """Return the shares of opinion of each group with at least ``ENOUGH_POSTS`` judged posts.

        Args:
            effects: design effect of each group (``crowding``); 1 where there is none.
        """
        enough = np.flatnonzero(self.labels.sum(axis=1) >= ENOUGH_POSTS)
        if not len(enough):
            return {}
        keys = [self.keys[place] for place in enough]
        known = effects or {}
        estimated = estimate_shares(
            self.cells[enough], evidence, effects=[known.get(key, 1.0) for key in keys], draws=draws
        )
        return dict(zip(keys, estimated, strict=True))


def _summed(counts: Floats, places: NDArray[np.int64], groups: int) -> Floats:
    found = np.zeros((groups, counts.shape[1]))
    np.add.at(found, places, counts)
    return found


def read_opinions(
    corpus: Corpus, mentions: ir.Table, evidence: Sequence[Evidence], **keys: ir.Value
) -> Opinions:
    """Count ``mentions`` by ``keys`` and by what the classifier thought of them, in one pass."""
    names = list(keys)
    counted = mentions.group_by(
        "language", "understood_by", "sentiment", cell=cell_of(mentions), **keys
    ).aggregate(posts=column.count())
    rows = corpus.run(counted)
    block = _classifiers(rows, evidence)
    judged = block >= 0
    posts = rows["posts"].to_numpy().astype(np.float64)
    rows, block, counts = rows.filter(pa.array(judged)), block[judged], posts[judged]
    groups, places = _groups(rows, names)
    label = pc.index_in(rows["sentiment"], value_set=pa.array(LABELS)).to_numpy().astype(np.int64)
    labels, cells = np.zeros((len(groups), len(LABELS))), np.zeros((len(groups), len(evidence) * CELLS))
    np.add.at(labels, (places, label), counts)
    np.add.at(cells, (places, block * CELLS + rows["cell"].to_numpy().astype(np.int64)), counts)
    return Opinions(groups, labels, cells, unjudged=int(posts[~judged].sum()))


def _classifiers(rows: pa.Table, evidence: Sequence[Evidence]) -> NDArray[np.int64]:
    """Return which of ``evidence`` tells of each row's posts; -1 where none does."""
    block = np.full(rows.num_rows, -1, dtype=np.int64)
    for number, one in enumerate(evidence):
        known = pc.and_(
            pc.equal(rows["understood_by"], one.model),
            pc.is_in(rows["language"], value_set=pa.array(sorted(one.languages))),
        )
        known = pc.and_(known, pc.and_(pc.is_valid(rows["cell"]), pc.is_in(rows["sentiment"], _LABELS)))
        block[np.flatnonzero(pc.fill_null(known, fill_value=False).to_numpy())] = number
    return block


_LABELS = pa.array(LABELS)


def _groups(rows: pa.Table, names: Sequence[str]) -> tuple[tuple[Key, ...], NDArray[np.int64]]:
    """Return the distinct keys of the rows, in order, and which of them each row has.

    Engines give groups in any order, and what is drawn at random for one depends on its place.
    """
    if not names:
        return ((),) if rows.num_rows else (), np.zeros(rows.num_rows, dtype=np.int64)
    keys = list(zip(*(rows[name].to_pylist() for name in names), strict=True))
    ordered = sorted(set(keys), key=lambda key: [(part is not None, part) for part in key])
    places = {key: place for place, key in enumerate(ordered)}
    return tuple(places), np.array([places[key] for key in keys], dtype=np.int64)


def cell_of(mentions: ir.Table) -> ir.IntegerValue:
    """Return the cell of each post's chances, as ``understanding.cells.cell_of`` does."""
    rows, columns = (
        (chance * CELLS_A_SIDE).floor().cast("int64").clip(0, CELLS_A_SIDE - 1)
        for chance in (mentions.p_negative, mentions.p_positive)
    )
    return rows * CELLS_A_SIDE + columns


def crowding(corpus: Corpus, mentions: ir.Table, **keys: ir.Value) -> dict[Key, float]:
    """Return by how much the posts of each group tell less than as many by different people would.

    The design effect of authors as clusters on the shares of labels (``statistics.design_effect``), the
    larger of negative and positive.
    """
    marked = mentions.select("author_id", **marks(mentions), **keys)
    people = marked.group_by([*keys, "author_id"]).aggregate(
        size=column.count().cast("float64"), negative=column.negative.sum(), positive=column.positive.sum()
    )
    sums = people.aggregate if not keys else people.group_by(list(keys)).aggregate
    rows = corpus.rows(sums(**cluster_sums(people, "size")))
    return {tuple(row[name] for name in keys): effect_of(row) for row in rows if row["total"]}


def marks(mentions: ir.Table) -> dict[str, ir.Value]:
    """Return 1 or 0 for each post labelled negative, and positive."""
    return {name: (mentions.sentiment == name).ifelse(1.0, 0.0) for name in ("negative", "positive")}


def cluster_sums(people: ir.Table, size: str) -> dict[str, ir.Value]:
    """Return the sums over ``people`` that ``effect_of`` needs.

    Args:
        people: one row per author and group, with how many posts (column ``size``), and how many of them are
            ``negative`` and ``positive``, all as floats.
    """
    posts = people[size]
    found = {"total": posts.sum(), "sizes2": (posts * posts).sum(), "clusters": people.count()}
    for name in ("negative", "positive"):
        hits = people[name]
        found |= {
            f"{name}_hits": hits.sum(),
            f"{name}_hits2": (hits * hits).sum(),
            f"{name}_sizes": (hits * posts).sum(),
        }
    return found


def effect_of(row: Mapping[str, object]) -> float:
    """Return the design effect of one group, from its ``cluster_sums``."""

    def figures(part: str) -> Floats:
        return np.array([float(str(row[f"{name}_{part}"])) for name in ("negative", "positive")])

    effects = design_effect(
        total=float(str(row["total"])),
        hits=figures("hits"),
        hits2=figures("hits2"),
        hits_sizes=figures("sizes"),
        sizes2=float(str(row["sizes2"])),
        clusters=int(str(row["clusters"])),
    )
    return float(effects.max())


def error_caveats(opinions: Opinions, evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """Return what a reader of shares of opinion must know."""
    # Both tiers were measured on the same posts.
    known = sum({one.languages: int(one.posts.sum()) for one in evidence}.values())
    found = [
        _(
            "Shares are corrected for the classifier's known errors, measured on %(known)s that people had "
            "labelled. The interval allows for those errors, for people who post much and for posts unlike "
            "the labelled ones as far as the classifier's own doubt shows it, but not further."
        )
        % {"known": wording.posts(known)}
    ]
    if opinions.unjudged:
        found.append(
            _(
                "%(posts)s are left out: they are not recognised as English, or the present classifier has "
                "not read them."
            )
            % {"posts": wording.posts(opinions.unjudged)}
        )
    return tuple(found)


def cut_caveats(sentiment: str) -> tuple[str, ...]:
    """Return what to say where the posts were cut by ``sentiment``, which would beg the question."""
    if not sentiment:
        return ()
    return (
        _("The filter by sentiment is left aside here: shares are of all posts under the other filters."),
    )
