"""Writes: readings come in, as files or from features that measure themselves."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from colonnade.governance.operations import record
from colonnade.measurement.models import Reading, ReadingFile
from colonnade.measurement.reading_table import ReadRow, read_table
from colonnade.organization.models import Organization, User

BATCH = 1000


def _sorted_by_what_is_known(
    organization: Organization, rows: list[ReadRow]
) -> tuple[list[ReadRow], list[tuple[Reading, ReadRow]], int]:
    known = {
        (item.metric, item.on, item.unit, item.channel): item
        for item in Reading.objects.filter(organization=organization, metric__in={row.metric for row in rows})
    }
    new = [row for row in rows if row.key not in known]
    changed = [
        (known[row.key], row) for row in rows if row.key in known and known[row.key].value != row.value
    ]
    return new, changed, len(rows) - len(new) - len(changed)


@transaction.atomic
def import_readings(
    *, organization: Organization, data: bytes, name: str, actor: User | None, now: datetime
) -> ReadingFile:
    """Import a file of readings; a reading that is known is not added twice, a changed one is replaced.

    Raises:
        UnreadableFile: where no row can be read at all; nothing is imported.
    """
    table = read_table(data)
    new, changed, known = _sorted_by_what_is_known(organization, list(table.rows.values()))
    file = ReadingFile.objects.create(
        organization=organization,
        name=name[:255],
        imported_at=now,
        imported_by=actor,
        new=len(new),
        changed=len(changed),
        known=known,
        aside=table.aside,
    )
    Reading.objects.bulk_create(
        [
            Reading(
                organization=organization,
                metric=row.metric,
                on=row.on,
                value=row.value,
                unit=row.unit,
                channel=row.channel,
                source=row.source,
                file=file,
            )
            for row in new
        ],
        batch_size=BATCH,
    )
    replaced: list[dict[str, object]] = []
    for reading, row in changed:
        replaced.append({"reading": f"{row.metric} {row.on}", "was": reading.value, "is": row.value})
        reading.value, reading.source, reading.file = row.value, row.source, file
    Reading.objects.bulk_update([reading for reading, _row in changed], ["value", "source", "file"], BATCH)
    details: dict[str, object] = {
        "new": len(new),
        "changed": len(changed),
        "known": known,
        "aside": len(table.aside),
        "replaced": replaced[:50],
    }
    record(
        organization=organization,
        actor=actor,
        action="readings.imported",
        subject=name[:200],
        now=now,
        details=details,
    )
    return file


@transaction.atomic
def push_readings(*, organization: Organization, rows: Sequence[ReadRow]) -> int:
    """Store what a feature measured itself; return how many readings are new or have another value.

    A metric that also comes from elsewhere is left to whoever brings it, so that nothing counts twice.

    Args:
        rows: each with the feature as its ``source``, each key once.
    """
    sources = {row.source for row in rows}
    metrics = {row.metric for row in rows}
    kept = Reading.objects.filter(organization=organization, metric__in=metrics)
    others = set(kept.exclude(source__in=sources).values_list("metric", flat=True))
    new, changed, _known = _sorted_by_what_is_known(
        organization, [row for row in rows if row.metric not in others]
    )
    Reading.objects.bulk_create(
        [Reading(organization=organization, **asdict(row)) for row in new], batch_size=BATCH
    )
    for reading, row in changed:
        reading.value = row.value
    Reading.objects.bulk_update([reading for reading, _row in changed], ["value"], BATCH)
    return len(new) + len(changed)
