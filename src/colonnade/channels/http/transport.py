"""A connection to the very address that was checked, that cannot outlast its time."""

import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore2
import httpx2

from colonnade.channels.http.addresses import AddressPolicy

SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
_CONNECT_SECONDS = 10.0


class Deadline:
    """The moment by which the present request must be over; every read and write is held to it."""

    def __init__(self) -> None:
        self._end = float("inf")

    def set(self, seconds: float) -> None:
        """Start anew: ``seconds`` from now."""
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds left, never negative."""
        return max(self._end - time.monotonic(), 0.0)

    def within(self, timeout: float | None) -> float:
        """Return the shorter of ``timeout`` and what is left. Raises ``ReadTimeout`` where nothing is."""
        left = self.left
        if left <= 0:
            raise httpcore2.ReadTimeout("the time for this request is over")
        return left if timeout is None else min(timeout, left)


class _TimedStream(httpcore2.NetworkStream):
    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.within(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.within(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._deadline.within(timeout))
        return _TimedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class CheckedBackend(httpcore2.NetworkBackend):
    """Resolves a host once, checks every address, and connects to a checked one: no second look-up."""

    def __init__(self, policy: AddressPolicy, deadline: Deadline) -> None:
        self._policy, self._deadline, self._plain = policy, deadline, httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore2.NetworkStream:
        """See ``httpcore2``. Raises ``AddressRefused``."""
        problem: Exception | None = None
        for address in self._policy.resolve(host, port)[:4]:
            seconds = self._deadline.within(min(timeout or _CONNECT_SECONDS, _CONNECT_SECONDS))
            try:
                stream = self._plain.connect_tcp(address, port, seconds, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                problem = error
            else:
                return _TimedStream(stream, self._deadline)
        raise problem or httpcore2.ConnectError(f"{host} has no address")


class _Stream(httpx2.SyncByteStream):
    def __init__(self, parts: Iterable[bytes]) -> None:
        self._parts = parts

    def __iter__(self) -> Any:
        return iter(self._parts)

    def close(self) -> None:
        close = getattr(self._parts, "close", None)
        if close is not None:
            close()


class CheckedTransport(httpx2.BaseTransport):
    """Carries requests over ``CheckedBackend``; proxies of the environment are not used."""

    def __init__(self, policy: AddressPolicy, deadline: Deadline) -> None:
        self._pool = httpcore2.ConnectionPool(
            ssl_context=httpx2.create_ssl_context(),
            max_connections=4,
            keepalive_expiry=30.0,
            network_backend=CheckedBackend(policy, deadline),
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """See ``httpx2``. Raises ``AddressRefused`` and the errors of ``httpcore2``."""
        url = request.url
        answer = self._pool.handle_request(
            httpcore2.Request(
                method=request.method,
                url=httpcore2.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        parts: Any = answer.stream
        return httpx2.Response(
            answer.status, headers=answer.headers, stream=_Stream(parts), extensions=answer.extensions
        )

    def close(self) -> None:
        """Let all connections go."""
        self._pool.close()
