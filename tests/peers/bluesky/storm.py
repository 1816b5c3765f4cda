"""Scheduled posts on real servers while workers are killed, sockets cut and clocks put wrong."""

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
from mastodon_mock.testing.server import MockServer

from .faulty import faulty
from .peer import POSTS, Peer, Person

INSIDE = Path(__file__).parent / "inside.py"
NAMES = ("alice", "bob", "carol")
ENDED = frozenset({"published", "failed", "withdrawn"})
LATE_S = 75.0
"""A minute, and what the workers' clocks are wrong by."""
_REPORTS = ("Late:", "after its time")


@dataclass(kw_only=True)
class Figures:
    """What was counted.

    Attributes:
        once, lost, twice: how often each post stands on its network.
        late: seconds past its time of each that is late; ``unreported`` are those of which
            the history does not say so.
        faults, kills: what was done to them.
    """

    posts: int
    once: int = 0
    lost: int = 0
    twice: int = 0
    states: Counter[str] = field(default_factory=Counter)
    late: list[float] = field(default_factory=list)
    unreported: int = 0
    looked: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    kills: int = 0
    seconds: float = 0.0


@dataclass(kw_only=True)
class Storm:
    """A run.

    Attributes:
        posts: on each account. span: seconds over which they are scheduled.
        share: of the requests that publish, how many meet a fault.
        workers: processes at once; one of them is killed every ``kill_every`` seconds, until ``calm_after``:
            on a busy machine a worker takes longer to start than another lives.
    """

    folder: Path
    peer: Peer
    posts: int
    people: int = 2
    span: float = 20.0
    share: float = 0.3
    workers: int = 2
    kill_every: float = 5.0
    calm_after: float = 40.0
    seed: int = 1
    patience: float = 240.0

    def run(self) -> Figures:
        """Let it happen, and count."""
        began = time.monotonic()
        with ExitStack() as stack:
            mock = stack.enter_context(MockServer())
            bluesky, first = stack.enter_context(faulty(self.peer.address, share=self.share, seed=self.seed))
            mastodon, second = stack.enter_context(
                faulty(mock.base_url, share=self.share, seed=self.seed + 1)
            )
            people = [self.peer.join(f"storm{self.seed}x{number}") for number in range(self.people)]
            names = NAMES[: self.people]
            self._inside("prepare", said={"accounts": self._accounts(people, names, bluesky, mastodon)})
            figures = Figures(posts=self.posts * 2 * self.people)
            lines = self._endure(figures)
            found = Counter(text for person in people for text in self._records(person))
            found += Counter(text for name in names for text in _statuses(mock, name))
            figures.faults = first.met + second.met
        self._count(figures, lines, found)
        figures.seconds = time.monotonic() - began
        return figures

    def _accounts(
        self, people: list[Person], names: tuple[str, ...], bluesky: str, mastodon: str
    ) -> list[dict[str, Any]]:
        accounts: list[dict[str, Any]] = [
            {
                "network": "bluesky",
                "name": person.handle,
                "credentials": {
                    "service": bluesky,
                    "identifier": person.handle,
                    "password": person.password,
                },
            }
            for person in people
        ]
        accounts += [
            {
                "network": "mastodon",
                "name": name,
                "credentials": {"instance": mastodon, "access_token": f"{name}_token"},
            }
            for name in names
        ]
        for account in accounts:
            account["posts"] = [
                {
                    "text": f"Post {number} of {account['name']} on {account['network']}",
                    "after": self.span * (number + 1) / self.posts,
                }
                for number in range(self.posts)
            ]
        return accounts

    def _endure(self, figures: Figures) -> list[dict[str, Any]]:
        """Kill and restart workers until nothing is left to do; return what became of the posts."""
        drawn = random.Random(self.seed)
        workers = [self._worker(number) for number in range(self.workers)]
        calm, end = time.monotonic() + self.calm_after, time.monotonic() + self.patience
        try:
            while time.monotonic() < end:
                time.sleep(self.kill_every)
                lines = self._told()
                if all(line["state"] in ENDED for line in lines):
                    return lines
                if time.monotonic() > calm:
                    continue
                victim = drawn.randrange(len(workers))
                workers[victim].kill()
                workers[victim].wait()
                figures.kills += 1
                workers[victim] = self._worker(self.workers + figures.kills)
            return self._told()
        finally:
            for worker in workers:
                worker.kill()
                worker.wait()

    def _worker(self, number: int) -> "subprocess.Popen[bytes]":
        with (self.folder / "workers.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, INSIDE, "work", str(self.seed * 1_000 + number)],
                env=self._environment(),
                stdout=subprocess.DEVNULL,
                stderr=log,
            )

    def _told(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self._inside("tell"))
        return found

    def _inside(self, command: str, said: object = None) -> str:
        done = subprocess.run(
            [sys.executable, INSIDE, command],
            env=self._environment(),
            input=json.dumps(said),
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        )
        return done.stdout

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("COLONNADE_")}
        return {
            **kept,
            "DJANGO_SETTINGS_MODULE": "colonnade.config.settings",
            "COLONNADE_DATA_DIR": str(self.folder),
            "COLONNADE_ALLOWED_PEERS": '["127.0.0.1", "localhost"]',
        }

    def _records(self, person: Person) -> list[str]:
        return [record["value"]["text"] for record in _paged(self._record_page(person))]

    def _record_page(self, person: Person) -> "Callable[[str], tuple[list[Any], str]]":
        def page(cursor: str) -> tuple[list[Any], str]:
            params = {"repo": person.did, "collection": POSTS, "limit": "100"}
            params |= {"cursor": cursor} if cursor else {}
            with httpx2.Client(trust_env=False) as client:
                answer = client.get(
                    f"{self.peer.address}/xrpc/com.atproto.repo.listRecords", params=params
                ).json()
            return answer["records"], answer.get("cursor", "")

        return page

    def _count(self, figures: Figures, lines: list[dict[str, Any]], found: Counter[str]) -> None:
        for line in lines:
            times = found[line["text"]]
            figures.once += times == 1
            figures.lost += times == 0
            figures.twice += times > 1
            figures.states[line["state"]] += 1
            figures.looked += any("Looked for" in words for words in line["history"])
            lateness = (line["published"] or 0.0) - (line["planned"] or 0.0)
            if lateness > LATE_S:
                figures.late.append(lateness)
                figures.unreported += not any(
                    report in words for words in line["history"] for report in _REPORTS
                )


def _statuses(mock: MockServer, name: str) -> list[str]:
    headers = {"authorization": f"Bearer {name}_token"}
    with httpx2.Client(base_url=mock.base_url, trust_env=False, headers=headers) as client:
        own = client.get("/api/v1/accounts/verify_credentials").json()["id"]

        def page(cursor: str) -> tuple[list[Any], str]:
            params = {"limit": "40"} | ({"max_id": cursor} if cursor else {})
            found = client.get(f"/api/v1/accounts/{own}/statuses", params=params).json()
            return found, found[-1]["id"] if found else ""

        statuses = _paged(page)
        return [client.get(f"/api/v1/statuses/{one['id']}/source").json()["text"] for one in statuses]


def _paged(page: "Callable[[str], tuple[list[Any], str]]") -> list[Any]:
    found, cursor = [], ""
    while True:
        items, cursor = page(cursor)
        found += items
        if not items or not cursor:
            return found
