"""What the warehouse can rule out of a search before the matcher looks at posts one by one.

A query becomes a condition that every post it matches fulfils; some posts fulfil it and do not match. Words
become one regular expression, so that the text is read once; what cannot be said so narrows nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TypeAlias

import ibis.expr.types as ir

from colonnade.pillars.listening.explorer.characters import unlike_class
from colonnade.pillars.listening.query.nodes import And, Cased, Field, Mark, Near, Node, Or, Phrase
from colonnade.pillars.listening.query.terms import WILD
from colonnade.pillars.listening.query.tokens import normalise

_GAP = "[^0-9a-z_]*"
"""What may stand between two neighbouring words in a text: anything that is no letter of either."""
_RUN = re.compile(r"[0-9a-z_]+")


@dataclass(frozen=True)
class _Said:
    """The text holds one of these patterns (RE2), or a character that is unlike its normalised form."""

    patterns: tuple[str, ...]


_Condition: TypeAlias = _Said | ir.BooleanValue


def narrowed(mentions: ir.Table, node: Node) -> ir.BooleanValue | None:
    """Return a condition on ``mentions`` that holds for every post which ``node`` matches.

    None where the query says nothing that the warehouse could look for.
    """
    found = _condition(mentions, node)
    return None if found is None else _spoken(mentions, found)


def _condition(mentions: ir.Table, node: Node) -> _Condition | None:
    if isinstance(node, And | Near):
        parts = [_condition(mentions, part) for part in node.parts]
        told = [_spoken(mentions, part) for part in parts if part is not None]
        return reduce(lambda one, other: one & other, told) if told else None
    if isinstance(node, Or):
        return _one_of(mentions, [_condition(mentions, part) for part in node.parts])
    if isinstance(node, Phrase):
        return _Said((_phrase(node.words),))
    if isinstance(node, Cased):
        return _Said((_phrase([normalise(word) for word in node.words]),))
    if isinstance(node, Mark):
        return _Said((_word(node.name),))
    return _field(mentions, node) if isinstance(node, Field) else None


def _one_of(mentions: ir.Table, parts: Sequence[_Condition | None]) -> _Condition | None:
    """Return that one of ``parts`` holds; whatever is looked for in the text becomes one expression."""
    spoken = [part for part in parts if isinstance(part, _Said)]
    others = [part for part in parts if isinstance(part, ir.BooleanValue)]
    if len(spoken) + len(others) < len(parts):
        return None
    together = _Said(tuple(dict.fromkeys(pattern for part in spoken for pattern in part.patterns)))
    if not others:
        return together
    if spoken:
        others.append(_spoken(mentions, together))
    return reduce(lambda one, other: one | other, others)


def _spoken(mentions: ir.Table, condition: _Condition) -> ir.BooleanValue:
    if isinstance(condition, _Said):
        return _holds(mentions.text, condition.patterns)
    return condition


def _holds(text: ir.StringValue, patterns: Sequence[str]) -> ir.BooleanValue:
    # The class stands outside of (?i), in which the Kelvin sign in it would mean every k.
    return text.re_search(f"(?is:{'|'.join(patterns)})|[{unlike_class()}]")


def _phrase(words: Sequence[str]) -> str:
    return _GAP.join(map(_word, words))


def _word(word: str) -> str:
    """Return what stands for a word or name; a star for any letters, so also for any other characters."""
    parts = WILD.split(word)
    signs = [".*" if sign == "*" else "." for sign in WILD.findall(word)]
    spelt = "".join(re.escape(part) + sign for part, sign in zip(parts, [*signs, ""], strict=True))
    return spelt.removesuffix(".*")


def _field(mentions: ir.Table, field: Field) -> ir.BooleanValue | None:
    if field.name == "has":
        return _kind_of_text(mentions, field.value)
    if field.name == "is":
        return _kind_of_post(mentions, field.value)
    if field.name == "lang":
        language = mentions.language.fill_null("")
        return language.isin(["", "und"]) if field.value == "und" else language == field.value
    columns = {
        "author": (mentions.author_handle, mentions.author_id),
        "channel": (mentions.channel,),
        "site": (mentions.url, mentions.channel),
        "url": (mentions.url,),
        "link": (mentions.text,),
    }[field.name]
    run = max(_RUN.findall(field.value), key=len, default="")
    if not run:
        return None
    held = [_holds(column.fill_null(""), (re.escape(run),)) for column in columns]
    return reduce(lambda one, other: one | other, held)


def _kind_of_text(mentions: ir.Table, what: str) -> ir.BooleanValue | None:
    pattern = {
        "link": r"(?i)https?://|www\.",
        "question": "[?\uff1f\u061f]",
        "hashtag": "[#\uff03\ufe5f]",
        "handle": "[@\uff20\ufe6b]",
    }.get(what)
    return None if pattern is None else mentions.text.re_search(pattern)


def _kind_of_post(mentions: ir.Table, kind: str) -> ir.BooleanValue:
    if kind == "reply":
        return mentions.in_reply_to.fill_null("") != ""
    return mentions.text.re_search(r"(?:RT|MT) @")
