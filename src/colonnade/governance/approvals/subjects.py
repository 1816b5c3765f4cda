"""What can be reviewed: each feature above registers its kinds of subject at start-up.

Governance knows no post and no campaign. A kind says how a subject is found and shown, and is told what was
decided, in the transaction of the decision.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.functional import Promise

from colonnade.core.registry import Registry
from colonnade.organization.models import Organization, User

Form = Literal["text", "link", "picture"]


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of what reviewers read.

    Attributes:
        label: what it is, the same in every version: "Text", "First comment", "Picture 1".
        text: what goes out, as plain text; of a picture its alternative text, of a link its address.
        form: ``picture`` parts are drawn by the kind's ``picture`` with ``key``.
        key: names a picture within its subject.
    """

    label: str
    text: str
    form: Form = "text"
    key: str = ""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What is reviewed, as it is now.

    Attributes:
        href: its page, for members.
        digest: a hash over everything that goes out; another digest is another version.
        parts: what goes out, in order.
        author, changed_by: who wrote it, and who last changed it; neither may approve it.
        unit: id of the business unit it speaks for.
        channel: the network it goes to, such as ``bluesky``; empty where it goes to none.
        campaign: id of the campaign it belongs to, with ``campaign_name`` for people.
        goes_out_at: when it is planned for.
        paid: whether somebody was paid for it, so that policies ask for a disclosure.
    """

    title: str
    href: str
    digest: str
    parts: Sequence[Part]
    author: User | None = None
    changed_by: User | None = None
    unit: int | None = None
    channel: str = ""
    campaign: int | None = None
    campaign_name: str = ""
    goes_out_at: datetime | None = None
    paid: bool = False


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What was decided on a subject.

    Attributes:
        digest: the version that was decided on.
        actor: who decided; None for an outside partner, the clock, or the setting that turns reviews off.
        comment: the reviewer's words, may be empty.
    """

    organization: Organization
    subject_id: str
    digest: str
    actor: User | None
    comment: str
    now: datetime


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture to show to a reviewer who may have no account."""

    data: bytes
    content_type: str


def _unheard(outcome: Outcome) -> None:
    """Do nothing: a kind need not be told."""


def _no_picture(organization: Organization, subject_id: str, key: str) -> Picture | None:
    """Return None: a kind need not have pictures."""
    return None


@dataclass(frozen=True, kw_only=True)
class SubjectKind:
    """A kind of thing that can be reviewed.

    Attributes:
        key: unique name, at most 40 characters.
        label: in words, such as "Post".
        find: returns the subject as it is now, or None where the organisation has none with that id.
        approved, returned, expired: told of the outcome in its transaction; what they raise undoes it. An
            ``OutcomeRefused`` or ``TransitionRefused`` is told to whoever decides.
        picture: returns the picture ``key`` of a subject, small enough to mail.
    """

    key: str
    label: str | Promise
    find: Callable[[Organization, str], Subject | None]
    approved: Callable[[Outcome], None] = _unheard
    returned: Callable[[Outcome], None] = _unheard
    expired: Callable[[Outcome], None] = _unheard
    picture: Callable[[Organization, str, str], Picture | None] = _no_picture


KINDS: Registry[SubjectKind] = Registry("kind of subject")


class OutcomeRefused(Exception):
    """Raised by a kind that cannot take an outcome now; the message says why, and nothing is decided."""


class NoSuchSubject(LookupError):
    """There is nothing of that kind and id in the organisation."""


def subject_of(*, organization: Organization, kind: str, subject_id: str) -> Subject:
    """Return a subject as it is now.

    Raises:
        NoSuchSubject: where the organisation has none of that kind and id.
    """
    if kind not in KINDS:
        raise NoSuchSubject(f"there is no kind of subject '{kind}'")
    found = KINDS.get(kind).find(organization, subject_id)
    if found is None:
        raise NoSuchSubject(f"there is no {kind} {subject_id}")
    return found
