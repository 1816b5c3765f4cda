"""Rules for every template of the tree, whoever wrote it."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.template import engines

from colonnade.ui.assets import icon_markup
from colonnade.ui.glossary import GLOSSARY, term_named

SOURCE = Path(__file__).parents[2]
TEMPLATES = sorted(path for path in SOURCE.rglob("*.html") if "static" not in path.parts)
NAMES = [str(path.relative_to(SOURCE)) for path in TEMPLATES]

every_template = pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)

INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script of its own": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE),
    "an address that runs": re.compile(r"javascript:", re.IGNORECASE),
    "a foreign script or style": re.compile(r"<(?:script|link)[^>]*(?:src|href)=[\"'](?:https?:)?//"),
}


def breaches(source: str) -> list[str]:
    return [what for what, pattern in INLINE.items() if pattern.search(source)]


@every_template
def test_templates_hold_no_inline_script_or_style(path: Path) -> None:
    assert breaches(path.read_text()) == []


@pytest.mark.parametrize(
    "source",
    [
        '<p style="color:red">',
        "<style>p{}</style>",
        '<a href="#" onclick="go()">',
        "<script>go()</script>",
        '<a href="javascript:go()">',
        '<script src="https://cdn.example/x.js"></script>',
    ],
)
def test_the_rule_sees_what_it_forbids(source: str) -> None:
    assert len(breaches(source)) == 1


@every_template
def test_templates_compile(path: Path) -> None:
    engines["django"].from_string(path.read_text())


@every_template
def test_icons_and_terms_named_in_templates_exist(path: Path) -> None:
    source = path.read_text()
    for name in re.findall(r"{%\s*icon\s+[\"']([^\"']+)[\"']", source):
        assert icon_markup(name)
    for name in re.findall(r"{%\s*term\s+[\"']([^\"']+)[\"']", source):
        assert term_named(name)


def test_terms_are_unique_and_say_what_they_mean() -> None:
    assert Counter(term.anchor for term in GLOSSARY).most_common(1)[0][1] == 1
    assert len(GLOSSARY) >= 40
    for term in GLOSSARY:
        assert str(term.meaning).endswith("."), term.name


def test_an_unknown_term_is_an_error() -> None:
    with pytest.raises(KeyError, match="no term 'Synergy'"):
        term_named("Synergy")
