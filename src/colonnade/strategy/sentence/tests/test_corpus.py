"""Sentences in many wordings, each with everything that must be read in it."""

from datetime import date
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from colonnade.strategy.document.reading import read
from colonnade.strategy.rules import check
from colonnade.strategy.sentence import SentenceKind, SentenceReading, judge, to_draft, understand
from colonnade.strategy.sentence.model import GoalRead, Target

TODAY = date(2027, 1, 4)
CORPUS: list[dict[str, str | list[str]]] = YAML(typ="safe", pure=True).load(
    Path(__file__).with_name("corpus.yaml").read_text(encoding="utf-8")
)


def target_words(target: Target) -> str:
    parts = []
    if target.value is not None:
        parts.append(f"to {target.value:g}")
    if target.baseline is not None:
        parts.append(f"from {target.baseline:g}")
    if target.factor is not None:
        parts.append(f"times {target.factor:.4g}")
    if target.increase is not None:
        parts.append(f"by {target.increase:g}")
    parts += [target.currency or target.unit, str(target.per) if target.per else ""]
    return " ".join(part for part in parts if part not in ("", "count"))


def goal_words(goal: GoalRead) -> str:
    parts = [str(goal.kind), goal.metric or "?", goal.thing, target_words(goal.target) if goal.target else ""]
    return " ".join(part for part in parts if part)


def summary(reading: SentenceReading) -> dict[str, str | list[str]]:
    people = [
        " ".join(
            part
            for part in (
                who.role,
                "" if who.fte is None else f"{who.fte:.3g}",
                "assumed" if who.assumed else "",
                "outside" if who.outside else "",
            )
            if part
        )
        for who in reading.people
    ]
    money = [
        " ".join(part for part in (f"{item.amount:.12g}", item.currency or "", str(item.per or "")) if part)
        for item in reading.money
    ]
    found: dict[str, str | list[str]] = {
        "kind": str(reading.kind),
        "goals": [goal_words(goal) for goal in reading.goals],
        "methods": [method.id for method in reading.methods],
        "tactics": [named.name for named in reading.tactics],
        "platforms": [named.name for named in reading.platforms],
        "excluded": [named.name for named in reading.excluded],
        "people": people,
        "money": money,
        "deadline": str(reading.deadline or ""),
        "not_understood": [span.text for span in reading.not_understood],
        "missing": [str(part) for part in reading.missing],
    }
    return {key: value for key, value in found.items() if value}


@pytest.mark.parametrize("entry", CORPUS, ids=lambda entry: str(entry["text"])[:60])
def test_sentence(entry: dict[str, str | list[str]]) -> None:
    expected = {
        key: str(value) if key == "deadline" else value for key, value in entry.items() if key != "text"
    }
    assert summary(understand(str(entry["text"]), today=TODAY)) == expected


@pytest.mark.parametrize("entry", CORPUS, ids=lambda entry: str(entry["text"])[:60])
def test_verdict_follows_from_the_kind(entry: dict[str, str | list[str]]) -> None:
    reading = understand(str(entry["text"]), today=TODAY)
    report = judge(reading)
    if reading.kind is not SentenceKind.STRATEGY:
        assert not report.ok
    for finding in report:
        assert finding.message.endswith((".", "?"))
        assert "{" not in finding.message + finding.fix


@pytest.mark.parametrize("entry", CORPUS, ids=lambda entry: str(entry["text"])[:60])
def test_draft_can_be_read_and_keeps_what_was_understood(entry: dict[str, str | list[str]]) -> None:
    reading = understand(str(entry["text"]), today=TODAY)
    document = read(to_draft(reading), name="draft")
    assert document.problems == ()
    assert document.strategy is not None
    strategy = document.strategy
    assert [goal.kpi.metric for goal in strategy.goals if goal.kpi] == [
        goal.metric for goal in reading.goals if goal.metric
    ]
    assert len(strategy.methods) == len(reading.methods) + len(reading.tactics)
    assert strategy.limits is not None
    assert {role.id: role.fte for role in strategy.limits.roles} == pytest.approx(reading.fte, abs=1e-4)
    codes = {finding.code for finding in check(document, today=TODAY)}
    assert not codes & {"CLA121", "CLA122"}
    assert ("CLA105" in codes) == (not reading.goals)


def test_the_corpus_is_wide() -> None:
    assert len(CORPUS) >= 120
    assert {entry["kind"] for entry in CORPUS} == {str(kind) for kind in SentenceKind}
