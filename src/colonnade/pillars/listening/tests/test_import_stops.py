"""An import that is cut off, cancelled or refused keeps what it has, and goes on where it stopped."""

import gzip
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from colonnade.channels.jobs import hear_source
from colonnade.core.jobs import inline
from colonnade.core.jobs.context import JobCancelled, JobFailed, Progress
from colonnade.core.jobs.inline import run_here
from colonnade.core.jobs.models import Job
from colonnade.core.jobs.pace import Pace
from colonnade.core.jobs.states import JobState
from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import NOW, make_organization
from colonnade.pillars.listening import queries
from colonnade.pillars.listening.importing import batches
from colonnade.pillars.listening.importing.guess import Guess
from colonnade.pillars.listening.jobs import _note_job, import_file
from colonnade.pillars.listening.models import BrandKind, Import
from colonnade.pillars.listening.operations import brands, imports
from colonnade.pillars.listening.states import ImportState
from colonnade.pillars.listening.tests.factories import (
    add_brand,
    csv_file,
    facts_of,
    import_posts,
    match,
    post_row,
    receive,
    start,
    work,
)


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "BATCH", 10)


class _Stop(Exception):
    pass


def _interrupt_after(rows: int, error: type[BaseException]) -> Any:
    def on_progress(progress: Progress) -> None:
        if progress.done >= rows:
            raise error

    return on_progress


def run(imported: Import, on_progress: Any = lambda progress: None) -> Import:
    kwargs = {"organization_id": imported.organization_id, "import_id": imported.pk}
    run_here(import_file, kwargs=kwargs, on_progress=on_progress)
    imported.refresh_from_db()
    return imported


@pytest.fixture
def always_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inline, "Pace", lambda every: Pace(every=0))


@pytest.mark.usefixtures("small_batches", "always_report")
def test_an_interrupted_import_goes_on_behind_the_last_batch(hydra: Organization, tmp_path: Path) -> None:
    rows = [post_row(n) if n % 9 else post_row(n, created_at="soon") for n in range(60)]
    imported = start(receive(hydra, csv_file(tmp_path / "posts.csv", rows)))
    with pytest.raises(_Stop):
        run(imported, _interrupt_after(20, _Stop))
    imported.refresh_from_db()
    assert (imported.state, imported.rows_read) == (ImportState.RUNNING, 20)
    imported = imports.resume_import(imported=imported, actor=None, now=NOW)
    imported = run(imported)
    assert (imported.state, imported.rows_read, imported.rows_new) == (ImportState.ROWS_ASIDE, 60, 53)
    assert [row.number for row in queries.first_aside(imported=imported, count=99)] == [
        2,
        11,
        20,
        29,
        38,
        47,
        56,
    ]
    assert facts_of(hydra).count() == 53


@pytest.mark.usefixtures("small_batches")
def test_a_crash_between_store_and_cursor_repeats_a_batch_to_no_effect(
    hydra: Organization, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [post_row(n) if n != 15 else post_row(n, created_at="soon") for n in range(40)]
    imported = start(receive(hydra, csv_file(tmp_path / "posts.csv", rows)))
    saved, save = [0], Import.save

    def failing_save(self: Import, *args: Any, **kwargs: Any) -> None:
        saved[0] += 1
        if saved[0] == 2:
            raise _Stop
        save(self, *args, **kwargs)

    monkeypatch.setattr(Import, "save", failing_save)
    with pytest.raises(_Stop):
        run(imported)
    monkeypatch.setattr(Import, "save", save)
    imported.refresh_from_db()
    assert (imported.rows_read, facts_of(hydra).count()) == (10, 19)
    imported = run(imported)
    assert (imported.rows_new, imported.rows_known, imported.rows_aside) == (39, 0, 1)
    assert [row.number for row in queries.first_aside(imported=imported, count=9)] == [17]


@pytest.mark.usefixtures("small_batches", "always_report")
def test_a_cancelled_import_keeps_what_it_has_and_can_go_on(hydra: Organization, tmp_path: Path) -> None:
    imported = start(receive(hydra, csv_file(tmp_path / "posts.csv", [post_row(n) for n in range(30)])))
    with pytest.raises(JobCancelled):
        run(imported, _interrupt_after(10, JobCancelled))
    imported.refresh_from_db()
    assert (imported.state, facts_of(hydra).count()) == (ImportState.CANCELLED, 10)
    imported = run(imports.resume_import(imported=imported, actor=None, now=NOW))
    assert (imported.state, imported.rows_new) == (ImportState.DONE, 30)


@pytest.mark.usefixtures("small_batches")
def test_a_file_that_breaks_half_way_keeps_what_came_before(
    hydra: Organization, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("colonnade.pillars.listening.importing.guess.SAMPLE_ROWS", 10)
    monkeypatch.setattr("colonnade.pillars.listening.importing.reading.octets.BUFFER", 1024)
    monkeypatch.setattr("colonnade.pillars.listening.importing.reading.sheet.SAMPLE_BYTES", 1024)
    whole = csv_file(tmp_path / "posts.csv", [post_row(n) for n in range(1_000)]).read_bytes()
    path = tmp_path / "posts.csv.gz"
    path.write_bytes(gzip.compress(whole)[:-2_000])
    imported = start(receive(hydra, path))
    with pytest.raises(JobFailed, match="cut off or damaged"):
        run(imported)
    imported.refresh_from_db()
    assert imported.state == ImportState.FAILED
    assert 0 < imported.rows_new == facts_of(hydra).count()


def test_a_file_that_changed_is_not_resumed(hydra: Organization, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "posts.csv", [post_row(1)])
    imported = start(receive(hydra, path))
    path.write_bytes(path.read_bytes().replace(b"runs well", b"runs ill "))
    with pytest.raises(JobFailed, match="has changed"):
        run(imported)


def test_a_file_that_is_gone_says_so(hydra: Organization, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "posts.csv", [post_row(1)])
    imported = start(receive(hydra, path))
    path.unlink()
    with pytest.raises(JobFailed, match="is gone"):
        run(imported)


def test_in_the_background_it_is_a_job_that_can_be_cancelled(hydra: Organization, tmp_path: Path) -> None:
    imported = receive(hydra, csv_file(tmp_path / "posts.csv", [post_row(1)]))
    plan = Guess.model_validate(imported.guess).plan
    imported = imports.start_in_background(imported=imported, plan=plan, actor=None, now=NOW)
    job = Job.objects.get(pk=str(imported.job_id))
    assert (job.queue, job.organization_id) == ("warehouse", hydra.pk)
    imports.cancel_import(imported=imported, actor=None, now=NOW)
    imported.refresh_from_db()
    job.refresh_from_db()
    assert (imported.state, job.state) == (ImportState.CANCELLED, JobState.CANCELLED)


def test_a_running_import_is_asked_to_stop(hydra: Organization, tmp_path: Path) -> None:
    imported = receive(hydra, csv_file(tmp_path / "posts.csv", [post_row(1)]))
    plan = Guess.model_validate(imported.guess).plan
    imported = imports.start_in_background(imported=imported, plan=plan, actor=None, now=NOW)
    Job.objects.update(state=JobState.RUNNING)
    imports.cancel_import(imported=imported, actor=None, now=NOW)
    imported.refresh_from_db()
    assert (imported.state, Job.objects.get().cancel_requested) == (ImportState.RUNNING, True)


def test_a_job_at_work_is_noted(hydra: Organization, tmp_path: Path) -> None:
    imported = start(receive(hydra, csv_file(tmp_path / "posts.csv", [post_row(1)])))
    assert work(imported).job_id is None
    again = start(receive(hydra, tmp_path / "posts.csv"))
    job_id = uuid4()
    _note_job(again, str(job_id))
    again.refresh_from_db()
    assert again.job_id == job_id


def test_a_settled_import_is_not_run_again(hydra: Organization, tmp_path: Path) -> None:
    imported = import_posts(hydra, csv_file(tmp_path / "posts.csv", [post_row(1)]))
    assert run(imported).rows_read == 1


@pytest.mark.usefixtures("small_batches")
def test_brands_that_change_while_an_import_runs_are_matched_at_its_end(
    hydra: Organization, tmp_path: Path
) -> None:
    gone, changed = add_brand(hydra, "Gone", "loader"), add_brand(hydra, "Changed", "loader")
    imported = start(receive(hydra, csv_file(tmp_path / "posts.csv", [post_row(n) for n in range(30)])))
    changed_id = changed.pk

    pending = [True]

    def meddle(progress: Progress) -> None:
        if pending and pending.pop():
            brands.remove_brand(brand=gone, actor=None, now=NOW)
            settings = brands.BrandSettings(name="Changed", kind=BrandKind.OWN, terms=["author"])
            brands.change_brand(brand=changed, settings=settings, actor=None, now=NOW)

    run(imported, meddle)
    assert queries.match_counts(facts=facts_of(hydra)) == {}
    assert match(hydra, changed_id) == 0


def test_imports_leave_a_thread_to_the_sources() -> None:
    # A worker of several threads keeps one free of work below 0 (core/jobs/tests/test_worker.py).
    assert import_file.priority < 0 <= hear_source.priority
