"""Work that is killed at any moment loses nothing that was acknowledged, stores nothing twice, and goes on.

``COLONNADE_TEST_KILLS`` says how often each kind of work is killed before it is let to its end.
"""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from django.conf import settings
from django.db import connection

from colonnade.core.jobs.inline import run_here
from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import NOW, make_organization
from colonnade.pillars.listening.erasure import operations as erasures
from colonnade.pillars.listening.erasure.jobs import erase
from colonnade.pillars.listening.jobs import import_file
from colonnade.pillars.listening.models import Import
from colonnade.pillars.listening.retention.jobs import remove_now
from colonnade.pillars.listening.retention.models import Origin, Removal
from colonnade.pillars.listening.retention.operations import keep_for
from colonnade.pillars.listening.tests.factories import (
    HEADER,
    csv_file,
    facts_of,
    import_posts,
    post_row,
    receive,
    start,
)
from colonnade.warehouse.store import close_store

KILLS = int(os.environ.get("COLONNADE_TEST_KILLS", "1"))
POSTS = 600
LONGEST = 0.6
"""Seconds that work may go on before it is killed; all of it takes about as long."""

pytestmark = pytest.mark.django_db(transaction=True)
Kill = Callable[[str, int], int]


@pytest.fixture
def hydra(transactional_db: None) -> Organization:
    return make_organization()


@pytest.fixture
def kill(hydra: Organization) -> Kill:
    """Let a process work, kill it at some moment, and return how much it had said was done."""
    chance = random.Random(os.environ.get("COLONNADE_TEST_SEED") or time.time_ns())

    def work(what: str, number: int) -> int:
        close_store()
        places = [str(settings.WAREHOUSE_PATH), connection.settings_dict["NAME"], str(settings.MEDIA_ROOT)]
        said = 0
        for _kill in range(KILLS):
            process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "colonnade.pillars.listening.tests.killed",
                    what,
                    *places,
                    str(hydra.pk),
                    str(number),
                ],
                stdout=subprocess.PIPE,
                text=True,
            )
            with process:
                assert process.stdout is not None
                assert process.stdout.readline() == "begun\n"
                time.sleep(chance.uniform(0, LONGEST))
                process.kill()
                lines = [line for line in process.stdout.read().split() if line.isdigit()]
            said += int(lines[-1]) if lines else 0
        return said

    return work


def finish(task: Any, hydra: Organization, **named: int) -> None:
    """Do again what was cut off, as a person or the queue would."""
    run_here(task, kwargs={"organization_id": hydra.pk, **named}, on_progress=lambda progress: None)


def likes(hydra: Organization) -> dict[str, int]:
    """Return the likes of each post, and check that each is stored once with its words."""
    facts = facts_of(hydra)
    rows = facts.run(facts.mentions.select("external_id", "mention_id", "likes")).to_pylist()
    found = {str(row["external_id"]): int(row["likes"]) for row in rows}
    assert len(found) == len(rows)
    terms = facts.run(facts.terms)
    assert terms.num_rows == terms.group_by(["mention_id", "kind", "term"]).aggregate([]).num_rows
    assert set(terms["mention_id"].to_pylist()) == {row["mention_id"] for row in rows}
    assert facts.run(facts.namings).num_rows == len(rows)
    return found


def file_of(path: Path, *, posts: range, likes: int, counted: datetime) -> Path:
    rows = [[*post_row(n, likes=str(likes)), counted.isoformat()] for n in posts]
    return csv_file(path, rows, [*HEADER, "measured_at"])


def test_an_import_of_new_posts_and_of_new_figures_of_old_ones(
    hydra: Organization, tmp_path: Path, kill: Kill
) -> None:
    early, late = datetime(2026, 10, 30, 8), datetime(2026, 11, 2, 8)  # noqa: DTZ001  read as the zone says
    old = range(0, POSTS, 2)
    import_posts(hydra, file_of(tmp_path / "old.csv", posts=old, likes=1, counted=early))
    path = file_of(tmp_path / "all.csv", posts=range(POSTS), likes=2, counted=late)
    imported = start(receive(hydra, path))
    said = kill("import", imported.pk)
    imported.refresh_from_db()
    assert imported.rows_read >= said
    assert sum(count == 2 for count in likes(hydra).values()) >= imported.rows_read
    finish(import_file, hydra, import_id=imported.pk)
    assert likes(hydra) == {str(1_000 + n): 2 for n in range(POSTS)}
    imported.refresh_from_db()
    assert (imported.rows_new, imported.rows_known) == (POSTS - len(old), len(old))


def test_an_erasure(hydra: Organization, tmp_path: Path, kill: Kill) -> None:
    rows = [post_row(n, username="zaphod" if n % 2 else f"author{n}", likes="1") for n in range(POSTS)]
    import_posts(hydra, csv_file(tmp_path / "posts.csv", rows))
    drafted = erasures.draft_erasure(
        organization=hydra,
        facts=facts_of(hydra),
        people=["x:zaphod"],
        posts=[],
        reference="",
        actor=None,
        now=NOW,
    )
    erasure = erasures.confirm_erasure(erasure=drafted, actor=None, now=NOW)
    kill("erase", erasure.pk)
    assert len(likes(hydra)) in {POSTS, POSTS // 2}, "all of it or nothing is seen"
    finish(erase, hydra, erasure_id=erasure.pk)
    erasure.refresh_from_db()
    assert erasure.state == "done"
    assert set(likes(hydra)) == {str(1_000 + n) for n in range(0, POSTS, 2)}
    assert facts_of(hydra).is_barred("author", ["x:zaphod"]) == [True]


def test_a_removal_of_old_posts(hydra: Organization, tmp_path: Path, kill: Kill) -> None:
    old = import_posts(hydra, csv_file(tmp_path / "old.csv", [post_row(n) for n in range(POSTS)]))
    new = [post_row(n) for n in range(POSTS, POSTS + 100)]
    import_posts(hydra, csv_file(tmp_path / "new.csv", new))
    keep_for(organization=hydra, origin=Origin.IMPORT, number=old.pk, days=1, actor=None, now=NOW)
    make_older(hydra, old)
    said = kill("keep", 0)
    assert len(likes(hydra)) <= POSTS + 100 - said
    finish(remove_now, hydra)
    assert set(likes(hydra)) == {str(1_000 + n) for n in range(POSTS, POSTS + 100)}
    removal = Removal.objects.get()
    assert removal.posts == POSTS
    assert removal.ended_at is not None


def make_older(hydra: Organization, imported: Import) -> None:
    """Let the posts of an import have come in long ago."""
    facts = facts_of(hydra)
    rows = facts.run(facts.mentions.filter(facts.mentions.import_id == imported.pk))
    terms = facts.run(facts.terms)
    facts.withdraw(rows["mention_id"].to_pylist(), for_good=False)
    place = rows.schema.get_field_index("imported_at")
    field = rows.schema.field(place)
    long_ago = pa.repeat(pa.scalar(datetime(2020, 1, 1), field.type), rows.num_rows)  # noqa: DTZ001  UTC
    facts.add_mentions(rows.set_column(place, field, long_ago), terms=terms)
