"""Rows in batches through the kitchen: in this process at first, in a pool of processes when it is many."""

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice

from colonnade.pillars.listening.importing.prepare import Kitchen, Prepared, Recipe
from colonnade.pillars.listening.importing.reading import Row

BATCH = 5_000  # rows: about half a second of work, and what an interruption repeats at most
POOL_FROM = 50_000  # rows: fewer are sooner done than a pool of processes is started

_kitchen: Kitchen | None = None


class WorkerLost(Exception):
    """A process of the pool ended unasked; what was stored stays and the import can go on."""


def process_count(setting: int) -> int:
    """Return how many processes to use; ``setting`` 0 means one per processor, at most 4."""
    return setting or min(4, os.cpu_count() or 1)


def prepared_batches(
    rows: Iterable[Row], recipe: Recipe, *, processes: int, remaining: Callable[[], int]
) -> Iterator[Prepared]:
    """Yield the batches of ``rows`` in order, each prepared.

    Args:
        processes: 1 does all in this process; a pool of more is started where ``POOL_FROM`` rows are left.
        remaining: how many rows are left, as far as can be told; asked after each batch.

    Raises:
        WorkerLost: where a process was killed, for want of memory for example.
    """
    iterator = iter(rows)
    kitchen = Kitchen(recipe)
    for batch in _batches(iterator):
        yield kitchen.prepare(batch)
        if processes > 1 and remaining() >= POOL_FROM:
            break
    try:
        yield from _in_a_pool(iterator, recipe, processes)
    except BrokenProcessPool as error:
        raise WorkerLost("A worker process ended unexpectedly, perhaps for want of memory.") from error


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _in_a_pool(rows: Iterator[Row], recipe: Recipe, processes: int) -> Iterator[Prepared]:
    """Prepare what is left, ahead of the reader by two batches per process, so that memory stays bounded."""
    first = next(_batches(rows), None)
    if first is None:
        return
    context = multiprocessing.get_context("spawn")  # a fork would inherit the server's threads half-way
    with ProcessPoolExecutor(processes, context, initializer=_start, initargs=(recipe,)) as pool:
        waiting: deque[Future[Prepared]] = deque([pool.submit(_work, first)])
        try:
            for batch in _batches(rows):
                waiting.append(pool.submit(_work, batch))
                if len(waiting) >= 2 * processes:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def _start(recipe: Recipe) -> None:
    global _kitchen
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _kitchen = Kitchen(recipe)


def _end_with_parent() -> None:
    """End when the parent is gone, however it went: a pool would else wait for its work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(rows: Sequence[Row]) -> Prepared:
    if _kitchen is None:
        raise RuntimeError("the pool's process was not started by _start")
    return _kitchen.prepare(rows)
