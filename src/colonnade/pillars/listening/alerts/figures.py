"""The figures that an alert keeps: numbers only, never a post or a person."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

Grain = Literal["hour", "day"]


class Share(BaseModel):
    """A share between 0 and 1 with its 95 % interval, and of how many posts it is."""

    model_config = ConfigDict(frozen=True)

    value: float
    low: float
    high: float
    n: int


class Figures(BaseModel):
    """What stood out, and how much.

    Attributes:
        grain: whether hours or days were compared.
        peak_at: beginning of the hour or day that stands out most.
        peak: its count: posts, or of a share the posts that count.
        peak_trials: of a share, the posts it is of; else None.
        expected, low, high: what is usual for the peak, as a count; 95 of 100 lie from ``low`` to ``high``.
            None where nothing is expected (a person speaks, or does not).
        total: count from the beginning to the end.
        score: how far above usual the peak is, in standard deviations on two scales added up.
        share, before: the share from the beginning to the end, and in the four weeks before; None for counts.
    """

    model_config = ConfigDict(frozen=True)

    grain: Grain
    peak_at: datetime
    peak: float
    peak_trials: float | None = None
    expected: float | None = None
    low: float | None = None
    high: float | None = None
    total: float
    score: float = 0.0
    share: Share | None = None
    before: Share | None = None
