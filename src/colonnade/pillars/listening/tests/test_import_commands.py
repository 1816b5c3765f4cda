"""``colonnade listen`` as a person at a terminal meets it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import make_organization
from colonnade.pillars.listening.commands import listen
from colonnade.pillars.listening.models import BrandQuery, Import
from colonnade.pillars.listening.tests.factories import HEADER, csv_file, facts_of, post_row

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hydra(transactional_db: None) -> Organization:
    return make_organization()


def run(*arguments: object) -> Result:
    result = CliRunner().invoke(listen, [str(argument) for argument in arguments], env={"COLUMNS": "160"})
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_import_shows_the_columns_and_the_result(hydra: Organization, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "p.csv", [post_row(1), post_row(2, created_at="soon")])
    result = run("import", path)
    assert result.exit_code == 0
    assert "Time of posting" in result.output
    assert "2 rows read: 1 new posts, 0 known already, 0 blank, 1 kept aside." in result.output
    assert "row 3: 'soon' is not a time that can be read" in result.output
    aside = run("aside", Import.objects.get().pk)
    assert "soon" in aside.output
    assert "p.csv" in run("imports").output


def test_a_dry_run_stores_nothing(hydra: Organization, tmp_path: Path) -> None:
    result = run("import", csv_file(tmp_path / "p.csv", [post_row(1)]), "--dry-run")
    assert result.exit_code == 0
    assert not Import.objects.exists()


def test_the_guess_can_be_overridden(hydra: Organization, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "p.csv", [post_row(1)], ["id", "when", "who", "what", "n", "where"])
    options = [
        "--map",
        "text=what",
        "--map",
        "views=n",
        "--map",
        "external_id=",
        "--channel",
        "forum.example",
    ]
    result = run("import", path, *options, "--zone", "Asia/Tokyo")
    assert result.exit_code == 0, result.output
    assert "You said so." in result.output
    facts = facts_of(hydra)
    assert facts.run(facts.mentions.select("views", "external_id", "channel")).to_pylist() == [
        {"views": 1, "external_id": None, "channel": "forum.example"}
    ]


@pytest.mark.parametrize(
    ("content", "options", "says"),
    [
        (b"", [], "empty"),
        (b"%PDF", [], "PDF"),
        (b"a,b\n1,2\n", [], "Say which column holds"),
        (b"text,date\nhello there you,2026-10-10\n", [], "which channel"),
        (b"text,date\nhello there you,2026-10-10\n", ["--channel", "x", "--zone", "Mars"], "no time zone"),
        (b"text,date\nhello there you,2026-10-10\n", ["--map", "text=body"], "no column 'body'"),
        (b"text,date\nhello there you,2026-10-10\n", ["--encoding", "klingon"], "no encoding"),
        (b"text,date\nhello there you,2026-10-10\n", ["--organization", "nobody"], "no organisation"),
    ],
)
def test_what_cannot_work_ends_in_a_message(
    hydra: Organization, tmp_path: Path, content: bytes, options: list[str], says: str
) -> None:
    (tmp_path / "p.csv").write_bytes(content)
    result = run("import", tmp_path / "p.csv", *options)
    assert result.exit_code == 1
    assert says in result.output
    assert not Import.objects.exists()


def test_a_folder_or_a_missing_file_is_named(hydra: Organization, tmp_path: Path) -> None:
    assert "folder" in run("import", tmp_path).output
    assert "no file" in run("import", tmp_path / "none.csv").output


def test_a_field_that_is_none_is_refused(hydra: Organization, tmp_path: Path) -> None:
    result = run("import", csv_file(tmp_path / "p.csv", [post_row(1)]), "--map", "mood=text")
    assert result.exit_code == 2
    assert "the fields are text" in result.output


def test_the_same_command_goes_on_with_a_stopped_import(
    hydra: Organization, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("colonnade.pillars.listening.importing.batches.BATCH", 10)
    path = csv_file(tmp_path / "p.csv", [post_row(n) for n in range(30)])

    def interrupt(**_figures: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("colonnade.core.jobs.inline._Listener.report", lambda self, **figures: interrupt())
        stopped = run("import", path)
    assert stopped.exit_code == 1
    assert "10 rows were read and are kept" in stopped.output
    result = run("import", path)
    assert "Going on after row 10" in result.output
    assert "30 rows read: 30 new posts" in result.output
    assert Import.objects.count() == 1


def test_brands(hydra: Organization, tmp_path: Path) -> None:
    assert "Nothing yet" in run("brand", "list").output
    rows = [post_row(1, "@acme works"), post_row(2, "no match here")]
    run("import", csv_file(tmp_path / "p.csv", rows, HEADER))
    result = run("brand", "add", "Acme", "--term", "@acme", "--term", "acme tools")
    assert "1 stored posts match" in result.output
    assert "already a brand" in run("brand", "add", "acme").output
    assert "0 stored posts match" in run("brand", "change", "Acme", "--term", "acme tools").output
    assert BrandQuery.objects.get().terms == ["acme tools"]
    assert "acme tools" in run("brand", "list").output
    assert "no brand 'Rival'" in run("brand", "remove", "Rival").output
    assert "No longer listening" in run("brand", "remove", "ACME").output
    assert not BrandQuery.objects.exists()
