"""What follows from how a round ended: a table from the kind of error to state, words and the next time."""

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
from colonnade.channels.states import ChannelState

FIRST_RETRY = timedelta(minutes=1)
LONGEST_RETRY = timedelta(hours=6)
FAILING_AFTER = 3
"""Passing troubles in a row that make a source failing; fewer are the weather of the internet."""
PROOF_AFTER = timedelta(minutes=10)
"""How long after the first refusal of an account a second one counts as proof."""
AFTER_PERSON = timedelta(hours=6)
"""How often a source is asked that a person must mend: somebody may have mended it at the network."""


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What is known of a source when a round ends.

    Attributes:
        failures: in a row, before this round.
        doubted_at: when the network first refused its account; None while it is trusted.
        more: whether the network had more than the round could take.
    """

    state: ChannelState
    failures: int
    every: timedelta
    doubted_at: datetime | None = None
    more: bool = False


@dataclass(frozen=True, kw_only=True)
class Consequence:
    """What becomes of the source.

    Attributes:
        next_at: when it is asked again; None where only a person can go on.
        doubt: whether the account is doubted from now on.
    """

    state: ChannelState
    next_at: datetime | None
    failures: int = 0
    problem: str = ""
    doubt: bool = False


def after_success(situation: Situation, now: datetime) -> Consequence:
    """Return what follows where the network answered."""
    wait = timedelta(seconds=1) if situation.more else situation.every
    return Consequence(state=ChannelState.ACTIVE, next_at=now + wait)


def after_error(error: ChannelError, situation: Situation, now: datetime) -> Consequence:
    """Return what follows from an error of the contract."""
    return _AFTER.get(type(error), _after_retry)(error, situation, now)


def after_mistake(reason: str, situation: Situation, now: datetime) -> Consequence:
    """Return what follows where the source cannot even be asked: a person must act."""
    return Consequence(
        state=ChannelState.FAILING,
        next_at=now + AFTER_PERSON,
        failures=situation.failures + 1,
        problem=reason,
    )


def _after_limit(error: ChannelError, situation: Situation, now: datetime) -> Consequence:
    until = error.until if isinstance(error, RateLimited) else now
    return Consequence(
        state=situation.state,
        next_at=max(until, now + timedelta(seconds=1)),
        failures=situation.failures,
        problem=_("The network's limit is reached; it goes on by itself."),
    )


def _after_retry(error: ChannelError, situation: Situation, now: datetime) -> Consequence:
    failures = situation.failures + 1
    asked = error.after if isinstance(error, Retry) else None
    wait = asked if asked is not None else min(FIRST_RETRY * 2 ** min(failures - 1, 12), LONGEST_RETRY)
    state = ChannelState.FAILING if failures >= FAILING_AFTER else situation.state
    return Consequence(
        state=state,
        next_at=now + max(wait, timedelta(seconds=1)),
        failures=failures,
        problem=_sentence(error),
    )


def _after_person(error: ChannelError, situation: Situation, now: datetime) -> Consequence:
    return after_mistake(_sentence(error), situation, now)


def _after_disconnect(error: ChannelError, situation: Situation, now: datetime) -> Consequence:
    doubted = situation.doubted_at
    if doubted is not None and now - doubted >= PROOF_AFTER:
        problem = _("The network refused the account twice: %(reason)s. Enter its credentials anew.")
        return Consequence(
            state=ChannelState.DISCONNECTED,
            next_at=None,
            failures=situation.failures + 1,
            problem=problem % {"reason": error},
            doubt=True,
        )
    problem = _("The network refused the account: %(reason)s. It is asked once more before that is believed.")
    return Consequence(
        state=ChannelState.FAILING,
        next_at=(doubted or now) + PROOF_AFTER,
        failures=situation.failures + 1,
        problem=problem % {"reason": error},
        doubt=True,
    )


def _sentence(error: ChannelError) -> str:
    words = str(error)
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith('.') else '.'}"


_AFTER: dict[type[ChannelError], Callable[[ChannelError, Situation, datetime], Consequence]] = {
    RateLimited: _after_limit,
    Retry: _after_retry,
    BadContent: _after_person,
    MissingScope: _after_person,
    Disconnect: _after_disconnect,
}
