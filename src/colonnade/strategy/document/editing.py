"""Changes a document as its author would: only the words that change; comments, order and quotes stay.

The text is spliced at the places that the reader's tree gives, so whatever is not touched is the same to the
byte. Every change is read back and is made only where the result says exactly what was asked for.
"""

from collections.abc import Mapping as MappingType
from copy import deepcopy

from colonnade.strategy.document.problems import Path
from colonnade.strategy.document.rendering import Value
from colonnade.strategy.document.splicing import EditRefused, Splicer, comparable, wrapped
from colonnade.strategy.document.tree import Mapping, Sequence

__all__ = ["EditRefused", "append", "remove", "set_value"]


def set_value(text: str, path: Path, value: Value) -> str:
    """Return ``text`` with ``value`` at ``path``; what is missing on the way is added.

    Lists and groups of keys are changed item by item, so that the comments between them stay. The number that
    is one past the end of its list adds an item.

    Raises:
        EditRefused: where the text cannot be read, the path does not fit it, or the part is an alias.
    """
    document = Splicer(text)
    if _same(document.value_at(path), value):
        return text
    here = document.node_at(path)
    if isinstance(here, Sequence) and isinstance(value, list) and here.items and value:
        return _set_list(text, path, document, value)
    if isinstance(here, Mapping) and isinstance(value, MappingType) and here.entries and value:
        return _set_group(text, path, document, value)
    return document.checked(document.with_value(path, value), _data_with(document.data, path, value))


def append(text: str, path: Path, value: Value) -> str:
    """Return ``text`` with ``value`` at the end of the list at ``path``; a missing list is made."""
    here = Splicer(text).value_at(path)
    return set_value(text, (*path, len(here) if isinstance(here, list) else 0), value)


def remove(text: str, path: Path) -> str:
    """Return ``text`` without the key or item at ``path``; the same text where there is none.

    Comments inside the removed part go with it; those around it stay.

    Raises:
        EditRefused: as ``set_value``.
    """
    document = Splicer(text)
    if not path or document.node_at(path) is None:
        return text
    return document.checked(document.without(path), _data_without(document.data, path))


def _set_list(text: str, path: Path, document: Splicer, values: list[Value]) -> str:
    held = document.value_at(path)
    length = len(held) if isinstance(held, list) else 0
    for index in range(length - 1, len(values) - 1, -1):
        text = remove(text, (*path, index))
    for index, value in enumerate(values):
        text = set_value(text, (*path, index), value)
    return text


def _set_group(text: str, path: Path, document: Splicer, values: MappingType[str, Value]) -> str:
    for key, value in values.items():
        text = set_value(text, (*path, key), value)
    held = document.value_at(path)
    for key in held if isinstance(held, dict) else ():
        if key not in values:
            text = remove(text, (*path, key))
    return text


def _same(held: object, value: Value) -> bool:
    return held is not None and comparable(held) == comparable(value)


def _data_with(data: object, path: Path, value: Value) -> object:
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(data, list) and isinstance(step, int):
        inner = _data_with(data[step] if step < len(data) else None, rest, value)
        return [*data[:step], inner, *data[step + 1 :]]
    if isinstance(data, dict) and isinstance(step, str):
        return {**data, step: _data_with(data.get(step), rest, value)}
    return wrapped(path, value)


def _data_without(data: object, path: Path) -> object:
    copied = deepcopy(data)
    here: object = copied
    for step in path[:-1]:
        here = here[step] if isinstance(here, (dict, list)) else None  # type: ignore[index]  # found before
    if isinstance(here, dict):
        here.pop(path[-1], None)
    elif isinstance(here, list) and isinstance(path[-1], int):
        del here[path[-1]]
    return copied
