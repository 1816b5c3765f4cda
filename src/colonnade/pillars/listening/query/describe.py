"""A query's meaning in words, as a tree that people can read."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from colonnade.pillars.listening.query.nodes import And, Cased, Field, Mark, Near, Node, Not, Or, Phrase
from colonnade.pillars.listening.query.terms import WILD


@dataclass(frozen=True)
class Branch:
    """A line of the tree, and the lines below it."""

    text: str
    parts: tuple["Branch", ...] = ()


def describe(node: Node) -> Branch:
    """Return what a post must be like to match."""
    if isinstance(node, And):
        return Branch(_("all of these"), tuple(map(describe, node.parts)))
    if isinstance(node, Or):
        return Branch(_("one of these"), tuple(map(describe, node.parts)))
    if isinstance(node, Not):
        excluded = node.part.parts if isinstance(node.part, Or) else (node.part,)
        return Branch(_("but none of these"), tuple(map(describe, excluded)))
    if isinstance(node, Near):
        text = _("these within %(distance)d words of each other, in any order") % {"distance": node.distance}
        return Branch(text, tuple(map(describe, node.parts)))
    return Branch(_field(node) if isinstance(node, Field) else _term(node))


def outline(branch: Branch, depth: int = 0) -> str:
    """Return the tree as lines, each part indented below what it belongs to."""
    return "\n".join(["  " * depth + branch.text, *(outline(part, depth + 1) for part in branch.parts)])


def _term(node: Phrase | Cased | Mark) -> str:
    if isinstance(node, Mark):
        text = _("the handle %(name)s") if node.sign == "@" else _("the hashtag %(name)s")
        return text % {"name": node.sign + node.name}
    words = " ".join(node.words)
    if isinstance(node, Cased):
        return _("“%(words)s” in exactly this case") % {"words": words}
    if WILD.search(words):
        return _("words such as “%(words)s”") % {"words": words}
    text = _("the word “%(words)s”") if len(node.words) == 1 else _("the phrase “%(words)s”")
    return text % {"words": words}


def _field(node: Field) -> str:
    if node.name in {"has", "is"}:
        return {
            "link": _("holds a link"),
            "media": _("holds a link to a picture or video"),
            "question": _("asks something"),
            "hashtag": _("holds a hashtag"),
            "handle": _("names an account"),
            "emoji": _("holds an emoji"),
            "reply": _("answers another post"),
            "repost": _("repeats another post"),
        }[node.value]
    text = {
        "lang": _("is written in the language “%(value)s”"),
        "author": _("is written by “%(value)s”"),
        "channel": _("is from the channel “%(value)s”"),
        "site": _("was published on the site “%(value)s”"),
        "url": _("has “%(value)s” in its address"),
        "link": _("links to an address with “%(value)s”"),
    }[node.name]
    return text % {"value": node.value}
