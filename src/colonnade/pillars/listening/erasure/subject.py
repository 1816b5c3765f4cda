"""Who or what is to be forgotten, and how it is recognised in a cell, a text or a JSON value."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

LONG = 20  # characters from which a post's text is looked for inside other texts
MOST_SOUGHT = 2_000  # texts that are looked for inside others; of more, whole cells are compared


@dataclass(frozen=True, kw_only=True)
class Subject:
    """The authors and posts that are to be forgotten in one organisation.

    Attributes:
        authors: ids such as "x:alice".
        mentions: ids of posts, the authors' own included.
        names: names, links and external ids that stand for them where a cell holds nothing else, casefolded.
        texts: what the posts say.
    """

    organization_id: int
    authors: frozenset[str] = frozenset()
    mentions: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    texts: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def handles(self) -> frozenset[str]:
        """The authors' names on their channels, casefolded, without "@"."""
        return frozenset(author.partition(":")[2] for author in self.authors)

    def named_in(self, value: object) -> bool:
        """Return whether a JSON value names the subject anywhere, keys included."""
        if isinstance(value, str):
            return self._named_in_text(value)
        if isinstance(value, Mapping):
            return any(self.named_in(part) for pair in value.items() for part in pair)
        if isinstance(value, Sequence | set):
            return any(self.named_in(part) for part in value)
        return False

    def _named_in_text(self, text: str) -> bool:
        bare = text.strip()
        if not bare:
            return False
        return (
            bare.casefold() in self.names
            or bare in self.texts
            or bool(self._pattern and self._pattern.search(text))
        )

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        whole = [re.escape(key) for key in sorted(self.authors | self.mentions)]
        handles = [re.escape(handle) for handle in sorted(self.handles) if handle]
        texts = [re.escape(text) for text in sorted(self.texts)[:MOST_SOUGHT] if len(text) >= LONG]
        parts = [rf"(?<!\w)(?:{'|'.join(whole)})(?!\w)"] if whole else []
        if handles:
            # A handle is one behind "@" or in an address, or where it stands alone; as a mere word of a
            # text it may mean anything.
            one = "|".join(handles)
            parts.append(rf"[@/](?:{one})(?!\w|[.-]\w)|^\s*(?:{one})\s*$")
        return re.compile("|".join([*parts, *texts]), re.IGNORECASE) if parts or texts else None
