"""Short links before Django: a click is written down and sent on without waking the rest of the house.

What is no open link (one that is gone, an address that was mistyped, the page that shows a target) goes on to
Django's own views, as everything else does.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import DatabaseError, close_old_connections

from colonnade.pillars.promotion.links.clicks.asked import Asked, asked_of
from colonnade.pillars.promotion.links.clicks.book import Entry, LinkBook
from colonnade.pillars.promotion.links.clicks.callers import TooMany
from colonnade.pillars.promotion.links.clicks.taking import ClickTaker
from colonnade.pillars.promotion.links.targets import SHORT

logger = logging.getLogger(__name__)

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
T = TypeVar("T")
MOST_AT_ONCE = 500
"""Links that one query asks for; SQLite takes 999 values at least."""

HEADERS: dict[str, str] = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "strict-origin",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Content-Type-Options": "nosniff",
}
"""Nobody keeps the answer, so that every click is counted; the next site learns our host and no more."""
_RAW = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]


class ShortLinks:
    """ASGI application that answers clicks on open links itself and hands all else on.

    Args:
        app: takes what is no click.
        taker: returns what takes clicks, opened with the first of them.
    """

    def __init__(self, app: App, *, book: LinkBook, taker: Callable[[], ClickTaker]) -> None:
        self._app, self._book, self._taker = app, book, taker
        self._waiting: WeakKeyDictionary[Future[None], asyncio.Future[None]] = WeakKeyDictionary()
        self._wanted: dict[str, asyncio.Future[Entry | None]] = {}
        self._looking_up: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="short-links")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        now = datetime.now(tz=UTC)
        entry = await self._entry(scope)
        if entry is None or not entry.is_open(now):
            await self._app(scope, receive, send)
            return
        taker = self._taker()
        salt = taker.salt(now)
        if salt is None:
            salt = await self._in_thread(taker.fetch_salt, now)
        try:
            safe = taker.take(entry=entry, asked=_asked(scope), salt=salt, now=now)
        except TooMany:
            await _answer(send, HTTPStatus.TOO_MANY_REQUESTS, [(b"retry-after", b"60")])
            return
        try:
            await self._safe(safe)
        except OSError:
            # Already logged. A person who wants the page is not made to pay for our full disk.
            logger.warning("A click was answered that could not be kept")
        await _answer(send, HTTPStatus.FOUND, [(b"location", entry.target.encode())])

    async def _entry(self, scope: Scope) -> Entry | None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            return None
        path: str = scope["path"]
        code = path.removeprefix(SHORT).casefold()
        if not path.startswith(SHORT) or not code.replace("-", "").isalnum():
            return None
        entry, known = self._book.remembered(code)
        return entry if known else await self._look_up(code)

    async def _look_up(self, code: str) -> Entry | None:
        """Ask the database, together with all others who wait for it."""
        loop = asyncio.get_running_loop()
        wanted = self._wanted.setdefault(code, loop.create_future())
        if self._looking_up is None or self._looking_up.done():
            self._looking_up = loop.create_task(self._look_up_wanted())
        return await asyncio.shield(wanted)

    async def _look_up_wanted(self) -> None:
        while self._wanted:
            codes = list(self._wanted)[:MOST_AT_ONCE]
            try:
                found = await self._in_thread(self._book.look_up, codes)
            except DatabaseError as error:
                for code in codes:
                    self._wanted.pop(code).set_exception(error)
                continue
            for code in codes:
                self._wanted.pop(code).set_result(found[code])

    async def _in_thread(self, function: Callable[..., T], *arguments: object) -> T:
        def run() -> T:
            try:
                return function(*arguments)
            finally:
                close_old_connections()

        return await asyncio.get_running_loop().run_in_executor(self._thread, run)

    async def _safe(self, batch: Future[None]) -> None:
        """Wait for a batch; all its clicks wait for one future, which is carried over to the loop once."""
        waiting = self._waiting.get(batch)
        if waiting is None:
            waiting = self._waiting[batch] = asyncio.wrap_future(batch)
        await asyncio.shield(waiting)


def _asked(scope: Scope) -> Asked:
    header = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    client = scope.get("client")
    return asked_of(
        method=scope["method"],
        address=caller_address(header.get("x-forwarded-for", ""), client[0] if client else ""),
        header=header,
    )


def caller_address(forwarded: str, direct: str) -> str:
    """Return who asks: as our proxy says where there is one, else who is connected."""
    if forwarded and settings.SECURE_PROXY_SSL_HEADER is not None:
        return forwarded.rpartition(",")[2].strip()
    return direct


async def _answer(send: Send, status: HTTPStatus, headers: Iterable[tuple[bytes, bytes]]) -> None:
    await send(
        {
            "type": "http.response.start",
            "status": status.value,
            "headers": [*headers, *_RAW, (b"content-length", b"0")],
        }
    )
    await send({"type": "http.response.body", "body": b""})
