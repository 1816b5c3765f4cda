"""What can be made from a brief, and what was: features above say so at start-up."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from colonnade.core.registry import Registry


@dataclass(frozen=True, kw_only=True)
class Made:
    """Something that was made from a brief.

    Attributes:
        brief: id of the brief.
        state: where it is in its life, in the reader's words.
    """

    brief: int
    label: str
    href: str
    state: str


@dataclass(frozen=True, kw_only=True)
class Maker:
    """A feature that makes something from briefs.

    Attributes:
        key: unique name.
        label: what its button says, such as "Write a post".
        page: name of the page that begins it; it takes the organisation, and ``brief`` as a parameter.
        made: returns what was made from briefs given by id, in a fixed number of queries.
    """

    key: str
    label: str | Promise
    icon: str
    page: str
    made: Callable[[Sequence[int]], Iterable[Made]]


MAKERS: Registry[Maker] = Registry("maker from briefs")


def made_from(briefs: Sequence[int]) -> list[Made]:
    """Return what was made from the briefs with these ids."""
    return [made for maker in MAKERS for made in maker.made(briefs)]
