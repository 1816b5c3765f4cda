"""What sales made of leads comes back as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from colonnade.audience.leads.models import Lead
from colonnade.audience.leads.operations.working import step
from colonnade.audience.leads.states import STATES, LeadState
from colonnade.core.states import TransitionRefused
from colonnade.core.table_files import Aside, read_records
from colonnade.governance.operations import record
from colonnade.organization.models import Organization, User

HEADINGS: dict[str, tuple[str, ...]] = {
    "email": ("email", "e mail", "email address", "contact email"),
    "number": ("lead", "lead id", "lead number"),
    "outcome": ("outcome", "state", "status", "stage", "result"),
    "value": ("value", "amount", "deal value", "revenue"),
    "on": ("date", "on", "closed", "close date", "changed"),
    "why": ("reason", "why", "comment", "note"),
}
NEEDED = ("outcome",)
_WORDS: dict[str, LeadState] = {
    "accepted": LeadState.ACCEPTED,
    "sql": LeadState.ACCEPTED,
    "accepted by sales": LeadState.ACCEPTED,
    "rejected": LeadState.REJECTED,
    "sent back": LeadState.REJECTED,
    "opportunity": LeadState.OPPORTUNITY,
    "open": LeadState.OPPORTUNITY,
    "won": LeadState.WON,
    "closed won": LeadState.WON,
    "lost": LeadState.LOST,
    "closed lost": LeadState.LOST,
}
_MOST_VALUE = Decimal("999999999999.99")


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One row: which lead, what became of it, since when."""

    email: str
    number: int | None
    outcome: LeadState
    value: Decimal | None
    at: datetime | None
    why: str


@dataclass(frozen=True, kw_only=True)
class ImportedOutcomes:
    """What became of a file's rows.

    Attributes:
        changed: leads that took a step or have another value.
        known: rows that said what was known.
        aside: rows that could not be used, with the reason.
    """

    changed: int
    known: int
    aside: Sequence[Aside]


@transaction.atomic
def import_outcomes(
    *, organization: Organization, data: bytes, name: str, actor: User | None, now: datetime
) -> ImportedOutcomes:
    """Import a table of outcomes (CSV or JSON lines); a second import of the same changes nothing.

    Raises:
        UnreadableFile: where no row can be read at all; nothing is imported.
    """
    leads = Lead.objects.filter(organization=organization).select_related("organization")
    by_email = {lead.email: lead for lead in leads}
    by_number = {lead.pk: lead for lead in by_email.values()}
    changed = known = 0

    def apply(cells: Mapping[str, str]) -> bool:
        row = _read(cells, organization)
        lead = by_number.get(row.number) if row.number is not None else by_email.get(row.email)
        if lead is None:
            raise ValueError(_("there is no such lead here"))
        return _apply(lead, row, actor, now)

    rows, aside = read_records(data, headings=HEADINGS, needed=NEEDED, read=apply)
    changed, known = sum(rows), len(rows) - sum(rows)
    record(
        organization=organization,
        actor=actor,
        action="leads.outcomes_imported",
        subject=name[:200],
        now=now,
        details={"changed": changed, "known": known, "aside": len(aside)},
    )
    return ImportedOutcomes(changed=changed, known=known, aside=aside)


def _read(cells: Mapping[str, str], organization: Organization) -> Outcome:
    word = " ".join(cells.get("outcome", "").casefold().replace("-", " ").replace("_", " ").split())
    if word not in _WORDS:
        raise ValueError(
            _("“{word}” is no outcome; write one of: {known}").format(
                word=cells.get("outcome", ""), known="accepted, rejected, opportunity, won, lost"
            )
        )
    number = cells.get("number", "")
    if number and not (number.isascii() and number.isdecimal() and len(number) < 19):
        raise ValueError(_("“{number}” is no number of a lead").format(number=number))
    if not number and not cells.get("email"):
        raise ValueError(_("neither an e-mail address nor a lead's number is given"))
    return Outcome(
        email=cells.get("email", "").casefold(),
        number=int(number) if number else None,
        outcome=_WORDS[word],
        value=_value(cells.get("value", "")),
        at=_moment(cells.get("on", ""), ZoneInfo(organization.time_zone)),
        why=cells.get("why", ""),
    )


def _value(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        value = Decimal(text.replace(",", "").replace(" ", ""))
    except InvalidOperation:
        value = Decimal(-1)
    if not value.is_finite() or not 0 <= value <= _MOST_VALUE:
        raise ValueError(_("“{text}” is no amount of money; write 12500 or 12,500.00").format(text=text))
    return value.quantize(Decimal("0.01"))


def _moment(text: str, zone: ZoneInfo) -> datetime | None:
    if not text:
        return None
    try:
        moment, day = parse_datetime(text), parse_date(text)
    except ValueError:
        moment = day = None
    if day is not None:
        return datetime.combine(day, time(12), tzinfo=zone)
    if moment is None:
        raise ValueError(_("“{text}” is no date; write 2026-03-31").format(text=text))
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _apply(lead: Lead, row: Outcome, actor: User | None, now: datetime) -> bool:
    """Take the step and the value; return whether anything changed. Raises ``ValueError`` with why not."""
    if row.at is not None and row.at > now:
        raise ValueError(_("the date lies in the future"))
    lead.refresh_from_db()
    stepped = lead.present != row.outcome
    if stepped:
        _require(lead, row.outcome)
        moved = step(
            lead=lead, wanted=row.outcome, actor=actor, now=row.at or now, why=row.why, audited=False
        )
        lead.refresh_from_db(fields=["state"])
        lead.changed_at = moved.changed_at
    valued = row.value is not None and row.value != lead.value
    if valued:
        lead.value = row.value
        Lead.objects.filter(pk=lead.pk).update(value=row.value, changed_at=max(now, lead.changed_at))
    return stepped or valued


def _require(lead: Lead, wanted: LeadState) -> None:
    try:
        STATES.require(present=lead.present, wanted=wanted)
    except TransitionRefused:
        raise ValueError(
            _("the lead is “{present}”, from where it cannot be “{wanted}”").format(
                present=lead.present.label, wanted=wanted.label
            )
        ) from None
