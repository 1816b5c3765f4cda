"""Namings say at any moment what mentions and matches say."""

from itertools import chain
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from colonnade.warehouse.engines import duckdb_migrations
from colonnade.warehouse.namings import namings_of
from colonnade.warehouse.store import Facts, Store, close_store, open_store
from colonnade.warehouse.tables import EVERY, NAMINGS, NARROW, TABLES
from colonnade.warehouse.tests.factories import mention, rows

IDS = ("0a", "1b", "1c", "e1", "ff")
QUERIES = (3, 5, 8)
ids = st.sampled_from(IDS)
pairs = st.lists(st.tuples(ids, st.sampled_from(QUERIES)), max_size=8)


def matches(found: Any) -> pa.Table:
    return rows("matches", [{"mention_id": post, "query_id": query} for post, query in found])


def add(facts: Facts, given: Any) -> None:
    posts, found, likes = given
    facts.add_mentions(rows("mentions", [mention(len(one), mention_id=one, likes=likes) for one in posts]),
                       matches=matches(found))  # fmt: skip


def match(facts: Facts, given: Any) -> None:
    query, found, prefix = given
    stored = {row["mention_id"] for row in facts.run(facts.mentions).to_pylist()}
    meant = [(post, query) for post in dict.fromkeys(found) if post in stored and post.startswith(prefix)]
    facts.replace_matches([query], matches(meant), prefix=prefix)


def understand(facts: Facts, given: Any) -> None:
    post, label = given
    facts.set_understanding(rows("mentions", [mention(1, mention_id=post, sentiment=label, language="de")]))


def erase(facts: Facts, post: str) -> None:
    facts.erase(mentions=[post])


def begin_anew(facts: Facts, _given: None) -> None:
    facts.erase_all()


steps = st.one_of(
    st.tuples(st.just(add), st.tuples(st.sets(ids), pairs, st.integers(0, 9))),
    st.tuples(st.just(match), st.tuples(st.sampled_from(QUERIES), st.lists(ids), st.sampled_from(("", "1")))),
    st.tuples(st.just(understand), st.tuples(ids, st.sampled_from(("positive", "unsure")))),
    st.tuples(st.just(erase), ids),
    st.tuples(st.just(begin_anew), st.none()),
)


def naive(facts: Facts) -> list[dict[str, Any]]:
    """Return the namings as a reader of the other two tables would make them."""
    said: dict[str, list[int]] = {}
    for row in facts.run(facts.matches).to_pylist():
        said.setdefault(row["mention_id"], []).append(row["query_id"])
    posts = facts.run(facts.mentions.select(*NARROW)).to_pylist()
    return [
        {"query_id": query, "queries": sorted(said.get(post["mention_id"], [])), **post}
        for post in posts
        for query in chain([EVERY], said.get(post["mention_id"], []))
    ]


def in_order(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(found, key=lambda row: (row["mention_id"], row["query_id"]))


def stored(facts: Facts) -> list[dict[str, Any]]:
    return in_order(facts.run(facts.namings).to_pylist())


@hypothesis(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, max_size=5))
def test_whatever_is_written_namings_are_the_join(store: Store, done: list[tuple[Any, Any]]) -> None:
    facts, others = store.facts(1), store.facts(2)
    facts.erase_all()
    add(others, (["0a"], [("0a", 3)], 1))
    for write, arguments in done:
        write(facts, arguments)
        assert stored(facts) == in_order(naive(facts))
    before = stored(facts)
    assert facts.rebuild_namings() == len(before)
    assert stored(facts) == before
    assert [row["queries"] for row in stored(others)] == [[3], [3]]


def test_a_namings_table_has_the_declared_columns_and_leaves_other_posts_alone() -> None:
    posts = rows("mentions", [mention(1), mention(2)])
    found = namings_of(posts, matches([("m2", 5), ("m9", 5), ("m2", 3)]))
    assert found.column_names == [name for name in NAMINGS.names if name != "organization_id"]
    assert found.select(["query_id", "mention_id", "queries"]).to_pylist() == [
        {"query_id": EVERY, "mention_id": "m1", "queries": []},
        {"query_id": EVERY, "mention_id": "m2", "queries": [3, 5]},
        {"query_id": 3, "mention_id": "m2", "queries": [3, 5]},
        {"query_id": 5, "mention_id": "m2", "queries": [3, 5]},
    ]


def test_an_older_file_is_given_its_namings(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = duckdb_migrations.MIGRATIONS
    before = next(place for place, step in enumerate(steps) if "TABLE namings" in step[0])
    monkeypatch.setattr("colonnade.warehouse.engines.duckdb.MIGRATIONS", steps[:before])
    open_store()
    close_store()
    kept = {
        "mentions": rows("mentions", [mention(1, likes=4), mention(2), mention(3, text=None)]),
        "matches": matches([("m2", 8), ("m2", 3), ("m3", 3)]),
    }
    with duckdb.connect(settings.WAREHOUSE_PATH) as connection:
        for table, incoming in kept.items():
            there = [name for name, *_type in connection.execute(f"DESCRIBE {table}").fetchall()]
            incoming = incoming.select([name for name in incoming.column_names if name in there])
            known = connection.sql(f"SELECT * FROM {table} LIMIT 0").columns
            connection.register(
                "incoming", incoming.select([name for name in incoming.column_names if name in known])
            )
            connection.execute(f"INSERT INTO {table} BY NAME SELECT 1 AS organization_id, * FROM incoming")
    monkeypatch.undo()
    facts = open_store().facts(1)
    assert len(stored(facts)) == 6
    assert stored(facts) == in_order(naive(facts))


@pytest.mark.parametrize("table", [name for name in TABLES if name != "tombstones"])
def test_everything_of_an_organisation_goes_from_every_table(facts: Facts, table: str) -> None:
    add(facts, (IDS, [("0a", 8)], 4))
    assert table in facts.erase_all().removed
