"""Writes: posts are begun, written, handed in, removed."""

from colonnade.pillars.promotion.composer.operations.handing import hand_in, reasons_against
from colonnade.pillars.promotion.composer.operations.refusals import ChangedMeanwhile, NotReady, StillOut
from colonnade.pillars.promotion.composer.operations.writing import (
    Words,
    Written,
    begin,
    keep_card,
    remove,
    save,
)

__all__ = [
    "ChangedMeanwhile",
    "NotReady",
    "StillOut",
    "Words",
    "Written",
    "begin",
    "hand_in",
    "keep_card",
    "reasons_against",
    "remove",
    "save",
]
