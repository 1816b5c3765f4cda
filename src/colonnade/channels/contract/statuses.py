"""What HTTP itself says of an answer; a connector adds what its network says beyond."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from colonnade.channels.contract.answer import Answer
from colonnade.channels.contract.errors import (
    BadContent,
    ChannelError,
    MissingScope,
    RateLimited,
    RefreshToken,
    Retry,
)
from colonnade.channels.contract.manifest import Limits, RateHeaders

LONGEST_WAIT = timedelta(days=1)
_UNNAMED_WAIT = timedelta(minutes=15)


def by_status(answer: Answer, *, limits: Limits, field: str = "") -> ChannelError | None:
    """Return the error that the status alone means; None for an answer that can be used.

    Args:
        field: which field of the configuration is to blame where the address leads nowhere.
    """
    status = answer.status
    if status < HTTPStatus.BAD_REQUEST:
        return None
    if status == HTTPStatus.UNAUTHORIZED:
        return RefreshToken()
    if status == HTTPStatus.FORBIDDEN:
        return MissingScope("read")
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return RateLimited(limited_until(answer, limits))
    if (
        status in {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY}
        or status >= HTTPStatus.INTERNAL_SERVER_ERROR
    ):
        return Retry(f"the network answered {_said(status)}", retry_after(answer))
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        reason = f"there is nothing at that address (the network answered {_said(status)})"
        return BadContent(field, reason, absent=True)
    return BadContent(field, f"the network refused the request with {_said(status)}")


def _said(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def limited_until(answer: Answer, limits: Limits) -> datetime:
    """Return from when on the network answers again, at most a day ahead."""
    wait = retry_after(answer)
    reset = None if limits.headers is None else reset_of(answer, limits.headers)
    until = answer.at + wait if wait is not None else reset or answer.at + min(limits.per, _UNNAMED_WAIT)
    return min(max(until, answer.at + timedelta(seconds=1)), answer.at + LONGEST_WAIT)


def retry_after(answer: Answer) -> timedelta | None:
    """Return what ``Retry-After`` says (RFC 9110, 10.2.3: seconds or a date), at most a day; None without."""
    said = answer.header("retry-after").strip()
    if said.isascii() and said.isdigit():
        return min(timedelta(seconds=int(said[:9])), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(said) if said else None
    except ValueError:
        return None
    if moment is None:
        return None
    wait = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - answer.at
    return min(max(wait, timedelta()), LONGEST_WAIT)


def reset_of(answer: Answer, headers: RateHeaders) -> datetime | None:
    """Return when the network's count begins anew; None where no header says so legibly."""
    said = answer.header(headers.reset).strip()
    try:
        if headers.reset_as == "iso":
            moment = datetime.fromisoformat(said)
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        seconds = float(said)
        if headers.reset_as == "epoch":
            return datetime.fromtimestamp(seconds, tz=UTC)
        return answer.at + timedelta(seconds=seconds)
    except (ValueError, OverflowError, OSError):
        return None


def remaining_of(answer: Answer, headers: RateHeaders) -> tuple[int | None, int | None]:
    """Return (limit, remaining) as the headers say; None where illegible."""
    return _whole(answer.header(headers.limit)), _whole(answer.header(headers.remaining))


def _whole(said: str) -> int | None:
    # Some networks write "100, 100;w=900" or "59.0".
    digits = said.partition(",")[0].partition(";")[0].partition(".")[0].strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 12 else None
