"""The parsers, one notion at a time."""

from datetime import date

import pytest

from colonnade.strategy.sentence.grammar.dates import deadline
from colonnade.strategy.sentence.grammar.money import Money, money
from colonnade.strategy.sentence.grammar.numbers import number
from colonnade.strategy.sentence.grammar.people import People, people
from colonnade.strategy.sentence.lexicon.quantities import Period
from colonnade.strategy.sentence.tokens import tokenize

TODAY = date(2027, 1, 4)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1500", 1500),
        ("1,500", 1500),
        ("1.500", 1500),
        ("1'500", 1500),
        ("1.500,50", 1500.5),
        ("1,500.50", 1500.5),
        ("1.5", 1.5),
        ("1,5", 1.5),
        ("12,34", 12.34),
        ("0.500", 0.5),
        ("1.5k", 1500),
        ("2m", 2_000_000),
        ("2 000", 2000),
        ("12 345 678", 12_345_678),
        ("1,50,000", 150_000),
        ("2 lakh", 200_000),
        ("2.5 crore", 25_000_000),
        ("\N{VULGAR FRACTION ONE HALF}", 0.5),
        ("1\N{VULGAR FRACTION ONE HALF}", 1.5),
        ("seven", 7),
        ("twenty-five", 25),
        ("a hundred and twenty", 120),
        ("two thousand five hundred", 2500),
        ("one and a half", 1.5),
        ("two and a quarter", 2.25),
        ("half", 0.5),
        ("three quarters of a", 0.75),
        ("a dozen", 12),
        ("one million two hundred thousand", 1_200_000),
    ],
)
def test_number(text: str, value: float) -> None:
    found = number(tokenize(text), 0)
    assert found is not None
    assert found.value == pytest.approx(value)


@pytest.mark.parametrize("text", ["", "a", "1.2.3", "quarter", "and", "9" * 30, "hundred " * 40, "a lot"])
def test_no_number(text: str) -> None:
    assert number(tokenize(text), 0) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$1500 in hard dollars a month", Money(1500, "USD", Period.MONTH)),
        ("$1500 a month in hard dollars", Money(1500, "USD", Period.MONTH)),
        ("1.500 \N{EURO SIGN} per month", Money(1500, "EUR", Period.MONTH)),
        ("\N{POUND SIGN}2 000 monthly", Money(2000, "GBP", Period.MONTH)),
        ("two thousand euros a quarter", Money(2000, "EUR", Period.QUARTER)),
        ("EUR 1.5k/month", Money(1500, "EUR", Period.MONTH)),
        ("5 lakh rupees a year", Money(500_000, "INR", Period.YEAR)),
        ("A$300 weekly", Money(300, "AUD", Period.WEEK)),
        ("budget of 3k a month", Money(3000, None, Period.MONTH)),
        ("annual budget: US$ 20,000", Money(20_000, "USD", Period.YEAR)),
        ("$1500 USD", Money(1500, "USD", None)),
        ("800 quid", Money(800, "GBP", None)),
    ],
)
def test_money(text: str, expected: Money) -> None:
    found = money(tokenize(text), 0)
    assert found is not None
    assert found.value == expected


def test_a_sum_by_the_month() -> None:
    assert Money(1200, "EUR", Period.YEAR).per_month == pytest.approx(100)
    assert Money(300, "EUR", Period.QUARTER).per_month == pytest.approx(100)
    assert Money(100, "EUR", Period.MONTH).per_month == 100
    assert Money(100, "EUR").per_month is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one FTE", People(fte=1)),
        ("half an FTE", People(fte=0.5)),
        ("80 % of an FTE", People(fte=0.8)),
        ("1.5 full-time equivalents", People(fte=1.5)),
        ("18 hours a week", People(fte=0.5)),
        ("one day a week", People(fte=0.2)),
        ("two people part-time", People(fte=1, assumed=True)),
        ("a part-time marketer", People("marketer", 0.5, assumed=True)),
        ("two designers at 50 %", People("designer", 1)),
        ("2 full-time social media managers", People("social", 2)),
        ("three colleagues", People(fte=3, assumed=True)),
        ("an agency", People("agency", outside=True)),
        ("a team of three", People(fte=3, assumed=True)),
        ("9 hours a week of an engineer", People("expert", 0.25)),
    ],
)
def test_people(text: str, expected: People) -> None:
    found = people(tokenize(text), 0)
    assert found is not None
    assert found.value.role == expected.role
    assert found.value.fte == (None if expected.fte is None else pytest.approx(expected.fte))
    assert (found.value.assumed, found.value.outside) == (expected.assumed, expected.outside)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("by 30 June", date(2027, 6, 30)),
        ("by the 30th of June", date(2027, 6, 30)),
        ("by June 30th, 2028", date(2028, 6, 30)),
        ("by 2 January", date(2028, 1, 2)),
        ("by 4 January", date(2027, 1, 4)),
        ("by 2027-06-30", date(2027, 6, 30)),
        ("by 30.06.2027", date(2027, 6, 30)),
        ("by 06/30/2027", date(2027, 6, 30)),
        ("before 29 February", date(2028, 2, 29)),
        ("by Q3", date(2027, 9, 30)),
        ("by the end of Q1 2028", date(2028, 3, 31)),
        ("by the third quarter", date(2027, 9, 30)),
        ("by June", date(2027, 6, 30)),
        ("by the end of next year", date(2028, 12, 31)),
        ("by year end", date(2027, 12, 31)),
        ("by the end of the month", date(2027, 1, 31)),
        ("by the end of the week", date(2027, 1, 10)),
        ("by the end of 2028", date(2028, 12, 31)),
        ("within six months", date(2027, 7, 4)),
        ("within half a year", date(2027, 7, 4)),
        ("in 90 days", date(2027, 4, 4)),
        ("over the next two quarters", date(2027, 7, 4)),
        ("six months from now", date(2027, 7, 4)),
        ("in 2028", date(2028, 12, 31)),
        ("this quarter", date(2027, 3, 31)),
    ],
)
def test_deadline(text: str, day: date) -> None:
    found = deadline(tokenize(text), 0, today=TODAY)
    assert found is not None
    assert found.value.day == day


@pytest.mark.parametrize(
    "text",
    ["by 05/06/2027", "by 31 February", "by 2027-13-01", "by 20 %", "by hand", "by 2028", "a month", "soon"],
)
def test_no_deadline(text: str) -> None:
    assert deadline(tokenize(text), 0, today=TODAY) is None


def test_a_deadline_at_the_end_of_the_calendar() -> None:
    found = deadline(tokenize("within 9000 years"), 0, today=TODAY)
    assert found is not None
    assert found.value.day.year == 9999
