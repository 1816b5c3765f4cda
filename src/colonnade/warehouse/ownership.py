"""Who may open the embedded warehouse: one process at a time, by a lock the operating system gives back."""

import fcntl
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import IO, ClassVar


@dataclass(frozen=True, kw_only=True)
class Owner:
    """The process that holds the warehouse file.

    Attributes:
        pid: its process id.
        serves_jobs: whether it runs jobs of the ``warehouse`` queue, so that others can send work to it.
    """

    pid: int
    serves_jobs: bool


class OwnedElsewhere(Exception):
    """Another live process holds the warehouse file.

    Attributes:
        owner: that process, as far as its note could be read.
    """

    def __init__(self, path: Path, owner: Owner | None) -> None:
        self.owner = owner
        holder = f"process {owner.pid}" if owner else "another process"
        super().__init__(
            f"the warehouse {path} is in use by {holder}; nothing was changed. "
            "Stop that process, or try again when it has finished"
        )


class Ownership:
    """A held lock on the warehouse; ``release()`` or the end of the process gives it back.

    The lock is ``flock`` on ``<warehouse>.owner``: the system drops it when the process dies in any way, so
    that no stale lock can keep people out. The file's content
    is a note for messages, never trusted as a lock.
    """

    _held: ClassVar[list["Ownership"]] = []

    def __init__(self, path: Path) -> None:
        """Take the lock for the warehouse at ``path``. Raises ``OwnedElsewhere``."""
        self._path = path
        self._file: IO[str] = _open_note(path)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = _read_note(self._file)
            self._file.close()
            raise OwnedElsewhere(path, owner) from None
        self._held.append(self)
        self.announce(serves_jobs=False)

    def announce(self, *, serves_jobs: bool) -> None:
        """Say to other processes whether this one runs the jobs that need the warehouse."""
        self._file.seek(0)
        self._file.truncate()
        json.dump({"pid": os.getpid(), "serves_jobs": serves_jobs}, self._file)
        self._file.flush()

    def release(self) -> None:
        """Give the lock back."""
        if self in self._held:
            self._held.remove(self)
        self._file.close()

    @classmethod
    def forget_in_child(cls) -> None:
        """Close inherited locks: a forked child must not keep the file owned after its parent is gone."""
        while cls._held:
            cls._held.pop().release()


os.register_at_fork(after_in_child=Ownership.forget_in_child)


def owner_of(path: Path) -> Owner | None:
    """Return the process that holds the warehouse at ``path``, or None where nobody does."""
    with _open_note(path) as note:
        try:
            # A shared lock, so that two processes that only look do not see each other as owners.
            fcntl.flock(note, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return _read_note(note) or Owner(pid=0, serves_jobs=False)
    return None


def _open_note(path: Path) -> IO[str]:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.with_name(path.name + ".owner").open("a+")


def _read_note(note: IO[str]) -> Owner | None:
    note.seek(0)
    try:
        content = json.load(note)
    except json.JSONDecodeError:  # read between the owner's truncate and write
        return None
    return Owner(pid=int(content["pid"]), serves_jobs=bool(content["serves_jobs"]))
