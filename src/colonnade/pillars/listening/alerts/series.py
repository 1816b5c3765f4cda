"""From counts by hour to a series without holes, by hour or by day."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from colonnade.measurement.detection import BY_DAY, BY_HOUR, Tuning
from colonnade.pillars.listening.alerts.counting import Counted, Hour, wall_hour
from colonnade.pillars.listening.alerts.figures import Grain
from colonnade.pillars.listening.alerts.silence import Span, missing

Floats = NDArray[np.float64]

BUSY = 240.0
"""Posts a day, on average of the last four weeks, from which hours are compared instead of days."""
_LATELY = 28
_TUNINGS: Mapping[Grain, Tuning] = {"hour": BY_HOUR, "day": BY_DAY}
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  on the wall clock of any zone


@dataclass(frozen=True)
class Series:
    """Counts in equal steps of time, without holes.

    Attributes:
        starts: beginning of each step, and the end of the last: one more than there are steps.
        counts: shape (n,).
        trials: of a share, shape (n,); else None.
        complete: False where posts may be missing, shape (n,).
        slots: hour of the day and day of the week, or the latter alone; shape (n, seasons).
    """

    grain: Grain
    starts: tuple[datetime, ...]
    counts: Floats
    trials: Floats | None
    complete: NDArray[np.bool_]
    slots: NDArray[np.int64]

    @property
    def tuning(self) -> Tuning:
        """How it is judged."""
        return _TUNINGS[self.grain]

    def total(self, first: int, last: int) -> float:
        """Return the sum of the counts from one step to another, both included."""
        return float(self.counts[first : last + 1].sum())

    def trial_total(self, first: int, last: int) -> float:
        """Return the sum of the trials from one step to another; 0 for plain counts."""
        return 0.0 if self.trials is None else float(self.trials[first : last + 1].sum())

    def steps_before(self, first: int, days: int) -> int:
        """Return the place ``days`` days before a step, 0 at least."""
        return max(0, first - days * (24 if self.grain == "hour" else 1))


def series_of(
    counted: Counted,
    *,
    first: datetime,
    now: datetime,
    zone: ZoneInfo,
    silent: Sequence[Span] = (),
    channel: str = "",
    grain: Grain | None = None,
) -> Series:
    """Return what was counted from ``first`` to ``now``, hours without a post as 0.

    Args:
        silent: when sources were broken.
        channel: whose silence matters; empty for any.
        grain: whether hours or days; by default hours where there are ``BUSY`` posts a day.
    """
    begin, end = wall_hour(first, zone), wall_hour(now, zone)
    basis = counted.counts if counted.trials is None else counted.trials
    grain = grain or _grain(basis, begin, end)
    width = 1 if grain == "hour" else 24
    steps = np.arange(begin // width, end // width + 1)
    starts = tuple(_moment(int(step) * width, zone) for step in (*steps, steps[-1] + 1))
    complete = np.array(
        [
            ends <= now and not missing(silent, channel=channel, start=start, end=ends)
            for start, ends in itertools.pairwise(starts)
        ],
        dtype=np.bool_,
    )
    weekday = (steps * width // 24 + 3) % 7  # 1 January 1970 was a Thursday
    slots = np.stack([steps % 24, weekday], axis=1) if grain == "hour" else weekday[:, None]
    trials = None if counted.trials is None else _filled(counted.trials, steps, width)
    return Series(grain, starts, _filled(counted.counts, steps, width), trials, complete, slots)


def _grain(counts: Mapping[Hour, float], begin: Hour, end: Hour) -> Grain:
    since = max(begin, end - _LATELY * 24)
    lately = sum(count for hour, count in counts.items() if hour >= since)
    return "hour" if lately * 24 >= BUSY * (end - since + 1) else "day"


def _filled(counts: Mapping[Hour, float], steps: NDArray[np.int64], width: int) -> Floats:
    found = np.zeros(len(steps))
    for hour, count in counts.items():
        place = hour // width - int(steps[0])
        if 0 <= place < len(found):
            found[place] += count
    return found


def _moment(hour: Hour, zone: ZoneInfo) -> datetime:
    return (_EPOCH + timedelta(hours=hour)).replace(tzinfo=zone)
