"""The command as a user types it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from colonnade.strategy.commands.check import check_command

STRATEGY = (
    "Our strategy is to generate marketing qualified leads using social media "
    "with one FTE and $1500 in hard dollars a month"
)
DAY = ["--today", "2027-01-04"]


def run(*arguments: str, given: str | bytes = "") -> Result:
    return CliRunner().invoke(check_command, list(arguments), input=given)


def codes(result: Result) -> set[str]:
    return {finding["code"] for file in json.loads(result.output)["files"] for finding in file["findings"]}


def test_a_list_of_platforms_is_told() -> None:
    result = run("--text", "Facebook! Twitter! Snapchat! Instagram!")
    assert result.exit_code == 1
    assert "A list of platforms, not a strategy." in result.output
    assert (
        "missing        a goal, a target, a deadline, a method, whose time, how much money" in result.output
    )
    assert "text:1:1 CLA101" in result.output


def test_a_strategy_is_told_only_what_it_lacks() -> None:
    result = run("--text", STRATEGY, "--format", "json")
    assert result.exit_code == 0
    assert codes(result) == {"CLA109", "CLA111"}
    said = json.loads(result.output)["reading"]
    assert [goal["metric"] for goal in said["goals"]] == ["mql"]
    assert said["methods"] == ["social-media"]
    assert said["people"] == [{"role": "team", "fte": 1.0, "assumed": False, "outside": False}]
    assert said["money"] == [{"amount": 1500.0, "currency": "USD", "per": "month"}]
    assert said["missing"] == ["target", "deadline"]
    assert said["not_understood"] == []


def test_a_draft_of_a_sentence_can_be_checked() -> None:
    draft = run("--text", STRATEGY, "--draft", *DAY)
    assert draft.exit_code == 0
    assert "kpi: {metric: mql, per: month}" in draft.output
    checked = run("-", "--format", "json", *DAY, given=draft.output)
    assert checked.exit_code == 1
    assert {"CLA109", "CLA111"} <= codes(checked)
    assert "CLA105" not in codes(checked)


def test_files(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(
        "objectives:\n  - {id: sell, unit: u, kind: sell, metric: orders, target: 1, deadline: 2027-06-30}\n"
    )
    bad.write_text("channels:\n  - id: facebook\n")
    result = run(str(good), str(bad), "--select", "CLA101")
    assert result.exit_code == 1
    assert f"{bad}:2:3 CLA101" in result.output
    assert str(good) not in result.output
    assert run(str(good), "--select", "CLA101").exit_code == 0
    assert run(str(bad), "--ignore", "CLA").exit_code == 0


def test_an_unreadable_file_is_told_and_the_others_are_checked(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("channels:\n  - id: facebook\n")
    result = run(str(tmp_path / "none.yaml"), str(tmp_path), str(bad))
    assert result.exit_code == 2
    assert "none.yaml cannot be read: No such file or directory." in result.output
    assert f"{tmp_path} cannot be read: Is a directory." in result.output
    assert "CLA101" in result.output


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "DOC008"),
        (b"title: [", "DOC005"),
        (b"title: caf\xe9\n", "DOC002"),
        (b"x" * 2_000_000, "DOC001"),
        (b"- a\n- b\n", "DOC007"),
        (b"goals: [{id: leads, target: .nan}]\n", "DOC023"),
    ],
)
def test_bad_input_is_a_finding_and_no_traceback(content: bytes, code: str) -> None:
    result = run("-", "--format", "json", given=content)
    assert result.exit_code == 1
    assert code in codes(result)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--draft"],
        ["--text", "leads", "strategy.yaml"],
        ["--select", "XYZ", "-"],
        ["--explain", "CLA999"],
        ["--format", "xml", "-"],
        ["--today", "soon", "-"],
    ],
)
def test_misuse_ends_with_two(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Error: " in result.output


def test_explain_and_docs() -> None:
    explained = run("--explain", "col601")
    assert explained.exit_code == 0
    assert explained.output.startswith("# COL601 Over hours")
    assert "Vague" in run("--explain", "TXT003").output or "vague" in run("--explain", "TXT003").output
    assert "## Conclude" in run("--docs").output


def test_annotations_and_sarif_of_a_sentence() -> None:
    annotated = run("--text", "Facebook!\nTwitter!", "--format", "github")
    assert annotated.output.startswith("::error file=text,line=1,col=1,title=CLA101::")
    logged = json.loads(run("--text", "Facebook!", "--format", "sarif").output)
    assert logged["runs"][0]["results"][0]["ruleId"] == "CLA101"


def test_a_text_that_is_no_sentence_is_refused() -> None:
    result = run("--text", "x" * 6000)
    assert result.exit_code == 1
    assert "TXT004" in result.output
