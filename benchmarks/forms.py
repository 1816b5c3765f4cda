"""Forms a second that one server takes in, and whether any is lost: at a set rate, flat out, and when it is killed.

    python benchmarks/forms.py [--rate 200] [--seconds 20] [--connections 64]

Starts a real server (`colonnade serve`) on a fresh data folder and sends forms as many visitors would, each from an
address of its own on loopback and with a token of its own. First so many a second, whether or not the server keeps
up; then as fast as answers come; then again, with the server killed (SIGKILL) in the middle and started anew.
Prints forms a second, their waiting times, the ratio to the rate that is asked for, how long until the last is a
lead, and how many answered forms are missing or doubled. Reads of a page of the same server are measured beside it,
so that the ratio to them says more than seconds of this machine do.
"""

import argparse
import asyncio
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

MAKE = """
import json, sys, django
django.setup()
from datetime import timedelta
from django.utils import timezone
from colonnade.organization.models import User
from colonnade.organization.operations import found_organization
from colonnade.audience.leads.operations import begin_with_proposal
from colonnade.pillars.promotion.pages import tokens
from colonnade.pillars.promotion.pages.models import FieldKind, Form
from colonnade.pillars.promotion.pages.operations import FormText, save_form
from colonnade.pillars.promotion.pages.questions import Question
now = timezone.now()
hydra = found_organization(name="Hydra", founder=User.objects.create_user("a@hydra.example", "x" * 12), now=now)
begin_with_proposal(organization=hydra, actor=None, now=now)
questions = [Question(kind=FieldKind.NAME, label="Your name"), Question(kind=FieldKind.LONG, label="Your need")]
text = FormText(contact_text="You may contact me.", button="Send")
version = save_form(form=Form(organization=hydra, name="Guide"), questions=questions, text=text, actor=None, now=now)
shown = [tokens.write(tokens.Shown(version=version.pk, asked=(0, 1), at=now - timedelta(minutes=1)))
         for _ in range(int(sys.argv[1]))]
print(json.dumps({"key": version.form.key, "tokens": shown}))
"""
COUNT = """
import json, django
django.setup()
from colonnade.audience.leads.models import Lead
from colonnade.pillars.promotion.pages.models import Submission
kept = list(Submission.objects.values_list("email", flat=True))
print(json.dumps({"kept": kept, "waiting": Submission.objects.filter(state="waiting").count(),
                  "leads": Lead.objects.count()}))
"""


def asked(environment: dict[str, str], program: str, *words: str) -> dict[str, object]:
    """Run a program in the server's data folder and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", program, *words], env=environment, check=True, capture_output=True, text=True
    )
    return dict(json.loads(done.stdout))


class Server:
    """A real server on a data folder."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [str(Path(sys.executable).with_name("colonnade")), "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(
            command, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until = time.monotonic() + 120
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.2)
            else:
                break
        with urlopen(f"http://127.0.0.1:{self.port}/account/login/", timeout=120) as answer:
            answer.read()  # the first page of a process loads what all others need

    def stop(self, number: int = signal.SIGTERM) -> None:
        """End it."""
        self.process.send_signal(number)
        self.process.wait()


class Load:
    """Sends requests over connections that are kept, each from an address of its own."""

    def __init__(self, port: int, requests: Iterator[tuple[str, bytes]], until: float) -> None:
        self.port, self.requests, self.until = port, requests, until
        self.answered: list[str] = []
        self.waits: list[float] = []
        self.refused = 0

    async def worker(self, number: int, due: "asyncio.Queue[float] | None") -> None:
        """Send until the time is over; with ``due``, each when it is its turn, and waits count from then."""
        place = f"127.{1 + number // 60000}.{number // 250 % 240}.{number % 250 + 1}"
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, local_addr=(place, 0))
        try:
            while time.monotonic() < self.until:
                begun = await due.get() if due else time.perf_counter()
                if begun < 0:
                    return
                name, request = next(self.requests)
                writer.write(request)
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                length = next(
                    (int(line[15:]) for line in head.split(b"\r\n") if line.startswith(b"content-length:")), 0
                )
                await reader.readexactly(length)
                self.waits.append(time.perf_counter() - begun)
                if head.startswith((b"http/1.1 302", b"http/1.1 200")):
                    self.answered.append(name)
                else:
                    self.refused += 1
        except (asyncio.IncompleteReadError, ConnectionError, StopIteration):
            return
        finally:
            writer.close()

    async def flat_out(self, connections: int) -> None:
        """Send as fast as answers come."""
        await asyncio.gather(*(self.worker(number, None) for number in range(connections)))

    async def at_rate(self, connections: int, rate: float, seconds: float) -> None:
        """Send at a rate, whether or not answers come."""
        due: asyncio.Queue[float] = asyncio.Queue()
        workers = [asyncio.create_task(self.worker(number, due)) for number in range(connections)]
        begun = time.perf_counter()
        for turn in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, begun + turn / rate - time.perf_counter()))
            due.put_nowait(begun + turn / rate)
        for _worker in workers:
            due.put_nowait(-1.0)
        await asyncio.gather(*workers)


def forms(key: str, tokens: list[str], numbers: Iterator[int]) -> Iterator[tuple[str, bytes]]:
    """Yield forms of different people, by their addresses."""
    for number in numbers:
        if number >= len(tokens):
            return
        email = f"p{number}@quarry.example"
        body = urlencode(
            {"form": tokens[number], "email": email, "q0": f"P {number}", "q1": "Dust", "agree_contact": "on"}
        ).encode()
        head = (
            f"POST /f/{key}/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\nReferer: https://hydra.example/guide\r\n\r\n"
        )
        yield email, head.encode() + body


def reads(key: str) -> Iterator[tuple[str, bytes]]:
    """Yield requests for the page that thanks."""
    for number in count():
        yield str(number), f"GET /f/{key}/thanks/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()


def told(what: str, load: Load, seconds: float) -> float:
    """Print what a load came to; return answers a second."""
    waits = sorted(load.waits) or [0.0]
    a_second = len(load.answered) / seconds
    print(
        f"{what}: {a_second:,.0f}/s, wait median {statistics.median(waits) * 1000:.0f} ms, "
        f"99th of a hundred {waits[int(len(waits) * 0.99)] * 1000:.0f} ms, refused {load.refused}"
    )
    return a_second


def compared(environment: dict[str, str], answered: list[str], what: str) -> None:
    """Print how many answered forms are missing or doubled, and how long until all are leads."""
    begun = time.monotonic()
    found = asked(environment, COUNT)
    while found["waiting"] and time.monotonic() - begun < 600:
        time.sleep(1)
        found = asked(environment, COUNT)
    kept = found["kept"]
    assert isinstance(kept, list)
    missing, doubled = len(set(answered) - set(kept)), len(kept) - len(set(kept))
    print(
        f"{what}: answered {len(answered):,}, missing {missing}, doubled {doubled}, leads {found['leads']:,}, "
        f"all leads after {time.monotonic() - begun:.0f} s"
    )


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rate", type=float, default=200)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--connections", type=int, default=64)
    said = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "COLONNADE_DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "colonnade.config.settings",
        }
        subprocess.run(
            [str(Path(sys.executable).with_name("colonnade")), "migrate"], env=environment, check=True
        )
        made = asked(environment, MAKE, str(int(said.rate * said.seconds * 6) + 10_000))
        key, tokens = str(made["key"]), made["tokens"]
        assert isinstance(tokens, list)
        numbers = count()
        everything: list[str] = []
        server = Server(environment)
        server.start()
        load = Load(server.port, forms(key, tokens, numbers), time.monotonic() + said.seconds * 4)
        begun = time.monotonic()
        asyncio.run(load.at_rate(said.connections, said.rate, said.seconds))
        rate = told(f"forms at {said.rate:.0f}/s", load, time.monotonic() - begun)
        print(f"ratio to the rate that was asked for: {rate / said.rate:.2f}")
        everything += load.answered
        compared(environment, everything, "after the set rate")
        flat = Load(server.port, forms(key, tokens, numbers), time.monotonic() + said.seconds)
        asyncio.run(flat.flat_out(said.connections))
        posts = told("forms flat out", flat, said.seconds)
        everything += flat.answered
        page = Load(server.port, reads(key), time.monotonic() + said.seconds / 2)
        asyncio.run(page.flat_out(said.connections))
        print(f"ratio of forms to reads: {posts / told('reads flat out', page, said.seconds / 2):.2f}")
        cut = Load(server.port, forms(key, tokens, numbers), time.monotonic() + said.seconds)

        async def killed() -> None:
            asyncio.get_running_loop().call_later(said.seconds / 3, server.process.kill)
            await cut.flat_out(said.connections)

        asyncio.run(killed())
        server.process.wait()
        everything += cut.answered
        server.start()
        compared(environment, everything, "after the kill")
        server.stop()


if __name__ == "__main__":
    main()
