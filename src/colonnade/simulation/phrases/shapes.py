"""The shapes of what people say."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Pieces:
    """The pieces of one topic in one language."""

    wrong: tuple[str, ...]
    well: tuple[str, ...]
    asked: tuple[str, ...]
    told: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Frames:
    """The frames of one language; ``{x}`` takes the piece, ``{y}`` within a sentence."""

    wrong: tuple[str, ...]
    well: tuple[str, ...]
    asked: tuple[str, ...]
    told: tuple[str, ...]
