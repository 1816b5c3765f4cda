"""Detection of what is far above usual in counts over time."""

from colonnade.measurement.detection.detector import Detection, Detector, Reading, detect
from colonnade.measurement.detection.episodes import Episode, episodes
from colonnade.measurement.detection.tuning import BY_DAY, BY_HOUR, Sensitivity, Tuning

__all__ = [
    "BY_DAY",
    "BY_HOUR",
    "Detection",
    "Detector",
    "Episode",
    "Reading",
    "Sensitivity",
    "Tuning",
    "detect",
    "episodes",
]
