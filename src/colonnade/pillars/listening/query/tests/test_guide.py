"""Every query that the guide shows is read, and the limits it names are those that hold."""

import re
from pathlib import Path

import pytest

from colonnade.pillars.listening.query import QueryRefused, limits, parse
from colonnade.pillars.listening.query.fields import FIELD_NAMES, HAS, IS

GUIDE = (Path(__file__).parents[6] / "docs/guide/queries.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^\| `([^`]+)`", GUIDE, re.MULTILINE)
COMMANDS = re.findall(r'^colonnade listen query (?:check|test|save \w+) "([^"]+)"', GUIDE, re.MULTILINE)


@pytest.mark.parametrize("text", [*EXAMPLES, *COMMANDS])
def test_an_example_of_the_guide_is_read_without_a_doubt(text: str) -> None:
    assert [str(hint) for hint in parse(text).hints] == []


def test_the_guide_shows_every_operator_and_field() -> None:
    written = " ".join(EXAMPLES)
    for sign in (" OR ", " AND ", " NOT ", " -", "NEAR/", "~", '"', "*", "?", "(", "@", "#", "{"):
        assert sign in written
    for name in FIELD_NAMES:
        assert f"{name}:" in written
    for value in (*HAS, *IS):
        assert value in GUIDE


@pytest.mark.parametrize("text", ["NOT jobs", "lang:en"])
def test_what_the_guide_says_is_refused_is_refused(text: str) -> None:
    assert f"`{text}`" in GUIDE
    with pytest.raises(QueryRefused, match="too broad"):
        parse(text)


def test_the_guide_states_the_limits() -> None:
    for limit in (
        f"{limits.MOST_CHARACTERS:,} characters",
        f"{limits.MOST_TERMS:,} terms",
        f"{limits.MOST_WILDCARDS} of them with wildcards",
        f"{limits.DEEPEST}\nparentheses",
        f"{limits.LONGEST_DISTANCE} words between",
    ):
        assert limit in GUIDE
    assert limits.LEAST_STEM == 3
    assert "three letters before" in GUIDE
