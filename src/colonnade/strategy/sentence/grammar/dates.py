"""Deadlines: a day, the end of a period, or a length of time from today."""

import calendar
from dataclasses import dataclass
from datetime import date

from colonnade.strategy.sentence.grammar.periods import length, period
from colonnade.strategy.sentence.grammar.walking import skip, token_at, word_at
from colonnade.strategy.sentence.lexicon.quantities import DAYS_PER, MONTHS, Period
from colonnade.strategy.sentence.parsed import Parsed
from colonnade.strategy.sentence.tokens import Tokens

_BY = frozenset(
    ["by", "before", "until", "till", "due", "through", "on", "not", "no", "later", "than", "latest", "at"]
)
_ORDINALS = frozenset(["st", "nd", "rd", "th"])
_YEARS = range(1990, 2200)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day on which it may be reached.

    Attributes:
        days: the length of time that was said ("within two days"), in days; None for a date.
    """

    day: date
    days: int | None = None


def deadline(tokens: Tokens, at: int, *, today: date) -> Parsed[Deadline] | None:
    """Read a deadline at ``at``; a date without its year is the next one from ``today`` on."""
    by = skip(tokens, at, _BY, most=4)
    if by > at:
        found = _day(tokens, _over_the(tokens, by), today) or _end_of(tokens, by, today)
        if found is not None:
            return Parsed(Deadline(found.value), found.end)
    length_of_time = _within(tokens, at, today)
    if length_of_time is not None:
        day, end = length_of_time
        return Parsed(Deadline(day, (day - today).days), end)
    found = _during(tokens, at, today)
    return Parsed(Deadline(found.value), found.end) if found else None


def _over_the(tokens: Tokens, at: int) -> int:
    return skip(tokens, at, frozenset(["the"]), most=1)


def _make(year: int, month: int, day: int) -> date | None:
    """Return the date, or None where the calendar has no such day."""
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, day)


def _day(tokens: Tokens, at: int, today: date) -> Parsed[date] | None:
    """Read 2027-06-30, 30.06.2027, "30 June", "June 30th, 2027" or "the 30th of June"."""
    token = token_at(tokens, at)
    if token is None:
        return None
    if token.kind == "date":
        written = _written_date(token.text)
        return Parsed(written, at + 1) if written else None
    if token.lower in MONTHS:
        return _month_first(tokens, at, today)
    return _day_first(tokens, at, today)


def _written_date(text: str) -> date | None:
    """Read a date in figures; None where day and month could be swapped (05/06/2027)."""
    if "-" in text:
        year, month, day = (int(part) for part in text.split("-"))
        return _make(year, month, day) if year in _YEARS else None
    mark = "." if "." in text else "/"
    first, second, year = (int(part) for part in text.split(mark))
    if year not in _YEARS or (mark == "/" and first <= 12 and second <= 12 and first != second):
        return None
    return _make(year, second, first) if second <= 12 else _make(year, first, second)


def _month_first(tokens: Tokens, at: int, today: date) -> Parsed[date] | None:
    month, end = MONTHS[tokens[at].lower], at + 1
    token = token_at(tokens, end)
    if token is None or token.kind != "number" or not token.text.isdigit() or int(token.text) > 31:
        return None
    end = skip(tokens, end + 1, _ORDINALS, most=1)
    return _with_year(tokens, end, month, int(token.text), today)


def _day_first(tokens: Tokens, at: int, today: date) -> Parsed[date] | None:
    token = tokens[at]
    if token.kind != "number" or not token.text.isdigit() or len(token.text) > 2:
        return None
    end = skip(tokens, skip(tokens, at + 1, _ORDINALS, most=1), frozenset([".", "of"]), most=1)
    month = MONTHS.get(word_at(tokens, end))
    return _with_year(tokens, end + 1, month, int(token.text), today) if month else None


def _with_year(tokens: Tokens, end: int, month: int, day: int, today: date) -> Parsed[date] | None:
    year, behind = _year(tokens, skip(tokens, end, frozenset([","]), most=1))
    if year is not None:
        found = _make(year, month, day)
        return Parsed(found, behind) if found else None
    for candidate in (today.year, today.year + 1):
        found = _make(candidate, month, day) if candidate in _YEARS else None
        if found is not None and found >= today:
            return Parsed(found, end)
    return None


def _year(tokens: Tokens, at: int) -> tuple[int | None, int]:
    token = token_at(tokens, at)
    if token is not None and token.kind == "number" and token.text.isdigit() and len(token.text) == 4:
        year = int(token.text)
        if year in _YEARS:
            return year, at + 1
    return None, at


def _end_of(tokens: Tokens, at: int, today: date) -> Parsed[date] | None:
    """Read "the end of June", "year end", "Q3", "June 2027", "the end of next year"."""
    start = skip(tokens, at, frozenset(["the", "end", "of", "close"]), most=5)
    year_end = word_at(tokens, start + 1) in ("end", "ends") and period(tokens, start)
    if year_end:
        return Parsed(_last_day(today, year_end.value, later=0), start + 2)
    return _month_or_quarter(tokens, start, today) or _relative(tokens, start, today, named_end=start > at)


def _month_or_quarter(tokens: Tokens, at: int, today: date) -> Parsed[date] | None:
    month = MONTHS.get(word_at(tokens, at))
    end = at + 1
    if month is None:
        month, end = _quarter(tokens, at)
    if month is None:
        return None
    year, behind = _year(tokens, skip(tokens, end, frozenset([",", "of"]), most=1))
    if year is None:
        year = today.year if month >= today.month else today.year + 1
        behind = end
    return Parsed(_end_of_month(year, month), behind) if year in _YEARS else None


def _quarter(tokens: Tokens, at: int) -> tuple[int | None, int]:
    """Return the last month of "Q3", "the third quarter", and where it ends."""
    figure = token_at(tokens, at + 1)
    if word_at(tokens, at) == "q" and figure is not None and figure.text in ("1", "2", "3", "4"):
        return 3 * int(figure.text), at + 2
    names = {"first": 1, "second": 2, "third": 3, "fourth": 4}
    if word_at(tokens, at) in names and word_at(tokens, at + 1) == "quarter":
        return 3 * names[word_at(tokens, at)], at + 2
    return None, at


def _relative(tokens: Tokens, at: int, today: date, *, named_end: bool) -> Parsed[date] | None:
    """Read "this year", "next quarter", "the year" (behind "end of") and a year's number."""
    year, behind = _year(tokens, at)
    if year is not None:
        return Parsed(date(year, 12, 31), behind) if named_end else None
    said = word_at(tokens, at)
    start = at + (said in ("this", "next", "the", "current"))
    found = period(tokens, start)
    if found is None or found.value is Period.DAY or not (named_end or start > at):
        return None
    return Parsed(_last_day(today, found.value, later=int(said == "next")), found.end)


def _last_day(today: date, length_: Period, *, later: int) -> date:
    """Return the last day of the present period, or of the one ``later`` periods on."""
    if length_ is Period.WEEK:
        return _plus(today, 6 - today.weekday() + 7 * later)
    if length_ is Period.YEAR:
        return date(min(today.year + later, 9999), 12, 31)
    months = 3 if length_ is Period.QUARTER else 1
    index = today.year * 12 + ((today.month - 1) // months + 1 + later) * months - 1
    return _end_of_month(min(index // 12, 9999), index % 12 + 1)


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _plus(today: date, days: float) -> date:
    return date.fromordinal(min(today.toordinal() + round(days), date.max.toordinal()))


def _within(tokens: Tokens, at: int, today: date) -> Parsed[date] | None:
    """Read "within six months", "in 90 days", "over the next two quarters", "six months from now"."""
    if word_at(tokens, at) in ("within", "in", "over", "during", "inside"):
        start = skip(tokens, at + 1, frozenset(["the", "next", "coming"]), most=2)
        found = length(tokens, start)
        if found is None and word_at(tokens, start - 1) in ("next", "coming"):
            one = period(tokens, start)
            found = Parsed((1.0, one.value), one.end) if one else None
    else:
        found = length(tokens, at)
        if (
            found is None
            or word_at(tokens, found.end) != "from"
            or word_at(tokens, found.end + 1) not in ("now", "today")
        ):
            return None
        found = Parsed(found.value, found.end + 2)
    return Parsed(_later(today, *found.value), found.end) if found else None


def _from_now(tokens: Tokens, at: int) -> bool:
    return word_at(tokens, at) == "from" and word_at(tokens, at + 1) in ("now", "today")


def _later(today: date, count: float, unit: Period) -> date:
    """Return the day ``count`` units on; whole months keep the day of the month where there is one."""
    months = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}.get(unit)
    steps = count * months if months else 0.0
    if not months or steps != int(steps):
        return _plus(today, min(count * DAYS_PER[unit], 4e6))
    index = min(today.year * 12 + today.month - 1 + int(min(steps, 120000)), 9999 * 12 + 11)
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(today.day, calendar.monthrange(year, month)[1]))


def _during(tokens: Tokens, at: int, today: date) -> Parsed[date] | None:
    """Read "this year", "next quarter", "in 2027" and "in Q3": the period's last day."""
    start = skip(tokens, at, frozenset(["in", "during"]), most=1)
    if word_at(tokens, start) in ("this", "next"):
        return _relative(tokens, start, today, named_end=False)
    if start == at:
        return None
    year, behind = _year(tokens, start)
    if year is not None:
        return Parsed(date(year, 12, 31), behind)
    return _month_or_quarter(tokens, start, today)
