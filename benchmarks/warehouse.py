"""The store against bare DuckDB, in one process and one run, so that the ratios hold on a busy machine too.

    python benchmarks/warehouse.py [--posts 1000000] [--batch 50000]

Measured: loading in batches (each a transaction that keeps doubles out) against a bare INSERT from Arrow;
importing a batch again into the full store; the questions' base scans through the store against the same
figures from a plain scan of the columns; and erasing ten authors, which rewrites the file.
"""

import argparse
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import duckdb
import ibis
import numpy as np
import pyarrow as pa
from ibis import _

from colonnade.warehouse.engines.duckdb_migrations import MIGRATIONS
from colonnade.warehouse.store import Facts, Store
from colonnade.warehouse.tables import TABLES

ROUNDS = 7
START = np.datetime64("2025-01-01T00:00:00", "us")
WORDS = np.array([f"word{number}" for number in range(5000)])


def posts(first: int, number: int) -> pa.Table:
    """Return ``number`` posts of a made market: 14 words each, 20 channels, authors by a long-tailed law."""
    draw = np.random.default_rng(first)
    ids = np.arange(first, first + number)
    authors = draw.zipf(1.3, number) % 200_000
    texts = [" ".join(row) for row in WORDS[draw.zipf(1.2, (number, 14)) % len(WORDS)]]
    columns: dict[str, Any] = {
        "organization_id": np.ones(number, np.int64),
        "mention_id": [f"{identifier:032x}" for identifier in ids],
        "channel": np.char.add("channel", (draw.zipf(1.5, number) % 20).astype(str)),
        "external_id": ids.astype(str),
        "published_at": START + draw.integers(0, 365 * 86_400_000_000, number).astype("timedelta64[us]"),
        "imported_at": np.full(number, START),
        "import_id": np.ones(number, np.int64),
        "author_id": np.char.add("a", authors.astype(str)),
        "text": texts,
        "likes": draw.geometric(0.2, number),
        "language": draw.choice(["en", "de", "es"], number, p=[0.7, 0.2, 0.1]),
        "sentiment": draw.choice(["negative", "neutral", "positive"], number),
    }
    schema = TABLES["mentions"]
    return pa.table(
        [pa.array(columns[field.name], field.type) if field.name in columns else pa.nulls(number, field.type)
         for field in schema],
        schema=schema,
    )  # fmt: skip


def batches(total: int, size: int) -> Iterator[pa.Table]:
    """Yield the posts in batches; made anew for each use, so that no table need be held."""
    for first in range(0, total, size):
        yield posts(first, min(size, total - first))


def seconds(work: Callable[[], object]) -> float:
    """Return how long ``work`` takes."""
    began = perf_counter()
    work()
    return perf_counter() - began


def best(work: Callable[[], object]) -> float:
    """Return the median of several runs, after one that warms up."""
    work()
    return median(seconds(work) for _round in range(ROUNDS))


def insert(connection: duckdb.DuckDBPyConnection, rows: pa.Table) -> None:
    """Add rows as DuckDB does by itself: one statement, one transaction."""
    connection.register("incoming", rows)
    connection.execute("INSERT INTO mentions SELECT * FROM incoming").fetchall()
    connection.unregister("incoming")


def load(facts: Facts, bare: duckdb.DuckDBPyConnection, total: int, size: int) -> None:
    """Load the same batches into both, in turns."""
    store_seconds = bare_seconds = 0.0
    for rows in batches(total, size):
        store_seconds += seconds(lambda rows=rows: facts.add_mentions(rows))
        bare_seconds += seconds(lambda rows=rows: insert(bare, rows))
    print(
        f"load, {total:,} posts by {size:,}: store {total / store_seconds:,.0f} rows/s, "
        f"bare insert {total / bare_seconds:,.0f} rows/s, ratio {bare_seconds / store_seconds:.2f}"
    )
    last = posts(total - size, size)
    again = seconds(lambda: facts.add_mentions(last))
    print(f"the last batch again (nothing new): {size / again:,.0f} rows/s")


def scans(facts: Facts, bare: duckdb.DuckDBPyConnection) -> None:
    """Ask both for the same figures."""
    mentions = facts.mentions
    since = datetime(2025, 7, 1)  # noqa: DTZ001  facts are UTC without a zone
    recent = mentions.filter(_.published_at >= since, _.published_at < since + timedelta(days=90))
    questions: dict[str, tuple[Any, str]] = {
        "where: posts and likes by channel": (
            mentions.group_by("channel").agg(n=_.count(), likes=_.likes.sum()),
            "SELECT channel, count(*), sum(likes) FROM mentions GROUP BY channel",
        ),
        "who: posts by author, 50 most active": (
            mentions.group_by("author_id").agg(n=_.count()).order_by(ibis.desc("n")).limit(50),
            "SELECT author_id, count(*) n FROM mentions GROUP BY author_id ORDER BY n DESC LIMIT 50",
        ),
        "sentiment: by week": (
            mentions.group_by(_.published_at.truncate("W").name("week"), "sentiment").agg(n=_.count()),
            "SELECT date_trunc('week', published_at), sentiment, count(*) FROM mentions GROUP BY ALL",
        ),
        "90 days, one language": (
            recent.filter(_.language == "de").agg(n=_.count(), likes=_.likes.sum()),
            """
            SELECT count(*), sum(likes) FROM mentions WHERE language = 'de'
            AND published_at >= TIMESTAMP '2025-07-01' AND published_at < TIMESTAMP '2025-09-29'
            """,
        ),
    }
    for name, (expression, statement) in questions.items():
        ours = best(lambda expression=expression: facts.run(expression))
        plain = best(lambda statement=statement: bare.sql(statement).to_arrow_table())
        print(f"{name}: store {ours * 1e3:.1f} ms, plain scan {plain * 1e3:.1f} ms, ratio {ours / plain:.2f}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--posts", type=int, default=1_000_000)
    parser.add_argument("--batch", type=int, default=50_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open_file(Path(folder) / "warehouse.duckdb")
        bare = duckdb.connect(str(Path(folder) / "bare.duckdb"))
        for statement in MIGRATIONS[0]:
            bare.execute(statement)
        facts = store.facts(1)
        load(facts, bare, options.posts, options.batch)
        scans(facts, bare)
        erased = seconds(lambda: facts.erase_authors([f"a{number}" for number in range(100, 110)]))
        size = (Path(folder) / "warehouse.duckdb").stat().st_size / 1e6
        print(f"erasing 10 authors, proof and rewrite of {size:,.0f} MB: {erased:.1f} s")
        bare.close()
        store.close()


if __name__ == "__main__":
    main()
