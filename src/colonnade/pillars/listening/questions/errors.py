"""The measured error rates of the classifier that labels posts."""

import numpy as np

from colonnade.pillars.listening.questions.quantification import CLASSES, LABELS, ErrorRates
from colonnade.pillars.listening.understanding import CONFUSION, MODEL


def error_rates() -> ErrorRates:
    """Return the error rates of the present classifier.

    They were measured on English posts, so they hold for posts recognised as English and no others.
    """
    counts = [[float(CONFUSION[truth][label]) for label in LABELS] for truth in CLASSES]
    return ErrorRates(model=MODEL, counts=np.array(counts), languages=frozenset({"en"}))
