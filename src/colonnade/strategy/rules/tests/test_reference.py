"""The reference page is what the docstrings say."""

from pathlib import Path

import pytest

from colonnade.strategy.rules import all_rules, reference

PAGE = Path(__file__).parents[5] / "docs" / "reference" / "rules.md"


def test_the_page_in_the_repository_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8").endswith(reference.render()), "run `colonnade docs`"


@pytest.mark.parametrize("item", all_rules(), ids=lambda item: item.code)
def test_each_rule_is_explained(item: object) -> None:
    code = getattr(item, "code", "")
    page = reference.explain(code.lower())
    assert page is not None
    for part in (f"# {code} ", "**What it finds.**", "**Why it matters.**", "**How to fix.**", "```yaml"):
        assert part in page


def test_a_code_about_the_form_is_explained() -> None:
    page = reference.explain("DOC008")
    assert page is not None
    assert "empty" in page


def test_an_unknown_code_is_not() -> None:
    assert reference.explain("CLA999") is None
