"""Receive a file, start, cancel and resume its import."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from colonnade.core.jobs import operations as jobs
from colonnade.core.jobs.models import Job
from colonnade.governance.operations import record
from colonnade.organization.models import Organization, User
from colonnade.pillars.listening.importing.guess import Guess, guess
from colonnade.pillars.listening.importing.plan import Kind, Plan, PlanRefused
from colonnade.pillars.listening.importing.reading import Layout, Unreadable, inspect, open_sheet, repair
from colonnade.pillars.listening.importing.run import digest_of, most_bytes, settle
from colonnade.pillars.listening.jobs import import_file
from colonnade.pillars.listening.models import Import
from colonnade.pillars.listening.query import one_line
from colonnade.pillars.listening.states import ImportState

CLOCK_SKEW = timedelta(days=1)  # a network's clock, or a forgotten zone, may be ahead by no more


class TooLarge(ValueError):
    """An upload beyond the limit."""


def keep_upload(*, chunks: Iterable[bytes]) -> Path:
    """Write an upload into the data folder and return where it lies. Raises ``TooLarge``."""
    folder = Path(settings.MEDIA_ROOT) / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{uuid.uuid4()}.upload"
    left = int(settings.UPLOAD_MAX_BYTES)
    with path.open("wb") as file:
        for chunk in chunks:
            left -= len(chunk)
            if left < 0:
                path.unlink()
                raise TooLarge(
                    f"The file is larger than {settings.UPLOAD_MAX_BYTES // 1024**2:,} MB. Split it, or "
                    "import it on the server with `colonnade listen import`."
                )
            file.write(chunk)
    return path


def look_into(
    *, path: Path, kind: Kind, zone: str, encoding: str = "", delimiter: str = ""
) -> tuple[Layout, Guess]:
    """Return how a file can be read and what its columns seem to hold; nothing is stored.

    Raises:
        Unreadable: where the file is no table, with what to do.
    """
    if repair(str(path)) != str(path):
        raise Unreadable("The file's name is not valid UTF-8, so it cannot be noted down: rename the file.")
    layout = inspect(path, most_bytes=most_bytes(), encoding=encoding, delimiter=delimiter)
    sheet = open_sheet(path, layout, most_bytes=most_bytes())
    return layout, guess(layout, sheet.rows(), kind=kind, zone=zone)


def receive_file(
    *,
    organization: Organization,
    actor: User | None,
    path: Path,
    name: str,
    kind: Kind,
    now: datetime,
    uploaded: bool = False,
    encoding: str = "",
    delimiter: str = "",
) -> Import:
    """Take a file in and guess its columns; a file that is no table is noted as failed, with the reason.

    Args:
        uploaded: whether ``path`` is our own copy.
        encoding, delimiter: what a person said; empty to find out.
    """
    imported = Import(
        organization=organization,
        actor=actor,
        name=one_line(repair(name))[-255:],
        kind=kind,
        path=str(path.absolute()),
        uploaded=uploaded,
        created_at=now,
    )
    try:
        layout, guessed = look_into(
            path=path, kind=kind, zone=organization.time_zone, encoding=encoding, delimiter=delimiter
        )
    except Unreadable as error:
        imported.step(ImportState.FAILED)
        imported.problem, imported.ended_at = str(error), now
        if uploaded:
            path.unlink(missing_ok=True)
    else:
        imported.step(ImportState.MAPPING)
        imported.size, imported.digest = layout.size, digest_of(path)
        imported.layout, imported.guess = layout.model_dump(mode="json"), guessed.model_dump(mode="json")
    with transaction.atomic():
        imported.save()
        _audit(imported, "import.received", actor, now)
    return imported


@transaction.atomic
def start_import(*, imported: Import, plan: Plan, actor: User | None, now: datetime) -> Import:
    """Confirm the columns of a received file; ``jobs.import_file`` then does the work.

    Raises:
        PlanRefused: with what to change.
        TransitionRefused: where the import has started already.
    """
    imported = _locked(imported)
    checked = plan.checked(Layout.model_validate(imported.layout).columns)
    imported.step(ImportState.RUNNING)
    imported.plan = checked.model_copy(update={"latest": now + CLOCK_SKEW}).model_dump(mode="json")
    imported.started_at = now
    imported.save()
    _audit(imported, "import.started", actor, now)
    return imported


@transaction.atomic
def start_in_background(*, imported: Import, plan: Plan, actor: User | None, now: datetime) -> Import:
    """Confirm the columns and put the work in the queue. Raises as ``start_import``."""
    return _enqueue(start_import(imported=imported, plan=plan, actor=actor, now=now), now)


@transaction.atomic
def resume_import(*, imported: Import, actor: User | None, now: datetime) -> Import:
    """Let a failed, cancelled or abandoned import go on after the last row that was stored.

    Raises:
        PlanRefused: where it never got as far as to have a plan.
        TransitionRefused: where there is nothing to resume.
    """
    imported = _locked(imported)
    if not imported.plan:
        raise PlanRefused(f"'{imported.name}' was never started: {imported.problem or 'import it anew.'}")
    if not _abandoned(imported):
        imported.step(ImportState.RUNNING)
    imported.problem, imported.ended_at, imported.job_id = "", None, None
    imported.save(update_fields=["state", "problem", "ended_at", "job_id"])
    _audit(imported, "import.resumed", actor, now)
    return imported


@transaction.atomic
def resume_in_background(*, imported: Import, actor: User | None, now: datetime) -> Import:
    """Resume an import and put the work in the queue. Raises as ``resume_import``."""
    return _enqueue(resume_import(imported=imported, actor=actor, now=now), now)


@transaction.atomic
def cancel_import(*, imported: Import, actor: User | None, now: datetime) -> Import:
    """Stop an import: at once where nothing works on it, else after the batch at work. Stored rows stay.

    Raises:
        TransitionRefused: where it has ended already.
    """
    imported = _locked(imported)
    job = _job(imported)
    if job is not None and not job.finished:
        job = jobs.cancel(job=job, now=now)
    if job is not None and not job.finished:  # it is at work, and settles the import when it hears of it
        _audit(imported, "import.cancel_requested", actor, now)
        return imported
    discard = imported.state == ImportState.MAPPING and imported.uploaded
    settle(imported=imported, state=ImportState.CANCELLED, now=now)
    if discard:
        Path(imported.path).unlink(missing_ok=True)
    _audit(imported, "import.cancelled", actor, now)
    return imported


def _locked(imported: Import) -> Import:
    return Import.objects.select_for_update().get(pk=imported.pk)


def _job(imported: Import) -> Job | None:
    return Job.objects.filter(pk=imported.job_id).first() if imported.job_id else None


def _abandoned(imported: Import) -> bool:
    """Return whether an import counts as running though nothing works on it any more."""
    if imported.state != ImportState.RUNNING:
        return False
    job = _job(imported)
    return job is None or job.finished


def _enqueue(imported: Import, now: datetime) -> Import:
    job = jobs.enqueue(
        import_file,
        kwargs={"organization_id": imported.organization_id, "import_id": imported.pk},
        now=now,
    )
    imported.job_id = job.pk
    imported.save(update_fields=["job_id"])
    return imported


def _audit(imported: Import, action: str, actor: User | None, now: datetime) -> None:
    record(
        organization=imported.organization,
        actor=actor,
        action=action,
        subject=imported.name[:200],
        now=now,
        details={"import": imported.pk, "kind": imported.kind, "state": imported.state},
    )
