"""From a query's text to its meaning, by precedence: parentheses, NEAR, NOT, AND, OR."""

from dataclasses import dataclass
from typing import NoReturn

from django.utils.translation import gettext as _

from colonnade.pillars.listening.query import limits
from colonnade.pillars.listening.query.fields import FIELD_NAMES, ValueRefused, read_field, similar_field
from colonnade.pillars.listening.query.hints import hints_for
from colonnade.pillars.listening.query.lexer import STARTS, Kind, Lexeme, lex
from colonnade.pillars.listening.query.nodes import (
    And,
    Field,
    Near,
    Node,
    Not,
    Phrase,
    Place,
    conjunction,
    disjunction,
    is_narrow,
    is_place,
    negation,
    parts_of,
)
from colonnade.pillars.listening.query.problems import QueryRefused, Remark, remark_at
from colonnade.pillars.listening.query.terms import TermRefused, cased_words, mark_of, phrase_words


@dataclass(frozen=True)
class Parsed:
    """A query that has a meaning.

    Attributes:
        node: the meaning.
        hints: what may not be meant as it was written.
    """

    node: Node
    hints: tuple[Remark, ...]


def parse(source: str, *, broad: bool = False) -> Parsed:
    """Return the meaning of a query as a person typed it.

    Args:
        broad: whether it may match posts that hold nothing telling, as a search of stored posts may.

    Raises:
        QueryRefused: where it has none, is too broad, or is beyond a limit (see ``limits``); it says where,
            what was expected and how to mend it.
    """
    if len(source) > limits.MOST_CHARACTERS:
        _refuse(
            source,
            limits.MOST_CHARACTERS,
            len(source),
            _("The query is longer than %(most)d characters.") % {"most": limits.MOST_CHARACTERS},
            _("Make two queries of it."),
        )
    lexemes = lex(source)
    node = _Parser(source, lexemes).parse()
    _check(source, node, broad=broad)
    return Parsed(node, hints_for(source, lexemes))


def _refuse(source: str, start: int, end: int, message: str, mend: str = "") -> NoReturn:
    raise QueryRefused(remark_at(source, start, end, message, mend))


def _check(source: str, node: Node, *, broad: bool) -> None:
    if not broad and not is_narrow(node):
        _refuse(
            source,
            0,
            len(source),
            _("This is too broad: it would match posts that hold nothing of what you look for."),
            _(
                "Every way to match needs a word, a handle, a hashtag, an author, a channel or an address. "
                "Put exclusions behind what is looked for: acme NOT jobs."
            ),
        )
    terms, wildcards = _sizes(node)
    for found, most, message in (
        (terms, limits.MOST_TERMS, _("%(found)d terms are too many; the most is %(most)d.")),
        (
            wildcards,
            limits.MOST_WILDCARDS,
            _("%(found)d terms with wildcards are too many; the most is %(most)d."),
        ),
    ):
        if found > most:
            values = {"found": found, "most": most}
            _refuse(source, 0, len(source), message % values, _("Make two queries of it."))


def _sizes(node: Node) -> tuple[int, int]:
    """Return how many terms a query has, and how many of them hold a wildcard."""
    parts = parts_of(node)
    if not parts:
        text = " ".join(node.words) if isinstance(node, Phrase) else getattr(node, "name", "")
        return 1, int("*" in text or "?" in text)
    sizes = [_sizes(part) for part in parts]
    return sum(size[0] for size in sizes), sum(size[1] for size in sizes)


class _Parser:
    """Recursive descent over lexemes; each method returns the node of one level of precedence."""

    def __init__(self, source: str, lexemes: list[Lexeme]) -> None:
        self._source, self._lexemes, self._at, self._depth = source, lexemes, 0, 0

    def parse(self) -> Node:
        if self._peek().kind is Kind.END:
            self._refuse(self._peek(), _("There is nothing to look for."), _("Type a word or a phrase."))
        node = self._either()
        if self._peek().kind is Kind.CLOSE:
            self._refuse(
                self._peek(), _("This parenthesis closes nothing."), _("Take it away, or open one before it.")
            )
        if self._peek().kind is not Kind.END:
            self._refuse_operand()
        return node

    def _peek(self) -> Lexeme:
        return self._lexemes[self._at]

    def _step(self) -> Lexeme:
        lexeme = self._peek()
        self._at += 1
        return lexeme

    def _refuse(self, lexeme: Lexeme, message: str, mend: str = "") -> NoReturn:
        _refuse(self._source, lexeme.start, lexeme.end, message, mend)

    def _either(self) -> Node:
        parts = [self._all()]
        while self._peek().kind is Kind.OR:
            self._step()
            parts.append(self._all())
        return disjunction(*parts)

    def _all(self) -> Node:
        parts = [self._not()]
        while self._peek().kind is Kind.AND or self._peek().kind in STARTS:
            if self._peek().kind is Kind.AND:
                self._step()
            parts.append(self._not())
        return conjunction(*parts)

    def _not(self) -> Node:
        if self._peek().kind is not Kind.NOT:
            return self._near()
        self._deeper(self._step())
        node = negation(self._not())
        self._depth -= 1
        return node

    def _deeper(self, lexeme: Lexeme) -> None:
        self._depth += 1
        if self._depth > limits.DEEPEST:
            self._refuse(
                lexeme,
                _("There are more than %(most)d parentheses and exclusions within each other.")
                % {"most": limits.DEEPEST},
                _("Take away those that are not needed."),
            )

    def _near(self) -> Node:
        first = self._peek()
        node = self._operand()
        if self._peek().kind is not Kind.NEAR:
            return node
        parts, sign = [self._place(first, node)], self._peek()
        while self._peek().kind is Kind.NEAR:
            if self._peek().number != sign.number:
                self._refuse(
                    self._peek(),
                    _("A chain of NEAR has one distance, here %(distance)d.") % {"distance": sign.number},
                    _("Part it: (a NEAR/3 b) AND (b NEAR/5 c)."),
                )
            self._step()
            first = self._peek()
            parts.append(self._place(first, self._operand()))
        return self._nearness(sign, parts)

    def _nearness(self, sign: Lexeme, parts: list[Place]) -> Node:
        if len(parts) > limits.MOST_NEAR:
            self._refuse(
                sign,
                _("NEAR brings at most %(most)d terms together.") % {"most": limits.MOST_NEAR},
                _("Join the further ones by AND."),
            )
        return Near(sign.number, tuple(parts))

    def _place(self, first: Lexeme, node: Node) -> Place:
        if not is_place(node):
            what = _("AND") if isinstance(node, And) else _("NOT") if isinstance(node, Not) else _("NEAR")
            if isinstance(node, Field):
                what = f"{node.name}:"
            self._refuse(
                first,
                _(
                    "NEAR stands between words, phrases, handles and tags, or several of them joined by OR; "
                    "not %(what)s."
                )
                % {"what": what},
                _("Put it outside: (engine NEAR/5 leak) AND lang:en."),
            )
        return node  # type: ignore[return-value]  # is_place has checked it

    def _operand(self) -> Node:
        lexeme = self._peek()
        if lexeme.kind is Kind.OPEN:
            return self._group()
        if lexeme.kind is Kind.FIELD:
            return self._field()
        if lexeme.kind not in {Kind.WORD, Kind.PHRASE, Kind.CASED, Kind.MARK}:
            self._refuse_operand()
        return self._term(self._step())

    def _refuse_operand(self) -> NoReturn:
        before = self._lexemes[self._at - 1] if self._at else None
        lexeme = self._peek()
        mend = _('If the word itself is meant, put it in quotes: "%s".') % lexeme.text
        if before is not None and before.kind in {Kind.AND, Kind.OR, Kind.NOT, Kind.NEAR}:
            message = _("%s needs a term on its right.") % (before.text if before.text != "-" else "NOT")
            lexeme = before if lexeme.kind in {Kind.END, Kind.CLOSE} else lexeme
            mend = _("Add one, or take the operator away.")
        elif lexeme.kind is Kind.CLOSE:
            message, mend = _("There is nothing in these parentheses."), _("Take them away.")
        elif lexeme.kind is Kind.END:
            message, mend = _("A term is missing at the end."), _("Add one.")
        else:
            message = _("%s needs a term on its left.") % lexeme.text
        self._refuse(lexeme, message, mend)

    def _group(self) -> Node:
        opening = self._step()
        self._deeper(opening)
        node = self._either()
        if self._peek().kind is not Kind.CLOSE:
            self._refuse(
                opening,
                _("This parenthesis is never closed."),
                _("Add ) where the group ends."),
            )
        self._step()
        self._depth -= 1
        return node

    def _term(self, lexeme: Lexeme) -> Node:
        try:
            if lexeme.kind is Kind.CASED:
                return cased_words(lexeme.text)
            if lexeme.kind is Kind.MARK:
                return mark_of(lexeme.text)
            phrase = phrase_words(lexeme.text)
        except TermRefused as error:
            self._refuse(lexeme, error.message, error.mend)
        if not lexeme.number:
            return phrase
        if len(phrase.words) < 2:
            self._refuse(lexeme, _("~ parts at least two words."), _('Such as "late parts"~5.'))
        return self._nearness(lexeme, [Phrase((word,)) for word in phrase.words])

    def _field(self) -> Node:
        name = self._step()
        if name.text.lower() not in FIELD_NAMES:
            self._refuse(
                name,
                _("There is no field '%(name)s:'; there are: %(known)s.")
                % {"name": name.text, "known": ", ".join(f"{known}:" for known in FIELD_NAMES)},
                similar_field(name.text)
                or _('To look for the words themselves, put them in quotes: "%s: ...".') % name.text,
            )
        if self._peek().kind is Kind.OPEN:
            return self._values(name)
        return self._value(name)

    def _values(self, name: Lexeme) -> Node:
        opening = self._step()
        found = [self._value(name)]
        while self._peek().kind is Kind.OR:
            self._step()
            found.append(self._value(name))
        if self._peek().kind is not Kind.CLOSE:
            self._refuse(
                opening if self._peek().kind is Kind.END else self._peek(),
                _("Values of a field are parted by OR, and closed by a parenthesis."),
                _("Such as lang:(en OR de)."),
            )
        self._step()
        return disjunction(*found)

    def _value(self, name: Lexeme) -> Field:
        lexeme = self._peek()
        if lexeme.kind not in {Kind.WORD, Kind.PHRASE, Kind.MARK}:
            self._refuse(
                name,
                _("%s: needs a value.") % name.text.lower(),
                _("Write it without a space, such as lang:en or author:alice."),
            )
        self._step()
        try:
            return read_field(name.text.lower(), lexeme.text)
        except ValueRefused as error:
            self._refuse(lexeme, error.message, error.mend)
