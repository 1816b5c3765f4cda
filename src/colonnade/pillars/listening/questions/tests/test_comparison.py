from datetime import date

import pytest

from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import NOW, make_organization
from colonnade.pillars.listening.models import BrandQuery
from colonnade.pillars.listening.questions.answer import Answer, Measure
from colonnade.pillars.listening.questions.asking import KEYS, QuestionKey, ask
from colonnade.pillars.listening.questions.brands import Brand
from colonnade.pillars.listening.questions.comparison import beside, compare
from colonnade.pillars.listening.questions.filters import Filters
from colonnade.pillars.listening.questions.statistics import Interval
from colonnade.pillars.listening.questions.tests.factories import fill, post
from colonnade.pillars.listening.questions.wording import DASH
from colonnade.warehouse.store import Facts, open_store

WEEK = Filters(since=date(2026, 3, 4), until=date(2026, 3, 5))
BEFORE = Filters(since=date(2026, 3, 2), until=date(2026, 3, 3))


def answered(*measures: Measure, filters: Filters = WEEK) -> Answer:
    return Answer(question="who", title="Who?", sentence="Some.", n=100, filters=filters, measures=measures)


def share(key: str, value: float, half: float) -> Measure:
    return Measure(key, key, Interval(value, value - half, value + half))


def test_a_change_is_told_from_chance_by_both_intervals() -> None:
    now = answered(share("up", 0.5, 0.03), share("level", 0.5, 0.04), share("down", 0.2, 0.03))
    before = answered(share("up", 0.4, 0.04), share("level", 0.46, 0.04), share("down", 0.3, 0.04))
    assert [pair.change for pair in compare(now, before)] == ["more", "open", "less"]


def test_what_was_not_measured_before_is_not_compared() -> None:
    now = answered(share("old", 0.5, 0.01), share("new", 0.5, 0.01))
    assert [pair.now.key for pair in compare(now, answered(share("old", 0.5, 0.01)))] == ["old"]


def test_changes_are_said_with_the_period() -> None:
    now = answered(
        share("negative", 0.5, 0.03), Measure("people", "people", Interval(150, 130, 170), "count")
    )
    before = answered(
        share("negative", 0.4, 0.04),
        Measure("people", "people", Interval(100, 80, 120), "count"),
        filters=BEFORE,
    )
    found = beside(now, before)
    assert found.sentence == (
        f"Some. Against the period before (2 Mar 2026{DASH}3 Mar 2026): negative +10 points and people +50%."
    )
    assert [row.cells for row in found.tables[-1].rows] == [
        ("negative", f"50% (47{DASH}53%)", f"40% (36{DASH}44%)", "+10 points", "more"),
        ("people", "150", "100", "+50%", "more"),
    ]


def test_a_change_within_chance_is_said_to_be_none() -> None:
    found = beside(answered(share("a", 0.5, 0.1)), answered(share("a", 0.45, 0.1), filters=BEFORE))
    assert found.sentence.startswith("Some. Nothing differs beyond chance from the period before")


def test_a_thin_period_before_is_said() -> None:
    found = beside(answered(share("a", 0.5, 0.1)), answered(filters=BEFORE))
    assert "has too few posts to compare with" in found.caveats[-1]
    assert found.tables == ()


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


@pytest.fixture
def talk(hydra: Organization) -> Facts:
    """In the second half people complain more, and in another channel."""
    brands = []
    for name, kind in (("Acme", "own"), ("Bolt", "competitor")):
        made = BrandQuery.objects.create(
            organization=hydra, name=name, kind=kind, terms=[name], created_at=NOW
        )
        brands.append(Brand(id=made.pk, name=name, kind="own" if kind == "own" else "competitor"))
    posts = [
        post(
            number,
            f"acme bolt noise @star{'?' if number % 3 else ''}",
            by=f"author{number % 70}",
            brands=brands if number % 4 else brands[:1],
            sentiment="negative" if number > 48 and number % 5 else "positive",
            channel="x" if number < 60 else "forum",
        )
        for number in range(96)
    ]
    return fill(open_store().facts(hydra.pk), posts)


@pytest.mark.parametrize("key", KEYS)
def test_every_question_is_set_beside_the_period_before(
    key: QuestionKey, hydra: Organization, talk: Facts
) -> None:
    found = ask(organization=hydra, facts=talk, question=key, filters=WEEK, now=NOW)
    assert found.enough, found.sentence
    assert found.tables[-1].key == "period-before"
    assert found.tables[-1].rows
    assert "period_before" in found.facts
    plain = ask(organization=hydra, facts=talk, question=key, filters=Filters(), now=NOW)
    assert "period_before" not in plain.facts
