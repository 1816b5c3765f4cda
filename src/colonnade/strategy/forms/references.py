"""Keeps references together when a short name changes."""

from collections.abc import Iterator
from typing import Any, get_args, get_origin

from colonnade.strategy.document.editing import remove, set_value
from colonnade.strategy.document.model import Part, Strategy
from colonnade.strategy.document.problems import Path
from colonnade.strategy.document.reading import read
from colonnade.strategy.document.shape import bare
from colonnade.strategy.document.tree import plain
from colonnade.strategy.forms.wording import REFERENCES


def rename(text: str, path: Path, new: str) -> str:
    """Return ``text`` with the id at ``path`` changed, and with it every reference to it.

    Where another item has the old id too, references stay: they may mean the other.
    """
    tree = read(text, name="").tree
    data: Any = plain(tree) if tree is not None else {}
    collection = tuple(step for step in path[:-2] if isinstance(step, str))
    items = _at(data, collection) or []
    old = _at(data, path)
    changed = set_value(text, path, new)
    same = [item for item in items if isinstance(item, dict) and item.get("id") == old]
    if old in (None, "", new) or len(same) != 1:
        return changed
    for place, is_key in list(_references(Strategy, data, (), collection, old)):
        if is_key:
            hours = _at(data, place)
            changed = set_value(remove(changed, place), (*place[:-1], new), hours)
        else:
            changed = set_value(changed, place, new)
    return changed


def _at(data: Any, path: Path) -> Any:
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _references(
    part: type[Part], data: Any, path: Path, collection: tuple[str, ...], old: str
) -> Iterator[tuple[Path, bool]]:
    """Yield (path, whether the name is a key there) of each place below ``path`` that refers to ``old``."""
    for key, info in part.model_fields.items():
        held = data.get(key) if isinstance(data, dict) else None
        if held is None:
            continue
        here = (*path, key)
        if REFERENCES.get((part.__name__, key)) == collection:
            yield from _within(held, here, old)
        else:
            yield from _deeper(bare(info.annotation), held, here, collection, old)


def _within(held: Any, path: Path, old: str) -> Iterator[tuple[Path, bool]]:
    if held == old:
        yield path, False
    elif isinstance(held, list):
        yield from (((*path, index), False) for index, item in enumerate(held) if item == old)
    elif isinstance(held, dict) and old in held:
        yield (*path, old), True


def _deeper(
    kind: object, held: Any, path: Path, collection: tuple[str, ...], old: str
) -> Iterator[tuple[Path, bool]]:
    if isinstance(kind, type) and issubclass(kind, Part):
        yield from _references(kind, held, path, collection, old)
    inner = bare(get_args(kind)[0]) if get_origin(kind) is list else None
    if isinstance(inner, type) and issubclass(inner, Part) and isinstance(held, list):
        for index, item in enumerate(held):
            yield from _references(inner, item, (*path, index), collection, old)
