"""The catalogue of metrics that a KPI can name.

A metric is declared once, with the definition it follows and where that definition comes from, so that two
people who write "engagement rate" mean the same. Features add their own with ``METRICS.add`` at start-up.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from colonnade.core.registry import Registry


class FunnelStage(StrEnum):
    """The stage of the funnel that a metric can speak for; the same words as in the strategy document."""

    AWARENESS = "awareness"
    CONSIDERATION = "consideration"
    LEAD = "lead"
    SALE = "sale"
    SERVICE = "service"


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"


class Unit(StrEnum):
    """What a figure of the metric is a number of."""

    COUNT = "count"
    PERCENT = "percent"
    MONEY = "money"
    MINUTES = "minutes"
    SCORE = "score"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class Metric:
    """A measure that a KPI can name.

    Attributes:
        id: what the document says, such as ``mql``.
        name: the name shown, in the singular.
        aliases: other ways to write it; compared without case, hyphens and plural endings.
        definition: what is counted, in one sentence.
        reference: the publication the definition follows.
        stages: the stages of the funnel it can speak for.
        vanity: whether it says nothing of the business by itself and needs a path to a metric that does.
        sources: the systems it usually comes from.
        level: whether it is a standing figure (a share, a time) and not a count over a period.
    """

    id: str
    name: str
    unit: Unit
    definition: str
    reference: str
    stages: frozenset[FunnelStage]
    sources: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    direction: Direction = Direction.HIGHER
    vanity: bool = False
    level: bool = False


METRICS: Registry[Metric] = Registry("metric")

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = str.maketrans("", "", "'\N{RIGHT SINGLE QUOTATION MARK}")


def singular(word: str) -> str:
    """Return an English noun without its plural ending; a word that only looks like a plural may lose an s.

    Meant for comparing words with each other after both have gone through it, never for showing.
    """
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def key_words(text: str) -> tuple[str, ...]:
    """Return the words of ``text`` as metrics are compared by: no case, no marks, no plural endings."""
    folded = text.casefold().translate(_APOSTROPHES)
    return tuple(singular(word) for word in _WORD.findall(folded))


def find_metric(text: str) -> Metric | None:
    """Return the metric whose id, name or alias ``text`` is; None where the catalogue knows none."""
    return _by_words(len(METRICS)).get(key_words(text))


def metric_key(text: str) -> str:
    """Return the name under which readings of a metric are kept: its id, or the text in small letters."""
    known = find_metric(text)
    return known.id if known else " ".join(text.split()).casefold()


@lru_cache(maxsize=4)
def _by_words(_size: int) -> dict[tuple[str, ...], Metric]:
    """Index the catalogue; features only ever add metrics, so its size tells one state from another."""
    index: dict[tuple[str, ...], Metric] = {}
    for metric in METRICS:
        for text in (metric.id, metric.name, *metric.aliases):
            words = key_words(text)
            if index.setdefault(words, metric) is not metric:
                raise ValueError(f"'{text}' names both '{index[words].id}' and '{metric.id}'")
    return index
