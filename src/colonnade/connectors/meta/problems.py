"""What the Graph API says went wrong, which its codes tell and its statuses do not."""

from datetime import datetime, timedelta

from pydantic import Field, RootModel

from colonnade.channels.contract import (
    Answer,
    BadContent,
    ChannelError,
    Foreign,
    MissingScope,
    RateLimited,
    RefreshToken,
    Retry,
)

_TOKEN = {102, 190}
_LIMIT = {4, 17, 32, 341, 613}
_BUSINESS_LIMIT = range(80_000, 80_015)  # by business use case, one code each
_PASSING = {1, 2}
_BLOCKED = 368
_NOT_THERE = {33, 100, 803}
_ABSENT = 33
"""Subcode of code 100 where an object is not there; without it a parameter may be wrong as well."""
_SAID_BEFORE = 506
DUPLICATE = "Facebook has a post with the same words by this Page already"
_UNNAMED_WAIT = timedelta(hours=1)


class _Problem(Foreign):
    class Error(Foreign):
        """What went wrong."""

        code: int
        subcode: int = Field(0, alias="error_subcode")
        message: str = ""
        is_transient: bool = False

    error: Error


class _Use(Foreign):
    minutes: int = Field(0, alias="estimated_time_to_regain_access", ge=0, lt=10_000)


class _Uses(RootModel[dict[str, list[_Use]]]):
    """The header ``X-Business-Use-Case-Usage``."""


def problem_of(answer: Answer, *, field: str) -> ChannelError | None:
    """Return the error that the body names; None where it names none.

    Args:
        field: which field of the configuration names what is asked for.
    """
    try:
        error = answer.read(_Problem).error
    except Retry:
        return None
    code = error.code
    if code in _TOKEN:
        return RefreshToken()
    if code in _LIMIT or code in _BUSINESS_LIMIT:
        return RateLimited(_regained_at(answer))
    if error.is_transient or code in _PASSING:
        return Retry("Meta says that it is in trouble for now")
    if code == _BLOCKED:
        return Retry("Meta has blocked this for a time, for a breach of its policies", timedelta(hours=6))
    if code in {3, 10} or 200 <= code < 300:
        return MissingScope(f"that Meta names in its refusal: {error.message[:150]}")
    if code == _SAID_BEFORE:
        return BadContent("text", DUPLICATE)
    if code in _NOT_THERE:
        absent = code != 100 or error.subcode == _ABSENT
        reason = (
            f"Meta does not take this, or shows nothing of that id to this account ({error.message[:150]})"
        )
        return BadContent(field, reason, absent=absent)
    return None


def _regained_at(answer: Answer) -> datetime:
    """Return when calls are let through again, as the header estimates; an hour from now without one."""
    try:
        uses = _Uses.model_validate_json(answer.header("x-business-use-case-usage") or "{}").root
    except ValueError:
        uses = {}
    minutes = max((use.minutes for each in uses.values() for use in each), default=0)
    return answer.at + (min(timedelta(minutes=minutes), timedelta(days=1)) if minutes else _UNNAMED_WAIT)
