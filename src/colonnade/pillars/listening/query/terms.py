"""Words, phrases, handles and tags, as typed, in the form in which they are looked for."""

import re

from django.utils.translation import gettext as _

from colonnade.pillars.listening.query.limits import LEAST_STEM, LONGEST_WORD, MOST_STARS
from colonnade.pillars.listening.query.nodes import Cased, Mark, Phrase
from colonnade.pillars.listening.query.refused import Refused
from colonnade.pillars.listening.query.tokens import (
    EMOJI,
    LETTERS,
    UNSPACED,
    cased,
    handles,
    hashtags,
    normalise,
    words,
)

WILD = re.compile(r"[*?]")
_WILD_WORD = re.compile(f"[{LETTERS}*?]+|{EMOJI}")
_STARS = re.compile(r"\*{2,}")


class TermRefused(Refused):
    """A term that could never match, or would match nearly everything."""


def phrase_words(typed: str) -> Phrase:
    """Return the words of ``typed``, wildcards kept. Raises ``TermRefused``."""
    _check_length(typed)
    normal = normalise(typed)
    found = _WILD_WORD.findall(UNSPACED.sub(r" \g<0> ", normal))
    kept = tuple(_STARS.sub("*", word) for word in found if word.strip("?"))
    if not any(word.strip("*?") for word in kept):
        raise TermRefused(
            _("'%s' holds no letter, digit or emoji, so it can match nothing.") % typed,
            _("Other signs are not searched."),
        )
    if "*" in kept:
        raise _lone_star(unspaced=UNSPACED.search(normal) is not None)
    for word in kept:
        if WILD.search(word):
            _check_wild(word)
    return Phrase(kept)


def _lone_star(*, unspaced: bool) -> TermRefused:
    if unspaced:
        return TermRefused(
            _("Wildcards do not work in writing without spaces: every character there is a word."),
            _("Take the wildcard away; the characters are found wherever they stand."),
        )
    return TermRefused(
        _("A * stands for letters of a word, not for a word."),
        _("For words with others between them: engine NEAR/3 leak."),
    )


def cased_words(typed: str) -> Cased:
    """Return the words of ``typed`` in their own case. Raises ``TermRefused``."""
    _check_length(typed)
    if WILD.search(typed):
        raise TermRefused(
            _("Braces find words in exactly the case written, without wildcards."),
            _("Take the wildcard away, or the braces."),
        )
    found = tuple(words(cased(typed)))
    if not found:
        raise TermRefused(
            _("There is no letter or digit in these braces."), _("Such as {BP} for BP but not bp.")
        )
    return Cased(found)


def mark_of(typed: str) -> Mark:
    """Return the handle or tag that ``typed`` names with its sign. Raises ``TermRefused``."""
    _check_length(typed)
    normal = normalise(typed).rstrip(".,;:!")
    sign, name = normal[:1], _STARS.sub("*", normal[1:])
    plain = sign + WILD.sub("x", name)  # a wildcard stands where a letter may
    found = next(handles(plain) if sign == "@" else hashtags(plain), "")
    if not found or plain[1:] != found:
        raise TermRefused(
            _("'%s' is not a single handle or hashtag.") % typed,
            _("Write one, such as @acme or #acme; a phrase goes in quotes."),
        )
    if WILD.search(name):
        _check_wild(name)
    return Mark("@" if sign == "@" else "#", name)


def _check_length(typed: str) -> None:
    if len(typed) > LONGEST_WORD:
        raise TermRefused(
            _("'%(start)s...' is longer than %(most)d characters.")
            % {"start": typed[:40], "most": LONGEST_WORD}
        )


def _check_wild(word: str) -> None:
    stem = WILD.split(word, maxsplit=1)[0]
    if len(stem) < LEAST_STEM:
        raise TermRefused(
            _("'%(word)s' would match too much: %(least)d letters are needed before the first wildcard.")
            % {"word": word, "least": LEAST_STEM},
            _("Write more of the word, or its forms joined by OR."),
        )
    if word.count("*") > MOST_STARS:
        raise TermRefused(_("A word holds at most %(most)d wildcards *.") % {"most": MOST_STARS})
