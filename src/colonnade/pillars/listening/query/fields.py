"""What may be said of a post with ``name:value``, and how a value is read."""

import re
from collections.abc import Callable
from difflib import get_close_matches

from django.utils.translation import gettext as _

from colonnade.pillars.listening.query.limits import LEAST_STEM, LONGEST_WORD, MOST_STARS
from colonnade.pillars.listening.query.nodes import Field, FieldName
from colonnade.pillars.listening.query.refused import Refused
from colonnade.pillars.listening.query.tokens import normalise

HAS = ("link", "media", "question", "hashtag", "handle", "emoji")
IS = ("reply", "repost")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*")
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://")


class ValueRefused(Refused):
    """A value that the field cannot have."""


def read_field(name: str, typed: str) -> Field:
    """Return the field ``name``, one of ``FIELD_NAMES``, with a value. Raises ``ValueRefused``."""
    value = " ".join(normalise(typed).split())
    if not value:
        raise ValueRefused(_("%s: needs a value.") % name)
    if len(value) > LONGEST_WORD:
        raise ValueRefused(_("The value is longer than %(most)d characters.") % {"most": LONGEST_WORD})
    field, read = _READERS[name]
    return Field(field, read(value))


def similar_field(name: str) -> str:
    """Return a sentence that names the field that may be meant, or an empty text."""
    found = get_close_matches(name.lower(), FIELD_NAMES, n=1)
    return _("Did you mean %s:?") % found[0] if found else ""


def _language(value: str) -> str:
    if not _LANGUAGE.fullmatch(value):
        raise ValueRefused(
            _("A language is a code of two or three letters, not '%s'.") % value,
            _("Such as lang:en, lang:de or, where it is not known, lang:und."),
        )
    return value


def _name(value: str) -> str:
    """Return an author's handle or id, or a channel."""
    return _glob(value.removeprefix("@"))


def _host(value: str) -> str:
    host = _SCHEME.sub("", value).removeprefix("www.").rstrip("/")
    if not _HOST.fullmatch(host):
        raise ValueRefused(
            _("'%s' is not the name of a site.") % value,
            _("Such as site:acme.example; for a part of an address use url:."),
        )
    return host


def _address(value: str) -> str:
    part = _SCHEME.sub("", value).removeprefix("www.").strip("*")
    if len(part) < LEAST_STEM:
        raise ValueRefused(
            _("A part of an address has at least %(least)d characters.") % {"least": LEAST_STEM}
        )
    return _glob(part, stem=0)


def _glob(value: str, *, stem: int = LEAST_STEM) -> str:
    value = re.sub(r"\*{2,}", "*", value)
    if "*" in value and len(value.partition("*")[0]) < stem:
        raise ValueRefused(
            _("'%(value)s' would match too much: %(least)d letters are needed before *.")
            % {"value": value, "least": stem}
        )
    if value.count("*") > MOST_STARS:
        raise ValueRefused(_("A value holds at most %(most)d wildcards *.") % {"most": MOST_STARS})
    return value


def _one_of(name: str, known: tuple[str, ...]) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value not in known:
            close = get_close_matches(value, known, n=1)
            raise ValueRefused(
                _("%(name)s: knows %(known)s, not '%(value)s'.")
                % {"name": name, "known": ", ".join(known), "value": value},
                _("Did you mean %(name)s:%(close)s?") % {"name": name, "close": close[0]} if close else "",
            )
        return value

    return read


_READERS: dict[str, tuple[FieldName, Callable[[str], str]]] = {
    "lang": ("lang", _language),
    "author": ("author", _name),
    "channel": ("channel", _name),
    "site": ("site", _host),
    "url": ("url", _address),
    "link": ("link", _address),
    "has": ("has", _one_of("has", HAS)),
    "is": ("is", _one_of("is", IS)),
}
FIELD_NAMES = tuple(_READERS)
