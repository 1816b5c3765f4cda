"""Every rule against the cases beside it, and the house rules for rules."""

import re

import pytest

from colonnade.strategy.rules import all_rules, check
from colonnade.strategy.rules.cases import Case, cases_of
from colonnade.strategy.rules.registry import Rule

RULES = all_rules()
CASES = [
    pytest.param(item, case, id=f"{item.code}: {case.name}") for item in RULES for case in cases_of(item)
]


@pytest.mark.parametrize(("item", "case"), CASES)
def test_case(item: Rule, case: Case) -> None:
    read = case.read()
    assert read.problems == (), "the case's document must be readable"
    found = check(read, today=case.today, evidence=case.evidence)
    assert tuple(finding.line for finding in found if finding.code == item.code) == case.lines


@pytest.mark.parametrize("item", RULES, ids=lambda item: item.code)
def test_rule_is_complete(item: Rule) -> None:
    cases = cases_of(item)
    assert cases[0].name == "example"
    assert cases[0].lines
    assert cases[1].name == "better"
    assert not cases[1].lines
    assert len({case.name for case in cases}) == len(cases)
    headings = re.findall(r"^(\S.*):$", item.doc, flags=re.MULTILINE)
    assert headings == ["What it finds", "Why it matters", "How to fix"]
    assert item.module.rpartition(".")[2].startswith(f"{item.code.lower()}_")
    assert item.module.split(".")[-2] == item.step


@pytest.mark.parametrize("item", RULES, ids=lambda item: item.code)
def test_every_finding_says_what_to_do(item: Rule) -> None:
    for case in cases_of(item):
        for finding in check(case.read(), today=case.today, evidence=case.evidence):
            assert finding.message.strip().endswith((".", "?")), finding
            assert finding.fix.strip().endswith((".", "?")), finding
            assert "{" not in finding.message + finding.fix


def test_there_are_rules_for_every_step() -> None:
    assert len(RULES) >= 45
    assert len({item.step for item in RULES}) == 8
    assert len({item.title for item in RULES}) == len(RULES)
