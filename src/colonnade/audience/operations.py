"""Writes: people come to be known, and are forgotten."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from colonnade.audience.models import KnownPerson
from colonnade.audience.people_table import Person, read_people
from colonnade.core.table_files import Aside
from colonnade.governance.operations import record
from colonnade.organization.models import Organization, User

BATCH = 1000
_SAID = ("name", "relation", "segment", "added_by", "changed_at")


@dataclass(frozen=True, kw_only=True)
class ImportedPeople:
    """What became of an imported file's rows.

    Attributes:
        people: accounts that are stored as the file says.
        aside: rows that could not be read, with the reason.
    """

    people: int
    aside: Sequence[Aside]


@transaction.atomic
def import_people(
    *, organization: Organization, data: bytes, name: str, actor: User | None, now: datetime
) -> ImportedPeople:
    """Import a file of people; what it says of a known account replaces what was known.

    Raises:
        UnreadableFile: where no row can be read at all; nothing is imported.
    """
    people, aside = read_people(data)
    _store(organization, people, actor, now)
    record(
        organization=organization,
        actor=actor,
        action="people.imported",
        subject=name[:200],
        now=now,
        details={"people": len(people), "aside": len(aside)},
    )
    return ImportedPeople(people=len(people), aside=aside)


@transaction.atomic
def know(*, organization: Organization, person: Person, actor: User | None, now: datetime) -> None:
    """Note who an account is; what was known of it before is replaced."""
    _store(organization, [person], actor, now)
    record(
        organization=organization,
        actor=actor,
        action="person.known",
        subject=f"{person.channel}:{person.handle}",
        now=now,
        details={"relation": person.relation.value, "segment": person.segment},
    )


@transaction.atomic
def forget(*, person: KnownPerson, actor: User | None, now: datetime) -> None:
    """Forget who an account is; its posts stay."""
    person.delete()
    record(
        organization=person.organization,
        actor=actor,
        action="person.forgotten",
        subject=f"{person.channel}:{person.handle}",
        now=now,
    )


def _store(organization: Organization, people: Sequence[Person], actor: User | None, now: datetime) -> None:
    KnownPerson.objects.bulk_create(
        [
            KnownPerson(organization=organization, added_by=actor, changed_at=now, **asdict(one))
            for one in people
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=("organization", "channel", "handle"),
        update_fields=_SAID,
    )
