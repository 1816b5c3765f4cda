"""Figures as text."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colonnade.ui import figures

SPACE = figures.NO_BREAK
DASH = figures.UNKNOWN
MINUS = figures.MINUS


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (1234567, "1,234,567"),
        (1500.0, "1,500"),
        (1234.56, "1,235"),
        (12.34, "12.3"),
        (7.5, "7.5"),
        (0.125, "0.12"),
        (Decimal("3.10"), "3.1"),
        (-4, f"{MINUS}4"),
        (None, DASH),
        (float("nan"), DASH),
        (float("inf"), DASH),
    ],
)
def test_number(value: figures.Number | None, text: str) -> None:
    assert figures.number(value) == text


def test_number_with_fixed_digits() -> None:
    assert figures.number(2, 2) == "2.00"


@pytest.mark.parametrize(
    ("value", "currency", "text"),
    [
        (1500, "USD", "$1,500"),
        (-20, "EUR", f"{MINUS}€20"),
        (9.5, "CHF", f"CHF{SPACE}9.5"),
        (-9.5, "CHF", f"{MINUS}CHF{SPACE}9.5"),
        (None, "USD", DASH),
    ],
)
def test_money(value: figures.Number | None, currency: str, text: str) -> None:
    assert figures.money(value, currency) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0%"),
        (1, "100%"),
        (0.714, "71%"),
        (0.0001, "<1%"),
        (0.9999, ">99%"),
        (1.15, "115%"),
        (None, DASH),
    ],
)
def test_percent_never_shows_certainty_that_is_not_there(share: figures.Number | None, text: str) -> None:
    assert figures.percent(share) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0 s"),
        (59, "59 s"),
        (7500, "2 h 5 min"),
        (timedelta(days=1, minutes=5), "1 d"),
        (timedelta(days=2, hours=3), "2 d 3 h"),
        (-90, f"{MINUS}1 min 30 s"),
        (None, DASH),
    ],
)
def test_duration(value: timedelta | float | None, text: str) -> None:
    assert figures.duration(value).replace(SPACE, " ") == text


def test_hours_and_intervals() -> None:
    assert figures.hours(7.5) == f"7.5{SPACE}h"
    assert figures.hours(None) == DASH
    assert figures.interval(58, 74, "leads") == f"58 to 74{SPACE}leads"
    assert figures.interval(0.5, 3, "%") == "0.5 to 3%"
    assert figures.interval(1, 2) == "1 to 2"


@given(st.one_of(st.none(), st.floats(), st.integers()))
def test_any_number_becomes_a_text(value: float | None) -> None:
    assert figures.number(value)
    assert figures.money(value, "USD")
