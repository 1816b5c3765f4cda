"""Numbers as a reader says them."""

import pytest

from colonnade.strategy.document.model import Goal
from colonnade.strategy.solver.wording import kpi_amount, missed, money, number, percent, rough


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0"), (0.0123, "0.0123"), (1.5, "1.5"), (12, "12"), (12.34, "12.3"), (1234.5, "1,234")],
)
def test_numbers_have_about_three_figures(value: float, shown: str) -> None:
    assert number(value) == shown


def test_estimates_have_two() -> None:
    assert [rough(value) for value in (0.589, 4.67, 9.96, 58.2, 0)] == ["0.59", "4.7", "10", "58", "0"]


def test_a_chance_is_certain_only_when_it_is() -> None:
    assert [percent(share) for share in (0, 0.004, 0.714, 0.997, 1)] == [
        "0%",
        "under 1%",
        "71%",
        "over 99%",
        "100%",
    ]


def test_money_has_its_sign_or_code() -> None:
    assert [money(1234.4, "USD"), money(2.5, "EUR"), money(90, "CHF"), money(0, "USD")] == [
        "$1,234",
        "€2.50",
        "90 CHF",
        "$0",
    ]


def test_two_figures_are_told_apart() -> None:
    assert missed(54.2, 60) == "54, not 60"
    assert missed(54.96, 55) == "54.96, not 55.00"


@pytest.mark.parametrize(
    ("metric", "per", "shown"),
    [
        ("mql", "month", "65 marketing qualified leads a month"),
        ("cases_resolved", "week", "65 cases resolved a week"),
        ("opportunities", "total", "65 sales opportunities in all"),
        ("first_response_time", "level", "first response time of 65 minutes"),
        ("brochures sent", "year", "65 brochures sent a year"),
    ],
)
def test_a_kpi_reads_as_words(metric: str, per: str, shown: str) -> None:
    goal = Goal.model_validate({"id": "g", "kpi": {"metric": metric, "per": per}})
    assert kpi_amount(goal, 65) == shown
