"""What is filled in, as a change of the text."""

import json
import math
import re
from typing import Any, cast, get_args, get_origin

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from colonnade.strategy.document.editing import append, remove, set_value
from colonnade.strategy.document.model import Part
from colonnade.strategy.document.problems import Path
from colonnade.strategy.document.reading import read
from colonnade.strategy.document.rendering import Value
from colonnade.strategy.document.shape import annotation_at, bare, part_at
from colonnade.strategy.document.source import MAX_BYTES
from colonnade.strategy.document.tree import plain
from colonnade.strategy.forms.references import rename
from colonnade.strategy.forms.wording import REFERENCES

_NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?")


class PathField(forms.Field):
    """A place in the document, as JSON: ``["goals", 0, "target"]``."""

    def to_python(self, value: str | None) -> Path:
        """Return the path. Raises ``ValidationError`` for anything that is no place of the shape."""
        try:
            steps = json.loads(value or "")
        except ValueError:
            raise ValidationError("not a path") from None
        fits = isinstance(steps, list) and steps and all(type(step) in (str, int) for step in steps)
        if not fits or annotation_at(tuple(steps)) is None:
            raise ValidationError("not a path")
        return tuple(steps)


class EditForm(forms.Form):
    """One change: a place and what was filled in, or an item to add or to remove."""

    text = forms.CharField(required=False, strip=False, max_length=MAX_BYTES)
    action = forms.ChoiceField(choices=[(action, action) for action in ("set", "add", "remove")])
    path = PathField()


def apply(text: str, *, action: str, path: Path, values: list[str]) -> str:
    """Return ``text`` with one change from the form made.

    Args:
        action: ``set`` the value at ``path``, ``add`` an item to the list there, ``remove`` what is there.
        values: what was filled in; empty clears the value.

    Raises:
        EditRefused: where the text cannot take the change.
        ValidationError: where what was filled in cannot stand there, with a message for the reader.
    """
    if action == "remove":
        return _cleared(text, path)
    if action == "add":
        return append(text, path, _new_item(text, path))
    value = _value(path, values)
    if value is None:
        return _cleared(text, path)
    if path[-1] == "id" and isinstance(value, str):
        return rename(text, path, value)
    return set_value(text, path, value)


def _cleared(text: str, path: Path) -> str:
    """Return ``text`` without ``path``, and without groups that would be left empty (items stay)."""
    changed = remove(text, path)
    while len(path) > 1 and isinstance(path[-1], str) and isinstance(path[-2], str):
        path = path[:-1]
        if _at(changed, path) not in ({}, None):
            break
        changed = remove(changed, path)
    return changed


def _at(text: str, path: Path) -> Any:
    tree = read(text, name="").tree
    here: Any = plain(tree) if tree is not None else {}
    for step in path:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            return None
    return here


def _value(path: Path, values: list[str]) -> Value | None:
    kind = bare(annotation_at(path))
    if get_origin(kind) is list:
        lines = [line.strip() for value in values for line in value.splitlines()]
        return cast("list[Value]", [line for line in lines if line]) or None
    if get_origin(kind) is dict:
        return _pairs(values) or None
    word = (values[-1] if values else "").strip()
    if kind is bool:
        return True if word == "true" else None
    if not word:
        return None
    if kind in (int, float):
        return _number(word, whole=kind is int)
    return word.replace("\r\n", "\n")


def _number(word: str, *, whole: bool) -> int | float:
    if not _NUMBER.fullmatch(word):
        raise ValidationError(_("“%(word)s” is not a number; nothing was changed.") % {"word": word[:40]})
    number = float(word.replace(",", "."))
    if not math.isfinite(number):
        raise ValidationError(_("The number is too large; nothing was changed."))
    return int(number) if number.is_integer() and (whole or abs(number) < 1e15) else number


def _pairs(values: list[str]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for line in (line for value in values for line in value.splitlines() if line.strip()):
        key, colon, word = line.partition(":")
        if not colon:
            raise ValidationError(_("Write each line as “key: number”; nothing was changed."))
        found[key.strip()] = _number(word.strip(), whole=False)
    return found


def _new_item(text: str, path: Path) -> Value:
    part = (
        bare(get_args(bare(annotation_at(path)))[0])
        if get_origin(bare(annotation_at(path))) is list
        else None
    )
    if not (isinstance(part, type) and issubclass(part, Part)):
        raise ValidationError("not a list of groups")
    if "id" in part.model_fields:
        return {"id": _free_id(text, path)}
    item: dict[str, Value] = {}
    for key, info in part.model_fields.items():
        reference = REFERENCES.get((part.__name__, key))
        if reference is not None and info.is_required():
            known = [entry.get("id") for entry in _at(text, reference) or [] if isinstance(entry, dict)]
            item[key] = str(known[0]) if known else "goal"
        elif info.is_required() and part_at((*path, 0, key)) is None:
            item[key] = ""
    return item


def _free_id(text: str, path: Path) -> str:
    held = _at(text, path)
    taken = {item.get("id") for item in held if isinstance(item, dict)} if isinstance(held, list) else set()
    stem = str(path[-1]).removesuffix("s").replace("_", "-")
    number = len(taken) + 1
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"
