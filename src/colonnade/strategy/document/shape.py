"""Which part of the document's shape belongs at a path: for messages, for forms."""

from functools import cache
from types import UnionType
from typing import Annotated, Union, get_args, get_origin

from pydantic import BaseModel

from colonnade.strategy.document.model import Part, Strategy
from colonnade.strategy.document.problems import Path


def bare(annotation: object) -> object:
    """Return ``annotation`` without ``| None`` and without ``Annotated``."""
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation = get_args(annotation)[0]
        elif origin in (Union, UnionType):
            annotation = next(kind for kind in get_args(annotation) if kind is not type(None))
        else:
            return annotation


def annotation_at(path: Path) -> object | None:
    """Return the type that the shape has at ``path``, or None where the shape has no such place."""
    here: object = Strategy
    for step in path:
        here = bare(here)
        if isinstance(here, type) and issubclass(here, BaseModel):
            field = here.model_fields.get(str(step))
            if field is None:
                return None
            here = field.annotation
        elif get_origin(here) is list and isinstance(step, int):
            here = get_args(here)[0]
        elif get_origin(here) is dict and isinstance(step, str):
            here = get_args(here)[1]
        else:
            return None
    return here


def part_at(path: Path) -> type[Part] | None:
    """Return the part (class) that the shape has at ``path``, or None where there is a plain value."""
    here = bare(annotation_at(path))
    return here if isinstance(here, type) and issubclass(here, Part) else None


def _nested(annotation: object) -> list[type[Part]]:
    kind = bare(annotation)
    if get_origin(kind) in (list, dict):
        kind = bare(get_args(kind)[-1])
    return [kind] if isinstance(kind, type) and issubclass(kind, Part) else []


@cache
def homes_of_keys() -> dict[str, tuple[str, ...]]:
    """Return where each key of the shape belongs, such as ``{"deadline": ("objectives", "goals")}``."""
    homes: dict[str, list[str]] = {}
    waiting: list[tuple[str, type[Part]]] = [("", Strategy)]
    while waiting:
        prefix, part = waiting.pop(0)
        for key, field in part.model_fields.items():
            homes.setdefault(key, []).append(prefix or "the top level")
            waiting.extend((f"{prefix}.{key}".lstrip("."), child) for child in _nested(field.annotation))
    return {key: tuple(places) for key, places in homes.items()}
