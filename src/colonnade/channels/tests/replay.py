"""Recordings: what a network was asked and what it answered, played back to a connector.

A recording is a JSON file in a connector's ``tests/payloads``::

    {
      "about":         where the shapes are documented, or which server was recorded,
      "kind":          which kind of source,
      "configuration": its configuration,
      "credentials":   of the account, where there is one,
      "session":       {"identity": ..., "tokens": {...}}, where a sign-in went before,
      "now", "since":  ISO 8601,
      "exchanges":     [{"request": {"method", "url", "params"}, "response": {"status", "headers", "json" | "text" | "file"}}],
      "messages":      what the stream said (for kinds that are streamed): JSON values, texts, or {"base64": bytes},
      "heard":         what comes of it, in order: any of the fields of ``Heard``
      "gone":          what the network takes back, in order: any of the fields of ``Gone``
    }

A request is answered by the first exchange not used yet whose method, address and parameters fit; one that fits none fails
the test. ``errors.json`` beside it is a list of ``{"about", "status", "headers", "json" | "text", "becomes"}`` and, where they
matter, ``"wait"`` (seconds) and ``"field"``.
"""  # noqa: E501  a format is read best in its lines

import base64
import json
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx2
from pydantic import SecretStr

from colonnade.channels.contract import (
    Answer,
    Call,
    Connector,
    Heard,
    Listens,
    Page,
    Params,
    Session,
    Streams,
)
from colonnade.channels.http import AddressPolicy, Client, Rates

MOST_PAGES = 60


class Unexpected(AssertionError):
    """A request that the recording has no answer for."""


@dataclass
class Recording:
    """A recording as it was read; tests change ``content`` to see what a connector makes of it.

    Attributes:
        forgiving: whether a request that fits no exchange is answered with 400, as a changed recording needs.
    """

    path: Path
    content: dict[str, Any]
    forgiving: bool = False

    @classmethod
    def at(cls, path: Path) -> "Recording":
        """Read the file at ``path``."""
        return cls(path, json.loads(path.read_text()))

    def moment(self, name: str) -> datetime:
        """Return "now" or "since"."""
        return datetime.fromisoformat(self.content[name])

    def body(self, response: Mapping[str, Any]) -> bytes:
        """Return the bytes of a recorded answer."""
        if "file" in response:
            return (self.path.parent / str(response["file"])).read_bytes()
        if "json" in response:
            return json.dumps(response["json"]).encode()
        return str(response.get("text", "")).encode("utf-8", "surrogateescape")

    def secrets(self) -> list[str]:
        """Return every secret that the recording gives to the connector, of a length that can be searched."""
        session = self.content.get("session", {})
        given = [*self.content.get("secrets", []), *session.get("tokens", {}).values()]
        return [str(value) for value in given if len(value) >= 6]


def answered(status: int, body: bytes = b"", headers: Mapping[str, str] | None = None) -> httpx2.Response:
    """Return an answer whose body is still to be read, as a transport gives it."""
    return httpx2.Response(status, headers=headers, stream=httpx2.ByteStream(body))


@dataclass
class _Network:
    """Stands in for the network."""

    recording: Recording
    used: set[int] = field(default_factory=set)

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        response = self._answer_to(request)
        return answered(
            response.get("status", 200), self.recording.body(response), response.get("headers", {})
        )

    def _answer_to(self, request: httpx2.Request) -> dict[str, Any]:
        exchanges = self.recording.content.get("exchanges", [])
        url, said = str(request.url.copy_with(query=None)), dict(request.url.params)
        fitting = [
            place
            for place, exchange in enumerate(exchanges)
            if _fits(exchange["request"], method=request.method, url=url, said=said)
        ]
        if not fitting and self.recording.forgiving:
            return {"status": 400}
        if not fitting:
            raise Unexpected(f"{request.method} {request.url} is not in {self.recording.path.name}")
        fresh = [place for place in fitting if place not in self.used]
        place = fresh[0] if fresh else fitting[-1]
        self.used.add(place)
        answer: dict[str, Any] = exchanges[place]["response"]
        return answer


def _fits(recorded: Mapping[str, Any], *, method: str, url: str, said: Mapping[str, str]) -> bool:
    return (
        recorded.get("method", "GET") == method
        and url == recorded["url"]
        and all(
            said.get(name) == (None if value is None else str(value))
            for name, value in recorded.get("params", {}).items()
        )
    )


class _ReplayClient(Client):
    """A client whose streams say what was recorded."""

    messages: list[Any] = []

    @contextmanager
    def websocket(
        self, url: str, *, params: Params | None = None, headers: Mapping[str, str] | None = None
    ) -> Generator[Iterator[bytes]]:
        yield (_raw(message) for message in self.messages)

    @contextmanager
    def lines(
        self, url: str, *, params: Params | None = None, headers: Mapping[str, str] | None = None
    ) -> Generator[Iterator[str]]:
        yield (_raw(message).decode("utf-8", "replace") for message in self.messages)


def _raw(message: Any) -> bytes:
    if isinstance(message, dict) and isinstance(message.get("base64"), str):
        return base64.b64decode(message["base64"].encode("ascii", "replace"), validate=False)
    return (
        message.encode("utf-8", "surrogatepass") if isinstance(message, str) else json.dumps(message).encode()
    )


def client_of(
    connector: Connector, recording: Recording, *, transport: httpx2.BaseTransport | None = None
) -> Client:
    """Return a client that plays ``recording``, or speaks through ``transport``."""
    client = _ReplayClient(
        policy=AddressPolicy(),
        rates=Rates(limits=connector.manifest.limits),
        classify=connector.classify,
        base_url=connector.manifest.base_url,
        clock=lambda: recording.moment("now"),
        transport=transport or httpx2.MockTransport(_Network(recording)),
        sleep=lambda _seconds: None,
    )
    client.messages = recording.content.get("messages", [])
    return client


def call_of(connector: Connector, recording: Recording, client: Client) -> Call:
    """Return what the core would give to the connector."""
    schema, said = connector.manifest.credentials, recording.content.get("credentials")
    session = recording.content.get("session")
    return Call(
        http=client,
        now=recording.moment("now"),
        since=recording.moment("since"),
        credentials=schema.model_validate(said) if schema is not None and said is not None else None,
        session=Session(
            identity=session["identity"],
            tokens={name: SecretStr(value) for name, value in session.get("tokens", {}).items()},
        )
        if session
        else None,
    )


def pages_of(
    connector: Connector,
    recording: Recording,
    *,
    cursor: str | None = None,
    transport: httpx2.BaseTransport | None = None,
) -> Iterator[tuple[str | None, Page]]:
    """Yield (cursor before, page) of one round on a recording, as the core would run it."""
    kind = connector.manifest.kind(recording.content["kind"])
    source = kind.schema.model_validate(recording.content["configuration"])
    with client_of(connector, recording, transport=transport) as client:
        call = call_of(connector, recording, client)
        if kind.by == "streams":
            assert isinstance(connector, Streams)
            for page in connector.stream(source, cursor, call):
                yield cursor, page
                cursor = page.next_cursor or cursor
            return
        assert isinstance(connector, Listens)
        for _number in range(MOST_PAGES):
            page = connector.fetch(source, cursor, call)
            yield cursor, page
            cursor = page.next_cursor or cursor
            if not page.more:
                return
    raise AssertionError(f"the connector still wants more after {MOST_PAGES} pages")


def heard_in(connector: Connector, recording: Recording, *, cursor: str | None = None) -> list[Heard]:
    """Return the posts of one round, each once."""
    found: dict[str, Heard] = {}
    for _before, page in pages_of(connector, recording, cursor=cursor):
        for item in page.items:
            found.setdefault(f"{item.network}\0{item.external_id}", item)
    return list(found.values())


def answer_of(case: Mapping[str, Any], *, at: datetime) -> Answer:
    """Return the answer that a line of ``errors.json`` describes."""
    body = json.dumps(case["json"]) if "json" in case else str(case.get("text", ""))
    headers = {name.lower(): value for name, value in case.get("headers", {}).items()}
    return Answer(status=case["status"], headers=headers, body=body.encode(), at=at)
