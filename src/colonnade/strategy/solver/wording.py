"""Numbers and dates as a reader says them."""

import math
from datetime import date

from colonnade.strategy.document.model import Goal, Per

SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹"}
A_PERIOD = {
    Per.WEEK: " a week",
    Per.MONTH: " a month",
    Per.QUARTER: " a quarter",
    Per.YEAR: " a year",
    Per.TOTAL: " in all",
    Per.LEVEL: "",
}


def number(value: float) -> str:
    """Return ``value`` with about three figures: 0.0123, 1.23, 12.3, 1,234."""
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else str(value)
    size = abs(value)
    if size >= 100 or (size >= 10 and math.isclose(value, round(value), abs_tol=0.05)):
        return f"{value:,.0f}"
    decimals = max(0, 2 - math.floor(math.log10(size)))
    text = f"{value:,.{min(decimals, 6)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def signed(value: float) -> str:
    """Return ``value`` with its sign."""
    return f"{'+' if value >= 0 else '-'}{number(abs(value))}"


def hours(value: float) -> str:
    """Return hours with one decimal below ten."""
    return f"{value:,.1f} h" if value < 10 and round(value, 1) != round(value) else f"{value:,.0f} h"


def money(value: float, currency: str) -> str:
    """Return money with its sign or code; "points" for a worth without a currency."""
    if currency == "points":
        return f"{number(value)} points"
    amount = f"{value:,.0f}" if abs(value) >= 10 else f"{value:,.2f}"
    symbol = SYMBOLS.get(currency)
    return f"{symbol}{amount}" if symbol else f"{amount} {currency}"


def percent(share: float) -> str:
    """Return a chance in per cent; never 0 % or 100 % unless it is exactly that."""
    if 0 < share < 0.01:
        return "under 1 %"
    if 0.99 < share < 1:
        return "over 99 %"
    return f"{share:.0%}".replace("%", " %")


def day(when: date) -> str:
    """Return ``30 June 2027``."""
    return f"{when.day} {when:%B %Y}"


def kpi_name(goal: Goal) -> str:
    """Return what is counted, in words."""
    if goal.kpi is None:
        return goal.name or goal.id
    return goal.kpi.name or goal.kpi.metric.replace("_", " ")


def kpi_amount(goal: Goal, value: float) -> str:
    """Return ``65 leads a month``; a standing figure is named first: ``response minutes 60``."""
    per = goal.kpi.per if goal.kpi else Per.TOTAL
    if per is Per.LEVEL:
        return f"{kpi_name(goal)} {number(value)}"
    return f"{number(value)} {kpi_name(goal)}{A_PERIOD[per]}"


def listed(items: list[str]) -> str:
    """Return ``a``, ``a and b``, ``a, b and c``."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
