"""Reads a plain sentence as a strategy: what was understood, what was not, what is missing."""

from colonnade.strategy.sentence.drafting import to_draft
from colonnade.strategy.sentence.findings import judge
from colonnade.strategy.sentence.model import SentenceKind, SentenceReading
from colonnade.strategy.sentence.reading import TextTooLong, understand

__all__ = ["SentenceKind", "SentenceReading", "TextTooLong", "judge", "to_draft", "understand"]
