"""Steps of time in which a line is drawn: days, weeks or months."""

from datetime import date, timedelta

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
