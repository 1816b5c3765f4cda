"""Alarms that belong together."""

from dataclasses import dataclass

import numpy as np

from colonnade.measurement.detection.detector import Detection


@dataclass(frozen=True, slots=True)
class Episode:
    """A stretch of time that began with an alarm; places in the series.

    Attributes:
        first, last: the first alarm, and the last bucket above the threshold; both included.
        peak: where the score was greatest.
        score: there.
    """

    first: int
    last: int
    peak: int
    score: float


def episodes(detection: Detection, *, quiet: int) -> list[Episode]:
    """Return the episodes of a series in order.

    Args:
        quiet: an alarm this many buckets or fewer behind the last bucket above the threshold belongs to the
            episode before.
    """
    found: list[list[int]] = []
    for place in np.flatnonzero(detection.above).tolist():
        if found and place - found[-1][-1] <= quiet:
            found[-1].append(place)
        elif detection.alarm[place]:
            found.append([place])
    return [_episode(detection, places) for places in found]


def _episode(detection: Detection, places: list[int]) -> Episode:
    peak = max(places, key=lambda place: float(detection.score[place]))
    return Episode(places[0], places[-1], peak, float(detection.score[peak]))
