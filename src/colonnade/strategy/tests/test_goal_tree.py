"""The goal tree: both directions, and what hangs on nothing."""

import pytest

from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import make_organization
from colonnade.strategy import queries
from colonnade.strategy.document.reading import read
from colonnade.strategy.goal_tree import GoalTree, grow
from colonnade.strategy.tests.factories import SMALL, make_draft
from colonnade.strategy.work import WORK, WorkItem

FUNNEL = """\
funnel:
  - source: loose
    target: leads
    rate: {low: 0.1, likely: 0.2, high: 0.3}
  - source: leads
    target: nowhere
    rate: {low: 0.1, likely: 0.2, high: 0.3}
"""


def tree_of(text: str, *work: WorkItem) -> GoalTree:
    strategy = read(text, name="x").strategy
    assert strategy is not None
    by_goal: dict[str | None, list[WorkItem]] = {}
    for item in work:
        by_goal.setdefault(item.goal, []).append(item)
    return grow(strategy, work=by_goal, progress={})


def item(goal: str | None) -> WorkItem:
    return WorkItem(kind="campaign", title=f"for {goal}", goal=goal, href="/x/")


def test_each_thing_hangs_where_it_serves() -> None:
    tree = tree_of(SMALL)
    (unit,) = tree.units
    (objective,) = unit.objectives
    (goal,) = objective.goals
    assert (unit.unit.id, objective.objective.id, goal.goal.id) == ("parts", "sell-parts", "leads")
    assert [leaf.method.id for leaf in goal.methods] == ["articles"]
    assert not goal.idle


def test_what_hangs_on_nothing_is_an_orphan() -> None:
    tree = tree_of(SMALL, item(None), item("gone"), item("leads"))
    assert [branch.goal.id for branch in tree.goals_without_objective] == ["loose"]
    assert tree.goals_without_objective[0].idle
    assert [method.id for method in tree.methods_without_goal] == ["posts"]
    assert [work.goal for work in tree.work_without_goal] == [None, "gone"]
    assert tree.orphans == 4
    assert tree.units[0].objectives[0].goals[0].work[0].title == "for leads"


def test_goals_name_the_goals_that_feed_them() -> None:
    tree = tree_of(SMALL + FUNNEL)
    leads = tree.units[0].objectives[0].goals[0]
    (loose,) = tree.goals_without_objective
    assert [other.id for other in leads.fed_by] == ["loose"]
    assert leads.feeds == ()
    assert [other.name for other in loose.feeds] == ["Leads for parts"]


def test_a_reference_that_leads_nowhere_makes_an_orphan() -> None:
    tree = tree_of(SMALL.replace("unit: parts", "unit: sales").replace("goal: leads", "goal: gone"))
    assert [branch.objective.id for branch in tree.objectives_without_unit] == ["sell-parts"]
    assert {method.id for method in tree.methods_without_goal} == {"articles", "posts"}
    assert tree.units[0].objectives == ()


@pytest.mark.django_db
def test_registered_work_is_hung_on_its_goal(monkeypatch: pytest.MonkeyPatch) -> None:
    def campaigns(organization: Organization) -> list[WorkItem]:
        return [item("leads"), item(None)]

    monkeypatch.setattr(WORK, "_items", {"campaign": campaigns})
    hydra = make_organization()
    make_draft(hydra, text=SMALL)
    tree = queries.goal_tree(hydra)
    assert tree is not None
    assert tree.units[0].objectives[0].goals[0].work == (item("leads"),)
    assert tree.work_without_goal == (item(None),)
