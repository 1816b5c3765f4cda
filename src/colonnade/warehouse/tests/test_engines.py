"""What each engine must do alike: erase without a trace, let many read and write, lose nothing."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import ibis
import pyarrow as pa
import pytest
from ibis import _

from colonnade.warehouse.store import Facts, close_store, open_store
from colonnade.warehouse.tests.factories import mention, mentions, rows

pytestmark = pytest.mark.usefixtures("engine")

SECRET = "Zaphod-Beeblebrox-7741"


def person() -> Iterator[dict[str, Any]]:
    for number in range(20_000, 20_050):
        yield mention(
            number, author_id=f"x:{SECRET}", author_name=SECRET, text=f"I am {SECRET}, post {number}"
        )


def test_an_erased_person_is_gone_from_every_table_and_from_the_disk(
    facts: Facts, stored_bytes: Callable[[], bytes]
) -> None:
    facts.add_mentions(mentions(*range(20_000)))
    terms = [{"mention_id": "m20000", "kind": "handle", "term": SECRET.casefold()}]
    matches = [{"mention_id": "m20000", "query_id": 1}, {"mention_id": "m5", "query_id": 1}]
    facts.add_mentions(
        rows("mentions", person()), terms=rows("terms", terms), matches=rows("matches", matches)
    )
    facts.replace_matches([1], rows("matches", matches))
    relations = [(f"x:{SECRET}", "x:b"), ("x:b", f"x:{SECRET}"), ("x:b", "x:c")]
    facts.add_follows(
        rows("follows", [{"channel": "x", "follower_id": a, "followed_id": b} for a, b in relations])
    )
    assert SECRET.encode() in stored_bytes()

    receipt = facts.erase_authors([f"x:{SECRET}"])

    removed = {name: count for name, count in receipt.removed.items() if count}
    assert removed == {"mentions": 50, "terms": 1, "matches": 1, "namings": 51, "follows": 2}
    assert (receipt.remaining, receipt.rewritten) == (0, True)
    assert SECRET.encode() not in stored_bytes()
    assert SECRET.casefold().encode() not in stored_bytes()
    assert facts.count() == 20_000
    assert facts.run(facts.matches)["mention_id"].to_pylist() == ["m5"]
    close_store()
    assert SECRET.encode() not in stored_bytes()
    assert open_store().facts(1).count() == 20_000


def test_erasing_nobody_removes_nothing(facts: Facts) -> None:
    facts.add_mentions(mentions(1))
    receipt = facts.erase_authors(["x:unknown"])
    assert set(receipt.removed.values()) == {0}
    assert facts.count() == 1


def test_reads_go_on_while_others_write_and_erase(facts: Facts) -> None:
    facts.add_mentions(mentions(*range(100)))
    rounds = 3
    writing = threading.Event()

    def write() -> int:
        try:
            for number in range(100, 100 + 100 * rounds, 100):
                facts.add_mentions(mentions(*range(number, number + 100)))
                facts.erase_authors([f"x:author{number}"])
        finally:
            writing.set()
        return facts.count()

    def read() -> list[int]:
        seen = []
        while not writing.is_set():
            wanted = ibis.memtable(pa.table({"language": ["en"]}))
            joined = facts.mentions.semi_join(wanted, "language").aggregate(n=_.count())
            seen.append(facts.run(joined)["n"][0].as_py())
        return seen

    with ThreadPoolExecutor(3) as threads:
        written = threads.submit(write)
        readers = [threads.submit(read) for _number in range(2)]
        assert written.result(timeout=120) == 100 + 99 * rounds
        counts = [reader.result(timeout=120) for reader in readers]
    # After round k there are 100 + 99k posts, and 100 more between its write and its erasure; nothing else.
    whole = {100 + 99 * k for k in range(rounds + 1)} | {200 + 99 * k for k in range(rounds)}
    assert all(seen and set(seen) <= whole for seen in counts)


def test_writers_take_turns_and_lose_nothing(facts: Facts) -> None:
    def write(start: int) -> int:
        return sum(facts.add_mentions(mentions(start + n, start + n + 1)).new for n in range(5))

    with ThreadPoolExecutor(4) as threads:
        new = sum(threads.map(write, [0, 3, 100, 103]))
    assert new == facts.count() == 18
