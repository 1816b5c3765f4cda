"""Clicks a second that one server answers and keeps, beside a bare redirect; then the server is killed under load.

    python benchmarks/clicks.py [--seconds 20] [--connections 64]

Starts a real server (`colonnade serve`) on a fresh data folder, follows 200 short links from many connections and
many browsers, and compares with an ASGI application on the same server that only redirects. Then it follows links
again, kills the server (SIGKILL) in the middle, starts it anew, and looks for every click that was answered.
Prints clicks a second, their waiting times, the ratio, and how many answered clicks are missing or doubled; and
clicks a second of the server's processor time, which other work on the machine does not blur.
"""

import argparse
import asyncio
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from multiprocessing import Process, Queue
from pathlib import Path

LINKS = 200
BROWSERS = 5000
CHROME = "Mozilla/5.0 (X11; Linux x64; rv:{n}) Gecko/20100101 Firefox/{n}"
BARE = """
import sys, uvicorn
async def app(scope, receive, send):
    headers = [(b"location", b"https://hydra.example/page"), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 302, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
uvicorn.run(app, port=int(sys.argv[1]), log_level="warning", access_log=False, lifespan="off")
"""


async def follow(
    port: int, codes: list[str], first: int, until: float, answered: list[str], waits: list[float]
) -> None:
    """Follow links over one kept connection until the time is over or the server is gone."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    number = first
    try:
        while time.monotonic() < until:
            name = f"c{number}.example"
            writer.write(
                f"GET /l/{codes[number % len(codes)]} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                f"User-Agent: {CHROME.format(n=number % BROWSERS)}\r\nReferer: https://{name}/\r\n\r\n".encode()
            )
            begun = time.perf_counter()
            head = await reader.readuntil(b"\r\n\r\n")
            waits.append(time.perf_counter() - begun)
            assert head.startswith(b"HTTP/1.1 302"), head
            answered.append(name)
            number += 1
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


def click(
    port: int,
    codes: list[str],
    seconds: float,
    connections: int,
    start: int,
    done: "Queue[tuple[list[str], list[float]]]",
) -> None:
    """Follow links from many connections; hand back which clicks were answered, and after how long."""
    answered: list[str] = []
    waits: list[float] = []

    async def all_of_them() -> None:
        until = time.monotonic() + seconds
        clients = (
            follow(port, codes, start + n * 1_000_000, until, answered, waits) for n in range(connections)
        )
        await asyncio.gather(*clients)

    asyncio.run(all_of_them())
    done.put((answered, waits))


def clicked(
    port: int,
    codes: list[str],
    seconds: float,
    connections: int,
    start: int,
    kill: "subprocess.Popen[str] | None" = None,
) -> tuple[list[str], list[float]]:
    """Return the answered clicks and their waits; ``kill`` dies after half of the time."""
    done: Queue[tuple[list[str], list[float]]] = Queue()
    client = Process(target=click, args=(port, codes, seconds, connections, start, done))
    client.start()
    if kill is not None:
        time.sleep(seconds / 2)
        kill.send_signal(signal.SIGKILL)
        kill.wait()
    found = done.get()
    client.join()
    return found


def serve(data: Path) -> "tuple[subprocess.Popen[str], int]":
    """Start a server on the folder and return it with its port."""
    environment = os.environ | {"COLONNADE_DATA_DIR": str(data)}
    program = str(Path(sys.executable).parent / "colonnade")
    server = subprocess.Popen(
        [program, "serve", "--port", "0"], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert server.stdout is not None
    line = server.stdout.readline()
    return server, int(line.split()[3].rstrip("/").rpartition(":")[2])


def bare() -> "tuple[subprocess.Popen[str], int]":
    """Start the bare redirect and return it with its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-c", BARE, str(port)], text=True)
    for _try in range(100):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            break
        except OSError:
            time.sleep(0.1)
    return server, port


def processor_seconds(process: "subprocess.Popen[str]") -> float:
    """Return how long a process has computed so far, in all its threads."""
    cells = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(cells[11]) + int(cells[12])) / os.sysconf("SC_CLK_TCK")


def said(name: str, answered: list[str], waits: list[float], seconds: float) -> float:
    """Print a rate and its waiting times; return the rate."""
    rate = len(answered) / seconds
    cuts = statistics.quantiles(waits, n=100)
    print(
        f"{name}: {rate:,.0f} a second; wait p50 {cuts[49] * 1000:.1f} ms, p95 {cuts[94] * 1000:.1f} ms, p99 {cuts[98] * 1000:.1f} ms"
    )
    return rate


def wait_for(count: int, seconds: float) -> float:
    """Wait until so many touches are recorded; return how long it took."""
    from colonnade.audience.touches.models import Touch

    begun = time.monotonic()
    while Touch.objects.count() < count and time.monotonic() - begun < seconds:
        time.sleep(0.2)
    return time.monotonic() - begun


def main() -> None:
    """Run both parts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--connections", type=int, default=64)
    options = parser.parse_args()
    data = Path(tempfile.mkdtemp(prefix="clicks-"))
    os.environ |= {"COLONNADE_DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": "colonnade.config.settings"}

    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from colonnade.audience.touches.models import Touch
    from colonnade.organization.models import Organization
    from colonnade.pillars.promotion.links.operations import LinkPlan, add_link

    call_command("migrate", verbosity=0)
    now = timezone.now()
    hydra = Organization.objects.create(name="Hydra", slug="hydra", created_at=now)
    plans = (LinkPlan(url=f"https://hydra.example/page/{n}", channel="linkedin") for n in range(LINKS))
    codes = [add_link(organization=hydra, plan=plan, actor=None, now=now).code for plan in plans]
    print(f"{os.cpu_count()} cores for server and client, load {os.getloadavg()[0]:.1f} before")

    server, port = serve(data)
    clicked(port, codes, 2, options.connections, 900_000_000)  # links, salt and bots' list are read
    begun, recorded = processor_seconds(server), Touch.objects.count()
    answered, waits = clicked(port, codes, options.seconds, options.connections, 0)
    kept = said("clicks kept", answered, waits, options.seconds)
    print(f"all recorded {wait_for(recorded + len(answered), 120):.1f} s after the last click")
    kept_each = (processor_seconds(server) - begun) / len(answered)
    plain, plain_port = bare()
    begun = processor_seconds(plain)
    redirected, waits = clicked(plain_port, codes, options.seconds, options.connections, 0)
    bare_rate = said("bare redirect", redirected, waits, options.seconds)
    bare_each = (processor_seconds(plain) - begun) / len(redirected)
    plain.terminate()
    plain.wait()
    print(
        f"ratio to a bare redirect: {kept / bare_rate:.2f} by the clock, {bare_each / kept_each:.2f} by processor time"
    )
    print(
        f"a second of processor time: {1 / kept_each:,.0f} clicks, taken, kept and recorded; {1 / bare_each:,.0f} bare"
    )

    died, _waits = clicked(port, codes, options.seconds / 2, options.connections, 500_000_000, kill=server)
    server, port = serve(data)
    wait_for(len(answered) + len(died), 60)
    server.terminate()
    server.wait()
    found = Counter(Touch.objects.values_list("detail", flat=True))
    missing = [name for name in (*answered, *died) if name not in found]
    doubled = [name for name, times in found.items() if times > 1]
    print(
        f"killed after {len(died):,} answers: {len(missing)} answered clicks missing, {len(doubled)} recorded twice, of {sum(found.values()):,}"
    )
    sys.exit(bool(missing or doubled))


if __name__ == "__main__":
    main()
