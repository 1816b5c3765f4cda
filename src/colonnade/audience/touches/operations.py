"""Writes: touches are recorded once each, with their days' counts; a visitor turns out to be a person."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from colonnade.audience.touches.kinds import Kind, Traffic
from colonnade.audience.touches.models import DayCount, KnownVisitor, Touch
from colonnade.audience.touches.origins import Origin, sources_of
from colonnade.organization.models import Organization

BATCH = 500


@dataclass(frozen=True, kw_only=True)
class NewTouch:
    """A touch that is to be recorded. Attributes: see ``Touch``."""

    key: str
    at: datetime
    kind: Kind
    origin: Origin
    traffic: Traffic = Traffic.PEOPLE
    visitor: str = ""
    person: str = ""
    caller: str = ""
    detail: str = ""


def record_touches(*, organization: Organization, touches: Sequence[NewTouch]) -> int:
    """Record touches and count them, all or none; return how many were new.

    A touch whose key is known is the same touch and changes nothing, so that a batch can be handed in again
    after any doubt. Of two in one batch the first counts.
    """
    wanted: dict[str, NewTouch] = {}
    for touch in touches:
        wanted.setdefault(touch.key, touch)
    with transaction.atomic():
        _take_turn(organization)
        return _record_new(organization, wanted)


def _take_turn(organization: Organization) -> None:
    """Let one writer of an organisation's touches in at a time, until its transaction ends."""
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)


def _record_new(organization: Organization, wanted: dict[str, NewTouch]) -> int:
    known = _known_keys(organization, list(wanted))
    new = [touch for key, touch in wanted.items() if key not in known]
    if not new:
        return 0
    sources = sources_of(organization=organization, origins={touch.origin for touch in new})
    Touch.objects.bulk_create(
        [
            Touch(
                organization=organization,
                key=touch.key,
                at=touch.at,
                kind=touch.kind,
                traffic=touch.traffic,
                source=sources[touch.origin],
                visitor=touch.visitor or None,
                person=touch.person or None,
                caller=touch.caller,
                detail=touch.detail[:200],
            )
            for touch in new
        ],
        batch_size=BATCH,
    )
    zone = ZoneInfo(organization.time_zone)
    add_to_days(
        organization=organization,
        counted=Counter(
            (
                sources[touch.origin].pk,
                touch.at.astimezone(zone).date(),
                touch.kind.value,
                touch.traffic.value,
            )
            for touch in new
        ),
    )
    return len(new)


def _known_keys(organization: Organization, keys: list[str]) -> set[str]:
    return {
        key
        for start in range(0, len(keys), BATCH)
        for key in Touch.objects.filter(
            organization=organization, key__in=keys[start : start + BATCH]
        ).values_list("key", flat=True)
    }


DayKey = tuple[int, date, str, str]
"""Source, day, kind and traffic."""

# Django cannot yet add to what a conflicting row holds; SQLite and PostgreSQL both read this.
_ADD = """
    INSERT INTO touches_daycount (organization_id, source_id, day, kind, traffic, touches)
    VALUES (%s, %s, %s, %s, %s, %s)
    ON CONFLICT (source_id, day, kind, traffic)
    DO UPDATE SET touches = touches_daycount.touches + excluded.touches
"""


def add_to_days(*, organization: Organization, counted: Counter[DayKey]) -> None:
    """Add to the days' counts, in one order everywhere so that two writers cannot lock each other."""
    rows = [(organization.pk, *key, number) for key, number in sorted(counted.items())]
    with connection.cursor() as cursor:
        cursor.executemany(_ADD, rows)


@transaction.atomic
def link_visitor(*, organization: Organization, visitor: str, person: str, now: datetime) -> None:
    """Note that a browser is a person's, as when it sends a form; needs the consent that gave it its id."""
    if not visitor or not person:
        raise ValueError("a link needs a visitor and a person")
    KnownVisitor.objects.get_or_create(
        organization=organization, visitor=visitor, person=person, defaults={"since": now}
    )


def forget_people(*, organization: Organization, persons: Iterable[str]) -> int:
    """Take persons off their touches; return how many were theirs.

    The touches stay as counts of nobody: visitor, caller and detail go with the person.
    """
    wanted = sorted(set(persons))
    with transaction.atomic():
        visitors = list(
            KnownVisitor.objects.filter(organization=organization, person__in=wanted).values_list(
                "visitor", flat=True
            )
        )
        theirs = Touch.objects.filter(organization=organization)
        blank = {"person": None, "visitor": None, "caller": "", "detail": ""}
        forgotten = theirs.filter(person__in=wanted).update(**blank)
        forgotten += theirs.filter(visitor__in=visitors).update(**blank)
        KnownVisitor.objects.filter(organization=organization, visitor__in=visitors).delete()
    return forgotten


def rebuild_days(*, organization: Organization) -> int:
    """Count all days anew from the touches, as after a change of the time zone; return how many rows."""
    zone = ZoneInfo(organization.time_zone)
    with transaction.atomic():
        _take_turn(organization)
        DayCount.objects.filter(organization=organization).delete()
        rows = Touch.objects.filter(organization=organization).order_by()
        counted: Counter[DayKey] = Counter(
            (source, at.astimezone(zone).date(), kind, traffic)
            for source, at, kind, traffic in rows.values_list("source_id", "at", "kind", "traffic").iterator()
        )
        add_to_days(organization=organization, counted=counted)
    return len(counted)
