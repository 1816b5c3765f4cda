"""Language and sentiment of posts, with calibrated chances."""

from colonnade.pillars.listening.understanding.card import UNSURE, Card, card
from colonnade.pillars.listening.understanding.reading import (
    CONFUSION,
    MODEL,
    Understood,
    understand,
)

__all__ = ["CONFUSION", "MODEL", "UNSURE", "Card", "Understood", "card", "understand"]
