"""A chart as data."""

import json
import math

import pytest

from colonnade.ui.charts import Chart, Kind, Series, drawing_data, table_rows
from colonnade.ui.templatetags.ui import chart as chart_tag


def chart(*series: Series, categories: tuple[str, ...] = ("a", "b"), kind: Kind = "bar") -> Chart:
    return Chart(key="k", question="Q?", answer="A.", kind=kind, categories=categories, series=series)


@pytest.mark.parametrize(
    "make",
    [
        lambda: chart(Series(name="s", values=(1,))),
        lambda: Series(name="s", values=(1, 2), low=(1,), high=(2,)),
        lambda: Series(name="s", values=(1, 2), low=(1, 2)),
        lambda: Chart(
            key="k",
            question="",
            answer="",
            kind="bar",
            categories=("a",),
            series=(Series(name="s", values=(1,)),),
            links=("/a", "/b"),
        ),
    ],
    ids=["values", "short interval", "half an interval", "links"],
)
def test_figures_that_do_not_fit_are_refused(make: object) -> None:
    assert callable(make)
    with pytest.raises(ValueError, match=r"per (category|value)"):
        make()


def test_what_is_not_finite_is_a_gap() -> None:
    data = drawing_data(
        chart(Series(name="s", values=(math.nan, math.inf), low=(1, None), high=(2, math.nan)))
    )
    assert json.loads(json.dumps(data, allow_nan=False))["series"][0] == {
        "name": "s",
        "tone": "plain",
        "values": [None, None],
        "low": [1, None],
        "high": [2, None],
    }


def test_a_chart_without_a_finite_figure_is_empty() -> None:
    assert chart(Series(name="s", values=(None, math.nan))).is_empty
    assert not chart(Series(name="s", values=(None, 0))).is_empty


def test_the_table_holds_values_and_intervals() -> None:
    rows = table_rows(
        chart(Series(name="s", values=(1, 2), low=(0, 1), high=(2, 3)), Series(name="t", values=(9, None)))
    )
    assert [row.cells for row in rows] == [(1, 0, 2, 9), (2, 1, 3, None)]


@pytest.mark.parametrize(("bars", "size"), [(5, "s"), (6, "m"), (20, "l"), (21, "xl")])
def test_many_bars_get_more_room(bars: int, size: str) -> None:
    wide = chart(
        Series(name="s", values=(1,) * bars), categories=tuple(str(at) for at in range(bars)), kind="hbar"
    )
    assert chart_tag(wide)["size"] == size
