"""Shapes that several questions share: an answer with too little evidence, a series of shares."""

from collections.abc import Sequence
from math import sqrt

from colonnade.pillars.listening.questions import wording
from colonnade.pillars.listening.questions.answer import Answer, Measure, Table
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.statistics import CHANCE, Interval
from colonnade.ui.charts import Series, Tone


def insufficient(corpus: Corpus, *, key: str, title: str, tables: tuple[Table, ...] = ()) -> Answer:
    """Return the answer that there is too little evidence to answer."""
    return Answer(
        question=key,
        title=title,
        sentence=wording.too_few(corpus),
        n=corpus.extent.posts,
        filters=corpus.filters,
        enough=False,
        caveats=wording.standing_caveats(corpus),
        tables=tables,
    )


def counted(key: str, name: str, n: int, *, design_effect: float = 1.0) -> Measure:
    """Return a count as a measure, with the interval that chance alone would give it (Poisson, normal).

    Args:
        design_effect: by how much what is counted comes in bunches.
    """
    half = CHANCE * sqrt(n * design_effect)
    return Measure(key, name, Interval(float(n), max(0.0, n - half), n + half), "count")


def share_series(name: str, shares: Sequence[Interval | None], *, tone: Tone) -> Series:
    """Return shares with their intervals as percentages; None leaves a gap."""
    drawn = [None if share is None else wording.points(share) for share in shares]
    values = tuple(None if point is None else point[0] for point in drawn)
    return Series(
        name=name,
        tone=tone,
        values=values,
        low=tuple(None if point is None else point[1] for point in drawn),
        high=tuple(None if point is None else point[2] for point in drawn),
    )


def count_series(name: str, counts: Sequence[float | None], *, tone: Tone) -> Series:
    """Return counts, which have no interval: every post was counted."""
    return Series(name=name, tone=tone, values=tuple(None if n is None else float(n) for n in counts))
