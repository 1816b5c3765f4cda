"""Writes: a file of activities comes into the calendar; what is there under the same identity is changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.campaigns.exchange.ics import read_events
from colonnade.campaigns.exchange.reading import Imported
from colonnade.campaigns.exchange.table import read_activities
from colonnade.campaigns.models import Activity
from colonnade.campaigns.operations import add_activity, change_activity
from colonnade.core.states import TransitionRefused
from colonnade.core.table_files import Aside, UnreadableFile
from colonnade.governance.operations import record
from colonnade.organization.models import Organization, User

MOST = 5000
"""Activities that one file may hold."""


@dataclass(frozen=True, kw_only=True)
class ImportedCalendar:
    """What became of a file: activities added and changed, and what was left aside, with the reason."""

    added: int
    changed: int
    aside: Sequence[Aside]


@transaction.atomic
def import_calendar(
    *, organization: Organization, data: bytes, name: str, actor: User | None, now: datetime
) -> ImportedCalendar:
    """Import a CSV, JSON-lines or calendar file. The same file again changes nothing and doubles nothing.

    Raises:
        UnreadableFile: where nothing of it can be read, or it holds too much; nothing is imported.
    """
    is_calendar = data.lstrip(b"\xef\xbb\xbf \r\n").upper().startswith(b"BEGIN:VCALENDAR")
    read = read_events if is_calendar else read_activities
    found, aside = read(data, organization=organization)
    if len(found) > MOST:
        raise UnreadableFile(_("The file holds more than {most} activities: split it.").format(most=MOST))
    added = changed = 0
    for one in found:
        try:
            is_new = _take(organization, one, actor, now)
        except ValidationError as error:
            aside.append(_aside(one, "; ".join(error.messages)))
        except TransitionRefused as error:
            aside.append(_aside(one, str(error)))
        else:
            added, changed = added + is_new, changed + (not is_new)
    record(
        organization=organization,
        actor=actor,
        action="calendar.imported",
        subject=name[:200],
        now=now,
        details={"added": added, "changed": changed, "aside": len(aside)},
    )
    return ImportedCalendar(added=added, changed=changed, aside=aside)


def _take(organization: Organization, one: Imported, actor: User | None, now: datetime) -> bool:
    """Add or change one activity. Returns whether it is new."""
    held = (
        Activity.objects.filter(organization=organization, uid=one.uid)
        .select_related("organization", "campaign")
        .first()
        if one.uid
        else None
    )
    with transaction.atomic():
        if held is None:
            add_activity(organization=organization, plan=one.plan, actor=actor, now=now, uid=one.uid)
        else:
            change_activity(activity=held, plan=one.plan, actor=actor, now=now)
    return held is None


def _aside(one: Imported, reason: str) -> Aside:
    return {"row": "", "reason": reason, "cells": {"title": one.plan.title}}
