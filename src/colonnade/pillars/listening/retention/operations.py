"""Writes: say how long something is kept. Nothing here opens the warehouse (see ``removing``)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from colonnade.governance.operations import record
from colonnade.organization.models import Organization, User
from colonnade.pillars.listening.retention.models import LONGEST, Origin, Rule
from colonnade.pillars.listening.retention.queries import Kept, kept


class DaysRefused(ValueError):
    """A time for which nothing can be kept."""


@transaction.atomic
def keep_for(
    *,
    organization: Organization,
    origin: Origin,
    number: int,
    days: int | None,
    actor: User | None,
    now: datetime,
) -> Kept:
    """Say for how many days posts are kept after they came in; None for ever. What went does not come back.

    Raises:
        NothingKept: where there is no such account, source or file.
        DaysRefused: where ``days`` is no number of days from 1 to ``LONGEST``.
    """
    if days is not None and not 1 <= days <= LONGEST:
        raise DaysRefused(_("Posts are kept for 1 to %(most)d days, or for ever.") % {"most": LONGEST})
    before = kept(organization, origin, number)
    if days is None:
        Rule.objects.filter(organization=organization, origin=origin, number=number).delete()
    else:
        _set(organization, before, days, now)
    record(
        organization=organization,
        actor=actor,
        action="retention.set",
        subject=before.name[:200],
        now=now,
        details={"origin": origin.value, "number": number, "days": days, "before": before.days},
    )
    return before if before.gone and days is None else kept(organization, origin, number)


@transaction.atomic
def hold_on(*, organization: Organization, source: int, now: datetime) -> None:
    """Let what holds for a source go on for its posts when it is not listened to any more."""
    known = kept(organization, Origin.SOURCE, source)
    if known.holds is not None:
        _set(organization, known, known.holds, now)


def _set(organization: Organization, known: Kept, days: int, now: datetime) -> None:
    Rule.objects.update_or_create(
        organization=organization,
        origin=known.origin,
        number=known.number,
        defaults={"days": days, "name": known.name, "set_at": now},
    )
