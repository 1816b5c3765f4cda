"""What a plan cannot do without is all said at once, each with its place."""

from datetime import date
from typing import Any

import pytest

from colonnade.strategy.document.model import Strategy
from colonnade.strategy.solver import NotReady, solve
from colonnade.strategy.solver.tests.factories import goal, method, strategy

OUT_OF_ORDER = {"low": 3, "likely": 2, "high": 4}


def lacking(**changes: Any) -> list[str]:
    with pytest.raises(NotReady) as caught:
        solve(strategy(**changes))
    return [str(reason).split(":")[0] for reason in caught.value.reasons]


def test_an_empty_document_lacks_everything() -> None:
    with pytest.raises(NotReady) as caught:
        solve(Strategy())
    assert [reason.path for reason in caught.value.reasons] == [
        ("horizon",),
        ("limits",),
        ("goals",),
        ("methods",),
    ]


def test_every_gap_of_a_goal_is_named() -> None:
    bare = {"id": "leads"}
    assert lacking(goals=[bare])[:4] == [
        "goals[0].kpi",
        "goals[0].baseline",
        "goals[0].target",
        "goals[0].deadline",
    ]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"goals": [goal(deadline=date(2026, 1, 1))]}, "goals[0].deadline"),
        ({"goals": [goal(), goal()]}, "goals"),
        ({"methods": [method("a", hours={}, cost=None)]}, "methods[0].hours"),
        ({"methods": [method("a", hours={"nobody": 1})]}, "methods[0].hours.nobody"),
        ({"methods": [method("a", cadence={"min_per_week": 3, "max_per_week": 1})]}, "methods[0].cadence"),
        ({"methods": [method("a", minimum_effort_per_week=9)]}, "methods[0].minimum_effort_per_week"),
        ({"methods": [method("a", effects=[{"goal": "nothing"}])]}, "methods[0].effects[0].goal"),
        (
            {"methods": [method("a", effects=[{"goal": "leads", "per_unit": OUT_OF_ORDER}])]},
            "methods[0].effects[0].per_unit",
        ),
        ({"goals": [goal(stage=None)], "methods": [method("a", None)]}, "methods[0].effects[0].per_unit"),
        (
            {
                "methods": [
                    method("a", hours={"writer": 0}, cost=5, replies={"per_unit": 1, "role": "nobody"})
                ]
            },
            "methods[0].replies.role.nobody",
        ),
        ({"methods": [method("a"), method("a")]}, "methods"),
        ({"channels": [{"id": "x", "hours_per_week": {"nobody": 1}}]}, "channels[0].hours_per_week.nobody"),
        ({"limits": {"roles": [{"id": "writer", "fte": 1}]}}, "limits.money_per_month"),
        (
            {"funnel": [{"source": "leads", "target": "leads", "rate": {"low": 1, "likely": 1, "high": 1}}]},
            "funnel",
        ),
        (
            {"funnel": [{"source": "leads", "target": "sales", "rate": {"low": 1, "likely": 1, "high": 1}}]},
            "funnel[0].target",
        ),
    ],
)
def test_each_gap_has_its_place(changes: dict[str, Any], place: str) -> None:
    assert place in lacking(**changes)


def test_who_answers_must_be_said_only_where_it_is_unclear() -> None:
    two = {"roles": [{"id": "writer", "fte": 1}, {"id": "agent", "fte": 1}], "money_per_month": 100}
    unclear = method("a", hours={}, cost=1, replies={"per_unit": 1})
    assert lacking(methods=[unclear], limits=two) == ["methods[0].replies.role"]
    solve(strategy(methods=[unclear]))  # with a single role it is that one
