"""An append-only journal of lines: what it acknowledged survives the death of the process and of the machine.

Lines of many callers are written and synced together (group commit): while one batch is on its way to the
disk the next one gathers, so that a busy server pays once for many and a quiet one waits for one sync.

A journal is a folder of segments. A process writes to one segment of its own, which it holds locked; a
segment without a lock belongs to nobody any more and can be read to its end and removed. A line that broke
off when its process died was never acknowledged and is not read.
"""

import fcntl
import logging
import os
import secrets
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

logger = logging.getLogger(__name__)

SUFFIX = ".clicks"


class Journal:
    """Writes lines to a segment of its own.

    Args:
        folder: where the segments are; made where it is missing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._wake = threading.Condition()
        self._gathered: list[bytes] = []
        self._batch: Future[None] = Future()
        self._segment: BinaryIO | None = None
        self._segment_lock = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._write_batches, name="click-journal", daemon=True)
        self._thread.start()

    def append(self, line: bytes) -> Future[None]:
        """Take a line, without a line end; return what is done when it is on the disk.

        All lines of a batch share one future. It fails with the ``OSError`` of the disk where that refuses.
        """
        with self._wake:
            if self._closed:
                raise ValueError("the journal is closed")
            self._gathered.append(line)
            batch = self._batch
            if len(self._gathered) == 1:
                self._wake.notify()
        return batch

    def release(self) -> None:
        """Let go of the present segment, so that it can be drained; the next line begins another."""
        with self._segment_lock:
            if self._segment is not None:
                self._segment.close()
                self._segment = None

    def close(self) -> None:
        """Write what was gathered and let go."""
        with self._wake:
            self._closed = True
            self._wake.notify()
        self._thread.join()
        self.release()

    def _write_batches(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._gathered or self._closed)
                if not self._gathered:
                    return
                lines, self._gathered = self._gathered, []
                batch, self._batch = self._batch, Future()
            try:
                self._write(b"\n".join(lines) + b"\n")
            except OSError as error:
                logger.exception("The journal of clicks cannot be written: %d clicks are lost", len(lines))
                self.release()
                batch.set_exception(error)
            else:
                batch.set_result(None)

    def _write(self, data: bytes) -> None:
        with self._segment_lock:
            if self._segment is None:
                self._segment = _new_segment(self._folder)
            self._segment.write(data)
            os.fdatasync(self._segment.fileno())


def _new_segment(folder: Path) -> BinaryIO:
    """Open a segment that nobody else has, locked from its first moment in the folder on."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{time.time_ns():020d}-{secrets.token_hex(4)}"
    hidden = folder / f".{name}"
    segment = hidden.open("xb", buffering=0)
    fcntl.flock(segment, fcntl.LOCK_EX)
    hidden.rename(folder / f"{name}{SUFFIX}")
    return segment


def released(folder: Path) -> Iterator[Path]:
    """Yield the segments that nobody writes to, oldest first, each held while the caller looks at it."""
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        with _held(path) as ours:
            if ours:
                yield path


@contextmanager
def _held(path: Path) -> Iterator[bool]:
    try:
        segment = path.open("rb")
    except FileNotFoundError:
        yield False
        return
    with segment:
        try:
            fcntl.flock(segment, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield path.exists()


def lines_of(segment: Path) -> Iterator[tuple[str, bytes]]:
    """Yield each whole line of a segment with a key that is found nowhere else, the same at every reading."""
    with segment.open("rb") as file:
        for number, line in enumerate(file):
            if line.endswith(b"\n"):
                yield f"{segment.stem}-{number}", line[:-1]
