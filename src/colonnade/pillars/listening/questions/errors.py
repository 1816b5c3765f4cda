"""What is known of the errors of the classifiers that label posts."""

import numpy as np

from colonnade.pillars.listening.questions.quantification import CLASSES, Evidence
from colonnade.pillars.listening.understanding import TIERS, card


def error_rates() -> tuple[Evidence, ...]:
    """Return what the present classifiers thought of posts whose sentiment was known.

    They were measured on English posts, so it holds for posts recognised as English and no others.
    """
    cards = [card(tier) for tier in TIERS]
    return tuple(
        Evidence(
            model=one.identity,
            languages=frozenset({"en"}),
            posts=np.array([one.validation.cells.posts[name] for name in CLASSES], dtype=np.float64),
            chances=np.array([one.validation.cells.chances[name] for name in CLASSES], dtype=np.float64),
        )
        for one in cards
    )
