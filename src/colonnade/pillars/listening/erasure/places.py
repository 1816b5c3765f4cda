"""Where posts, and what was made of them, are kept: each place says how it counts and forgets a subject."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.module_loading import import_string

from colonnade.core.registry import Registry
from colonnade.pillars.listening.erasure.subject import Subject


class StillInUse(Exception):
    """A place cannot forget now, because something works with it; the message says what to wait for."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place where something of a person or a post may lie.

    Attributes:
        key: its name in receipts.
        label: the same in words, in the present language.
        count: how many things of the subject lie there now.
        forget: removes them; done twice it changes nothing more. May raise ``StillInUse``.
        at_once: whether people read it, and it forgets fast: then it does so as soon as a network says that
            a post is deleted, and not only when the erasure is carried out.
    """

    key: str
    label: str | Promise
    count: Callable[[Subject], int]
    forget: Callable[[Subject], None]
    at_once: bool = False


KEEPERS: Registry[str] = Registry("place that keeps posts")
"""Dotted names of tuples of places: whoever keeps a copy of a post, or names its author, registers here."""


def places() -> Iterator[Place]:
    """Yield every place."""
    for name in KEEPERS:
        yield from import_string(name)
