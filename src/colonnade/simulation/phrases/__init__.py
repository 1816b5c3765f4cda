"""What people say, as pieces: for each topic what goes wrong, what goes well, what is asked, what is told.

A post is a frame with a piece in it (``FRAMES``). ``{b}`` is a brand, ``{m}`` one of its machines,
``{h}`` hours on the meter, ``{n}`` a small number, ``{p}`` a place.
"""

from colonnade.simulation.phrases.english import EN, EN_FRAMES
from colonnade.simulation.phrases.german import DE, DE_FRAMES
from colonnade.simulation.phrases.shapes import Frames, Pieces
from colonnade.simulation.phrases.spanish import ES, ES_FRAMES

FRAMES: dict[str, Frames] = {"en": EN_FRAMES, "de": DE_FRAMES, "es": ES_FRAMES}
PIECES: dict[str, dict[str, Pieces]] = {"en": EN, "de": DE, "es": ES}

LIGHT = ("{b} {m}: {x}", "{x} ({b} {m})", "{m}: {x}", "{b}: {x}")
"""Frames without words of their own, for most posts: what is said is then all about the topic."""

__all__ = ["FRAMES", "LIGHT", "PIECES", "Frames", "Pieces"]
