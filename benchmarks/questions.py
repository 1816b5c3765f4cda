"""How long each question takes over a market of synthetic posts, against plain scans of the same store.

    python benchmarks/questions.py [--posts 1000000] [--repeat 3] [--folder FOLDER]

Prints how fast the posts were stored, and one line per question: the first run, the best of the later ones with
nothing kept, that as a multiple of a plain scan (posts and people by channel, no join), its processor time with
the same multiple, the time of an answer that was kept, and the time when it was kept before other posts came. The
ratios are of one run; on a busy machine that of processor time is the surer. Ten million posts take about 5 GiB
of disk; with ``--folder`` the store is left there, and a later run asks it without storing anew.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

BRANDS = 6
NAMES = [f"Maker {number}" for number in range(BRANDS)]
WORDS = 20_000
BATCH = 250_000


def written(prefix: str, numbers: Any, suffix: str = "") -> Any:
    """Return texts that hold the numbers."""
    return pc.binary_join_element_wise(prefix, pa.array(numbers).cast(pa.string()), suffix, "")


def chosen(random: Any, count: int, names: list[str], chances: list[float]) -> Any:
    """Return names drawn at random."""
    return pa.array(names).take(pa.array(random.choice(len(names), count, p=chances)))


def hexadecimal(numbers: Any) -> Any:
    """Return 64-bit numbers in sixteen digits each."""
    digits = numbers.astype(">u8").tobytes().hex().encode()
    return pa.FixedSizeBinaryArray.from_buffers(pa.binary(16), len(numbers), [None, pa.py_buffer(digits)])


def synthetic(start: int, count: int, authors: int, model: str) -> dict[str, Any]:
    """Return posts ``start`` to ``start + count`` as Arrow tables: mentions, terms, matches.

    Authors and words follow Zipf's law; one post in twenty answers another, one in five names a person,
    one in thirty names a second brand.
    """
    random = np.random.default_rng(start + 1)
    author = np.minimum(random.zipf(1.3, count) - 1, authors - 1)
    numbers = np.arange(start, start + count)
    ids = hexadecimal(numbers.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)).cast(pa.binary())
    ids = ids.cast(pa.string())
    seconds = random.integers(1_735_689_600, 1_735_689_600 + 180 * 86_400, count)
    moments = (seconds * 1_000_000).astype("datetime64[us]")
    words = np.minimum(random.zipf(1.15, (count, 8)) - 1, WORDS - 1)
    ends = pa.array(["?", "."]).take(pa.array((random.random(count) >= 0.25).astype(np.int8)))
    text = pc.binary_join_element_wise(
        written("about the machine w", words[:, 0], " and its parts"), ends, ""
    )
    answers = pc.if_else(
        pa.array(random.random(count) < 0.05), written("", random.integers(0, start + count, count)), None
    )
    chances = random.dirichlet(np.ones(3), count).astype(np.float32)
    mentions = pa.table(
        {
            "mention_id": ids,
            "channel": chosen(
                random, count, ["x", "bluesky", "forum.example", "mastodon"], [0.6, 0.2, 0.15, 0.05]
            ),
            "external_id": written("", numbers),
            "url": pa.nulls(count, pa.string()),
            "published_at": moments,
            "imported_at": moments,
            "import_id": np.ones(count, dtype=np.int64),
            "author_id": written("x:author", author),
            "author_handle": written("author", author),
            "author_name": pa.nulls(count, pa.string()),
            "author_followers": (10 ** (1 + 5 * ((author * 2_654_435_761) % 1000) / 1000)).astype(np.int64),
            "text": text,
            "in_reply_to": answers,
            "place": pa.nulls(count, pa.string()),
            "likes": random.poisson(2, count),
            "replies": random.poisson(0.3, count),
            "reposts": random.poisson(0.5, count),
            "views": pa.nulls(count, pa.int64()),
            "language": chosen(random, count, ["en", "de", "und"], [0.85, 0.1, 0.05]),
            "sentiment": chosen(
                random, count, ["negative", "neutral", "positive", "unsure"], [0.3, 0.35, 0.2, 0.15]
            ),
            "p_negative": chances[:, 0],
            "p_neutral": chances[:, 1],
            "p_positive": chances[:, 2],
            "understood_by": pa.repeat(model, count),
            "intents": chosen(random, count, ["", "question", "complaint support"], [1 / 3] * 3),
        }
    )
    named = np.flatnonzero(random.random(count) < 0.2)
    person = written("author", np.minimum(random.zipf(1.5, len(named)) - 1, authors - 1))
    each = pa.array(np.repeat(np.arange(count), words.shape[1]))
    terms = pa.table(
        {
            "mention_id": pa.concat_arrays([ids.take(each), ids.take(pa.array(named))]),
            "kind": pa.concat_arrays([pa.repeat("word", words.size), pa.repeat("handle", len(named))]),
            "term": pa.concat_arrays([written("w", words.ravel()), person]),
        }
    )
    brand = random.choice(BRANDS, count, p=[0.3, 0.25, 0.2, 0.12, 0.08, 0.05])
    second = np.flatnonzero(random.random(count) < 1 / 30)
    matches = pa.table(
        {
            "mention_id": pa.concat_arrays([ids, ids.take(pa.array(second))]),
            "query_id": np.concatenate([brand, (brand[second] + 1) % BRANDS]).astype(np.int64),
        }
    )
    return {"mentions": with_every_column(mentions), "terms": terms, "matches": matches}


def with_every_column(mentions: Any) -> Any:
    """Return mentions with the columns that a synthetic post has no use for."""
    from colonnade.warehouse.tables import MENTIONS

    for field in MENTIONS:
        if field.name not in (*mentions.column_names, "organization_id"):
            mentions = mentions.append_column(field.name, pa.nulls(mentions.num_rows, field.type))
    return mentions


def timed(run: Callable[[], object]) -> float:
    """Return the milliseconds that ``run`` takes."""
    began = time.perf_counter()
    run()
    return 1000 * (time.perf_counter() - began)


def measured(run: Callable[[], object]) -> tuple[float, float]:
    """Return the milliseconds that ``run`` takes, and those of processor time, all threads together."""
    began = time.process_time()
    wall = timed(run)
    return wall, 1000 * (time.process_time() - began)


def main() -> None:
    """Fill a store, ask, print."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--posts", type=int, default=1_000_000)
    options.add_argument("--repeat", type=int, default=3)
    options.add_argument("--folder", type=Path, default=None)
    given = options.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "colonnade.config.settings")
    if given.folder is not None:
        given.folder.mkdir(parents=True, exist_ok=True)
        measure(given.folder, given.posts, given.repeat)
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), given.posts, given.repeat)


def measure(folder: Path, posts: int, repeat: int) -> None:
    """Print the table of times over ``posts`` synthetic posts."""
    os.environ["COLONNADE_DATA_DIR"] = str(folder)
    import django

    django.setup()
    from django.core.management import call_command

    from colonnade.organization.models import Organization
    from colonnade.warehouse.store import close_store, open_store

    call_command("migrate", verbosity=0)
    maker = Organization.objects.first() or founded()
    facts = open_store().facts(maker.pk)
    if not facts.count():
        fill(facts, [brand.pk for brand in maker.brand_queries.order_by("pk")], posts)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20
    print(f"{facts.count():,} posts, {size:,.0f} MiB")
    ask_all(maker, facts, repeat)
    ask_behind(maker, facts)
    close_store()


def founded() -> Any:
    """Return the organisation that asks, with its brands."""
    from colonnade.organization.models import Organization
    from colonnade.pillars.listening.models import BrandQuery

    now = datetime.now(tz=UTC)
    maker = Organization.objects.create(
        name="Maker", slug="maker", time_zone="Europe/Brussels", created_at=now
    )
    for number, name in enumerate(NAMES):
        BrandQuery.objects.create(
            organization=maker,
            name=name,
            kind="competitor" if number else "own",
            terms=[f"@maker{number}"],
            created_at=now,
        )
    return maker


def fill(facts: Any, brands: list[int], posts: int) -> None:
    """Store the posts batch by batch, and print how fast."""
    from colonnade.pillars.listening.understanding import MODEL

    numbers, stored, spent, rows = np.array(brands), 0.0, 0.0, 0
    for start in range(0, posts, BATCH):
        tables = synthetic(start, min(BATCH, posts - start), max(posts // 5, 10), MODEL)
        matches = tables["matches"]
        matches = matches.set_column(1, "query_id", pa.array(numbers[matches["query_id"].to_numpy()]))
        began, worked = time.perf_counter(), time.process_time()
        facts.add_mentions(tables["mentions"], terms=tables["terms"], matches=matches)
        stored += time.perf_counter() - began
        spent += time.process_time() - worked
        rows += sum(table.num_rows for table in (*tables.values(), tables["mentions"], matches))
    print(
        f"stored in {stored:,.0f} s: {posts / stored:,.0f} posts/s, {rows / stored:,.0f} rows/s of all tables; "
        f"{rows / spent:,.0f} rows for each second of processor time"
    )


def ask_all(maker: Any, facts: Any, repeat: int) -> None:
    """Print how long a plain scan takes, and each question."""
    from django.core.cache import cache
    from ibis import _ as column

    from colonnade.pillars.listening.questions.asking import KEYS, ask
    from colonnade.pillars.listening.questions.filters import Filters

    scan = facts.mentions.group_by("channel").aggregate(
        posts=column.count(), people=column.author_id.nunique()
    )
    facts.run(scan)
    plain, scanned = map(
        min, zip(*(measured(lambda: facts.run(scan)) for _turn in range(1 + repeat)), strict=True)
    )
    print(f"{'plain scan':<14}{'':>10}{plain:>7.0f} ms{'':>8}{scanned:>9.0f} ms")
    heading = f"{'first':>10}{'warm':>10}{'x scan':>8}{'processor':>12}{'x scan':>8}{'kept':>10}"
    print(f"{'question':<14}{heading}")
    for key in KEYS:

        def question(key: Any = key, *, fresh: bool = False) -> object:
            now = datetime.now(tz=UTC)
            return ask(organization=maker, facts=facts, question=key, filters=Filters(), now=now, fresh=fresh)

        def fresh(question: Callable[..., object] = question) -> object:
            cache.clear()
            return question(fresh=True)

        runs = [measured(fresh) for _turn in range(1 + repeat)]
        first, (warm, cpu) = runs[0][0], map(min, zip(*(runs[1:] or runs), strict=True))
        kept = timed(question)
        times = f"{first:>7.0f} ms{warm:>7.0f} ms{warm / plain:>8.1f}"
        print(f"{key:<14}{times}{cpu:>9.0f} ms{cpu / scanned:>8.1f}{kept:>7.1f} ms", flush=True)


def ask_behind(maker: Any, facts: Any) -> None:
    """Print how long each kept answer takes when posts came since, with nothing in memory."""
    from django.core.cache import cache

    from colonnade.pillars.listening.questions.asking import KEYS, ask
    from colonnade.pillars.listening.questions.filters import Filters

    last = facts.count()
    facts.add_mentions(synthetic(last, 1, 10, "")["mentions"])
    for key in KEYS:
        cache.clear()
        now = datetime.now(tz=UTC)
        took = timed(
            lambda key=key, now=now: ask(
                organization=maker, facts=facts, question=key, filters=Filters(), now=now
            )
        )
        print(f"{key:<14} as it was kept, one post behind: {took:,.1f} ms")


if __name__ == "__main__":
    main()
