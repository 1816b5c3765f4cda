"""The detector: one count after the other, against what its own past leads one to expect."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isnan, log1p, nan, prod, sqrt

import numpy as np
from numpy.typing import NDArray

from colonnade.measurement.detection.tuning import OF_SHARES, THRESHOLDS, Sensitivity, Tuning

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

LEAST_EXCESS = 5.0
"""A count fewer than this above what is expected is no news, however rare."""
USUAL = 1.959964
"""Standard deviations on each side of the usual range: 95 of 100 buckets lie within."""

_SEASON_TRUST = 5.0  # counts that the belief "no season" is worth in each slot
_SEASON_DAYS = 2  # times each slot must have come before a season is believed at all
_CLIP = 3.0  # deviations beyond which a count is not believed to be usual, and learned as this much


@dataclass(frozen=True, slots=True)
class Reading:
    """What one bucket's count is worth.

    Attributes:
        expected: count that the past leads one to expect; NaN before there is enough history.
        low, high: usual range, in which 95 of 100 counts are expected; NaN as ``expected``.
        score: sum of the two scores, in standard deviations; 0 before there is enough history.
        above: whether the score reaches the threshold and the excess is worth telling.
        alarm: whether it is ``above`` and a record.
    """

    expected: float
    low: float
    high: float
    score: float
    above: bool
    alarm: bool


_NOTHING = Reading(nan, nan, nan, 0.0, above=False, alarm=False)


@dataclass(frozen=True, slots=True)
class _Learned:
    """A past bucket as it is remembered; ``deviation`` and ``ratio`` are 0 and not ``judged`` at first."""

    count: float
    exposure: float
    slots: tuple[int, ...]
    deviation: float
    ratio: float
    judged: bool


class Detector:
    """Reads a stream of counts; keeps a rolling window and nothing else.

    The score follows the winning habit of the Numenta Anomaly Benchmark (Lavin & Ahmad 2015) for posts per
    time: the deviation of the count plus that of its logarithm, each in standard deviations of a rolling
    window, and only where the sum is a record of the day. The raw scale finds bursts on busy series, the
    logarithm those on quiet ones. Expected counts are a quasi-Poisson rate (McCullagh & Nelder 1989) times
    the exposure and a factor per season, shrunk to 1 where counts are few (gamma prior). No spread is
    believed to be smaller than that of a Poisson count, so constant and sparse series stay calm. A burst is
    learned clipped, so that it does not hide the next one. Costs the same for every bucket.

    Args:
        tuning: lengths of the window and the seasons.
        sensitivity: which threshold holds.
        trials: counts are successes among ``exposure`` trials (a share), not events over time.
    """

    def __init__(self, *, tuning: Tuning, sensitivity: Sensitivity, trials: bool = False) -> None:
        self._tuning, self._trials = tuning, trials
        self._threshold = THRESHOLDS[sensitivity] * (OF_SHARES if trials else 1.0)
        self._window: deque[_Learned | None] = deque()
        self._known = self._judged = 0
        self._count = self._exposure = self._deviations = self._ratios = 0.0
        self._by_slot = [([0.0] * slots, [0.0] * slots, [0] * slots) for slots in tuning.seasons]
        self._scores: deque[float] = deque(maxlen=tuning.record)

    def step(
        self,
        count: float,
        *,
        slots: Sequence[int] = (),
        exposure: float = 1.0,
        complete: bool = True,
    ) -> Reading:
        """Judge the next bucket by those before it, then learn from it.

        Args:
            count: at least 0; NaN for a gap, of which nothing is known.
            slots: position in each of ``tuning.seasons``.
            exposure: what the count is in proportion to; at least 0.
            complete: False where posts may be missing (a broken source, an hour that is not over): the
                count is judged as far as it goes and nothing is learned from it.

        Raises:
            ValueError: for a negative or infinite count or exposure, or slots that fit no season.
        """
        self._check(count, exposure, slots)
        if isnan(count) or exposure == 0:
            self._remember(None)
            self._scores.append(0.0)
            return _NOTHING
        place = tuple(slots)
        if self._known == 0 or self._exposure <= 0:
            self._remember(_Learned(count, exposure, place, 0.0, 0.0, judged=False) if complete else None)
            self._scores.append(0.0)
            return _NOTHING
        rate = self._count / self._exposure
        expected = rate * exposure * self._season(rate, place)
        scale = sqrt(max(expected * (max(1 - rate, 0.05) if self._trials else 1.0), 1.0))
        deviation, ratio = (count - expected) / scale, log1p(count) - log1p(expected)
        spread, log_spread = self._spreads(scale, expected)
        reading = self._read(count, expected, scale * spread, deviation / spread + ratio / log_spread)
        learned = None
        if complete:
            # At first the usual is not known, so nothing is unusual enough to be clipped.
            clip = _CLIP if self._known >= self._tuning.least else inf
            learned = _Learned(
                min(count, expected + clip * spread * scale),
                exposure,
                place,
                min(deviation, clip * spread),
                min(ratio, clip * log_spread),
                judged=2 * self._known >= self._tuning.least,
            )
        self._scores.append(reading.score)
        self._remember(learned)
        return reading

    def _read(self, count: float, expected: float, deviation: float, score: float) -> Reading:
        if self._known < self._tuning.least:
            return _NOTHING
        above = score >= self._threshold and count - expected >= LEAST_EXCESS
        record = score > max(self._scores, default=0.0)
        return Reading(
            expected,
            max(0.0, expected - USUAL * deviation),
            expected + USUAL * deviation,
            score,
            above=above,
            alarm=above and record,
        )

    def _spreads(self, scale: float, expected: float) -> tuple[float, float]:
        """Return the spread of scaled deviations and of log ratios, not below those of chance alone."""
        judged = max(self._judged, 1)
        chance = scale / (1 + max(expected, 1.0))  # of log1p, by the delta method
        return (
            max(1.0, sqrt(max(self._deviations, 0.0) / judged)),
            max(chance, sqrt(max(self._ratios, 0.0) / judged)),
        )

    def _season(self, rate: float, slots: tuple[int, ...]) -> float:
        """Return by how much these slots are usually busier than others."""
        return prod(
            (counts[slot] + _SEASON_TRUST) / (rate * exposures[slot] + _SEASON_TRUST)
            for (counts, exposures, seen), slot in zip(self._by_slot, slots, strict=False)
            if seen[slot] >= _SEASON_DAYS
        )

    def _remember(self, item: _Learned | None) -> None:
        self._window.append(item)
        if item is not None:
            self._tally(item, 1)
        if len(self._window) > self._tuning.window:
            oldest = self._window.popleft()
            if oldest is not None:
                self._tally(oldest, -1)

    def _tally(self, item: _Learned, sign: int) -> None:
        self._known += sign
        self._count += sign * item.count
        self._exposure += sign * item.exposure
        if item.judged:
            self._judged += sign
            self._deviations += sign * item.deviation**2
            self._ratios += sign * item.ratio**2
        for (counts, exposures, seen), slot in zip(self._by_slot, item.slots, strict=False):
            counts[slot] += sign * item.count
            exposures[slot] += sign * item.exposure
            seen[slot] += sign

    def _check(self, count: float, exposure: float, slots: Sequence[int]) -> None:
        if count < 0 or exposure < 0 or count == inf or not exposure < inf:
            raise ValueError(f"no count of {count} with an exposure of {exposure}")
        seasons = self._tuning.seasons
        if slots and (
            len(slots) != len(seasons)
            or any(not 0 <= slot < length for slot, length in zip(slots, seasons, strict=True))
        ):
            raise ValueError(f"slots {tuple(slots)} fit no seasons of {seasons}")


@dataclass(frozen=True, kw_only=True)
class Detection:
    """The readings of a whole series, one figure per bucket, shape (n,); see ``Reading``."""

    expected: Floats
    low: Floats
    high: Floats
    score: Floats
    above: Flags
    alarm: Flags

    @property
    def enough(self) -> bool:
        """Whether any bucket had enough history."""
        return bool(np.isfinite(self.expected).any())


def detect(
    counts: Floats,
    *,
    tuning: Tuning,
    sensitivity: Sensitivity,
    slots: NDArray[np.int64] | None = None,
    exposure: Floats | None = None,
    complete: Flags | None = None,
    trials: bool = False,
) -> Detection:
    """Run a ``Detector`` over a whole series; each reading is that of the stream.

    Args:
        counts: shape (n,), oldest first; NaN for gaps.
        slots: shape (n, seasons); None for no season.
        exposure, complete: shape (n,); None for 1 and True throughout.
        trials: as of ``Detector``.

    Raises:
        ValueError: as ``Detector.step``, or where lengths differ.
    """
    size = len(counts)
    places = [()] * size if slots is None else slots.tolist()
    exposures = [1.0] * size if exposure is None else exposure.tolist()
    whole = [True] * size if complete is None else complete.tolist()
    detector = Detector(tuning=tuning, sensitivity=sensitivity, trials=trials)
    readings = [
        detector.step(count, slots=place, exposure=weight, complete=known)
        for count, place, weight, known in zip(counts.tolist(), places, exposures, whole, strict=True)
    ]
    return Detection(
        expected=np.array([one.expected for one in readings], dtype=np.float64),
        low=np.array([one.low for one in readings], dtype=np.float64),
        high=np.array([one.high for one in readings], dtype=np.float64),
        score=np.array([one.score for one in readings], dtype=np.float64),
        above=np.array([one.above for one in readings], dtype=np.bool_),
        alarm=np.array([one.alarm for one in readings], dtype=np.bool_),
    )
