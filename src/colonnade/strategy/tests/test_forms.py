"""The form: shows every part of a document, and changes its text as an author would."""

import json
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from colonnade.strategy.document.editing import EditRefused
from colonnade.strategy.document.model import Strategy
from colonnade.strategy.document.reading import read
from colonnade.strategy.document.starter import starter_text
from colonnade.strategy.forms import EditForm, apply, outline
from colonnade.strategy.forms.outline import SECTIONS, placed_entries
from colonnade.strategy.forms.parts import Field, Group, ItemList
from colonnade.strategy.rules import check
from colonnade.strategy.tests.factories import SMALL

TODAY = date(2026, 11, 2)
STARTER = starter_text(today=TODAY)


def form_of(text: str) -> dict[tuple[str | int, ...], Field | Group | ItemList]:
    reading = read(text, name="x")
    found = placed_entries(outline(reading, check(reading, today=TODAY).findings))
    return {part.path: part for part in found}  # type: ignore[misc]  # these are all the kinds there are


def change(text: str, path: str, *values: str, action: str = "set") -> str:
    steps = tuple(int(step) if step.isdigit() else step for step in path.split("."))
    return apply(text, action=action, path=steps, values=list(values))


def strategy_of(text: str) -> Strategy:
    result = read(text, name="x")
    assert result.strategy is not None, result.problems
    return result.strategy


def changed_lines(before: str, after: str) -> list[str]:
    held = before.splitlines()
    return [line.strip() for line in after.splitlines() if line not in held]


def test_every_key_of_the_document_has_its_place_in_the_form() -> None:
    assert sorted(name for _key, _title, names in SECTIONS for name in names) == sorted(
        set(Strategy.model_fields) - {"colonnade"}
    )


def test_values_are_shown_as_they_are_written() -> None:
    form = form_of(STARTER)
    for path, kind, value in (
        (("title",), "text", "Leads for service contracts"),
        (("horizon", "weeks"), "number", "24"),
        (("goals", 0, "stage"), "choice", "consideration"),
        (("goals", 0, "deadline"), "date", str(strategy_of(STARTER).goals[0].deadline)),
        (("channels", 0, "open"), "check", "true"),
        (("audiences", 0, "wants"), "lines", "\n".join(strategy_of(STARTER).audiences[0].wants)),
        (("methods", 0, "hours", "writer"), "number", "9"),
        (("methods", 0, "effects", 0, "per_unit", "likely"), "number", "70"),
    ):
        field = form[path]
        assert isinstance(field, Field), path
        assert (field.kind, field.value) == (kind, value), path


def test_references_are_chosen_from_what_there_is() -> None:
    form = form_of(STARTER)
    serves = form["goals", 0, "serves"]
    assert isinstance(serves, Field)
    assert serves.choices == (("", "—"), ("service-contracts", "Sell more service contracts"))
    channel = form["methods", 0, "channel"]
    assert isinstance(channel, Field)
    assert [value for value, _label in channel.choices] == ["choose", "company-blog", "linkedin", "email"]
    known = form["channels", 1, "evidence"]
    assert isinstance(known, Field)
    assert known.chosen == {"owner-survey"}
    assert ("mail-results", "mail-results") in known.choices


def test_a_reference_to_nothing_stays_visible() -> None:
    serves = form_of(SMALL.replace("serves: sell-parts", "serves: gone"))["goals", 0, "serves"]
    assert isinstance(serves, Field)
    assert ("gone", "gone") in serves.choices


def test_findings_stand_at_their_field_and_show_on_the_group_around() -> None:
    form = form_of(SMALL.replace("target: 65", "target: many"))
    assert [finding.code for finding in form["goals", 0, "target"].findings] == ["DOC022"]
    goal = form["goals", 0]
    assert isinstance(goal, Group)
    assert goal.worst == "error"


def test_a_text_that_is_no_yaml_has_no_form_and_an_empty_one_has() -> None:
    assert form_of("title: [") == {}
    assert ("title",) in form_of("")
    assert ("title",) in form_of("# nothing yet\n")


@pytest.mark.parametrize(
    "text",
    [
        "goals: 3",
        "goals: [3, [4], null]",
        "limits: []",
        "methods: [{hours: 3}]",
        "title: {a: 1}",
        "units: {a: 1}",
    ],
)
def test_a_document_of_the_wrong_shape_still_has_a_form(text: str) -> None:
    assert ("title",) in form_of(text)


@pytest.mark.parametrize(
    ("path", "values", "lines"),
    [
        ("title", ["Next year"], ["title: Next year"]),
        ("goals.0.target", ["1600"], ["target: 1600"]),
        ("goals.0.target", ["1600,5"], ["target: 1600.5"]),
        ("goals.0.trend_per_month", ["-3"], ["trend_per_month: -3"]),
        ("goals.0.stage", ["awareness"], ["stage: awareness"]),
        ("goals.0.deadline", ["2027-04-01"], ["deadline: 2027-04-01"]),
        ("channels.2.open", [], []),
        (
            "audiences.0.evidence",
            ["owner-survey", "mail-results"],
            ["evidence: [owner-survey, mail-results]"],
        ),
        ("listening.topics", ["maintenance\nbreakdown\n"], ["topics: [maintenance, breakdown]"]),
        ("methods.1.hours.designer", ["3"], ["hours: {writer: 1.5, designer: 3}"]),
        ("limits.money_by_month", ["2027-01: 20\n2027-02: 5"], ["money_by_month: {2027-01: 20, 2027-02: 5}"]),
        ("goals.0.owner", [""], []),
    ],
)
def test_what_is_filled_in_becomes_the_text(path: str, values: list[str], lines: list[str]) -> None:
    changed = change(STARTER, path, *values)
    assert changed_lines(STARTER, changed) == lines
    strategy_of(changed)


def test_what_is_emptied_leaves_nothing_behind() -> None:
    text = "title: x\nlimits:\n  money_per_month: 5\n"
    assert change(text, "limits.money_per_month", "") == "title: x\n"
    assert (
        change("goals:\n  - id: a\n    kpi: {metric: mql}\n", "goals.0.kpi.metric", "")
        == "goals:\n  - id: a\n"
    )


@pytest.mark.parametrize("word", ["many", "1,5,0", "inf", "nan", "1e5", "$5", "--1", "9" * 400])
def test_what_is_no_number_is_refused_and_nothing_changes(word: str) -> None:
    with pytest.raises(ValidationError):
        change(STARTER, "goals.0.target", word)


def test_pairs_without_a_colon_are_refused() -> None:
    with pytest.raises(ValidationError, match="key: number"):
        change(STARTER, "limits.money_by_month", "2000")


def test_an_added_item_has_a_free_short_name() -> None:
    text = change("title: x\n", "goals", action="add")
    text = change(text, "goals", action="add")
    assert [goal.id for goal in strategy_of(text).goals] == ["goal-1", "goal-2"]
    text = change(change(text, "goals.0", action="remove"), "goals", action="add")
    assert len({goal.id for goal in strategy_of(text).goals}) == 2


def test_an_added_effect_names_a_goal_and_an_added_approval_can_be_filled_in() -> None:
    text = change(STARTER, "methods.2.effects", action="add")
    assert strategy_of(text).methods[2].effects[1].goal == "visits"
    assert strategy_of(change(text, "collaboration.approvals", action="add"))


def test_a_new_short_name_takes_its_references_along() -> None:
    strategy = strategy_of(change(STARTER, "goals.0.id", "readers"))
    assert [goal.id for goal in strategy.goals] == ["readers", "leads"]
    assert strategy.funnel[0].source == "readers"
    assert [method.effects[0].goal for method in strategy.methods] == ["readers", "readers", "leads", "leads"]


def test_a_new_name_of_a_role_takes_its_hours_along() -> None:
    strategy = strategy_of(change(STARTER, "limits.roles.0.id", "author"))
    assert all("writer" not in method.hours for method in strategy.methods)
    assert strategy.methods[0].hours == {"author": 9, "designer": 2}
    assert strategy.methods[1].replies is not None
    assert strategy.methods[1].replies.role == "author"


def test_the_name_of_another_collection_is_left_alone() -> None:
    text = STARTER.replace("id: email", "id: leads")
    strategy = strategy_of(change(text, "channels.2.id", "mail"))
    assert [goal.id for goal in strategy.goals] == ["visits", "leads"]
    assert strategy.methods[1].effects[1].goal == "leads"


def test_a_doubled_name_keeps_its_references() -> None:
    text = SMALL.replace("id: loose", "id: leads")
    assert "- goal: leads" in change(text, "goals.1.id", "visits")


@pytest.mark.parametrize(
    "path", ["", "3", "[]", '["nope"]', '["goals", "x"]', '[["goals"]]', "[true]", '{"a": 1}']
)
def test_a_path_that_the_document_does_not_have_is_refused(path: str) -> None:
    assert not EditForm({"text": "", "action": "set", "path": path}).is_valid()


PATHS = sorted(form_of(STARTER), key=str)


@given(
    st.sampled_from(PATHS),
    st.sampled_from(["set", "add", "remove"]),
    st.lists(st.text(max_size=20), max_size=2),
)
@settings(max_examples=60, deadline=None)
def test_any_input_is_taken_or_refused_and_never_breaks_the_text(
    path: Any, action: str, values: list[str]
) -> None:
    form = EditForm({"text": STARTER, "action": action, "path": json.dumps(path)})
    assert form.is_valid(), form.errors
    try:
        changed = apply(STARTER, action=action, path=form.cleaned_data["path"], values=values)
    except (EditRefused, ValidationError):
        return
    assert read(changed, name="x").tree is not None
