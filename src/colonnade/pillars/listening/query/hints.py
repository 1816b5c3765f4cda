"""What in a query may not be meant as it was written. A hint refuses nothing."""

import re
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise

from django.utils.translation import gettext as _

from colonnade.pillars.listening.query.lexer import STARTS, Kind, Lexeme
from colonnade.pillars.listening.query.problems import Remark, remark_at

_NEAR = re.compile(r"near/\d+", re.IGNORECASE)
_SEARCHED = re.compile(r"[^\w\s'\u2019*?,.;:!&/@#\-]")
_OPERATORS = frozenset({"AND", "OR", "NOT"})
_ENDS = frozenset({Kind.CLOSE, Kind.WORD, Kind.PHRASE, Kind.CASED, Kind.MARK})


def hints_for(source: str, lexemes: Sequence[Lexeme]) -> tuple[Remark, ...]:
    """Return hints about a query that has a meaning, in the order of its text."""
    return tuple(sorted(_found(source, lexemes), key=lambda hint: (hint.start, hint.end)))


def _found(source: str, lexemes: Sequence[Lexeme]) -> Iterator[Remark]:
    values = {after.start for lexeme, after in pairwise(lexemes) if lexeme.kind is Kind.FIELD}
    looked_for = [lexeme for lexeme in lexemes if lexeme.kind is Kind.WORD and lexeme.start not in values]
    excluded = {after.start for lexeme, after in pairwise(lexemes) if lexeme.kind is Kind.NOT}
    plain: set[int] = set()
    for lexeme in looked_for:
        hints = list(_about_word(source, lexeme))
        yield from hints
        if not hints:
            plain.add(lexeme.start)
    yield from _side_by_side(source, lexemes, plain - excluded)
    yield from _mixed(source, lexemes)


def _about_word(source: str, lexeme: Lexeme) -> Iterator[Remark]:
    def hint(message: str, mend: str) -> Remark:
        return remark_at(source, lexeme.start, lexeme.end, message, mend)

    text = lexeme.text
    if text.upper() in _OPERATORS:
        operator = text.upper()
        yield hint(
            _('"%(word)s" in small letters is read as a word.') % {"word": text},
            _("Did you mean %(operator)s?") % {"operator": operator},
        )
    elif _NEAR.fullmatch(text):
        yield hint(
            _('"%(word)s" in small letters is read as words.') % {"word": text},
            _("Did you mean %(operator)s?") % {"operator": text.upper()},
        )
    elif text.endswith("?"):
        yield hint(_("A ? stands for exactly one letter."), _("If it only ends a question, take it away."))
    elif "," in text:
        yield hint(_("A comma does not part alternatives."), _("Did you mean OR?"))
    elif (signs := "".join(dict.fromkeys(_SEARCHED.findall(text)))) and signs.isascii():
        yield hint(
            _("%(signs)s is not searched: only letters, digits and emoji are.") % {"signs": signs},
            _("The rest of it is looked for."),
        )


def _side_by_side(source: str, lexemes: Sequence[Lexeme], words: Set[int]) -> Iterator[Remark]:
    """Yield one hint at the first two words (by where they start) that stand side by side outside quotes."""
    for left, right in pairwise(lexemes):
        if not {left.start, right.start} <= words:
            continue
        yield remark_at(
            source,
            left.start,
            right.end,
            _("Words side by side must both be there, anywhere in the post."),
            _('For the phrase, put it in quotes: "%(left)s %(right)s".')
            % {"left": left.text, "right": right.text},
        )
        return


def _mixed(source: str, lexemes: Sequence[Lexeme]) -> Iterator[Remark]:
    """Yield a hint where AND and OR meet in one group without parentheses."""
    levels: list[set[Kind]] = [set()]
    for left, right in pairwise(lexemes):
        if left.kind is Kind.OPEN:
            levels.append(set())
        elif left.kind is Kind.CLOSE and len(levels) > 1:
            levels.pop()
        joins = left.kind
        if left.kind in _ENDS and right.kind in STARTS:
            joins = Kind.AND  # side by side
        if joins in {Kind.AND, Kind.OR}:
            levels[-1].add(joins)
            if len(levels[-1]) == 2:
                yield remark_at(
                    source,
                    left.start,
                    left.end,
                    _("AND binds more tightly than OR."),
                    _("Put parentheses around what belongs together."),
                )
                return
