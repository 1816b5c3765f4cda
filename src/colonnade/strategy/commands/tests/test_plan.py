"""The ``plan`` command as its user meets it."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from colonnade.strategy.commands.plan import plan_command
from colonnade.strategy.solver import Plan, Verdict

DOCUMENT = """\
colonnade: 1
title: Leads for the service business
horizon: {{start: 2027-01-04, weeks: 12}}
goals:
  - id: leads
    name: Qualified leads
    stage: lead
    kpi: {{metric: mql, per: month, source: CRM}}
    baseline: 40
    target: {target}
    deadline: 2027-03-28
methods:
  - id: guides
    name: Maintenance guide
    pillar: leadership
    format: article
    hours: {{writer: 12}}
    cost: 100
    cadence: {{min_per_week: {least}, max_per_week: 3}}
    effects: [{{goal: leads, per_unit: {{low: 1, likely: 3, high: 6}}}}]
  - id: posts
    name: Post
    hours: {{writer: 4}}
    effects: [{{goal: leads, per_unit: {{low: 0.1, likely: 0.3, high: 0.5}}}}]
limits:
  roles: [{{id: writer, name: Content writer, fte: 1}}]
  money_per_month: 2000
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "strategy.yaml"
    path.write_text(DOCUMENT.format(target=60, least=0))
    return path


def run(*words: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(plan_command, [str(word) for word in words], input=stdin)


def test_a_plan_that_fits_is_shown_and_saved(file: Path) -> None:
    result = run(file)
    assert result.exit_code == 0, result.output
    assert "It fits" in result.stdout
    assert "60 marketing qualified leads a month by 28 March 2027" in result.stdout
    assert "Maintenance guide" in result.stdout
    assert "\x1b[" not in result.stdout  # no colours in a pipe
    assert not any(line.endswith(" ") for line in result.stdout.splitlines())
    saved = Plan.model_validate_json((file.parent / "strategy.plan.json").read_text())
    assert saved.verdict is Verdict.FITS
    assert "strategy.plan.json" in result.stderr


def test_the_saved_plan_is_the_same_each_time(file: Path) -> None:
    run(file)
    first = (file.parent / "strategy.plan.json").read_bytes()
    run(file)
    assert (file.parent / "strategy.plan.json").read_bytes() == first


def test_a_changed_document_shows_what_changed(file: Path) -> None:
    run(file)
    file.write_text(file.read_text().replace("fte: 1", "fte: 0.5"))
    assert "What changed since the previous plan" in run(file).stdout


def test_json_is_the_plan_and_nothing_else(file: Path) -> None:
    result = run(file, "--format", "json", "--out", file.parent / "other.json")
    assert json.loads(result.stdout)["goals"][0]["deadline"] == str(date(2027, 3, 28))
    assert (file.parent / "other.json").exists()
    assert not (file.parent / "strategy.plan.json").exists()


@pytest.mark.parametrize(
    ("target", "least", "words"), [(900, 0, "It does not reach"), (60, 3.0001, None), (60, 2.9, "you have 1")]
)
def test_what_does_not_fit_ends_with_one(file: Path, target: float, least: float, words: str | None) -> None:
    file.write_text(DOCUMENT.format(target=target, least=least).replace("writer: 12", "writer: 16"))
    result = run(file)
    assert result.exit_code == (1 if words else 2)
    assert words is None or words in result.stdout


def test_a_what_if_is_compared_and_not_saved(file: Path) -> None:
    result = run(file, "--what-if", "writer=+0.5")
    assert result.exit_code == 0
    assert "What changed since the previous plan" in result.stdout
    assert not (file.parent / "strategy.plan.json").exists()


def test_a_what_if_that_cannot_be_is_a_misuse(file: Path) -> None:
    result = run(file, "--what-if", "nobody=1")
    assert result.exit_code == 2
    assert "writer" in result.stderr


def test_standard_input_is_planned_and_not_saved(file: Path) -> None:
    result = run("-", stdin=file.read_text())
    assert result.exit_code == 0
    assert "Saved" not in result.stderr


def test_what_is_lacking_is_listed(file: Path) -> None:
    file.write_text(file.read_text().replace("    baseline: 40\n", "").replace("writer: 4", "editor: 4"))
    result = run(file)
    assert result.exit_code == 2
    assert "goals[0].baseline" in result.stderr
    assert "methods[1].hours.editor" in result.stderr
    assert "Traceback" not in result.output


def test_a_broken_document_is_pointed_at(file: Path) -> None:
    file.write_text("goals: [\n")
    result = run(file)
    assert result.exit_code == 2
    assert f"{file}:" in result.stderr


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    result = run(tmp_path / "none.yaml")
    assert result.exit_code == 2
    assert "none.yaml cannot be read" in result.stderr


def test_a_file_that_is_no_plan_is_never_overwritten(file: Path) -> None:
    notes = file.parent / "notes.json"
    notes.write_text("my notes")
    result = run(file, "--out", notes)
    assert result.exit_code == 2
    assert "was kept" in result.stderr
    assert notes.read_text() == "my notes"


def test_a_place_that_cannot_be_written_is_named(file: Path) -> None:
    result = run(file, "--out", file.parent / "nowhere" / "plan.json")
    assert result.exit_code == 2
    assert "could not be saved" in result.stderr
