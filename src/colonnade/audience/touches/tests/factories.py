"""Touches for tests."""

from datetime import UTC, datetime

from colonnade.audience.touches.kinds import Kind
from colonnade.audience.touches.operations import NewTouch
from colonnade.audience.touches.origins import Origin

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
POST = Origin(channel="bluesky", source="bluesky", medium="social", campaign="spring", goal="leads")


def a_touch(
    key: str,
    *,
    at: datetime = NOON,
    kind: Kind = Kind.CLICK,
    origin: Origin = POST,
    visitor: str = "",
    person: str = "",
    caller: str = "",
    detail: str = "",
) -> NewTouch:
    """Return a touch by people at noon."""
    return NewTouch(
        key=key,
        at=at,
        kind=kind,
        origin=origin,
        visitor=visitor,
        person=person,
        caller=caller,
        detail=detail,
    )
