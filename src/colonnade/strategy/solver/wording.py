"""Numbers and dates as a reader says them."""

import math
from datetime import date

from colonnade.measurement.declarations import Unit, find_metric
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
UNITS = {Unit.MINUTES: " minutes", Unit.PERCENT: "%"}
MASS_NOUNS = frozenset({"reach"})


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


def rough(value: float) -> str:
    """Return an estimate with two figures below ten: 0.59, 1.2, 12."""
    if value == 0 or not 1e-6 < abs(value) < 10:
        return kpi_value(value) if abs(value) >= 10 else "0"
    return number(round(value, 1 - math.floor(math.log10(abs(value)))))


def signed(value: float) -> str:
    """Return an estimated change with its sign."""
    return f"{'+' if value >= 0 else '-'}{rough(abs(value))}"


def fte(value: float) -> str:
    """Return a number of people to the hundredth."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def hours(value: float) -> str:
    """Return hours with one decimal below ten."""
    return f"{value:,.1f} h" if value < 10 and round(value, 1) != round(value) else f"{value:,.0f} h"


def money(value: float, currency: str) -> str:
    """Return money with its sign or code; "points" for a worth without a currency."""
    if currency == "points":
        return f"{rough(value)} points"
    amount = f"{value:,.0f}" if abs(value) >= 10 or value == 0 else f"{value:,.2f}"
    symbol = SYMBOLS.get(currency)
    return f"{symbol}{amount}" if symbol else f"{amount} {currency}"


def percent(share: float) -> str:
    """Return a chance in per cent; never 0% or 100% unless it is exactly that."""
    if 0 < share < 0.01:
        return "under 1%"
    if 0.99 < share < 1:
        return "over 99%"
    return f"{share:.0%}"


def day(when: date) -> str:
    """Return ``30 June 2027``."""
    return f"{when.day} {when:%B %Y}"


def kpi_name(goal: Goal) -> str:
    """Return what is measured: the document's own name, or the catalogue's, or the metric as written."""
    if goal.kpi is None:
        return goal.name or goal.id
    if goal.kpi.name:
        return goal.kpi.name
    metric = find_metric(goal.kpi.metric)
    if metric is None:
        return goal.kpi.metric.replace("_", " ")
    return _running(metric.name, plural=metric.unit is Unit.COUNT)


def _running(name: str, *, plural: bool) -> str:
    """Return a catalogue name as it stands within a sentence, an abbreviation keeping its capitals."""
    words = (name if name[:2].isupper() else name[:1].lower() + name[1:]).split()
    if plural and words[-1] not in MASS_NOUNS:
        counted = 0 if words[-1].endswith("ed") else -1  # "cases resolved", but "website visits"
        words[counted] = _many(words[counted])
    return " ".join(words)


def _many(noun: str) -> str:
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


def kpi_value(value: float) -> str:
    """Return a KPI's figure: whole from ten on, for no forecast is finer than that."""
    return f"{value:,.0f}" if abs(value) >= 10 else number(value)


def missed(reached: float, wanted: float) -> str:
    """Return ``54, not 60``, with as many decimals as it takes to tell the two apart."""
    if kpi_value(reached) != kpi_value(wanted):
        return f"{kpi_value(reached)}, not {kpi_value(wanted)}"
    decimals = next((places for places in range(1, 7) if round(reached - wanted, places)), 6)
    return f"{reached:,.{decimals}f}, not {wanted:,.{decimals}f}"


def kpi_amount(goal: Goal, value: float) -> str:
    """Return ``65 leads a month``; a standing figure is named first: ``response minutes of 60``."""
    per = goal.kpi.per if goal.kpi else Per.TOTAL
    if per is Per.LEVEL:
        return f"{kpi_name(goal)} of {kpi_value(value)}{_unit(goal)}"
    return f"{kpi_value(value)} {kpi_name(goal)}{A_PERIOD[per]}"


def _unit(goal: Goal) -> str:
    metric = find_metric(goal.kpi.metric) if goal.kpi else None
    return UNITS.get(metric.unit, "") if metric else ""


def sentence_case(text: str) -> str:
    """Return ``text`` with a capital first letter."""
    return text[:1].upper() + text[1:]


def listed(items: list[str]) -> str:
    """Return ``a``, ``a and b``, ``a, b and c``."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
