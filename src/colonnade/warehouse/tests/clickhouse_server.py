"""A ClickHouse server for tests: ClickHouse's own engine (chDB, in process) behind its HTTP interface.

``python -m colonnade.warehouse.tests.clickhouse_server FOLDER`` keeps its data in FOLDER, prints its port,
and serves until its standard input is closed. It understands what ``clickhouse-connect`` sends: statements in
the body or in ``query``, settings and parameters in the address, rows to insert in any format, and external
tables as a form of several parts. It has no users, no compression of answers and one node.

Source: https://clickhouse.com/docs/interfaces/http
"""

import email.parser
import email.policy
import os
import re
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import chdb

_TRANSPORT = {"query", "database", "session_id", "query_id", "client_protocol_version", "wait_end_of_query"}
_TRANSPORT |= {
    "send_progress_in_http_headers",
    "http_headers_progress_interval_ms",
    "enable_http_compression",
}
_INSERT = re.compile(
    r"\s*INSERT\s+INTO\s+(?P<table>\S+)\s*\((?P<columns>.*?)\)\s*FORMAT\s+(?P<format>\w+)\s*", re.S | re.I
)
_FORMAT = re.compile(r"\sFORMAT\s+\w+\s*$", re.I)
_CODE = re.compile(r"Code: (\d+)")


class Session:
    """One request's connection to the engine, with the settings and tables that came with it."""

    def __init__(self, folder: Path, address: Mapping[str, str]) -> None:
        self._address = address
        self._parameters = {name[6:]: value for name, value in address.items() if name.startswith("param_")}
        self._connection = _connect(folder)
        self._files: list[str] = []
        if address.get("database"):
            self._connection.query(f"USE `{address['database']}`")
        settings = [name for name in address if name not in _TRANSPORT and not name.startswith("param_")]
        if settings:
            given = ", ".join(f"{name} = {_quoted(address[name])}" for name in settings)
            self._connection.query(f"SET {given}")

    def close(self) -> None:
        self._connection.close()
        for name in self._files:
            Path(name).unlink()

    def external(self, name: str, structure: str, fmt: str, content: bytes) -> None:
        """Make a table of the session from rows that were sent beside the statement."""
        self._connection.query(f"CREATE TEMPORARY TABLE `{name}` ({structure}) ENGINE = Memory")
        if content:
            self._connection.query(
                f"INSERT INTO `{name}` SELECT * FROM {self._kept(fmt, content, structure)}"
            )

    def insert(self, statement: re.Match[str], content: bytes) -> bytes:
        columns = statement["columns"]
        source = self._kept(statement["format"], content)
        self._connection.query(f"INSERT INTO {statement['table']} ({columns}) SELECT {columns} FROM {source}")
        return b""

    def query(self, statement: str) -> bytes:
        named = self._address.get("default_format", "TabSeparated")
        found = _FORMAT.search(statement)
        result = self._connection.query(
            statement, found.group().split()[1] if found else named, params=self._parameters
        )
        return bytes(result.bytes() or b"")

    def _kept(self, fmt: str, content: bytes, structure: str = "auto") -> str:
        with tempfile.NamedTemporaryFile(delete=False) as file:
            file.write(content)
        self._files.append(file.name)
        return f"file({_quoted(file.name)}, {fmt}, {_quoted(structure)})"


class Handler(BaseHTTPRequestHandler):
    """Answers as ClickHouse's HTTP interface does."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and content in one packet: apart, each answer waits for an acknowledgement
    folder: Path

    def do_GET(self) -> None:
        self._answer(200, b"Ok.\n")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.headers.get("Transfer-Encoding") == "chunked":
            body = b"".join(self._chunks())
        address = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        try:
            with self._session(address) as session:
                answer = self._run(session, address, body)
        except RuntimeError as error:
            code = _CODE.search(str(error))
            self._answer(
                500, str(error).encode(), {"X-ClickHouse-Exception-Code": code[1] if code else "1002"}
            )
        else:
            self._answer(200, answer, {"X-ClickHouse-Timezone": "UTC"})

    def _run(self, session: Session, address: dict[str, str], body: bytes) -> bytes:
        statement = address.get("query", "")
        if self.headers.get_content_type() == "multipart/form-data":
            parts = self._parts(body)
            statement = statement or parts.pop("query").decode()
            for name, content in parts.items():
                structure = address[f"{name}_structure"]
                session.external(name, structure, address.get(f"{name}_format", "TSV"), content)
            return session.query(statement)
        if not statement:
            head, _newline, content = body.partition(b"\n")
            if insert := _INSERT.fullmatch(head.decode(errors="replace")):
                return session.insert(insert, content)
            return session.query(body.decode())
        if insert := _INSERT.fullmatch(statement):
            return session.insert(insert, body)
        return session.query(statement)

    def _parts(self, body: bytes) -> dict[str, bytes]:
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        form = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + body)
        named = ((part.get_param("name", header="content-disposition"), part) for part in form.iter_parts())
        return {str(name): bytes(part.get_payload(decode=True)) for name, part in named}

    @contextmanager
    def _session(self, address: Mapping[str, str]) -> Iterator[Session]:
        own = {
            name: value
            for name, value in address.items()
            if not name.endswith(("_structure", "_format")) or name == "default_format"
        }
        session = Session(self.folder, own)
        try:
            yield session
        finally:
            session.close()

    def _chunks(self) -> Iterator[bytes]:
        while size := int(self.rfile.readline().split(b";")[0], 16):
            yield self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()

    def _answer(self, status: int, content: bytes, headers: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        with suppress(BrokenPipeError):
            self.wfile.write(content)
            self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  so the base class names it
        """Say nothing: the test's output is for the test."""


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _connect(folder: Path) -> Any:
    return chdb.connect(str(folder))  # type: ignore[no-untyped-call]  # as it comes


def main() -> None:
    Handler.folder = Path(sys.argv[1])
    keeper = _connect(Handler.folder)  # the engine lives as long as one connection does
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)  # noqa: T201  the parent waits for this line
    sys.stdin.read()
    keeper.close()
    os._exit(0)


if __name__ == "__main__":
    main()
