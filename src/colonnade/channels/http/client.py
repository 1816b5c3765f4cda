"""The client that connectors are given: checked, bounded, paced, and silent about secrets."""

import logging
import time
import zlib
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from typing import BinaryIO, Literal, Self

import httpcore2
import httpx2
import wsproto.events
from httpx2.websockets import HTTPXWSException, WebSocketSession, WebSocketUpgradeError

from colonnade import __version__
from colonnade.channels.contract import (
    Answer,
    BadContent,
    ChannelError,
    Params,
    RateLimited,
    Retry,
    Upload,
)
from colonnade.channels.http.addresses import AddressPolicy, AddressRefused
from colonnade.channels.http.rates import Rates
from colonnade.channels.http.redaction import is_secret, shown, silence_libraries
from colonnade.channels.http.transport import CheckedTransport, Deadline
from colonnade.core.clock import Clock, system_clock

logger = logging.getLogger(__name__)
silence_libraries()

AGENT = f"Colonnade/{__version__}"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
_TROUBLE = (
    httpx2.TransportError,
    httpx2.InvalidURL,
    httpcore2.NetworkError,
    httpcore2.TimeoutException,
    httpcore2.ProtocolError,
    httpcore2.UnsupportedProtocol,
    OSError,
)
_NO_CONNECTION = (
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
    httpcore2.ConnectError,
    httpcore2.ConnectTimeout,
)
Classify = Callable[[Answer], ChannelError | None]


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """How much one request may cost.

    Attributes:
        seconds: from the first byte sent to the last received, redirects included.
        body_bytes: most bytes of an answer, unpacked.
        redirects: most redirects that are followed.
        listen_seconds: how long a stream is listened to.
        message_bytes: most bytes of one message or line of a stream.
    """

    seconds: float = 60.0
    body_bytes: int = 16 * 1024 * 1024
    redirects: int = 5
    listen_seconds: float = 20.0
    message_bytes: int = 5 * 1024 * 1024


class Client:
    """Implements ``contract.Http``. One is made for each round of work and used by one thread.

    Args:
        classify: the connector's reading of an answer; what it returns is raised.
        base_url: what relative addresses are relative to.
        transport: stands in for the network in tests.
        sleep: waits; stands still in tests.
    """

    def __init__(
        self,
        *,
        policy: AddressPolicy,
        rates: Rates,
        classify: Classify,
        base_url: str = "",
        bounds: Bounds = Bounds(),
        clock: Clock = system_clock,
        transport: httpx2.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._rates, self._classify, self._bounds, self._clock = rates, classify, bounds, clock
        self._sleep, self._deadline = sleep, Deadline()
        self._client = httpx2.Client(
            transport=transport or CheckedTransport(policy, self._deadline),
            base_url=base_url,
            headers={"user-agent": AGENT, "accept-encoding": "gzip, deflate"},
            timeout=httpx2.Timeout(20.0),
            follow_redirects=False,
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let all connections go."""
        self._client.close()

    def get(
        self, url: str, *, params: Params | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """See ``contract.Http``."""
        return self._ask("GET", url, params=_given(params), headers=headers)

    def post(
        self,
        url: str,
        *,
        json: object = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """See ``contract.Http``."""
        return self._ask("POST", url, json=json, data=form, headers=headers)

    def write(
        self,
        method: Literal["POST", "PUT", "PATCH", "DELETE"],
        url: str,
        *,
        json: object = None,
        form: Mapping[str, str] | None = None,
        files: Mapping[str, Upload] | None = None,
        body: bytes | BinaryIO | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """See ``contract.Http``."""
        return self._ask(method, url, json=json, data=form, files=files, content=body, headers=headers)

    def _ask(self, method: str, url: str, **content: object) -> Answer:
        with _translated():
            request = self._request(method, url, **content)
            self._deadline.set(self._bounds.seconds)
            for _hop in range(self._bounds.redirects + 1):
                answer, onward = self._once(request)
                if onward is None or method != "GET":
                    return self._judged(answer)
                request = onward
        raise BadContent("", f"the address redirects more than {self._bounds.redirects} times")

    def _request(self, method: str, url: str, **content: object) -> httpx2.Request:
        self._client.cookies.clear()
        request = self._client.build_request(method, url, **content)  # type: ignore[arg-type]  # passed on as given
        if request.url.scheme not in {"http", "https", "ws", "wss"} or not request.url.host:
            raise BadContent("", "only addresses that begin with https:// or http:// can be fetched")
        return request

    def _once(self, request: httpx2.Request) -> tuple[Answer, httpx2.Request | None]:
        self._await_turn(request)
        response = self._client.send(request, stream=True)
        try:
            onward = _redirected(request, response)
            body = b"" if onward else self._body(response)
        finally:
            response.close()
        answer = self._answer(request, response, body)
        self._rates.note(request.url.host, answer)
        return answer, onward

    def _await_turn(self, request: httpx2.Request) -> None:
        try:
            pause = self._rates.pause_before(request.url.host, self._clock())
        except RateLimited as error:
            error.unsent = True
            raise
        if pause > timedelta():
            self._sleep(pause.total_seconds())

    def _answer(self, request: httpx2.Request, response: httpx2.Response, body: bytes) -> Answer:
        url = shown(str(request.url))
        logger.debug("%s %s: %s, %s bytes", request.method, url, response.status_code, len(body))
        return Answer(
            status=response.status_code, headers=dict(response.headers), body=body, url=url, at=self._clock()
        )

    def _judged(self, answer: Answer) -> Answer:
        error = self._classify(answer)
        if error is None:
            return answer
        if isinstance(error, RateLimited):
            self._rates.limited(httpx2.URL(answer.url).host, error.until)
        raise error

    def _body(self, response: httpx2.Response) -> bytes:
        most = self._bounds.body_bytes
        unpack, parts, size = _unpacker(response.headers.get("content-encoding", "")), [], 0
        for packed in response.iter_raw():
            part = unpack(packed, most - size + 1)
            size += len(part)
            if size > most:
                raise Retry(f"the answer is larger than {most // 1024**2:,} MB and was not read")
            parts.append(part)
            self._deadline.within(None)
        return b"".join(parts)

    @contextmanager
    def websocket(
        self, url: str, *, params: Params | None = None, headers: Mapping[str, str] | None = None
    ) -> Generator[Iterator[bytes]]:
        """See ``contract.Http``."""
        with _translated():
            request = self._request("GET", url, params=_given(params), headers=headers)
            self._await_turn(request)
            self._deadline.set(self._bounds.seconds + self._bounds.listen_seconds)
            try:
                with self._client.websocket(
                    request.url,
                    headers=headers,
                    max_message_size_bytes=self._bounds.message_bytes,
                    keepalive_ping_interval_seconds=None,
                ) as session:
                    yield self._messages(session)
            except WebSocketUpgradeError as refused:
                self._judged(self._answer(request, refused.response, b""))
                raise Retry("the network did not open the stream") from None
            except HTTPXWSException as error:
                raise Retry(f"the stream broke off: {type(error).__name__}") from None

    def _messages(self, session: WebSocketSession) -> Iterator[bytes]:
        end = time.monotonic() + self._bounds.listen_seconds
        while (left := end - time.monotonic()) > 0:
            try:
                event = session.receive(timeout=left)
            except TimeoutError:
                return
            if isinstance(event, wsproto.events.TextMessage):
                yield event.data.encode()
            elif isinstance(event, wsproto.events.BytesMessage):
                yield bytes(event.data)

    @contextmanager
    def lines(
        self, url: str, *, params: Params | None = None, headers: Mapping[str, str] | None = None
    ) -> Generator[Iterator[str]]:
        """See ``contract.Http``."""
        with _translated():
            request = self._request("GET", url, params=_given(params), headers=headers)
            request.headers["accept-encoding"] = "identity"
            self._await_turn(request)
            self._deadline.set(self._bounds.listen_seconds)
            response = self._client.send(request, stream=True)
            try:
                answer = self._answer(request, response, b"")
                self._rates.note(request.url.host, answer)
                self._judged(answer)
                yield self._lines(response)
            finally:
                response.close()

    def _lines(self, response: httpx2.Response) -> Iterator[str]:
        waiting = b""
        try:
            for part in response.iter_raw():
                *whole, waiting = (waiting + part).split(b"\n")
                yield from (line.rstrip(b"\r").decode("utf-8", "replace") for line in whole)
                if len(waiting) > self._bounds.message_bytes:
                    raise Retry("a line of the stream is too long")
        except (httpcore2.ReadTimeout, httpx2.ReadTimeout):
            return


def _given(params: Params | None) -> dict[str, str | int] | None:
    return None if params is None else {name: value for name, value in params.items() if value is not None}


@contextmanager
def _translated() -> Iterator[None]:
    """Turn what the libraries raise into the contract's errors, without an address that may hold a secret."""
    try:
        yield
    except AddressRefused as error:
        raise BadContent("", str(error)) from None
    except httpx2.InvalidURL:
        raise BadContent("", "that is no address that can be fetched") from None
    except _TROUBLE as error:
        trouble = Retry(f"no answer ({type(error).__name__})")
        trouble.unsent = isinstance(error, _NO_CONNECTION)
        raise trouble from None


def _redirected(request: httpx2.Request, response: httpx2.Response) -> httpx2.Request | None:
    """Return the request that a redirect asks for, or None where it is none.

    Secrets go no further than the origin they were meant for, and never from HTTPS to HTTP.
    """
    location = response.headers.get("location", "")
    if response.status_code not in _REDIRECTS or not location or request.method != "GET":
        return None
    url = request.url.join(location)
    if url.scheme not in {"http", "https"}:
        raise BadContent("", "the address redirects to something that is not HTTP")
    same = (url.scheme, url.host, url.port) == (request.url.scheme, request.url.host, request.url.port)
    headers = {
        name: value
        for name, value in request.headers.items()
        if name != "host" and (same or not is_secret(name))
    }
    if not same and len(headers) < len(request.headers) - 1 and url.scheme == "http":
        raise BadContent("", "the address redirects a signed request to an unprotected address")
    return httpx2.Request("GET", url, headers=headers, extensions=request.extensions)


def _unpacker(encoding: str) -> Callable[[bytes, int], bytes]:
    """Return a function (packed part, most bytes) -> unpacked part that never makes more than it is asked."""
    encoding = encoding.strip().lower()
    if encoding not in _ENCODINGS:
        raise Retry(f"the answer is packed as '{encoding[:40]}', which was not asked for")
    if encoding in {"", "identity"}:
        return lambda packed, _most: packed
    machine = zlib.decompressobj(wbits=47)  # gzip or zlib, whichever the first bytes say

    def unpack(packed: bytes, most: int) -> bytes:
        try:
            return machine.decompress(packed, most)
        except zlib.error:
            raise Retry("the answer is packed in a way that cannot be read") from None

    return unpack
