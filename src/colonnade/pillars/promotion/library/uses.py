"""What uses an item: whoever puts media into posts or pages says so here."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from colonnade.core.registry import Registry


@dataclass(frozen=True, kw_only=True)
class Use:
    """Something that shows an item.

    Attributes:
        item: id of the item.
        label: what it is, in the reader's words.
        href: its page.
        public: whether it is or was to be seen by people outside: then the item cannot be deleted.
    """

    item: int
    label: str
    href: str
    public: bool


UsesOf = Callable[[Sequence[int]], Iterable[Use]]
"""Returns the uses of items given by id, in a fixed number of queries."""

USES: Registry[UsesOf] = Registry("user of media")


def uses_of(items: Sequence[int]) -> list[Use]:
    """Return what uses the items with these ids."""
    return [use for source in USES for use in source(items)]
