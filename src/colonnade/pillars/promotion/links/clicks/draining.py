"""Drains the journal into touches: each click once, however often a segment is read."""

import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

from django.db import DatabaseError, connections

from colonnade.audience.touches.kinds import Kind, Traffic
from colonnade.audience.touches.operations import NewTouch, record_touches
from colonnade.audience.touches.origins import Origin
from colonnade.core.clock import system_clock
from colonnade.organization.models import Organization
from colonnade.pillars.promotion.links.clicks.asked import Click, click_of
from colonnade.pillars.promotion.links.clicks.bots import traffic_of
from colonnade.pillars.promotion.links.clicks.journal import Journal, lines_of, released
from colonnade.pillars.promotion.links.jobs import plan_push
from colonnade.pillars.promotion.links.models import ShortLink

logger = logging.getLogger(__name__)

BATCH = 2000
EVERY_SECONDS = 1.0


def drain(folder: Path) -> int:
    """Record the clicks of all segments that nobody writes to, and remove them; return how many were new.

    A segment is removed after all its clicks are committed. Where the process dies in between, the next call
    reads it again and finds them known.
    """
    new = 0
    for segment in released(folder):
        clicks = _clicks(segment)
        while batch := list(islice(clicks, BATCH)):
            new += _record(batch)
        segment.unlink(missing_ok=True)
    return new


def _clicks(segment: Path) -> Iterator[tuple[str, Click]]:
    for key, line in lines_of(segment):
        try:
            yield key, click_of(line)
        except ValueError:
            logger.exception("The journal of clicks holds a line that is none: %s", key)


def _record(batch: Iterable[tuple[str, Click]]) -> int:
    by_organization: dict[int, list[tuple[str, Click]]] = defaultdict(list)
    for key, click in batch:
        by_organization[click.organization].append((key, click))
    # One order everywhere, so that two who drain cannot wait for each other in a circle.
    ours = Organization.objects.in_bulk(sorted(by_organization))
    return sum(_record_of(ours[pk], by_organization[pk]) for pk in sorted(ours))


def _record_of(organization: Organization, clicks: list[tuple[str, Click]]) -> int:
    wanted = {click.link for _key, click in clicks}
    links = ShortLink.objects.filter(organization=organization, pk__in=wanted).select_related(
        "campaign__goal"
    )
    origins = {link.pk: link.origin for link in links}
    plan_push(organization=organization, now=system_clock())
    return record_touches(
        organization=organization,
        touches=[_touch(key, click, origins[click.link]) for key, click in clicks if click.link in origins],
    )


def _touch(key: str, click: Click, origin: Origin) -> NewTouch:
    traffic = click.traffic
    if traffic in (Traffic.PEOPLE, Traffic.DOUBLE):
        seen = traffic_of(click.user_agent)
        traffic = traffic if seen == Traffic.PEOPLE else seen
    return NewTouch(
        key=key,
        at=click.at,
        kind=Kind.CLICK,
        origin=origin,
        traffic=traffic,
        visitor=click.visitor,
        caller=click.caller,
        detail=click.referrer,
    )


class Drainer:
    """Drains a folder every second, in a thread of the process that writes to it.

    Args:
        then: called after each round, in the same thread.
    """

    def __init__(self, folder: Path, journal: Journal, *, then: Callable[[], None]) -> None:
        self._folder, self._journal, self._then = folder, journal, then
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="click-drainer", daemon=True)

    def start(self) -> None:
        """Begin; what an earlier process left is drained first."""
        self._thread.start()

    def stop(self) -> None:
        """Drain once more and end."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                self._drain()
                self._stop.wait(EVERY_SECONDS)
            self._drain()
        finally:
            connections.close_all()

    def _drain(self) -> None:
        self._journal.release()
        try:
            drain(self._folder)
            self._then()
        except (DatabaseError, OSError):
            logger.exception("Clicks stay in the journal until the database takes them")
            connections.close_all()
