"""Importing posts, stage by stage and as a whole, alone and with a pool of processes, in one run.

    python benchmarks/importing.py [--posts 60000] [--processes 2]

The stages are given in rows per second of processor time, which a busy machine disturbs least; the whole also
by the clock, with the ratio of pool to alone, which holds only on a machine that is otherwise idle. The file
is made from a seed; its posts have 14 words.
"""

import argparse
import csv
import os
import random
import resource
import tempfile
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import TypeVar

import django

from colonnade.pillars.listening.importing import batches
from colonnade.pillars.listening.importing.guess import guess
from colonnade.pillars.listening.importing.prepare import Kitchen, Prepared, Recipe
from colonnade.pillars.listening.importing.reading import Layout, Row, inspect, open_sheet
from colonnade.pillars.listening.importing.terms import terms_of
from colonnade.pillars.listening.matching import Matcher, Query
from colonnade.pillars.listening.query import simple_query
from colonnade.warehouse.store import Facts, Store

T = TypeVar("T")
MOST = 10**12
WORDS = [
    "loader", "excavator", "seat", "hydraulics", "dealer", "parts", "price", "warranty", "engine", "noise",
    "track", "bucket", "service", "great", "terrible", "slow", "fast", "love", "hate", "waiting", "broken",
    "works", "fine", "thanks", "week", "month", "team", "site", "operator", "fuel",
]  # fmt: skip


def write_posts(path: Path, number: int) -> None:
    """Write a CSV of made posts."""
    draw = random.Random(20261101)
    with path.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["id", "created_at", "username", "text", "likes", "url"])
        for n in range(number):
            text = f"@acme {' '.join(draw.choices(WORDS, k=14))}"
            at = f"2026-{1 + n % 10:02}-{1 + n % 28:02}T{n % 24:02}:00:00Z"
            out.writerow([n, at, f"user{draw.randrange(5_000)}", text, n % 9, f"https://x.com/i/status/{n}"])


def per_second(name: str, rows: int, work: Callable[[], T]) -> T:
    """Print how many rows a second of processor time does."""
    begun = process_time()
    result = work()
    print(f"  {name:<28}{rows / (process_time() - begun):>12,.0f} rows per processor second")
    return result


def stages(rows: list[Row], recipe: Recipe, store: Store) -> None:
    """Time each stage by itself."""
    kitchen, matcher = Kitchen(recipe), Matcher(recipe.queries)
    kitchen.prepare(rows[:100])  # loads the classifier
    place = recipe.columns.index("text")
    texts = [row.cells[place] for row in rows]
    per_second("terms", len(rows), lambda: [list(terms_of(text)) for text in texts])
    per_second("brands (20 queries)", len(rows), lambda: [matcher.match(text) for text in texts])
    prepared = per_second("all but reading and storing", len(rows), lambda: kitchen.prepare(rows))
    facts = store.facts(1)
    keep = lambda: facts.add_mentions(prepared.mentions, terms=prepared.terms, matches=prepared.matches)  # noqa: E731
    per_second("storing", len(rows), keep)
    per_second("storing again", len(rows), keep)


def whole(path: Path, layout: Layout, recipe: Recipe, facts: Facts, processes: int) -> tuple[float, float]:
    """Import the file; return rows per second by the clock and per processor second of all processes."""
    read = 0
    begun, worked = perf_counter(), _processor_seconds()
    found: Iterable[Prepared] = batches.prepared_batches(
        open_sheet(path, layout, most_bytes=MOST).rows(),
        recipe,
        processes=processes,
        remaining=lambda: batches.POOL_FROM,
    )
    for prepared in found:
        facts.add_mentions(prepared.mentions, terms=prepared.terms, matches=prepared.matches)
        read += prepared.rows
    return read / (perf_counter() - begun), read / (_processor_seconds() - worked)


def _processor_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--posts", type=int, default=60_000)
    parser.add_argument("--processes", type=int, default=2)
    said = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "posts.csv"
        write_posts(path, said.posts)
        layout = per_second("looking into the file", 1, lambda: inspect(path, most_bytes=MOST))
        guessed = guess(layout, open_sheet(path, layout, most_bytes=MOST).rows())
        queries = tuple(Query(n, simple_query([f"@brand{n}", f"brand {n}", WORDS[n]])) for n in range(20))
        recipe = Recipe(
            plan=guessed.plan,
            columns=layout.columns,
            queries=queries,
            import_id=1,
            imported_at=datetime(2026, 11, 1),  # noqa: DTZ001 -- facts are UTC without a zone
        )
        rows = per_second(
            "reading", said.posts, lambda: list(open_sheet(path, layout, most_bytes=MOST).rows())
        )
        store = Store.open_file(Path(folder) / "warehouse.duckdb")
        stages(rows[: 2 * batches.BATCH], recipe, store)
        del rows
        alone, alone_each = whole(path, layout, recipe, store.facts(2), 1)
        pool, pool_each = whole(path, layout, recipe, store.facts(3), said.processes)
        store.close()
    print(f"  {'whole, alone':<28}{alone:>12,.0f} rows per second, {alone_each:,.0f} per processor second")
    print(
        f"  {f'whole, {said.processes} processes':<28}{pool:>12,.0f} rows per second ({pool / alone:.2f}x), "
        f"{pool_each:,.0f} per processor second"
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  peak memory {peak:,.0f} MB; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "colonnade.config.settings")
    django.setup()
    main()
