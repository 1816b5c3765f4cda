"""The state of each step follows from evidence alone."""

from dataclasses import replace

import pytest

from colonnade.pillars.listening.summary import Heard, HeardChannel
from colonnade.strategy.document.model import Strategy
from colonnade.workbook import choose
from colonnade.workbook.situation import Situation
from colonnade.workbook.state import Step
from colonnade.workbook.steps import assess
from colonnade.workbook.tests.factories import HEARD, WHOLE, make_situation

EMPTY = Situation(strategy=None, cracks={})


def steps(situation: Situation) -> dict[str, Step]:
    return {step.key: step for step in assess(situation)}


def spoilt(**parts: object) -> Strategy:
    return WHOLE.model_copy(update=parts)


def test_there_are_eight_in_the_order_of_the_framework() -> None:
    assert [step.key for step in assess(EMPTY)] == [
        "clarify",
        "create",
        "choose",
        "connect",
        "coordinate",
        "collaborate",
        "communicate",
        "conclude",
    ]


def test_with_nothing_known_nothing_is_filled_and_each_step_says_what_to_do() -> None:
    for step in assess(EMPTY):
        assert step.fill == 0 or step.key == "collaborate"
        assert step.next is not None
        assert step.next.page


def test_when_everything_is_there_every_column_is_full() -> None:
    for step in assess(make_situation()):
        assert step.holds, (step.key, [gap.missing for gap in step.gaps])
        assert step.fill == 1
        assert step.next is None
        assert step.known


@pytest.mark.parametrize(
    ("part", "value", "step"),
    [
        ("objectives", [], "clarify"),
        ("limits", None, "clarify"),
        ("audiences", [], "create"),
        ("methods", [], "create"),
        ("relationships", [], "connect"),
        ("coordination", None, "coordinate"),
        ("funnel", [], "clarify"),
        ("collaboration", None, "collaborate"),
        ("communication", None, "communicate"),
        ("review", None, "conclude"),
    ],
)
def test_taking_a_part_away_empties_its_step(part: str, value: object, step: str) -> None:
    state = steps(make_situation(strategy=spoilt(**{part: value})))[step]
    if part == "funnel":
        assert state.holds
    else:
        assert state.fill < 1
        assert not state.holds


@pytest.mark.parametrize("field", ["baseline", "target", "deadline", "kpi"])
def test_a_goal_without_a_number_or_a_date_keeps_clarify_open_and_choose_closed(field: str) -> None:
    goal = WHOLE.goals[0].model_copy(update={field: None})
    found = steps(make_situation(strategy=spoilt(goals=[goal])))
    assert not found["clarify"].holds
    assert found["choose"].closed
    assert found["choose"].fill == 0


def test_a_goal_that_serves_nothing_is_not_aligned() -> None:
    goal = WHOLE.goals[0].model_copy(update={"serves": "elsewhere"})
    state = steps(make_situation(strategy=spoilt(goals=[goal])))["clarify"]
    assert "serve" in state.gaps[0].missing


def test_choose_wants_evidence_for_a_channel_nobody_was_heard_in() -> None:
    method = WHOLE.methods[0].model_copy(update={"channel": "tiktok"})
    state = steps(make_situation(strategy=spoilt(methods=[method])))["choose"]
    assert not state.closed
    assert any("nobody was heard" in gap.missing for gap in state.gaps)


def test_channels_are_ranked_by_the_conversation_with_their_interval() -> None:
    ranked = choose.rank(HEARD.channels, WHOLE)
    assert [item.channel for item in ranked] == ["forum", "x"]
    assert ranked[0].share == pytest.approx(200 / 300)
    assert ranked[0].low < ranked[0].share < ranked[0].high
    assert ranked[0].methods == ("howto",)
    assert any("50 questions" in reason for reason in ranked[0].reasons)


def test_a_few_people_who_write_much_widen_the_interval() -> None:
    channels = HEARD.channels
    clustered = tuple(
        replace(item, squares=(item.posts + item.rivals) ** 2 // 4, writers=4) for item in channels
    )
    alone, together = choose.rank(channels, WHOLE)[0], choose.rank(clustered, WHOLE)[0]
    assert together.share == alone.share
    assert together.high - together.low > 2 * (alone.high - alone.low)


def test_too_few_posts_rank_nothing() -> None:
    few = (HeardChannel(channel="x", posts=choose.ENOUGH_POSTS - 1, authors=9, questions=0, rivals=0),)
    assert choose.rank(few, WHOLE) == []
    state = steps(make_situation(heard=Heard(posts=29, channels=few)))["choose"]
    assert not state.holds


def test_one_person_alone_has_not_collaborated() -> None:
    state = steps(make_situation(members=1, approvers=1))["collaborate"]
    assert not state.holds


def test_a_reading_of_another_metric_measures_nothing() -> None:
    state = steps(make_situation(measured=frozenset({"followers"})))["conclude"]
    assert state.next is not None
    assert state.next.page == "measurement:readings"
