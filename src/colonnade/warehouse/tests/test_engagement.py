"""Of each figure of engagement the newest measurement stands, in whatever order the measurements come."""

from datetime import datetime, timedelta
from typing import Any

import duckdb
import pytest
from django.conf import settings as django_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from colonnade.warehouse.engagement import FIGURES, MOMENTS
from colonnade.warehouse.engines import duckdb_migrations
from colonnade.warehouse.store import Facts, close_store, open_store
from colonnade.warehouse.tests.factories import mention, rows

START = datetime(2026, 3, 1)  # noqa: DTZ001  facts are UTC without a zone

Measurement = dict[str, Any]


def hour(number: int) -> datetime:
    return START + timedelta(hours=number)


def measurement(at: int, **figures: int | None) -> Measurement:
    """Return a row of the post that was measured and came in at an hour; figures left out are unknown."""
    known = dict.fromkeys(FIGURES) | figures
    return mention(1, imported_at=hour(at), **known, **{name: hour(at) for name in MOMENTS.values()})


def stored(facts: Facts) -> dict[str, Any]:
    return dict(facts.run(facts.mentions).to_pylist()[0])


def add(facts: Facts, *measurements: Measurement) -> int:
    return facts.add_mentions(rows("mentions", measurements)).updated


def expected(measurements: list[Measurement]) -> dict[str, Any]:
    """Return what must stand, worked out figure by figure."""
    found: dict[str, Any] = dict.fromkeys((*FIGURES, *MOMENTS.values()))
    for name, moment in MOMENTS.items():
        known = [(row[moment], row[name]) for row in measurements if row[name] is not None]
        if known:
            found[moment], found[name] = max(known)
    return found


figure = st.none() | st.integers(0, 5)
measurements = st.lists(
    st.builds(measurement, st.integers(0, 6), likes=figure, replies=figure, reposts=st.none(), views=figure),
    min_size=1,
    max_size=6,
)


@given(batches=st.lists(measurements, min_size=1, max_size=3))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_newest_stands_however_they_come(facts: Facts, batches: list[list[Measurement]]) -> None:
    facts.erase_all()
    for batch in batches:
        add(facts, *batch)
    kept = stored(facts)
    assert {name: kept[name] for name in (*FIGURES, *MOMENTS.values())} == expected(
        [row for batch in batches for row in batch]
    )
    named = facts.run(facts.namings.select("mention_id", *FIGURES)).to_pylist()
    assert named == [{"mention_id": "m1", **{name: kept[name] for name in FIGURES}}]


def test_a_figure_may_fall_and_a_late_old_one_changes_nothing(facts: Facts) -> None:
    add(facts, measurement(1, likes=9))
    assert add(facts, measurement(3, likes=7)) == 1
    assert add(facts, measurement(2, likes=8)) == 0
    assert stored(facts)["likes"] == 7


def test_that_it_was_measured_again_counts_although_nothing_changed(facts: Facts) -> None:
    add(facts, measurement(1, likes=5))
    assert add(facts, measurement(3, likes=5)) == 0
    assert add(facts, measurement(2, likes=9)) == 0
    assert (stored(facts)["likes"], stored(facts)["likes_at"]) == (5, hour(3))


def test_a_newer_row_that_does_not_know_a_figure_leaves_it(facts: Facts) -> None:
    add(facts, measurement(1, likes=5, views=100))
    add(facts, measurement(2, likes=6))
    kept = stored(facts)
    assert (kept["likes"], kept["views"], kept["views_at"]) == (6, 100, hour(1))


@pytest.mark.parametrize("said", [None, hour(1_000)])
def test_without_a_moment_or_with_one_to_come_it_was_measured_when_it_came_in(
    facts: Facts, said: datetime | None
) -> None:
    add(facts, mention(1, likes=3, likes_at=said, views_at=said, imported_at=hour(2)))
    kept = stored(facts)
    assert (kept["likes_at"], kept["views_at"]) == (hour(2), None)
    assert add(facts, measurement(3, likes=1)) == 1


def test_figures_of_an_older_file_were_measured_when_their_posts_came_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steps = duckdb_migrations.MIGRATIONS
    before = next(place for place, step in enumerate(steps) if any("likes_at" in line for line in step))
    monkeypatch.setattr("colonnade.warehouse.engines.duckdb.MIGRATIONS", steps[:before])
    open_store()
    close_store()
    with duckdb.connect(django_settings.WAREHOUSE_PATH) as connection:
        there = [name for name, *_type in connection.execute("DESCRIBE mentions").fetchall()]
        post = rows("mentions", [mention(1, likes=4, views=None)])
        connection.register("old", post.select([name for name in post.column_names if name in there]))
        connection.execute("INSERT INTO mentions BY NAME SELECT 1 AS organization_id, * FROM old")
    monkeypatch.undo()
    kept = stored(open_store().facts(1))
    assert (kept["likes"], kept["likes_at"], kept["views_at"]) == (4, kept["imported_at"], None)


def test_many_posts_are_told_apart(facts: Facts) -> None:
    def all_of(at: int) -> list[Measurement]:
        return [measurement(at, likes=at * 100 + n) | {"mention_id": f"m{n}"} for n in range(40)]

    add(facts, *all_of(1))
    assert add(facts, *all_of(2), measurement(0, likes=1)) == 40
    found = facts.run(facts.mentions.select("mention_id", "likes")).to_pylist()
    assert {row["mention_id"]: row["likes"] for row in found} == {f"m{n}": 200 + n for n in range(40)}
