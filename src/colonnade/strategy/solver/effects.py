"""What a unit of work brings: log-normal beliefs, saturation, and the spread of an effect over time.

An effect is stated as its 10, 50 and 90% points and read as a log-normal V with median ``likely`` and
sigma = ln(high / low) / (2 z), z = 1.2816 (the 90% point of the standard normal). Plans maximise
expectation, so the optimiser uses the mean exp(mu + sigma^2 / 2), which lies above the median; chances and
intervals come from draws.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from colonnade.strategy.document.model import Range, Saturation

Floats = NDArray[np.float64]
Z90 = 1.2815515655446004
WIDEST = 3.0


class NotARange(ValueError):
    """The three points cannot be read as a log-normal; the message says why."""


@dataclass(frozen=True)
class LogNormal:
    """A belief about a quantity that cannot be negative: its median and the sd of its logarithm."""

    median: float
    sigma: float

    @property
    def mean(self) -> float:
        """The expectation."""
        return self.median * math.exp(self.sigma**2 / 2)

    @classmethod
    def of_range(cls, given: Range) -> "LogNormal":
        """Read three points.

        A ``low`` of 0 has no logarithm; it is read as lying as far below ``likely`` as ``high`` lies above,
        in ratio. Sigma is capped at 3 (a factor of about 50 each way), beyond which means lose their
        meaning.

        Raises:
            NotARange: the points are out of order, or ``likely`` is 0 while ``high`` is not.
        """
        if not given.low <= given.likely <= given.high:
            raise NotARange("low, likely and high must rise in that order")
        if given.high == 0:
            return cls(median=0.0, sigma=0.0)
        if given.likely == 0:
            raise NotARange("likely must be above 0 where high is; give the middle of what you expect")
        up = math.log(given.high / given.likely)
        down = math.log(given.likely / given.low) if given.low > 0 else up
        return cls(median=given.likely, sigma=min((up + down) / (2 * Z90), WIDEST))


def response(units_per_week: Floats, saturation: Saturation | None) -> Floats:
    """Return the weekly response, in units' worth of effect, at a pace of units per week.

    Hill curve ``V u^a / (k^a + u^a)`` with ``k = half_at``, ``a = shape`` and V defined as ``k`` times the
    effect per unit. So with ``shape`` 1 the first unit brings the stated effect per unit and the height of
    the curve is ``k`` units' worth, reached by half at ``k`` units a week; with ``shape`` above 1 (an
    S-curve) the height is the same and small efforts bring less. Without saturation the response is the
    pace itself. Multiply by the effect per unit.
    """
    if saturation is None:
        return units_per_week.astype(np.float64)
    ratio = (units_per_week / saturation.half_at) ** saturation.shape
    hill: Floats = saturation.half_at * ratio / (1.0 + ratio)
    return hill


def carry(carry_over: float, block_weeks: tuple[int, ...]) -> Floats:
    """Return A, blocks x blocks: ``A @ weekly response by block`` is the effect that falls into each block.

    A unit's whole effect is spread over the weeks from its own on with weights ``(1 - c) c^n`` (geometric
    adstock, Broadbent 1979): carry-over moves effect later, it adds none, and what would fall after the
    horizon is not counted.
    """
    weeks = sum(block_weeks)
    age = np.subtract.outer(np.arange(weeks), np.arange(weeks))
    kernel = np.where(age >= 0, (1 - carry_over) * carry_over ** np.maximum(age, 0), 0.0)
    member = membership(block_weeks)
    spread: Floats = member.T @ kernel @ member
    return spread


def delay(lag_weeks: int, block_weeks: tuple[int, ...]) -> Floats:
    """Return D, blocks x blocks: ``D @ sent by block`` is what arrives in each block after the lag."""
    weeks = sum(block_weeks)
    member = membership(block_weeks)
    shifted: Floats = member.T @ np.eye(weeks, k=-lag_weeks) @ (member / np.array(block_weeks))
    return shifted


def membership(block_weeks: tuple[int, ...]) -> Floats:
    """Return weeks x blocks, 1 where the week lies in the block."""
    return np.repeat(np.eye(len(block_weeks)), block_weeks, axis=0)
