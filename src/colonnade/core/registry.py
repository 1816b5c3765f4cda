"""A named collection that features add to at start-up and that refuses doubles."""

from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Generic[T]):
    """Things by key, in the order of their keys.

    Args:
        kind: what is registered, for messages.
    """

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._items: dict[str, T] = {}

    def add(self, key: str, item: T) -> T:
        """Add ``item`` under ``key``. Raises ``ValueError`` where another item holds the key."""
        if key in self._items and self._items[key] is not item:
            raise ValueError(f"{self._kind} '{key}' is registered twice")
        self._items[key] = item
        return item

    def get(self, key: str) -> T:
        """Return the item under ``key``. Raises ``KeyError`` that lists what there is."""
        try:
            return self._items[key]
        except KeyError:
            known = ", ".join(sorted(self._items))
            raise KeyError(f"no {self._kind} '{key}'; there are: {known}") from None

    def __iter__(self) -> Iterator[T]:
        return iter([self._items[key] for key in sorted(self._items)])

    def __contains__(self, key: str) -> bool:
        return key in self._items

    def __len__(self) -> int:
        return len(self._items)
