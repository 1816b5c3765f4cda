"""What follows from how a try ended: a table from the kind of error to state, words and the next time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from colonnade.channels.contract import (
    BadContent,
    ChannelError,
    Disconnect,
    MissingScope,
    RateLimited,
    Retry,
)
from colonnade.publishing.states import PublicationState

FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(minutes=15)
MOST_ATTEMPTS = 20
"""Tries before a person is asked; with the waits between them some four hours."""
PROOF_AFTER = timedelta(seconds=30)
"""How long after the network refused an account it is asked once more, with a fresh sign-in."""


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What is known of a publication when a try ends in an error.

    Attributes:
        state: the one it goes on in where it is not given up: scheduled where nothing can have appeared,
            unknown where something may have.
        attempts: with this one.
        doubted: whether the network had refused the account before.
    """

    state: PublicationState
    attempts: int
    doubted: bool = False


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What becomes of the publication.

    Attributes:
        due_at: when the outbox acts next; None where only a person can go on.
        doubt: whether the account is doubted from now on.
    """

    state: PublicationState
    due_at: datetime | None
    reason: str
    doubt: bool = False


def after_error(error: ChannelError, situation: Situation, now: datetime) -> Verdict:
    """Return what follows from an error of the contract."""
    return _AFTER.get(type(error), _after_retry)(error, situation, now)


def given_up(reason: str, situation: Situation) -> Verdict:
    """Return what follows where only a person can go on: failed, or unknown where it may have appeared."""
    unknown = situation.state == PublicationState.UNKNOWN
    state = PublicationState.UNKNOWN if unknown else PublicationState.FAILED
    return Verdict(state=state, due_at=None, reason=reason)


def sentence(error: Exception) -> str:
    """Return what an error says as a sentence."""
    words = str(error)
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith('.') else '.'}"


def backed_off(attempts: int) -> timedelta:
    """Return the wait after so many tries: doubled each time, up to a quarter of an hour."""
    doublings = min(attempts - 1, 12)
    return min(FIRST_RETRY * (1 << doublings), LONGEST_RETRY)


def _after_limit(error: ChannelError, situation: Situation, now: datetime) -> Verdict:
    until = error.until if isinstance(error, RateLimited) else now
    reason = _("The network's limit is reached; it goes on by itself.")
    return Verdict(state=situation.state, due_at=max(until, now + timedelta(seconds=1)), reason=reason)


def _after_retry(error: ChannelError, situation: Situation, now: datetime) -> Verdict:
    if situation.attempts >= MOST_ATTEMPTS:
        reason = _("Tried %(number)d times without success. Last: %(reason)s")
        return given_up(reason % {"number": situation.attempts, "reason": sentence(error)}, situation)
    asked = error.after if isinstance(error, Retry) else None
    wait = max(asked or timedelta(), backed_off(situation.attempts))
    return Verdict(state=situation.state, due_at=now + wait, reason=sentence(error))


def _after_refusal(error: ChannelError, situation: Situation, now: datetime) -> Verdict:
    return given_up(sentence(error), situation)


def _after_disconnect(error: ChannelError, situation: Situation, now: datetime) -> Verdict:
    if situation.doubted:
        reason = _(
            "The network refused the account twice: %(reason)s. Enter its credentials anew, then retry."
        )
        return given_up(reason % {"reason": error}, situation)
    reason = _("The network refused the account: %(reason)s. It is asked once more before that is believed.")
    return Verdict(
        state=situation.state, due_at=now + PROOF_AFTER, reason=reason % {"reason": error}, doubt=True
    )


_AFTER: dict[type[ChannelError], Callable[[ChannelError, Situation, datetime], Verdict]] = {
    RateLimited: _after_limit,
    Retry: _after_retry,
    BadContent: _after_refusal,
    MissingScope: _after_refusal,
    Disconnect: _after_disconnect,
}
