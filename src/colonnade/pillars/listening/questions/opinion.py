"""Labels of posts, counted by group and turned into shares of opinion."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import ibis.expr.types as ir
from django.utils.translation import gettext as _
from ibis import _ as column

from colonnade.pillars.listening.questions import wording
from colonnade.pillars.listening.questions.quantification import LABELS, ErrorRates, Shares, estimate_shares
from colonnade.pillars.listening.questions.statistics import ENOUGH_POSTS

Key = tuple[Hashable, ...]


@dataclass(frozen=True)
class Labels:
    """Posts by label (in the order of ``LABELS``) in each group.

    Attributes:
        judged: posts whose label has known error rates.
        unjudged: posts in a language without known error rates, or not read by the present classifier.
    """

    judged: dict[Key, tuple[int, ...]]
    unjudged: int

    def total(self) -> int:
        """Return how many posts were judged."""
        return sum(map(sum, self.judged.values()))

    def merged(self, keys: Iterable[int]) -> "Labels":
        """Return the counts with groups merged that agree in the given positions of their key."""
        places = tuple(keys)
        merged: dict[Key, tuple[int, ...]] = {}
        for key, counts in self.judged.items():
            kept = tuple(key[place] for place in places)
            before = merged.get(kept, (0,) * len(LABELS))
            merged[kept] = tuple(a + b for a, b in zip(before, counts, strict=True))
        return Labels(merged, self.unjudged)

    def shares(self, rates: ErrorRates, *, draws: int = 400) -> dict[Key, Shares]:
        """Return the shares of opinion of each group with at least ``ENOUGH_POSTS`` judged posts."""
        groups = {key: counts for key, counts in self.judged.items() if sum(counts) >= ENOUGH_POSTS}
        if not groups:
            return {}
        estimated = estimate_shares(list(groups.values()), rates, draws=draws)
        return dict(zip(groups, estimated, strict=True))


def count_labels(rows: Sequence[dict[str, object]], *, by: Sequence[str], rates: ErrorRates) -> Labels:
    """Sort counted rows into judged labels by group.

    Args:
        rows: as counted by ``by_label``, which gave the columns ``by``.
    """
    judged: dict[Key, list[int]] = {}
    unjudged = 0
    for row in rows:
        posts, label = int(str(row["posts"])), str(row["sentiment"])
        if row["language"] not in rates.languages or row["understood_by"] != rates.model:
            unjudged += posts
            continue
        key = tuple(str(row[name]) for name in by)
        judged.setdefault(key, [0] * len(LABELS))[LABELS.index(label)] += posts
    return Labels({key: tuple(counts) for key, counts in judged.items()}, unjudged)


def by_label(mentions: ir.Table, **keys: ir.Value | str) -> ir.Table:
    """Return an expression that counts posts by language, sentiment, classifier and ``keys``."""
    return mentions.group_by("language", "sentiment", "understood_by", **keys).aggregate(posts=column.count())


def error_caveats(labels: Labels, rates: ErrorRates) -> tuple[str, ...]:
    """Return what a reader of shares of opinion must know."""
    found = [
        _(
            "Shares are corrected for the classifier's known errors, measured on %(known)s that people had "
            "labelled; your posts may be harder or easier, and that is not in the interval."
        )
        % {"known": wording.posts(int(rates.counts.sum()))}
    ]
    if labels.unjudged:
        found.append(
            _(
                "%(posts)s are left out: they are not recognised as English, or the present classifier has "
                "not read them."
            )
            % {"posts": wording.posts(labels.unjudged)}
        )
    return tuple(found)


def cut_caveats(sentiment: str) -> tuple[str, ...]:
    """Return what to say where the posts were cut by ``sentiment``, which would beg the question."""
    if not sentiment:
        return ()
    return (
        _("The filter by sentiment is left aside here: shares are of all posts under the other filters."),
    )
