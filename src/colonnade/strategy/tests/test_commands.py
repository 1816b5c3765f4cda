"""The command line's door: schema, import, export, list."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import make_organization, make_user
from colonnade.strategy import queries
from colonnade.strategy.commands.document import strategy
from colonnade.strategy.tests.factories import make_running

pytestmark = pytest.mark.django_db


@pytest.fixture
def hydra() -> Organization:
    return make_organization()


def run(*arguments: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(strategy, arguments, input=stdin)


def test_the_schema_is_written_as_json() -> None:
    assert json.loads(run("schema").output)["title"] == "Colonnade strategy"


def test_a_file_goes_in_and_comes_out_the_same(hydra: Organization, tmp_path: Path) -> None:
    text = "title: Größe # ours\ngoals: []\n"
    source, target = tmp_path / "in.yaml", tmp_path / "out.yaml"
    source.write_text(text, encoding="utf-8")
    result = run("import", str(source))
    assert result.exit_code == 0
    assert "Stored as version 1 (Draft)" in result.output
    assert run("export", "--out", str(target)).exit_code == 0
    assert target.read_bytes() == text.encode()
    assert run("export").output == text
    assert "Nothing to do" in run("import", str(source)).output


def test_an_import_beside_a_running_version_begins_a_draft(hydra: Organization) -> None:
    make_running(hydra)
    assert "Stored as version 2" in run("import", "-", stdin="title: next\n").output
    listed = run("list").output.splitlines()
    assert [line.split()[:2] for line in listed] == [["2", "Draft"], ["1", "Running"]]
    assert run("export", "--number", "1").output.startswith("# A strategy")


@pytest.mark.parametrize(
    ("raw", "said"),
    [(b"x" * 10_000_000, "at most 1 MB"), ("title: Größe".encode("utf-16"), "UTF-16"), (b"a\0b", "NUL")],
)
def test_what_is_no_text_is_refused_and_nothing_is_stored(hydra: Organization, raw: bytes, said: str) -> None:
    result = run("import", "-", stdin=raw)
    assert result.exit_code == 1
    assert said in result.output
    assert queries.current_version(hydra) is None


def test_a_text_with_errors_is_stored_and_told_of(hydra: Organization) -> None:
    assert "1 error and 0 warnings" in run("import", "-", stdin="goals: 3\n").output


def test_questions_without_an_answer_say_what_to_do(hydra: Organization) -> None:
    assert "no strategy yet" in run("list").output
    assert "strategy list" in run("export").output
    assert "a version 7" in run("export", "--number", "7").output
    assert run("import", "/nowhere/at/all.yaml").exit_code == 2
    make_organization("Rival", founder=make_user("rita@rival.example"))
    assert "--organization" in run("list").output
    assert run("list", "--organization", "rival").exit_code == 0


def test_a_file_that_cannot_be_written_is_told_of(hydra: Organization) -> None:
    make_running(hydra)
    result = run("export", "--out", "/nowhere/at/all.yaml")
    assert (result.exit_code, "cannot be written" in result.output) == (1, True)
