"""What a rendered form carries so that it can be judged when it comes back: which, when, and for whom."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing

_SALT = "colonnade.pages.form"
YOUNGEST = timedelta(seconds=2)
"""Nobody reads and fills in a form faster."""
OLDEST = timedelta(hours=48)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A form as it was shown.

    Attributes:
        version, view: ids of the form's and the page's version; 0 for no page.
        asked: which questions.
        lead: id of the lead whose browser it was shown in; 0 for a stranger.
        nonce: tells one showing from another.
        at: when.
    """

    version: int
    asked: tuple[int, ...]
    view: int = 0
    lead: int = 0
    nonce: str = ""
    at: datetime


class NotOurs(Exception):
    """The token was not made here, or was changed."""


def write(shown: Shown) -> str:
    """Return the token."""
    nonce = shown.nonce or secrets.token_urlsafe(9)
    content: list[object] = [
        shown.version,
        list(shown.asked),
        shown.view,
        shown.lead,
        nonce,
        int(shown.at.timestamp()),
    ]
    return signing.dumps(content, salt=_SALT)


def read(token: str) -> Shown:
    """Return what a token says. Raises ``NotOurs``."""
    try:
        version, asked, view, lead, nonce, at = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError):
        raise NotOurs from None
    moment = datetime.fromtimestamp(at, tz=UTC)
    return Shown(version=version, asked=tuple(asked), view=view, lead=lead, nonce=nonce, at=moment)


_KNOWN_SALT = "colonnade.pages.known"
KNOWN_COOKIE = "colonnade_known"
KNOWN_FOR = timedelta(days=180)


def write_known(*, organization: int, submission: int) -> str:
    """Return a cookie's value by which a browser is known again, for a person who agreed to it."""
    return signing.dumps([organization, submission], salt=_KNOWN_SALT)


def read_known(value: str, *, organization: int) -> int:
    """Return the submission's id; 0 where the cookie is none of ours, too old, or of another organisation."""
    try:
        known, submission = signing.loads(value, salt=_KNOWN_SALT, max_age=KNOWN_FOR)
    except (signing.BadSignature, ValueError):
        return 0
    return int(submission) if known == organization else 0
