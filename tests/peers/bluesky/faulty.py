"""A proxy that forwards HTTP and, now and then, does to an answer what networks do."""

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

HANG_S = 6.0
FAULTS = (
    "cut before",
    "503 before",
    "cut after",
    "500 after",
    "429 after",
    "timeout after",
)
"""What may happen to a request that writes, before or after the network took it."""


class Proxy:
    """Stands between Colonnade and a network.

    Args:
        share: of the requests that publish, how many meet a fault.
    """

    def __init__(self, upstream: str, *, share: float, seed: int) -> None:
        self.upstream = urlsplit(upstream)
        self.share, self._random, self._lock = share, random.Random(seed), threading.Lock()
        self.met: Counter[str] = Counter()

    def fault(self, path: str) -> str:
        """Draw what happens to a request that publishes; an empty text for nothing."""
        if not path.endswith(("putRecord", "/api/v1/statuses")):
            return ""
        with self._lock:
            if self._random.random() >= self.share:
                return ""
            found = self._random.choice(FAULTS)
            self.met[found] += 1
            return found


class _Handler(BaseHTTPRequestHandler):
    proxy: Proxy
    protocol_version = "HTTP/1.1"

    def _forward(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        fault = self.proxy.fault(self.path.partition("?")[0]) if self.command == "POST" else ""
        if fault == "cut before":
            self.close_connection = True
            return
        if fault == "503 before":
            self._answer(503, b"{}", {})
            return
        status, headers, content = self._upstream(body)
        if fault == "cut after":
            self.close_connection = True
        elif fault == "timeout after":
            time.sleep(HANG_S)
            self.close_connection = True
        elif fault:
            self._answer(int(fault[:3]), b"{}", {"Retry-After": "1"})
        else:
            self._answer(status, content, headers)

    def _upstream(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        target = http.client.HTTPConnection(
            self.proxy.upstream.hostname or "", self.proxy.upstream.port, timeout=30
        )
        sent = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
        target.request(self.command, self.path, body=body or None, headers=sent)
        answer = target.getresponse()
        content = answer.read()
        kept = {"Content-Type": answer.getheader("content-type") or "application/json"}
        target.close()
        return answer.status, kept, content

    def _answer(self, status: int, content: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_DELETE = _forward  # noqa: N815  named by the library

    def log_message(self, *_said: object) -> None:
        """Say nothing."""

    def handle(self) -> None:
        """Serve a connection; one that breaks off, as killed workers' do, is no trouble."""
        try:
            super().handle()
        except OSError:
            self.close_connection = True


@contextmanager
def faulty(upstream: str, *, share: float, seed: int) -> Iterator[tuple[str, Proxy]]:
    """Run a proxy before ``upstream`` for the block; yield its address and itself."""
    proxy = Proxy(upstream, share=share, seed=seed)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"proxy": proxy}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", proxy
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
