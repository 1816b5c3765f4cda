"""Times as files write them, read to UTC."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal

DateOrder = Literal["day_first", "month_first"]
EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)  # nothing that people call a post is older

_EPOCH = re.compile(r"(\d{10}|\d{13}|\d{16}|\d{19})(?:\.\d+)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:\s*([ap])\.?m\b\.?)?", re.IGNORECASE)
_OFFSET = re.compile(
    r"(?:(?:UTC|GMT)\s*)?([+-])(\d{2}):?(\d{2})\b|\b(?:UTC|GMT|Z)\b|(?<=\d)Z\b", re.IGNORECASE
)
_NUMERIC = re.compile(r"(?<!\d)(\d{1,4})[/.\-](\d{1,2})[/.\-](\d{1,4})(?!\d)")
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"(?<![\d:])(\d{1,4})(?:st|nd|rd|th)?(?![\d:])")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPACED_OFFSET = re.compile(r"(?<=\d) (?=[+-]\d{2}:?\d{2}$)")
# Abbreviations that name one offset; others (IST, BST, CST in China) mean several.
_ABBREVIATIONS = {
    "EST": -5,
    "EDT": -4,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
    "CET": 1,
    "CEST": 2,
}
_ABBREVIATION = re.compile(rf"\b({'|'.join(_ABBREVIATIONS)})\b")


class NoTime(ValueError):
    """A text that is no time, or none that a post can have."""


def read_time(text: str, *, zone: tzinfo, order: DateOrder, latest: datetime | None = None) -> datetime:
    """Return the moment that ``text`` names, in UTC.

    Takes ISO 8601, Unix time in seconds to nanoseconds, numeric dates, and English month names in any order.

    Args:
        zone: of times that name none.
        order: whether 3/4 is 3 April or March 4.
        latest: later times are refused: nobody has posted in the future.

    Raises:
        NoTime: with the reason.
    """
    moment = _moment(" ".join(text.split()), order)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    try:
        moment = moment.astimezone(UTC)
    except OverflowError:
        raise NoTime(f"'{text[:40]}' is out of range") from None
    if moment < EARLIEST:
        raise NoTime(f"'{text[:40]}' is before {EARLIEST.year}")
    if latest is not None and moment > latest:
        raise NoTime(f"'{text[:40]}' lies in the future")
    return moment


def _moment(text: str, order: DateOrder) -> datetime:
    if _EPOCH.fullmatch(text):
        return _epoch(text)
    if compact := _COMPACT.fullmatch(text):
        return _made(*(int(part or 0) for part in compact.groups()), said=text)
    try:
        return datetime.fromisoformat(_SPACED_OFFSET.sub("", text))
    except ValueError:
        return _spelt(text, order)


def _epoch(text: str) -> datetime:
    digits = text.split(".")[0]
    return datetime.fromtimestamp(int(digits) / 10 ** (len(digits) - 10), tz=UTC)


def _made(
    year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0, *, said: str
) -> datetime:
    try:
        return datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001 -- the zone follows
    except ValueError as error:
        raise NoTime(f"'{said[:40]}' is not a time: {error}") from None


def _spelt(text: str, order: DateOrder) -> datetime:
    rest, hour, minute, second = _take_clock(text)
    rest, offset = _take_offset(rest)
    year, month, day = _numeric_date(rest, order) or _named_date(rest, text)
    moment = _made(year, month, day, hour, minute, second, said=text)
    return moment if offset is None else (moment - offset).replace(tzinfo=UTC)


def _take_clock(text: str) -> tuple[str, int, int, int]:
    clock = _CLOCK.search(text)
    if clock is None:
        return text, 0, 0, 0
    hour = int(clock[1])
    if clock[5]:
        if not 1 <= hour <= 12:
            raise NoTime(f"'{text[:40]}' is not a time: hour {hour} with am or pm")
        hour = hour % 12 + (12 if clock[5] in "pP" else 0)
    return text[: clock.start()] + " " + text[clock.end() :], hour, int(clock[2]), int(clock[3] or 0)


def _take_offset(text: str) -> tuple[str, timedelta | None]:
    if found := _OFFSET.search(text):
        size = timedelta(hours=int(found[2] or 0), minutes=int(found[3] or 0))
        return _OFFSET.sub(" ", text), -size if found[1] == "-" else size
    if named := _ABBREVIATION.search(text):
        return _ABBREVIATION.sub(" ", text), timedelta(hours=_ABBREVIATIONS[named[1]])
    return text, None


def _numeric_date(text: str, order: DateOrder) -> tuple[int, int, int] | None:
    found = _NUMERIC.search(text)
    if found is None or any(
        word[:3].lower() not in _DAYS for word in _WORD.findall(text) if word not in "Tt"
    ):
        return None
    first, second, third = (int(part) for part in found.groups())
    if len(found[1]) == 4:
        return first, second, third
    year = third if len(found[3]) == 4 else 2000 + third
    return (year, first, second) if order == "month_first" else (year, second, first)


def _named_date(rest: str, said: str) -> tuple[int, int, int]:
    words = [word.lower()[:3] for word in _WORD.findall(rest)]
    months = [_MONTHS.index(word) + 1 for word in words if word in _MONTHS]
    numbers = [int(number) for number in _NUMBER.findall(rest)]
    years = [number for number in numbers if number > 31]
    days = [number for number in numbers if number <= 31]
    if len(months) != 1 or len(years) != 1 or len(days) != 1:
        raise NoTime(f"'{said[:40]}' is not a time that can be read" if said else "there is no time")
    return years[0], months[0], days[0]


def order_of(texts: Iterable[str]) -> tuple[DateOrder, bool]:
    """Return whether numeric dates have the day or the month first, and whether that is certain.

    A number above 12 tells; without one, "am" and "pm" suggest the month, as Americans write.
    """
    american = False
    numeric = False
    for text in texts:
        found = _NUMERIC.search(text)
        if found is None or len(found[1]) == 4:
            continue
        numeric = True
        if int(found[1]) > 12:
            return "day_first", True
        if int(found[2]) > 12:
            return "month_first", True
        american = american or bool(re.search(r"\d\s*[ap]m\b", text, re.IGNORECASE))
    return ("month_first" if american else "day_first"), not numeric
