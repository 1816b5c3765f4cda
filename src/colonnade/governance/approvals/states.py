"""The life of a review as a table, and the words of decisions."""

from enum import StrEnum

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from colonnade.core.states import StateTable


class ReviewState(StrEnum):
    """Where a review is in its life."""

    WAITING = "waiting"
    APPROVED = "approved"
    RETURNED = "returned"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> Promise:
        """The state in the reader's language."""
        return LABELS[self]


LABELS: dict[ReviewState, Promise] = {
    ReviewState.WAITING: _("Waiting for approval"),
    ReviewState.APPROVED: _("Approved"),
    ReviewState.RETURNED: _("Returned for changes"),
    ReviewState.EXPIRED: _("Expired"),
    ReviewState.WITHDRAWN: _("Withdrawn"),
}

_AGAIN = frozenset({ReviewState.WAITING, ReviewState.WITHDRAWN})

STATES: StateTable[ReviewState] = StateTable(
    initial=ReviewState.WAITING,
    steps={
        # A waiting review waits again, from its first stage, when what it is about changes.
        ReviewState.WAITING: frozenset(ReviewState),
        # Approved, then changed, with nobody left who could approve the change: returned.
        ReviewState.APPROVED: _AGAIN | {ReviewState.RETURNED},
        ReviewState.RETURNED: _AGAIN,
        ReviewState.EXPIRED: _AGAIN,
        ReviewState.WITHDRAWN: frozenset({ReviewState.WAITING}),
    },
)


class StepState(models.TextChoices):
    """Where a stage of one version is: later stages wait until the earlier ones have passed."""

    AHEAD = "ahead", _("Not yet")
    OPEN = "open", _("Waiting")
    PASSED = "passed", _("Passed")
    CLOSED = "closed", _("Closed")


class Verdict(models.TextChoices):
    """What a reviewer says."""

    APPROVE = "approve", _("Approve")
    RETURN = "return", _("Return for changes")


class Risk(models.TextChoices):
    """How much harm a mistake would do; the submitter says it, stages ask for more where it is high."""

    LOW = "low", _("Low")
    NORMAL = "normal", _("Normal")
    HIGH = "high", _("High")

    @property
    def rank(self) -> int:
        """Position from 0 (low)."""
        return list(Risk).index(self)


class Standing(StrEnum):
    """Where exactly this version of a subject stands."""

    NONE = "none"
    WAITING = "waiting"
    APPROVED = "approved"
    RETURNED = "returned"
    EXPIRED = "expired"
