"""Language, sentiment and intents of posts, with calibrated chances."""

from colonnade.pillars.listening.understanding.card import TIERS, UNSURE, Card, Tier, card
from colonnade.pillars.listening.understanding.reading import (
    CONFUSION,
    MODEL,
    Understood,
    understand,
)

__all__ = ["CONFUSION", "MODEL", "TIERS", "UNSURE", "Card", "Tier", "Understood", "card", "understand"]
