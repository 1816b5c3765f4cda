"""What every part of the document is."""

from pydantic import BaseModel, ConfigDict

from colonnade.strategy.document.vocabulary import Amount


class Part(BaseModel):
    """A part of the document: unknown keys are refused, so that a misspelt key is never lost in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Range(Part):
    """A quantity that is not known exactly: its 10, 50 and 90% points, read as a log-normal."""

    low: Amount
    """The 10% point: one time in ten it is less."""
    likely: Amount
    """The 50% point: as often more as less."""
    high: Amount
    """The 90% point: one time in ten it is more."""
