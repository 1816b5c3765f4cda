"""What a plan tells beside its numbers: what would fit, what an hour is worth, why not, how sure."""

from typing import Any

import pytest

from colonnade.strategy.solver import Verdict, solve
from colonnade.strategy.solver.tests.factories import goal, goal_of, method, strategy
from colonnade.strategy.solver.whatif import NotAWhatIf, with_limits


def test_too_much_that_must_be_done_does_not_fit_and_says_what_would() -> None:
    must = method("posts", 1.0, hours={"writer": 8}, cadence={"min_per_week": 7.2, "max_per_week": 9})
    plan = solve(strategy(methods=[must]))
    assert plan.verdict is Verdict.DOES_NOT_FIT
    assert not plan.fits
    (remedy,) = plan.remedies
    assert (remedy.have, remedy.id) == (1.0, "writer")
    # 87 posts in twelve weeks (7.2 a week, whole) are 29 a block: 232 h of the 144 h that one person has.
    assert remedy.need == pytest.approx(232 / 144, abs=0.011)
    assert "you have 1" in remedy.sentence
    assert plan.headline.count("does not fit") == 1


def test_a_remedy_is_enough_and_no_more_than_needed() -> None:
    far = strategy(
        goals=[goal(target=80)], limits={"roles": [{"id": "writer", "fte": 0.5}], "money_per_month": 5000}
    )
    plan = solve(far)
    assert plan.verdict is Verdict.DOES_NOT_REACH
    assert plan.verdict_proven
    remedy = next(item for item in plan.remedies if item.kind == "role")
    assert solve(with_limits(far, [f"writer={remedy.need}"])).verdict is Verdict.FITS
    assert solve(with_limits(far, [f"writer={remedy.need - 0.03:.4f}"])).verdict is Verdict.DOES_NOT_REACH


def test_a_target_beyond_every_resource_asks_for_more_methods() -> None:
    plan = solve(strategy(goals=[goal(target=4000)]))
    assert plan.verdict is Verdict.DOES_NOT_REACH
    assert [item.kind for item in plan.remedies] == ["methods", "target"]
    assert plan.remedies[1].need == pytest.approx(goal_of(plan).expected)


def test_nothing_to_work_with_is_a_clear_answer() -> None:
    plan = solve(strategy(limits={"roles": [{"id": "writer", "fte": 0}], "money_per_month": 0}))
    assert plan.verdict is Verdict.DOES_NOT_REACH
    assert plan.worth == 0
    assert not any(item.chosen for item in plan.methods)
    assert goal_of(plan).expected == 40


def test_a_marginal_is_the_difference_to_a_plan_with_more() -> None:
    document = strategy()
    plan = solve(document, gap=0)
    shown = next(item for item in plan.marginals if item.resource == "writer")
    richer = solve(with_limits(document, [f"writer={1 + 1 / 36:.9f}"]), gap=0)
    assert shown.shown == "re-solve"
    assert shown.worth == pytest.approx(richer.worth - plan.worth, abs=1e-6 * plan.worth)


def test_the_price_of_a_scarce_hour_is_what_it_makes() -> None:
    only = strategy(
        methods=[method("posts", 1.0)],
        goals=[goal(value_per_unit=10, target=41)],
        limits={"roles": [{"id": "writer", "fte": 0.2}], "money_per_month": 0},
    )
    (marginal,) = solve(only).marginals
    # A post takes 4 h and brings one lead worth 10: an hour a week for twelve weeks is worth 30.
    assert marginal.dual_worth == pytest.approx(30, rel=1e-6)


def test_a_loser_is_told_what_beat_it() -> None:
    plan = solve(
        strategy(
            goals=[goal(target=41)],
            methods=[method("good", 2.0, cadence={"max_per_week": 9}), method("poor", 1.0)],
        )
    )
    (loser,) = plan.rejected
    assert (loser.method, loser.instead) == ("poor", "good")
    assert (loser.hours, loser.brings, loser.instead_brings) == (4, 1, 2)
    assert "Good brings 2" in loser.reason


def test_a_method_without_effect_is_left_out_for_that() -> None:
    plan = solve(strategy(methods=[method("posts"), method("idle", effects=[])]))
    assert [item.reason for item in plan.rejected] == ["It has no stated effect on any goal."]


def test_assumptions_show_from_the_first_line() -> None:
    plan = solve(strategy(methods=[method("posts", None)]))
    assert plan.headline.startswith("This plan rests on assumptions alone")
    assert goal_of(plan).assumed
    assert "on assumptions alone" in goal_of(plan).sentence
    assert plan.unknowns[0].assumed


def test_evidence_is_listed_and_lifts_the_warning() -> None:
    effect = {
        "goal": "leads",
        "per_unit": {"low": 1, "likely": 2, "high": 3},
        "evidence": ["last-year", "guess"],
    }
    entries = [
        {"id": "last-year", "kind": "result", "claim": "Two leads a post"},
        {"id": "guess", "kind": "assumed", "claim": "So we think"},
    ]
    plan = solve(strategy(methods=[method("posts", effects=[effect])], evidence=entries))
    assert goal_of(plan).evidence == ["last-year"]
    assert not plan.assumed
    assert not plan.headline.startswith("This plan rests")


def test_an_interval_holds_four_of_five_draws_and_narrows_with_knowledge() -> None:
    def outcome(low: float, high: float) -> Any:
        effect = {"goal": "leads", "per_unit": {"low": low, "likely": 2, "high": high}}
        fixed = method("posts", effects=[effect], cadence={"min_per_week": 3, "max_per_week": 3})
        return goal_of(solve(strategy(methods=[fixed])))

    wide, narrow = outcome(1, 4), outcome(1.8, 2.2)
    made = 3 * 30.4375 / 7
    # One belief, nothing but it uncertain: the interval is the belief's own, scaled.
    assert (wide.low, wide.high) == (
        pytest.approx(40 + made, rel=0.02),
        pytest.approx(40 + 4 * made, rel=0.02),
    )
    assert narrow.high - narrow.low < (wide.high - wide.low) / 5
    assert 0 < wide.chance < 1


def test_the_same_luck_meets_two_plans() -> None:
    one = solve(strategy(methods=[method("posts", None, cadence={"min_per_week": 3, "max_per_week": 3})]))
    more = solve(
        strategy(
            methods=[
                method("posts", None, cadence={"min_per_week": 3, "max_per_week": 3}),
                method("idle", effects=[]),
            ]
        )
    )
    assert goal_of(one).low == goal_of(more).low
    assert goal_of(solve(strategy(methods=[method("posts", None)]), seed=1)).chance != goal_of(one).chance


def test_what_changed_is_listed() -> None:
    before = solve(strategy())
    after = solve(with_limits(strategy(), ["writer=+0.5"]), previous=before)
    assert any("raised" in change.sentence or "taken up" in change.sentence for change in after.changes)
    assert after.previous_worth == before.worth
    assert solve(strategy(), previous=before).model_dump_json() == before.model_dump_json()


@pytest.mark.parametrize("change", ["writer", "writer=+x", "nobody=1", "writer=-2", "money=-2000"])
def test_a_what_if_that_cannot_be_is_refused(change: str) -> None:
    with pytest.raises(NotAWhatIf):
        with_limits(strategy(), [change])


def test_a_what_if_adds_sets_and_takes_away() -> None:
    changed = with_limits(strategy(), ["writer=+0.5", "writer=-0.25", "money=2000"])
    assert changed.limits is not None
    assert changed.limits.roles[0].fte == 1.25
    assert changed.limits.money_per_month == 2000


def test_what_a_cadence_holds_back_no_hour_and_no_money_helps() -> None:
    paid = method("posts", hours={"writer": 1}, cost=1, cadence={"max_per_week": 1})
    plan = solve(strategy(methods=[paid]))
    assert len(plan.marginals) == 2
    assert all("as often as its cadence allows" in item.sentence for item in plan.marginals)


def test_a_belief_is_called_costly_only_where_it_matters() -> None:
    def first_unknown(low: float, high: float) -> str:
        effect = {"goal": "leads", "per_unit": {"low": low, "likely": 5, "high": high}}
        scarce = {"roles": [{"id": "writer", "fte": 0.3}]}
        plan = solve(strategy(methods=[method("guides", effects=[effect]), method("posts")], limits=scarce))
        return plan.unknowns[0].sentence

    assert "not knowing it costs" in first_unknown(0.2, 5.2)
    assert "not knowing it costs" not in first_unknown(4.999, 5.001)
    assert "of the spread of the plan's worth" in first_unknown(4.999, 5.001)
