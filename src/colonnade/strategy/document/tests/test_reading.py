"""The reader: positions, plain words, and no traceback for any input."""

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from colonnade.strategy.document.problems import CODES, display_path
from colonnade.strategy.document.reading import ReadResult, read
from colonnade.strategy.document.starter import starter_text

TODAY = date(2026, 11, 2)
STARTER = starter_text(today=TODAY)
GOALS = """\
title: Our year
goals:
  - id: leads
    deadline: 2027-06-30
    target: 65
  - id: visits
methods:
"""


def reading(text: str | bytes) -> ReadResult:
    return read(text, name="strategy.yaml")


def test_a_good_document_is_read_with_its_types() -> None:
    result = reading(GOALS)
    assert result.problems == ()
    assert result.strategy is not None
    assert result.strategy.goals[0].deadline == date(2027, 6, 30)
    assert result.strategy.goals[0].target == 65
    assert result.strategy.methods == []


def test_the_starter_document_has_no_problems() -> None:
    assert reading(STARTER).problems == ()


@pytest.mark.parametrize(
    ("path", "value_at", "key_at"),
    [
        ((), (1, 1), (1, 1)),
        (("title",), (1, 8), (1, 1)),
        (("goals", 0), (3, 5), (3, 5)),
        (("goals", 0, "deadline"), (4, 15), (4, 5)),
        (("goals", 1, "id"), (6, 9), (6, 5)),
        (("goals", 1, "owner"), (6, 5), (6, 5)),
        (("goals", 0, "owner", "name"), (3, 5), (3, 5)),
        (("methods",), (7, 9), (7, 1)),
        (("limits", "roles"), (1, 1), (1, 1)),
    ],
)
def test_everything_has_a_position(
    path: tuple[str | int, ...], value_at: tuple[int, int], key_at: tuple[int, int]
) -> None:
    result = reading(GOALS)
    assert result.position(path) == value_at
    assert result.position(path, of_key=True) == key_at


def test_a_missing_part_of_a_list_has_the_position_of_the_list() -> None:
    assert reading(GOALS).position(("goals", 7)) == (2, 1)


def test_positions_count_lines_as_editors_do() -> None:
    windows = "title: a\u2028b\r\n# é😀\r\ngoals: [1]\r\n"
    assert reading(windows).position(("goals", 0)) == (3, 9)


def test_has_says_what_is_written() -> None:
    result = reading(GOALS)
    assert result.has(("methods",))
    assert result.has(("goals", 1))
    assert not result.has(("goals", 2))
    assert not result.has(("limits",))


def bomb(levels: int, width: int) -> str:
    lines = ["a0: &a0 [x]"]
    for level in range(1, levels):
        lines.append(f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * width)}]")
    return "\n".join(lines)


REFUSED: dict[str, tuple[str | bytes, str, int, int, str]] = {
    "ten megabytes": (b"# " + b"x" * 10_000_000, "DOC001", 1, 1, "10.0 MB"),
    "ten megabytes of text": ("x" * 10_000_000, "DOC001", 1, 1, "10.0 MB"),
    "utf-16": ("title: Größe".encode("utf-16"), "DOC002", 1, 1, "UTF-16"),
    "utf-16 without a mark": ("title: Größe".encode("utf-16-le"), "DOC002", 1, 1, "UTF-16"),
    "latin-1": ("goals: []\ntitle: Größe".encode("latin-1"), "DOC002", 2, 10, "Latin-1"),
    "an image": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "DOC002", 1, 1, "binary"),
    "nul": (b"title: a\0b", "DOC003", 1, 9, "NUL"),
    "escape": ("title: \x1b[31m", "DOC003", 1, 8, "U+001B"),
    "tab": ("limits:\n\troles: []\n", "DOC004", 2, 1, "tab"),
    "colon": ("title: Goal: more leads\n", "DOC005", 1, 12, "colon"),
    "open quote": ("title: 'Our year\n", "DOC005", 2, 1, "quote"),
    "open bracket": ("topics: [a, b\ntitle: x\n", "DOC005", 2, 6, "bracket"),
    "indentation": ("limits:\n  roles: []\n money: 1\n", "DOC005", 3, 2, "indentation"),
    "bad escape": ('title: "\\U99999999"\n', "DOC005", 1, 1, "escape"),
    "percent": ("title: %x\n", "DOC005", 1, 8, "%"),
    "two documents": ("title: a\n---\ntitle: b\n", "DOC006", 2, 1, "second document"),
    "a list": ("- a\n- b\n", "DOC007", 1, 1, "keys with values"),
    "a sentence": ("Facebook! Twitter! Snapchat! Instagram!", "DOC007", 1, 1, "keys with values"),
    "nothing": ("", "DOC008", 1, 1, "empty"),
    "comments only": ("# nothing yet\n---\n", "DOC008", 1, 1, "empty"),
    "depth": ("[" * 100_000, "DOC009", 1, 25, "24 levels"),
    "depth of keys": ("\n".join("  " * n + "a:" for n in range(300)), "DOC009", 25, 49, "24 levels"),
    "too many parts": ("topics: [" + "1," * 60_000 + "]", "DOC009", 1, 100_004, "50,000 parts"),
    "alias bomb": (bomb(12, 10), "DOC010", 6, 15, "expand"),
    "alias to itself": ("goals: &g [*g]\n", "DOC010", 1, 12, "repeats the part it is in"),
    "alias to nothing": ("goals: *g\n", "DOC010", 1, 8, "no '&'"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_parsed_is_refused_with_one_clear_message(name: str) -> None:
    text, code, line, column, said = REFUSED[name]
    result = reading(text)
    assert result.strategy is None
    (problem,) = result.problems
    assert (problem.code, problem.line, problem.column) == (code, line, column)
    assert said in problem.message
    assert problem.fix


STRUCTURE = {
    "unknown key": ("titel: x", "DOC020", 1, 1, "Did you mean 'title'?"),
    "unknown key, wordy": ("goals:\n- id: a\n  Dead line: 2027-01-01", "DOC020", 3, 3, "'deadline'"),
    "key of another part": (
        "limits:\n  deadline: 2027-01-01",
        "DOC020",
        2,
        3,
        "belongs in objectives, goals",
    ),
    "unknown key, nothing near": ("zzz: 1", "DOC020", 1, 1, "Known keys: colonnade, title"),
    "unknown key without a value": ("goals:\n- id: a\n  onwer:\n", "DOC020", 3, 3, "Did you mean 'owner'?"),
    "missing key": ("goals:\n- name: x", "DOC021", 2, 3, "Add 'id: ...'"),
    "list wanted": ("goals: leads", "DOC022", 1, 8, "begins with '- '"),
    "group wanted": ("goals:\n- leads", "DOC022", 2, 3, "'id: ...'"),
    "empty item": ("goals:\n-\n", "DOC022", 2, 2, "'id: ...'"),
    "text wanted": ("title: 2027", "DOC022", 1, 8, 'quotes: "2027"'),
    "text, not a list": ("title: [a]", "DOC022", 1, 8, "one line of text"),
    "number in words": ("goals:\n- {id: a, target: many}", "DOC022", 2, 19, "Write a number"),
    "number with a comma": ("goals:\n- {id: a, target: '1,500'}", "DOC022", 2, 19, "such as 1500;"),
    "number with a sign": ("limits:\n  money_per_month: $1500", "DOC022", 2, 20, "such as 1500;"),
    "truth for a number": ("limits: {hours_per_fte_week: true}", "DOC022", 1, 30, "Write a number"),
    "whole number": ("review: {every_weeks: 1.5}", "DOC022", 1, 23, "Leave out the decimals"),
    "truth wanted": ("channels: [{id: a, open: perhaps}]", "DOC022", 1, 26, "true or false"),
    "not a number": ("goals: [{id: a, target: .nan}]", "DOC023", 1, 25, "leave the key out"),
    "infinite": ("goals: [{id: a, target: -.inf}]", "DOC023", 1, 25, "leave the key out"),
    "infinite by size": ("goals: [{id: a, target: 1e999}]", "DOC023", 1, 25, "leave the key out"),
    "a very long number": (f"goals: [{{id: a, target: {'9' * 5000}}}]", "DOC023", 1, 25, "leave the key out"),
    "negative": ("limits: {money_per_month: -5}", "DOC024", 1, 27, "at least 0"),
    "too much": ("horizon: {start: 2027-01-04, weeks: 900}", "DOC024", 1, 37, "at most 260"),
    "zero hours a week": ("limits: {hours_per_fte_week: 0}", "DOC024", 1, 30, "more than 0"),
    "choice, misspelt": ("goals: [{id: a, stage: leed}]", "DOC025", 1, 24, "Did you mean 'lead'?"),
    "choice, unknown": ("goals: [{id: a, stage: zzz}]", "DOC025", 1, 24, "awareness, consideration, lead"),
    "date that is none": ("goals: [{id: a, deadline: 2027-02-30}]", "DOC026", 1, 27, "year-month-day"),
    "date as a number": ("goals: [{id: a, deadline: 86400}]", "DOC026", 1, 27, "year-month-day"),
    "date and time": ("goals: [{id: a, deadline: 2027-01-01 00:00}]", "DOC026", 1, 27, "year-month-day"),
    "id": ("goals: [{id: More Leads!}]", "DOC027", 1, 14, "Write more-leads."),
    "id as a key": ("methods: [{id: a, hours: {The Writer: 1}}]", "DOC027", 1, 27, "Write the-writer."),
    "currency": ("currency: dollars", "DOC027", 1, 11, "USD"),
    "month": ("limits: {money_by_month: {2027-4: 1}}", "DOC027", 1, 27, "2027-04"),
    "long text": ("title: " + "x" * 2001, "DOC028", 1, 8, "Shorten"),
    "version": ("colonnade: 2", "DOC029", 1, 12, "colonnade: 1"),
    "twice": ("title: a\ntitle: b", "DOC011", 2, 1, "Keep one"),
    "key that is no word": ("? [a]\n: b", "DOC012", 1, 3, "plain word"),
    "tag": ("title: !!python/object:os.system x", "DOC013", 1, 8, "Delete the tag"),
}


@pytest.mark.parametrize("name", STRUCTURE)
def test_what_has_the_wrong_shape_is_told_where_and_how_to_repair_it(name: str) -> None:
    text, code, line, column, said = STRUCTURE[name]
    result = reading(text)
    assert result.strategy is None
    (problem,) = result.problems
    assert (problem.code, problem.line, problem.column) == (code, line, column)
    assert said in problem.fix


def test_every_code_is_raised_by_some_case() -> None:
    assert {case[1] for case in [*REFUSED.values(), *STRUCTURE.values()]} == set(CODES)


def test_all_problems_come_at_once_in_the_order_of_the_text() -> None:
    text = "titel: x\ngoals:\n  - id: A B\n    target: many\n    id: a\nlimits: 3\n"
    assert [(problem.line, problem.code) for problem in reading(text).problems] == [
        (1, "DOC020"),
        (3, "DOC027"),
        (4, "DOC022"),
        (5, "DOC011"),
        (6, "DOC022"),
    ]


def test_a_key_without_a_value_counts_as_absent() -> None:
    result = reading("title: x\nhorizon:\ngoals:\n  - id: a\n    kpi:\n    owner: ~\n")
    assert result.problems == ()


def test_aliases_are_read_where_they_are_harmless() -> None:
    result = reading("methods:\n- {id: a, hours: &h {writer: 2}}\n- {id: b, hours: *h}\n")
    assert result.strategy is not None
    assert result.strategy.methods[1].hours == {"writer": 2}


def test_a_byte_order_mark_is_no_problem() -> None:
    assert reading("\ufefftitle: x\n".encode()).strategy is not None
    assert reading("\ufefftitle: x\n").position(("title",)) == (1, 8)


def test_paths_are_shown_as_people_write_them() -> None:
    assert display_path(("goals", 1, "deadline")) == "goals[1].deadline"
    assert display_path(()) == ""


YAML_LIKE = st.text(alphabet="ab: -?[]{},&*!|>'\"%@`#\n\t\\x0U9.~é\r", max_size=200)


def holds(result: ReadResult) -> bool:
    """Whether a result keeps its promises."""
    last = result.text.count("\n") + result.text.count("\r") + 1 if result.text else 300
    return (result.strategy is None) == bool(result.problems) and all(
        problem.code in CODES
        and problem.message
        and problem.fix
        and 1 <= problem.line <= last
        and problem.column >= 1
        for problem in result.problems
    )


@given(st.binary(max_size=300))
@example(b"%YAML 9.9\n---\na: 1\n")
@example(b"%TAG ! tag:x,2000:\n--- !y\n")
@example(b'"\\xZZ"')
def test_any_bytes_give_a_result(raw: bytes) -> None:
    assert holds(reading(raw))


@given(YAML_LIKE)
@settings(max_examples=400)
def test_any_text_gives_a_result(text: str) -> None:
    assert holds(reading(text))


@given(st.integers(0, len(STARTER) - 1), st.integers(0, 30), YAML_LIKE)
@settings(max_examples=60, deadline=None)
def test_a_good_document_that_is_damaged_gives_a_result(at: int, length: int, new: str) -> None:
    assert holds(reading(STARTER[:at] + new + STARTER[at + length :]))
