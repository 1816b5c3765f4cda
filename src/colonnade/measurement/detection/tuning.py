"""How far back "usual" reaches, and how much above it is an alarm."""

from dataclasses import dataclass
from enum import StrEnum


class Sensitivity(StrEnum):
    """How readily it alarms."""

    QUIET = "quiet"
    NORMAL = "normal"
    EAGER = "eager"


THRESHOLDS = {Sensitivity.QUIET: 14.0, Sensitivity.NORMAL: 10.0, Sensitivity.EAGER: 7.5}
"""Least sum of the two scores, in standard deviations of each; measured in ``benchmarks/alerts.py``."""
OF_SHARES = 0.7
"""What a share needs of these: it scatters less from day to day than counts do."""


@dataclass(frozen=True, kw_only=True)
class Tuning:
    """The lengths, in buckets of time, by which a series is judged.

    Attributes:
        window: how many past buckets tell what is usual.
        least: how many of them must be known before anything is said.
        record: an alarm's score exceeds those of this many buckets before it.
        quiet: buckets without an alarm after which the next one is another episode.
        seasons: number of slots of each season, such as 24 hours of a day and 7 days of a week.
    """

    window: int
    least: int
    record: int
    quiet: int
    seasons: tuple[int, ...]


BY_HOUR = Tuning(window=28 * 24, least=7 * 24, record=24, quiet=24, seasons=(24, 7))
BY_DAY = Tuning(window=12 * 7, least=3 * 7, record=1, quiet=2, seasons=(7,))
