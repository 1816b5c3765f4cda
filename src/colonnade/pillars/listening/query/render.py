"""A query's meaning as text: the one canonical way to write it. ``parse`` gives the same meaning back."""

import re

from colonnade.pillars.listening.query.nodes import And, Cased, Field, Mark, Near, Node, Not, Or, Phrase
from colonnade.pillars.listening.query.tokens import LETTERS

_BARE = re.compile(f"[{LETTERS}][{LETTERS}*?]*")
_OPERATORS = {"and", "or", "not", "near"}
_BARE_VALUE = re.compile(r"[^\s(){}\"\u201c\u201d\u201e\u00ab\u00bb]+")


def render(node: Node) -> str:
    """Return ``node`` as canonical text."""
    if isinstance(node, Or):
        return " OR ".join(_within(part, And) for part in node.parts)
    if isinstance(node, And):
        return _all(node)
    if isinstance(node, Not):
        return f"NOT {_within(node.part, And, Or)}"
    if isinstance(node, Near):
        return f" NEAR/{node.distance} ".join(_within(part, Or) for part in node.parts)
    return _leaf(node)


def _all(node: And) -> str:
    """Return the parts joined by AND; an exclusion behind another part needs no AND of its own."""
    text = _within(node.parts[0], Or)
    for part in node.parts[1:]:
        joint = " " if isinstance(part, Not) else " AND "
        text += joint + _within(part, Or)
    return text


def _within(node: Node, *loose: type[Node]) -> str:
    """Return a part, in parentheses where its own operator binds more loosely than the one around it."""
    text = render(node)
    return f"({text})" if isinstance(node, loose) else text


def _leaf(node: Phrase | Cased | Mark | Field) -> str:
    if isinstance(node, Cased):
        return f"{{{' '.join(node.words)}}}"
    if isinstance(node, Mark):
        return f"{node.sign}{node.name}"
    if isinstance(node, Field):
        bare = _BARE_VALUE.fullmatch(node.value)
        return f"{node.name}:{node.value}" if bare else f'{node.name}:"{node.value}"'
    word = node.words[0]
    if len(node.words) == 1 and _BARE.fullmatch(word) and word not in _OPERATORS:
        return word
    return f'"{" ".join(node.words)}"'
