"""Steps of time in which a line is drawn: days, weeks or months."""

from datetime import date, timedelta

import ibis.expr.types as ir
from django.utils.translation import gettext as _

DAYS_BY_DAY = 45
"""Longest time drawn day by day; longer ones are drawn by weeks, and beyond two years by months."""
DAYS_BY_WEEK = 731


def step_names() -> dict[str, str]:
    """Return the names of the steps of time, in the plural."""
    return {"day": _("days"), "week": _("weeks"), "month": _("months")}


def step_for(days: int) -> str:
    """Return the step of time in which so many days are drawn: "day", "week" or "month"."""
    if days <= DAYS_BY_DAY:
        return "day"
    return "week" if days <= DAYS_BY_WEEK else "month"


def period_of(day: date, step: str) -> date:
    """Return the first day of the day, week (from Monday) or month that holds ``day``."""
    if step == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if step == "month" else day


def next_period(first: date, step: str) -> date:
    """Return the first day of the period after the one that begins on ``first``."""
    if step == "month":
        return (first + timedelta(days=32)).replace(day=1)
    return first + timedelta(days=7 if step == "week" else 1)


def periods_between(first: date, last: date, step: str) -> list[date]:
    """Return the first days of all periods from that of ``first`` to that of ``last``."""
    periods = [period_of(first, step)]
    while next_period(periods[-1], step) <= last:
        periods.append(next_period(periods[-1], step))
    return periods


def first_days(day: ir.IntegerValue, step: str) -> ir.IntegerValue:
    """Return the first day of each day's period, both as days since 1 January 1970.

    The months are told by whole numbers alone, so that no engine needs a calendar or a time zone: days are
    counted from 1 March of the year 0, where a year's months repeat a pattern of 153 days for five of them
    (H. Hinnant, "chrono-compatible low-level date algorithms").
    """
    if step == "day":
        return day
    if step == "week":
        return day - (day + 3) % 7
    of_era = (day + 719_468) % 146_097
    year = (of_era - of_era // 1_460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year + year // 4 - year // 100)
    month = (5 * of_year + 2) // 153
    return day - (of_year - (153 * month + 2) // 5)
