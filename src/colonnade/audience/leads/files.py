"""Leads as a table for spreadsheets, whose cells are never run as formulas."""

from collections.abc import Iterable, Iterator

from colonnade.audience.leads.models import Lead
from colonnade.core.spreadsheet import csv_line

COLUMNS = (
    "lead",
    "email",
    "name",
    "company",
    "phone",
    "country",
    "state",
    "score",
    "goal",
    "campaign",
    "source",
    "owner",
    "value",
    "came",
)


def csv_lines(leads: Iterable[Lead]) -> Iterator[str]:
    """Yield a heading and a line for each lead."""
    yield csv_line(COLUMNS)
    for lead in leads:
        yield csv_line(
            (
                lead.pk,
                lead.email,
                lead.name,
                lead.company,
                lead.phone,
                lead.country,
                lead.state,
                lead.score,
                lead.goal,
                lead.campaign,
                lead.source,
                str(lead.owner or ""),
                float(lead.value) if lead.value is not None else None,
                lead.came_at.isoformat(),
            )
        )
