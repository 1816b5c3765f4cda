"""What the values of a column look like."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from functools import cached_property

from colonnade.pillars.listening.importing.times import NoTime, order_of, read_time
from colonnade.pillars.listening.importing.values import ROUNDED_ID, BadValue, count_of, is_empty

_HANDLE = re.compile(r"@?\w[\w.\-]{0,63}(@[\w.\-]+)?|https?://\S+/@?[\w.\-]+/?|did:[a-z]+:[\w.:%\-]+")
_URL = re.compile(r"https?://\S+", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_COORDINATES = re.compile(r"[\[(]?\s*-?\d+(\.\d+)?\s*,\s*-?\d+(\.\d+)?\s*[\])]?")
_BARE_NUMBER = re.compile(r"[\d.,\s]+")


@dataclass(frozen=True)
class Profile:
    """A column and a sample of its values that are not empty."""

    name: str
    values: tuple[str, ...]

    @classmethod
    def of(cls, name: str, cells: Sequence[str]) -> "Profile":
        """Return the profile of sampled ``cells``."""
        return cls(name, tuple(cell.strip()[:2_000] for cell in cells if not is_empty(cell)))

    def share(self, content: str) -> float:
        """Return how well the values fit a kind of content, 0 to 1; 0 where there are none.

        Args:
            content: "prose", "time", "url", "count", "id", "handle", "name", "place", "label".
        """
        if not self.values:
            return 0.0
        return float(getattr(self, f"_{content}"))

    def _part(self, hits: int) -> float:
        return hits / len(self.values)

    @cached_property
    def _prose(self) -> float:
        """Sentences: most values have spaces; longer ones are likelier the text of a post."""
        spaced = self._part(sum(value.count(" ") >= 2 for value in self.values))
        unspaced_script = self._part(sum(len(value) >= 8 and not value.isascii() for value in self.values))
        length = sum(len(value) for value in self.values) / len(self.values)
        return (
            max(spaced, unspaced_script) * min(1.0, 0.5 + length / 160) * (1 - self._time) * (1 - self._url)
        )

    @cached_property
    def _time(self) -> float:
        order, _certain = order_of(self.values)
        hits = 0
        for value in self.values:
            try:
                read_time(value, zone=UTC, order=order)
            except NoTime:
                continue
            hits += 1
        return self._part(hits)

    @cached_property
    def _url(self) -> float:
        return self._part(sum(bool(_URL.fullmatch(value)) for value in self.values))

    @cached_property
    def _count(self) -> float:
        hits = 0
        for value in self.values:
            try:
                count_of(value)
            except BadValue:
                continue
            hits += 1
        return self._part(hits)

    @cached_property
    def _id(self) -> float:
        """Values without spaces that are no times and not a handful that repeats."""
        if self.rounded_ids:
            return 0.0
        compact = self._part(sum(" " not in value and len(value) <= 300 for value in self.values))
        # A bare number may be an id or count seconds; anything else that reads as a time is one.
        worded = tuple(value for value in self.values if not _BARE_NUMBER.fullmatch(value))
        return 0.0 if Profile(self.name, worded).share("time") else compact

    @property
    def distinct(self) -> float:
        """Share of values that differ from all before."""
        return len(set(self.values)) / len(self.values) if self.values else 0.0

    @property
    def rounded_ids(self) -> bool:
        """Whether a spreadsheet has rounded long ids."""
        return any(ROUNDED_ID.fullmatch(value) for value in self.values)

    @cached_property
    def _handle(self) -> float:
        return self._part(sum(bool(_HANDLE.fullmatch(value)) for value in self.values))

    @cached_property
    def _label(self) -> float:
        short = sum(len(value) <= 80 and bool(_LETTER.search(value)) for value in self.values)
        return self._part(short) * (1 - self._time)

    @cached_property
    def _name(self) -> float:
        """Short texts; where hardly any has a space in it they are handles rather than names."""
        return self._label * (0.5 + min(0.5, self._part(sum(" " in value for value in self.values))))

    @cached_property
    def _place(self) -> float:
        named = [value for value in self.values if not _COORDINATES.fullmatch(value)]
        return self._part(sum(len(value) <= 150 and bool(_LETTER.search(value)) for value in named))
