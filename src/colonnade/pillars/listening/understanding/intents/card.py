"""What was measured of the intents: the card that is shipped beside their phrases and weights."""

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from colonnade.pillars.listening.understanding.intents.names import Intent

FOLDER = Path(__file__).parent


class Check(BaseModel):
    """How one intent was told in one set of posts; shares lie in 0..1.

    Attributes:
        posts: how many there are.
        truth: what counted as having the intent.
        flagged: share that was found to have it.
        precision: share of the flagged that has it; None where that is not known.
        recall: share of those having it that was flagged; None where that is not known.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    intent: Intent
    data: str
    posts: int
    truth: str
    flagged: float
    precision: float | None = None
    recall: float | None = None


class IntentCard(BaseModel):
    """All checks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    checks: tuple[Check, ...]


@cache
def intent_card() -> IntentCard:
    """Return the shipped intents' card."""
    return IntentCard.model_validate_json((FOLDER / "card.json").read_bytes())
