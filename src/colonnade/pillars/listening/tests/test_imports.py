"""A file on its way into the warehouse: nothing lost, nothing twice, and it goes on where it stopped."""

import csv
import io
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from colonnade.core.states import TransitionRefused
from colonnade.governance.models import AuditEntry
from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import NOW, make_organization
from colonnade.pillars.listening import queries
from colonnade.pillars.listening.importing import batches
from colonnade.pillars.listening.importing.aside import ROW_COLUMN
from colonnade.pillars.listening.importing.guess import Guess
from colonnade.pillars.listening.importing.plan import PlanRefused
from colonnade.pillars.listening.importing.run import Run
from colonnade.pillars.listening.operations import imports
from colonnade.pillars.listening.states import ImportState
from colonnade.pillars.listening.tests.factories import (
    HEADER,
    add_brand,
    csv_file,
    facts_of,
    import_posts,
    post_row,
    receive,
    start,
    work,
)
from colonnade.warehouse.engagement import MOMENTS


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


def stored(organization: Organization, *columns: str) -> list[dict[str, Any]]:
    facts = facts_of(organization)
    table = facts.mentions.order_by("external_id")
    rows: list[dict[str, Any]] = facts.run(table.select(*columns) if columns else table).to_pylist()
    return rows


def test_a_file_of_posts(hydra: Organization, tmp_path: Path) -> None:
    rows = [
        post_row(1, "Great @Acme loader! #dig", likes="1,204"),
        post_row(2),
        post_row(2),
        ["", "", "", "", "", ""],
    ]
    imported = import_posts(hydra, csv_file(tmp_path / "posts.csv", rows))
    assert (imported.state, imported.rows_read, imported.rows_new) == (ImportState.DONE, 4, 2)
    assert (imported.rows_known, imported.rows_blank, imported.rows_aside) == (1, 1, 0)
    first = stored(hydra)[0]
    assert first["text"] == "Great @Acme loader! #dig"
    assert (first["author_id"], first["likes"], first["channel"]) == ("x:author1", 1204, "x")
    assert first["published_at"].isoformat() == "2026-10-02T09:01:00"
    assert first["import_id"] == imported.pk
    assert first["sentiment"] in {"negative", "neutral", "positive", "unsure"}
    assert first["understood_by"]
    assert first["intents"] == ""
    facts = facts_of(hydra)
    terms = facts.run(facts.terms.filter(facts.terms.mention_id == first["mention_id"])).to_pylist()
    assert {(row["kind"], row["term"]) for row in terms} == {
        ("word", "great"),
        ("word", "loader"),
        ("handle", "acme"),
        ("hashtag", "dig"),
    }


def test_a_second_import_adds_nothing(hydra: Organization, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "posts.csv", [post_row(n) for n in range(50)])
    import_posts(hydra, path)
    columns = [name for name in facts_of(hydra).mentions.columns if name not in MOMENTS.values()]
    before = (stored(hydra, *columns), facts_of(hydra).run(facts_of(hydra).terms.count())[0][0].as_py())
    again = import_posts(hydra, path)
    assert (again.rows_new, again.rows_known) == (0, 50)
    terms = facts_of(hydra).run(facts_of(hydra).terms.count())[0][0].as_py()
    assert (stored(hydra, *columns), terms) == before


def test_posts_without_an_id_are_told_apart_by_what_they_say(hydra: Organization, tmp_path: Path) -> None:
    rows = [post_row(1, id=""), post_row(1, id=""), post_row(1, id="", text="Something else was said here")]
    imported = import_posts(hydra, csv_file(tmp_path / "posts.csv", rows))
    assert (imported.rows_new, imported.rows_known) == (2, 1)
    assert (import_posts(hydra, csv_file(tmp_path / "again.csv", rows)).rows_new) == 0


def test_bad_rows_are_kept_aside_and_can_be_mended(hydra: Organization, tmp_path: Path) -> None:
    rows = [
        post_row(1),
        post_row(2, created_at="soon"),
        post_row(3, "=cmd|' /C calc'!A0", likes="many"),
        [*post_row(4), "surplus"],
        post_row(5),
    ]
    imported = import_posts(hydra, csv_file(tmp_path / "posts.csv", rows))
    assert (imported.state, imported.rows_new, imported.rows_aside) == (ImportState.ROWS_ASIDE, 2, 3)
    kept = queries.first_aside(imported=imported, count=10)
    assert [row.number for row in kept] == [3, 4, 5]
    assert kept[0].reason == "'soon' is not a time that can be read"
    assert kept[1].reason == "likes: 'many' is not a count"
    assert list(kept[2].cells) == rows[3]

    text = b"".join(queries.aside_csv(imported=imported)).decode("utf-8-sig")
    header, *lines = csv.reader(io.StringIO(text, newline=""))
    assert header[0] == ROW_COLUMN
    assert lines[1][5] == "'=cmd|' /C calc'!A0"
    mended = text.replace("soon", "2026-10-03 08:00Z").replace("many", "12").replace(",surplus", "")
    (tmp_path / "mended.csv").write_text(mended, newline="")
    again = import_posts(hydra, tmp_path / "mended.csv")
    assert (again.state, again.rows_new) == (ImportState.DONE, 3)
    assert stored(hydra, "text")[2]["text"] == "=cmd|' /C calc'!A0"


def test_the_organisations_zone_is_assumed(db: None, tmp_path: Path) -> None:
    hydra = make_organization()
    hydra.time_zone = "America/Los_Angeles"
    hydra.save()
    import_posts(hydra, csv_file(tmp_path / "posts.csv", [post_row(1, created_at="2026-07-01 09:00")]))
    assert stored(hydra, "published_at")[0]["published_at"].isoformat() == "2026-07-01T16:00:00"


def test_figures_are_those_counted_last(hydra: Organization, tmp_path: Path) -> None:
    header = [*HEADER, "retrieved_at"]
    late = [*post_row(1, likes="9"), "2026-10-09T08:00:00Z"]
    early = [*post_row(1, likes="12"), "2026-10-05T08:00:00Z"]
    import_posts(hydra, csv_file(tmp_path / "a.csv", [late], header))
    import_posts(hydra, csv_file(tmp_path / "b.csv", [early], header))
    assert stored(hydra, "likes") == [{"likes": 9}]
    import_posts(hydra, csv_file(tmp_path / "c.csv", [post_row(1, likes="3")]))
    assert stored(hydra, "likes") == [{"likes": 3}], "counted when it came in, which is after both"


def test_follows(hydra: Organization, tmp_path: Path) -> None:
    rows = [["ann", "Bob"], ["@ANN", "bob"], ["ann", "ann"], ["", "bob"]]
    path = tmp_path / "follows.csv"
    imported = receive(hydra, csv_file(path, rows, ["follower", "followed"]), kind="follows")
    plan = Guess.model_validate(imported.guess).plan.model_copy(update={"channel": "x"})
    imported = work(imports.start_import(imported=imported, plan=plan, actor=None, now=NOW))
    assert (imported.rows_new, imported.rows_known, imported.rows_aside) == (1, 1, 2)
    assert facts_of(hydra).run(facts_of(hydra).follows).to_pylist() == [
        {"channel": "x", "follower_id": "x:ann", "followed_id": "x:bob"}
    ]


def test_posts_match_the_brands_there_are(hydra: Organization, tmp_path: Path) -> None:
    acme = add_brand(hydra, "Acme", "acme", "@acme_help")
    rows = [post_row(1, "Acme again"), post_row(2, "nothing"), post_row(3, "thanks @acme_help !")]
    import_posts(hydra, csv_file(tmp_path / "posts.csv", rows))
    assert queries.match_counts(facts=facts_of(hydra)) == {acme.pk: 2}


def test_an_upload_is_removed_when_all_of_it_was_read(hydra: Organization, tmp_path: Path) -> None:
    content = csv_file(tmp_path / "posts.csv", [post_row(1)]).read_bytes()
    path = imports.keep_upload(chunks=[content])
    imported = work(start(receive(hydra, path, uploaded=True)))
    assert imported.state == ImportState.DONE
    assert not path.exists()


def test_an_upload_beyond_the_limit_leaves_nothing(settings: Settings) -> None:
    settings.UPLOAD_MAX_BYTES = 10

    def chunks() -> Iterator[bytes]:
        while True:
            yield b"12345"

    with pytest.raises(imports.TooLarge):
        imports.keep_upload(chunks=chunks())
    assert list((Path(settings.MEDIA_ROOT) / "imports").iterdir()) == []


def test_what_is_no_table_is_noted_as_failed(hydra: Organization, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(b"%PDF-1.7 ...")
    imported = receive(hydra, tmp_path / "x.csv")
    assert imported.state == ImportState.FAILED
    assert "PDF" in imported.problem
    with pytest.raises(PlanRefused):
        imports.resume_import(imported=imported, actor=None, now=NOW)


def test_an_import_starts_once(hydra: Organization, tmp_path: Path) -> None:
    imported = start(receive(hydra, csv_file(tmp_path / "posts.csv", [post_row(1)])))
    with pytest.raises(TransitionRefused):
        start(imported)


def test_a_very_long_row_kept_aside_does_not_fill_the_page(hydra: Organization, tmp_path: Path) -> None:
    rows = [post_row(1), post_row(2, "x" * 9_000_000), post_row(3)]
    imported = import_posts(hydra, csv_file(tmp_path / "posts.csv", rows))
    assert (imported.rows_new, imported.rows_aside) == (2, 1)
    assert queries.first_aside(imported=imported, count=5) == []
    assert len(b"".join(queries.aside_csv(imported=imported))) > 9_000_000


def test_writes_are_in_the_audit_trail(hydra: Organization, tmp_path: Path) -> None:
    import_posts(hydra, csv_file(tmp_path / "posts.csv", [post_row(1)]))
    actions = list(
        AuditEntry.objects.filter(organization=hydra).order_by("pk").values_list("action", flat=True)
    )
    assert actions[-3:] == ["import.received", "import.started", "import.done"]


def test_many_rows_go_through_a_pool_with_the_same_result(
    hydra: Organization, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = csv_file(tmp_path / "posts.csv", [post_row(n) for n in range(90)])
    alone = import_posts(hydra, path)
    before = stored(hydra, "mention_id", "text", "sentiment", "p_positive", "language")
    rival = make_organization("Rival", founder=hydra.memberships.get().user)
    monkeypatch.setattr(batches, "BATCH", 10)
    monkeypatch.setattr(Run, "_remaining", lambda self, sheet: batches.POOL_FROM)
    started = []

    def pool(*arguments: Any, **named: Any) -> ProcessPoolExecutor:
        started.append(arguments[0])
        return ProcessPoolExecutor(*arguments, **named)

    monkeypatch.setattr(batches, "ProcessPoolExecutor", pool)
    settings.UNDERSTANDING_PROCESSES = 2
    pooled = import_posts(rival, path)
    assert started == [2]
    assert (pooled.rows_read, pooled.rows_new) == (alone.rows_read, alone.rows_new)
    assert stored(rival, "mention_id", "text", "sentiment", "p_positive", "language") == before


def test_organisations_do_not_share_posts(hydra: Organization, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "posts.csv", [post_row(1)])
    import_posts(hydra, path)
    rival = make_organization("Rival", founder=hydra.memberships.get().user)
    assert facts_of(rival).count() == 0
    assert import_posts(rival, path).rows_new == 1
