"""What a query means: a frozen tree, the same however it was typed.

Words are normalised (``tokens.normalise``); ``*`` in a word stands for any letters, ``?`` for exactly one.
``conjunction``, ``disjunction`` and ``negation`` keep trees flat, so that equal meanings have equal trees.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

FieldName = Literal["lang", "author", "channel", "site", "url", "link", "has", "is"]
Sign = Literal["@", "#"]


@dataclass(frozen=True)
class Phrase:
    """Words that follow each other; a single word is a phrase of one."""

    words: tuple[str, ...]


@dataclass(frozen=True)
class Cased:
    """Words that follow each other, written in exactly this case."""

    words: tuple[str, ...]


@dataclass(frozen=True)
class Mark:
    """An ``@handle`` or ``#tag``, as such and not as a word."""

    sign: Sign
    name: str


@dataclass(frozen=True)
class Field:
    """What is said of the post, not in it: its language, author, channel, addresses, or what it holds."""

    name: FieldName
    value: str


@dataclass(frozen=True)
class Near:
    """Different words or phrases, in any order, each at most ``distance`` words from the next."""

    distance: int
    parts: tuple["Place", ...]


@dataclass(frozen=True)
class Not:
    """Whatever ``part`` does not match."""

    part: "Node"


@dataclass(frozen=True)
class And:
    """What all parts match; two or more, none of them an ``And``."""

    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Or:
    """What one of the parts matches; two or more, none of them an ``Or``."""

    parts: tuple["Node", ...]


Term: TypeAlias = Phrase | Cased | Mark
Place: TypeAlias = Term | Or  # of an Or only one whose parts are places too
Node: TypeAlias = Phrase | Cased | Mark | Field | Near | Not | And | Or


def conjunction(*parts: Node) -> Node:
    """Return what all ``parts`` match."""
    flat: list[Node] = []
    for part in parts:
        flat += part.parts if isinstance(part, And) else (part,)
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def disjunction(*parts: Node) -> Node:
    """Return what one of ``parts`` matches."""
    flat: list[Node] = []
    for part in parts:
        flat += part.parts if isinstance(part, Or) else (part,)
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def negation(part: Node) -> Node:
    """Return what ``part`` does not match."""
    return part.part if isinstance(part, Not) else Not(part)


def is_place(node: Node) -> bool:
    """Return whether ``node`` is found at places in the text, so that nearness has a meaning."""
    if isinstance(node, Or):
        return all(is_place(part) for part in node.parts)
    return isinstance(node, Phrase | Cased | Mark)


def parts_of(node: Node) -> tuple[Node, ...]:
    """Return the parts of a node; none of a leaf."""
    if isinstance(node, And | Or | Near):
        return node.parts
    return (node.part,) if isinstance(node, Not) else ()


def sought(node: Node) -> list[Term]:
    """Return the terms that a post may match by, in order; what is only excluded is left out."""
    if isinstance(node, Phrase | Cased | Mark):
        return [node]
    if isinstance(node, Not):
        return []
    return [term for part in parts_of(node) for term in sought(part)]


def ruled_out(node: Node) -> list[Term]:
    """Return the terms by which a post may fail to match, in order."""
    if isinstance(node, Not):
        return sought(node.part)
    return [term for part in parts_of(node) for term in ruled_out(part)]


def without_exclusions(node: Node) -> Node | None:
    """Return ``node`` as if nothing were excluded, or None where nothing else is left of it."""
    if isinstance(node, Not):
        return None
    if not isinstance(node, And | Or):
        return node
    kept = [part for part in map(without_exclusions, node.parts) if part is not None]
    if not kept:
        return None
    return conjunction(*kept) if isinstance(node, And) else disjunction(*kept)


def is_narrow(node: Node) -> bool:
    """Return whether a match needs something telling: a term, an author or an address.

    A language, or what a post holds, narrows nothing down by itself, and an exclusion widens.
    """
    if isinstance(node, Field):
        return node.name not in {"lang", "has", "is"}
    if isinstance(node, Not):
        return False
    if isinstance(node, And):
        return any(is_narrow(part) for part in node.parts)
    if isinstance(node, Or):
        return all(is_narrow(part) for part in node.parts)
    return True
