"""Figures as people read them: grouped digits, money, hours, shares, intervals; units stay with them."""

from datetime import timedelta
from decimal import Decimal
from math import isfinite

from django.utils.formats import number_format
from django.utils.translation import gettext as _

Number = int | float | Decimal

MINUS = "\N{MINUS SIGN}"
NO_BREAK = "\N{NO-BREAK SPACE}"
UNKNOWN = "\N{EN DASH}"
SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩", "BRL": "R$"}


def number(value: Number | None, digits: int | None = None) -> str:
    """Return ``value`` with grouped digits.

    Args:
        value: None and what is not finite give a dash.
        digits: after the point; by default as many as the size of the figure deserves, at most two.
    """
    if value is None or not isfinite(value):
        return UNKNOWN
    plain = f"{value:.{_digits(value) if digits is None else digits}f}"
    if digits is None and "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    places = len(plain.partition(".")[2])
    text = number_format(Decimal(plain), decimal_pos=places, force_grouping=True)
    return text.replace("-", MINUS, 1)


def _digits(value: Number) -> int:
    size = abs(float(value))
    if size >= 100 or value == int(value):
        return 0
    return 1 if size >= 10 else 2


def money(value: Number | None, currency: str) -> str:
    """Return an amount of ``currency`` (ISO 4217): $1,500, CHF 90."""
    figure = number(value)
    if figure == UNKNOWN:
        return figure
    sign = SIGNS.get(currency)
    minus = MINUS if figure.startswith(MINUS) else ""
    return f"{minus}{sign or currency + NO_BREAK}{figure.removeprefix(minus)}"


def percent(share: Number | None, digits: int = 0) -> str:
    """Return a share between 0 and 1 as a percentage; what is not quite 0 or 1 is not shown as such."""
    if share is None or not isfinite(share):
        return UNKNOWN
    if 0 < share < 0.5 / 10 ** (2 + digits):
        return f"<{number(1 / 10**digits, digits)}%"
    if 1 > share > 1 - 0.5 / 10 ** (2 + digits):
        return f">{number(100 - 1 / 10**digits, digits)}%"
    return f"{number(Decimal(str(share)) * 100, digits)}%"


def hours(value: Number | None) -> str:
    """Return an amount of work in hours: 7.5 h."""
    figure = number(value)
    return figure if figure == UNKNOWN else f"{figure}{NO_BREAK}{_('h')}"


def duration(value: timedelta | Number | None) -> str:
    """Return a length of time, given in seconds or as a timedelta, in its two largest units: 2 h 5 min."""
    if value is None:
        return UNKNOWN
    seconds = round(value.total_seconds() if isinstance(value, timedelta) else value)
    if abs(seconds) < 1:
        return f"0{NO_BREAK}{_('s')}"
    sizes = ((86400, _("d")), (3600, _("h")), (60, _("min")), (1, _("s")))
    parts = []
    rest = abs(seconds)
    for size, unit in sizes:
        count, rest = divmod(rest, size)
        parts.append((count, unit))
    first = next(at for at, (count, _unit) in enumerate(parts) if count)
    shown = [f"{count}{NO_BREAK}{unit}" for count, unit in parts[first : first + 2] if count]
    return (MINUS if seconds < 0 else "") + " ".join(shown)


def interval(low: Number | None, high: Number | None, unit: str = "") -> str:
    """Return an interval in words, for ``unit`` "%" or a noun: 58 to 74 leads."""
    text = _("%(low)s to %(high)s") % {"low": number(low), "high": number(high)}
    if not unit:
        return text
    return f"{text}%" if unit == "%" else f"{text}{NO_BREAK}{unit}"
