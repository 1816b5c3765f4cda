"""The editor: only what is changed changes; comments, order and quotes stay."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from colonnade.strategy.document import rendering
from colonnade.strategy.document.building import Builder
from colonnade.strategy.document.editing import EditRefused, append, remove, set_value
from colonnade.strategy.document.reading import read
from colonnade.strategy.document.source import Lines
from colonnade.strategy.document.starter import starter_text
from colonnade.strategy.document.tree import plain

STARTER = starter_text(today=date(2026, 11, 2))
TEXT = """\
# Our strategy
title: 'Our year'   # ours
summary: >-
  Two lines
  of text

currency: EUR
topics: [a, "b"]  # flow
limits:
  # who works
  roles:
    - id: writer   # one of us
      fte: 1.0
      # about to grow

    - {id: agency, fte: 0.5}
  money_per_month: 1500

goals:
- id: leads
  owner:
- id: visits
# the end
"""


def data(text: str) -> Any:
    root = Builder(text, Lines(text)).build()
    return plain(root) if root is not None else {}


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """Return the lines that only one of the two has."""
    old, new = before.splitlines(), after.splitlines()
    return [line for line in old if line not in new], [line for line in new if line not in old]


EDITS: list[tuple[tuple[str | int, ...], rendering.Value, list[str], list[str]]] = [
    (("title",), "Next year", ["title: 'Our year'   # ours"], ["title: 'Next year'   # ours"]),
    (("title",), "It's ours", ["title: 'Our year'   # ours"], ["title: 'It''s ours'   # ours"]),
    (("summary",), "One line", ["summary: >-", "  Two lines", "  of text"], ["summary: One line"]),
    (("currency",), "USD", ["currency: EUR"], ["currency: USD"]),
    (("limits", "money_per_month"), 2000.0, ["  money_per_month: 1500"], ["  money_per_month: 2000"]),
    (("limits", "money_per_month"), 99.5, ["  money_per_month: 1500"], ["  money_per_month: 99.5"]),
    (("limits", "roles", 0, "fte"), 2, ["      fte: 1.0"], ["      fte: 2"]),
    (("limits", "roles", 0, "agency"), True, [], ["      agency: true"]),
    (
        ("limits", "roles", 1, "agency"),
        True,
        ["    - {id: agency, fte: 0.5}"],
        ["    - {id: agency, fte: 0.5, agency: true}"],
    ),
    (
        ("limits", "roles", 1, "fte"),
        0.25,
        ["    - {id: agency, fte: 0.5}"],
        ["    - {id: agency, fte: 0.25}"],
    ),
    (("limits", "roles", 2), {"id": "x", "fte": 1}, [], ["    - id: x", "      fte: 1"]),
    (("limits", "hours_per_fte_week"), 40, [], ["  hours_per_fte_week: 40"]),
    (("goals", 0, "owner"), "Ana", ["  owner:"], ["  owner: Ana"]),
    (("goals", 1, "deadline"), date(2027, 6, 30), [], ["  deadline: 2027-06-30"]),
    (("goals", 1, "kpi"), {"metric": "mql"}, [], ["  kpi: {metric: mql}"]),
    (("goals", 1, "kpi", "metric"), "mql", [], ["  kpi: {metric: mql}"]),
    (("topics", 1), "c", ['topics: [a, "b"]  # flow'], ['topics: [a, "c"]  # flow']),
    (("topics", 2), "c", ['topics: [a, "b"]  # flow'], ['topics: [a, "b", c]  # flow']),
    (("horizon", "weeks"), 12, [], ["horizon: {weeks: 12}"]),
    (("review", "tests"), ["a b", "yes"], [], ["review:", '  tests: [a b, "yes"]']),
    (
        ("units",),
        [{"id": "parts", "name": "Parts: and service"}],
        [],
        ["units:", "  - id: parts", '    name: "Parts: and service"'],
    ),
    (
        ("summary",),
        "First\nSecond",
        ["summary: >-", "  Two lines", "  of text"],
        ["summary: |-", "  First", "  Second"],
    ),
]


@pytest.mark.parametrize(("path", "value", "gone", "come"), EDITS)
def test_a_change_touches_only_its_own_lines(
    path: tuple[str | int, ...], value: rendering.Value, gone: list[str], come: list[str]
) -> None:
    assert changed_lines(TEXT, set_value(TEXT, path, value)) == (gone, come)


def test_a_text_of_several_lines_in_the_place_of_one_with_a_comment_keeps_its_meaning() -> None:
    changed = set_value(TEXT, ("title",), "a\nb")
    assert data(changed)["title"] == "a\nb"
    assert "# ours" in changed


@pytest.mark.parametrize(
    ("path", "gone"),
    [
        (("title",), ["title: 'Our year'   # ours"]),
        (("summary",), ["summary: >-", "  Two lines", "  of text"]),
        (("limits", "roles", 0, "fte"), ["      fte: 1.0"]),
        (("limits", "roles", 0), ["    - id: writer   # one of us", "      fte: 1.0"]),
        (("limits", "roles", 1), ["    - {id: agency, fte: 0.5}"]),
        (("goals", 1), ["- id: visits"]),
        (("goals", 7), []),
        (("nowhere", "at all"), []),
    ],
)
def test_what_is_removed_takes_only_its_own_lines(path: tuple[str | int, ...], gone: list[str]) -> None:
    assert changed_lines(TEXT, remove(TEXT, path)) == (gone, [])


def test_the_first_key_of_an_item_leaves_the_dash() -> None:
    assert data(remove(TEXT, ("limits", "roles", 0, "id")))["limits"]["roles"][0] == {"fte": 1.0}
    assert data(remove(TEXT, ("limits", "roles", 1, "id")))["limits"]["roles"][1] == {"fte": 0.5}
    assert data(remove(TEXT, ("goals", 1, "id")))["goals"][1] == {}


def test_the_last_key_of_an_item_leaves_an_empty_group() -> None:
    assert remove("a:\n  -   # one\n    b: 1\n", ("a", 0, "b")) == "a:\n  -   # one\n    {}\n"


def test_a_text_in_the_place_of_a_list_keeps_the_comment_behind_it() -> None:
    assert set_value("a: [1]  # c\n", ("a",), "x\ny") == 'a: "x\\ny"  # c\n'


def test_the_last_item_leaves_an_empty_list() -> None:
    for text in ("a:\n  - x # c\nb: 1\n", "a: [x]\nb: 1\n"):
        assert data(remove(text, ("a", 0))).get("a", []) == []


def test_lists_are_changed_item_by_item() -> None:
    text = "wants:\n  # first\n  - one   # 1\n  - two\n  # third\n  - three\n"
    changed = set_value(text, ("wants",), ["one", "zwei"])
    assert changed == "wants:\n  # first\n  - one   # 1\n  - zwei\n  # third\n"
    assert set_value(changed, ("wants",), ["one", "zwei", "three"]).splitlines()[4] == "  - three"


def test_groups_are_changed_key_by_key() -> None:
    text = "crisis:\n  owner: Ana   # on duty\n  deputy: Bo\n"
    changed = set_value(text, ("crisis",), {"owner": "Ana", "find": "Alerts"})
    assert changed == "crisis:\n  owner: Ana   # on duty\n  find: Alerts\n"


def test_a_value_of_another_kind_takes_the_old_ones_place() -> None:
    assert set_value("title: x # c\nlimits: none\n", ("limits",), {"a": [{"b": 1}]}) == (
        "title: x # c\nlimits:\n  a:\n    - b: 1\n"
    )


def test_an_empty_text_gets_its_first_key() -> None:
    assert set_value("# mine", ("goals", 0, "id"), "leads") == "# mine\ngoals:\n  - id: leads\n"


def test_an_empty_list_gets_its_first_item() -> None:
    assert append("methods: []\ntitle: x\n", ("methods",), {"id": "a"}) == "methods:\n  - id: a\ntitle: x\n"
    assert append("methods:\ntitle: x\n", ("methods",), {"id": "a"}) == "methods:\n  - id: a\ntitle: x\n"


def test_windows_line_ends_stay() -> None:
    changed = set_value("title: a\r\nlimits:\r\n  x: 1\r\n", ("limits", "more"), 2)
    assert changed == "title: a\r\nlimits:\r\n  x: 1\r\n  more: 2\r\n"


def test_a_text_without_a_last_line_end_can_grow() -> None:
    assert set_value("title: a", ("currency",), "EUR") == "title: a\ncurrency: EUR"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("title: [", ("title",)),
        ("- a", ("title",)),
        ("a: &x {k: 1}\nb: *x\n", ("b", "k")),
        ("a: &x {k: 1}\nb: *x\n", ("a", "k")),
        ("goals: [{id: a}]", ("goals", 5, "id")),
        ("x" * 2_000_000, ("title",)),
    ],
)
def test_what_cannot_be_changed_safely_is_refused(text: str, path: tuple[str | int, ...]) -> None:
    with pytest.raises(EditRefused):
        set_value(text, path, "new")


def leaves(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield every path of a document but the root's."""
    if path:
        yield path
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for step, inner in pairs:
        yield from leaves(inner, (*path, step))


PATHS = list(leaves(data(TEXT)))
COMMENTS = [line.strip() for line in TEXT.splitlines() if line.strip().startswith("#")]
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
VALUES = st.one_of(
    WORDS,
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.sampled_from(
        ["yes", "null", "~", "1.5", "0x1F", "2027-01-01", "- a", "a: b", "a #b", "'", '"', "|", "*a"]
    ),
)


def plainly(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


@given(st.sampled_from(list(leaves(data(STARTER)))))
@settings(max_examples=5, deadline=None)
def test_the_starter_document_can_be_edited_everywhere(path: tuple[str | int, ...]) -> None:
    changed = data(set_value(STARTER, path, "new"))
    for step in path:
        changed = changed[step]
    assert changed == "new"


@given(st.sampled_from(PATHS))
@settings(max_examples=60, deadline=None)
def test_setting_what_is_there_changes_nothing(path: tuple[str | int, ...]) -> None:
    here = data(TEXT)
    for step in path:
        here = here[step]
    assert set_value(TEXT, path, here) == TEXT


@given(st.sampled_from(PATHS), VALUES)
@settings(max_examples=80, deadline=None)
def test_any_value_can_be_set_anywhere_and_reads_the_same(path: tuple[str | int, ...], value: Any) -> None:
    changed = data(set_value(TEXT, path, value))
    for step in path:
        changed = changed[step]
    assert changed == plainly(value)


@given(st.sampled_from(PATHS), VALUES)
@settings(max_examples=80, deadline=None)
def test_comments_outside_of_a_change_survive(path: tuple[str | int, ...], value: Any) -> None:
    changed = set_value(TEXT, path, value)
    outside = TEXT.splitlines()[: read(TEXT, name="x").position(path, of_key=True)[0] - 1]
    assert changed.splitlines()[: len(outside)] == outside
    if path[0] != "limits":
        kept = [line.strip() for line in changed.splitlines() if line.strip() in COMMENTS]
        assert kept == COMMENTS


@given(st.sampled_from(PATHS))
@settings(max_examples=80, deadline=None)
def test_anything_can_be_removed(path: tuple[str | int, ...]) -> None:
    wanted = json.loads(json.dumps(data(TEXT)))
    here = wanted
    for step in path[:-1]:
        here = here[step]
    del here[path[-1]]
    changed = data(remove(TEXT, path))
    assert pruned(changed) == pruned(wanted)


def pruned(node: Any) -> Any:
    if isinstance(node, dict):
        inner = {key: pruned(value) for key, value in node.items()}
        return {key: value for key, value in inner.items() if value not in (None, [], {})}
    return [pruned(item) for item in node] if isinstance(node, list) else node


@given(VALUES)
def test_a_rendered_value_reads_the_same(value: Any) -> None:
    for text in (f"a: {rendering.scalar(value)}\n", f"[{rendering.flow([value, value])}]\n"):
        found = data(text)
        shown = found["a"] if isinstance(found, dict) else found[0][1]
        assert shown == plainly(value)
        assert type(shown) is type(plainly(value)) or isinstance(value, float)
