"""The measures and the words of the sign."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colonnade.ui.colonnade import SHAFT_HEIGHT, SHAFT_TOP, Base, Colonnade, Column, draw
from colonnade.ui.tests.design import picture

WIDTH = 980


def column(fill: float = 0.5, cracks: int = 0) -> Column:
    return Column(key="c", label="C", fill=fill, cracks=cracks, closed=False, href="#", summary="")


@pytest.mark.parametrize(("fill", "cracks"), [(-0.1, 0), (1.1, 0), (float("nan"), 0), (0.5, -1)])
def test_impossible_columns_are_refused(fill: float, cracks: int) -> None:
    with pytest.raises(ValueError, match="column 'c'"):
        column(fill, cracks)


@given(st.floats(0, 1))
def test_a_column_fills_from_the_bottom(fill: float) -> None:
    drawn = draw(replace(picture(), columns=(column(fill),))).columns[0]
    assert float(drawn.fill_y) + float(drawn.fill_height) == pytest.approx(SHAFT_TOP + SHAFT_HEIGHT, abs=0.11)
    assert float(drawn.fill_height) == pytest.approx(fill * SHAFT_HEIGHT, abs=0.06)


@given(st.integers(0, 50))
def test_cracks_stay_on_the_shaft(cracks: int) -> None:
    drawing = draw(replace(picture(), columns=tuple(column(cracks=cracks) for _at in range(8))))
    for drawn in drawing.columns:
        assert len(drawn.cracks) == min(cracks, 4)
        for path in drawn.cracks:
            heights = [float(y) for y in re.findall(r"[ML]-?\d+,(\d+)", path)]
            assert min(heights) > SHAFT_TOP
            assert max(heights) < SHAFT_TOP + SHAFT_HEIGHT


@given(st.lists(st.text(max_size=200), max_size=9).map(tuple))
def test_any_goals_fit_the_entablature(goals: tuple[str, ...]) -> None:
    panels = draw(replace(picture(), entablature=goals)).panels
    assert 1 <= len(panels) <= 4
    for panel in panels:
        assert 0 < panel.middle < WIDTH
        assert len(panel.lines) <= 2


def test_all_goals_are_in_the_words_and_the_rest_is_counted() -> None:
    goals = tuple(f"Goal number {number}" for number in range(6))
    drawing = draw(replace(picture(), entablature=goals))
    assert all(goal in drawing.words for goal in goals)
    assert drawing.panels[-1].goal == "and 3 more goals"


def test_the_base_says_what_is_used_and_what_is_over() -> None:
    hours, money = draw(picture(over=True)).steps
    assert hours.over
    assert hours.share == "115%"
    assert hours.text.replace("\N{NO-BREAK SPACE}", " ") == "Hours: 46 h of 40 h a week"
    assert float(hours.limit_x) == pytest.approx(44 + 892 * 40 / 46, abs=0.1)
    assert not money.over
    assert money.text == "Money: $1,180 of $1,500 a month"
    assert "(over the limit)" in draw(picture(over=True)).words


def test_no_means_at_all_divide_nothing() -> None:
    base = Base(hours_used=0, hours_limit=0, money_used=0, money_limit=0, currency="EUR")
    hours, _money = draw(Colonnade(columns=(), base=base, entablature=())).steps
    assert (hours.share, hours.width, hours.over) == ("", "0.0", False)
