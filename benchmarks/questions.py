"""How long each question takes over a market of synthetic posts, against plain scans of the same store.

    python benchmarks/questions.py [--posts 1000000] [--repeat 3]

Prints one line per question: the first run, the best of the later ones with nothing kept, that as a multiple
of a plain scan (posts and people by channel, no join), its processor time with the same multiple, and the time
of an answer that was kept. The ratios are of one run; on a busy machine that of processor time is the surer.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

BRANDS = 6
NAMES = [f"Maker {number}" for number in range(BRANDS)]
WORDS = 20_000
BATCH = 250_000


def synthetic(np: Any, pa: Any, start: int, count: int, authors: int, model: str) -> dict[str, Any]:
    """Return posts ``start`` to ``start + count`` as Arrow tables: mentions, terms, matches.

    Authors and words follow Zipf's law; one post in twenty answers another, one in five names a person,
    one in thirty names a second brand.
    """
    random = np.random.default_rng(start + 1)
    author = np.minimum(random.zipf(1.3, count) - 1, authors - 1)
    ids = np.char.mod(
        "%016x", (np.arange(start, start + count, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15))
    )
    seconds = random.integers(1_735_689_600, 1_735_689_600 + 180 * 86_400, count)
    moments = (seconds * 1_000_000).astype("datetime64[us]")
    handles = np.char.mod("author%d", author)
    ends = np.where(random.random(count) < 0.25, "?", ".")
    words = np.minimum(random.zipf(1.15, (count, 8)) - 1, WORDS - 1)
    text = np.char.add(np.char.mod("about the machine w%d and its parts", words[:, 0]), ends)
    answers = np.where(
        random.random(count) < 0.05, np.char.mod("%d", random.integers(0, start + count, count)), None
    )
    chances = random.dirichlet(np.ones(3), count).astype(np.float32)
    labels = np.array(["negative", "neutral", "positive", "unsure"])
    mentions = pa.table(
        {
            "mention_id": ids,
            "channel": np.array(["x", "bluesky", "forum.example", "mastodon"])[
                random.choice(4, count, p=[0.6, 0.2, 0.15, 0.05])
            ],
            "external_id": np.char.mod("%d", np.arange(start, start + count)),
            "url": pa.nulls(count, pa.string()),
            "published_at": moments,
            "imported_at": moments,
            "import_id": np.ones(count, dtype=np.int64),
            "author_id": np.char.add("x:", handles),
            "author_handle": handles,
            "author_name": pa.nulls(count, pa.string()),
            "author_followers": (10 ** (1 + 5 * ((author * 2_654_435_761) % 1000) / 1000)).astype(np.int64),
            "text": text,
            "in_reply_to": pa.array(answers, pa.string()),
            "place": pa.nulls(count, pa.string()),
            "likes": random.poisson(2, count),
            "replies": random.poisson(0.3, count),
            "reposts": random.poisson(0.5, count),
            "views": pa.nulls(count, pa.int64()),
            "language": np.array(["en", "de", "und"])[random.choice(3, count, p=[0.85, 0.1, 0.05])],
            "sentiment": labels[random.choice(4, count, p=[0.3, 0.35, 0.2, 0.15])],
            "p_negative": chances[:, 0],
            "p_neutral": chances[:, 1],
            "p_positive": chances[:, 2],
            "understood_by": np.full(count, model),
            "intents": np.array(["", "question", "complaint support"])[random.choice(3, count)],
        }
    )
    named = np.flatnonzero(random.random(count) < 0.2)
    person = np.char.mod("author%d", np.minimum(random.zipf(1.5, len(named)) - 1, authors - 1))
    terms = pa.table(
        {
            "mention_id": np.concatenate([np.repeat(ids, words.shape[1]), ids[named]]),
            "kind": np.concatenate([np.full(words.size, "word"), np.full(len(named), "handle")]),
            "term": np.concatenate([np.char.mod("w%d", words.ravel()), person]),
        }
    )
    brand = random.choice(BRANDS, count, p=[0.3, 0.25, 0.2, 0.12, 0.08, 0.05])
    second = np.flatnonzero(random.random(count) < 1 / 30)
    matches = pa.table(
        {
            "mention_id": np.concatenate([ids, ids[second]]),
            "query_id": np.concatenate([brand, (brand[second] + 1) % BRANDS]).astype(np.int64),
        }
    )
    return {"mentions": mentions, "terms": terms, "matches": matches}


def timed(run: Callable[[], object]) -> float:
    """Return the milliseconds that ``run`` takes."""
    began = time.perf_counter()
    run()
    return 1000 * (time.perf_counter() - began)


def processor(run: Callable[[], object]) -> float:
    """Return the milliseconds of processor time, all threads together, that ``run`` takes."""
    began = time.process_time()
    run()
    return 1000 * (time.process_time() - began)


def main() -> None:
    """Fill a store, ask, print."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--posts", type=int, default=1_000_000)
    options.add_argument("--repeat", type=int, default=3)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["COLONNADE_DATA_DIR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "colonnade.config.settings")
        measure(Path(folder), given.posts, given.repeat)


def measure(folder: Path, posts: int, repeat: int) -> None:
    """Print the table of times over ``posts`` synthetic posts."""
    import django
    import numpy as np
    import pyarrow as pa

    django.setup()
    from django.core.cache import cache
    from django.core.management import call_command
    from ibis import _ as column

    from colonnade.organization.models import Organization
    from colonnade.pillars.listening.models import BrandQuery
    from colonnade.pillars.listening.questions.asking import KEYS, ask
    from colonnade.pillars.listening.questions.filters import Filters
    from colonnade.pillars.listening.understanding import MODEL
    from colonnade.warehouse.store import close_store, open_store

    call_command("migrate", verbosity=0)
    now = datetime.now(tz=UTC)
    maker = Organization.objects.create(
        name="Maker", slug="maker", time_zone="Europe/Brussels", created_at=now
    )
    brands = [
        BrandQuery.objects.create(
            organization=maker,
            name=name,
            kind="competitor" if number else "own",
            terms=[f"@maker{number}"],
            created_at=now,
        )
        for number, name in enumerate(NAMES)
    ]
    numbers = np.array([brand.pk for brand in brands])
    facts = open_store().facts(maker.pk)
    began = time.perf_counter()
    for start in range(0, posts, BATCH):
        tables = synthetic(np, pa, start, min(BATCH, posts - start), max(posts // 5, 10), MODEL)
        matches = tables["matches"]
        matches = matches.set_column(1, "query_id", pa.array(numbers[matches["query_id"].to_numpy()]))
        facts.add_mentions(tables["mentions"], terms=tables["terms"], matches=matches)
    loaded = time.perf_counter() - began
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20
    print(f"{posts:,} posts loaded in {loaded:.0f} s ({posts / loaded:,.0f}/s), {size:,.0f} MiB")

    scan = facts.mentions.group_by("channel").aggregate(
        posts=column.count(), people=column.author_id.nunique()
    )
    facts.run(scan)
    plain = min(timed(lambda: facts.run(scan)) for _turn in range(repeat))
    scanned = processor(lambda: facts.run(scan))
    print(f"{'plain scan':<14}{'':>10}{plain:>7.0f} ms{'':>8}{scanned:>9.0f} ms")
    heading = f"{'first':>10}{'warm':>10}{'x scan':>8}{'processor':>12}{'x scan':>8}{'kept':>10}"
    print(f"{'question':<14}{heading}")
    for key in KEYS:

        def question(key: Any = key) -> object:
            return ask(organization=maker, facts=facts, question=key, filters=Filters())

        def fresh(question: Callable[[], object] = question) -> object:
            cache.clear()
            return question()

        first = timed(fresh)
        warm = min(timed(fresh) for _turn in range(repeat))
        cpu = processor(fresh)
        kept = timed(question)
        times = f"{first:>7.0f} ms{warm:>7.0f} ms{warm / plain:>8.1f}"
        print(f"{key:<14}{times}{cpu:>9.0f} ms{cpu / scanned:>8.1f}{kept:>7.1f} ms")
    close_store()


if __name__ == "__main__":
    main()
