"""What is known of the errors of the classifier that labels posts."""

import numpy as np

from colonnade.pillars.listening.questions.quantification import CLASSES, Evidence
from colonnade.pillars.listening.understanding import card


def error_rates() -> tuple[Evidence, ...]:
    """Return what the present classifier thought of posts whose sentiment was known.

    It was measured on English posts, so it holds for posts recognised as English and no others.
    """
    cells = card().validation.cells
    return (
        Evidence(
            model=card().identity,
            languages=frozenset({"en"}),
            posts=np.array([cells.posts[name] for name in CLASSES], dtype=np.float64),
            chances=np.array([cells.chances[name] for name in CLASSES], dtype=np.float64),
        ),
    )
