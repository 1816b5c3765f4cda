"""The score is the sum of its reasons, actions fade, and the agreement alone qualifies a lead."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from colonnade.audience.leads import jobs, queries
from colonnade.audience.leads.models import Condition, Lead, Purpose, QualifyingRule, RuleKind, ScoringRule
from colonnade.audience.leads.operations import (
    Agreed,
    Said,
    begin_with_proposal,
    rescore,
    save_rule,
    withdraw,
)
from colonnade.audience.leads.scoring import Done, explain, total
from colonnade.audience.leads.states import LeadState
from colonnade.audience.leads.tests.factories import GUIDE, make_lead
from colonnade.audience.leads.touching import key_of
from colonnade.audience.touches.kinds import Kind, Traffic
from colonnade.audience.touches.models import Touch
from colonnade.audience.touches.operations import NewTouch, link_visitor, record_touches
from colonnade.audience.touches.origins import Origin
from colonnade.core.jobs.models import Job
from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import NOW, make_organization

DAY = timedelta(days=1)


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


def field_rule(subject: str, condition: Condition, values: str = "", points: float = 5) -> ScoringRule:
    return ScoringRule(
        sentence="fits",
        kind=RuleKind.FIELD,
        subject=subject,
        condition=condition,
        values=values,
        points=points,
    )


@pytest.mark.parametrize(
    ("rule", "holds"),
    [
        (field_rule("company", Condition.FILLED), True),
        (field_rule("phone", Condition.FILLED), False),
        (field_rule("country", Condition.ONE_OF, "Chile\n peru "), True),
        (field_rule("country", Condition.ONE_OF, "Per"), False),
        (field_rule("company", Condition.CONTAINS, "quarr"), True),
        (field_rule("email", Condition.WORK_EMAIL), True),
        (field_rule("answers.fleet", Condition.ONE_OF, "10 or more"), True),
        (field_rule("answers.none", Condition.FILLED), False),
        (field_rule("organization", Condition.FILLED), False),
    ],
)
def test_a_field_fits_or_does_not(rule: ScoringRule, holds: bool) -> None:
    lead = Lead(
        email="r@quarry.example", company="Stone Quarry", country="Peru", answers={"fleet": "10 or more"}
    )
    assert bool(explain(lead, rules=[rule], done=[], now=NOW)) is holds


def test_a_private_mailbox_says_nothing_of_a_company() -> None:
    rule = field_rule("email", Condition.WORK_EMAIL)
    assert explain(Lead(email="rosa@gmail.com"), rules=[rule], done=[], now=NOW) == []


def test_an_action_fades_by_its_half_life_and_the_latest_count() -> None:
    rule = ScoringRule(
        sentence="Clicked", kind=RuleKind.ACTION, subject="click", points=8, half_life_days=10, most=2
    )
    done = [Done(kind="click", at=NOW - days * DAY) for days in (40, 10, 0)] + [Done(kind="view", at=NOW)]
    (reason,) = explain(Lead(), rules=[rule], done=done, now=NOW)
    assert reason.points == pytest.approx(8 + 4)
    assert (reason.times, reason.last) == (2, NOW)
    ahead = [Done(kind="click", at=NOW + DAY)]
    assert explain(Lead(), rules=[rule], done=ahead, now=NOW) == []


@given(
    ages=st.lists(st.integers(0, 4000), max_size=8),
    points=st.floats(-100, 100),
    half_life=st.none() | st.integers(1, 400),
    most=st.integers(1, 5),
)
def test_an_action_never_gives_more_than_its_points_and_only_fades(
    ages: list[int], points: float, half_life: int | None, most: int
) -> None:
    rule = ScoringRule(
        sentence="s", kind=RuleKind.ACTION, subject="form", points=points, half_life_days=half_life, most=most
    )
    done = [Done(kind="form", at=NOW - age * DAY) for age in ages]
    first, later = (total(explain(Lead(), rules=[rule], done=done, now=NOW + n * DAY)) for n in (0, 30))
    assert abs(first) <= abs(points) * most + 0.01
    assert abs(later) <= abs(first) + 0.011


def test_a_lead_is_scored_as_it_comes_and_says_why(hydra: Organization) -> None:
    assert begin_with_proposal(organization=hydra, actor=None, now=NOW) == 6
    assert begin_with_proposal(organization=hydra, actor=None, now=NOW) == 0
    lead = make_lead(hydra)
    assert {one["sentence"]: one["points"] for one in lead.reasons} == {
        "Writes from a company's address": 10,
        "Sent a form": 10,
        "Named a company": 5,
    }
    assert (lead.score, lead.state) == (25, LeadState.NEW)


def test_what_a_browser_did_before_counts_once_it_is_known_and_bots_never(hydra: Organization) -> None:
    begin_with_proposal(organization=hydra, actor=None, now=NOW)
    click = NewTouch(key="c1", at=NOW - 30 * DAY, kind=Kind.CLICK, origin=Origin(), visitor="v1")
    bot = NewTouch(key="c2", at=NOW, kind=Kind.CLICK, origin=Origin(), visitor="v1", traffic=Traffic.BOT)
    record_touches(organization=hydra, touches=[click, bot])
    lead = make_lead(hydra, origin=GUIDE.__class__(visitor="v1", goal="mqls"))
    assert [one["points"] for one in lead.reasons if one["sentence"].startswith("Followed")] == [1.0]
    path = [touch.kind for touch in queries.path_of(lead=lead)]
    assert path[0] == Kind.CLICK
    assert {Kind.FORM, Kind.LEAD} <= set(path)


def agree(organization: Organization, **fields: object) -> QualifyingRule:
    return QualifyingRule.objects.create(organization=organization, **{"least_score": 20, **fields})


def test_a_ready_lead_qualifies_once_and_its_touch_says_so(hydra: Organization) -> None:
    begin_with_proposal(organization=hydra, actor=None, now=NOW)
    agree(hydra, goal="mqls")
    lead = make_lead(hydra)
    assert (lead.state, lead.qualified_at) == (LeadState.MQL, NOW)
    rescore(organization=hydra, now=NOW + DAY)
    assert Touch.objects.filter(kind=Kind.QUALIFIED).count() == 1
    lead.refresh_from_db()
    assert lead.qualified_at == NOW


@pytest.mark.parametrize(
    ("fields", "consents"),
    [
        ({"least_score": 26}, None),
        ({"needed": "company, phone"}, None),
        ({}, ()),
        ({}, (Agreed(purpose=Purpose.CONTACT, text="?", version=1, given=False),)),
    ],
)
def test_a_lead_that_lacks_something_does_not_qualify(
    hydra: Organization, fields: dict[str, object], consents: tuple[Agreed, ...] | None
) -> None:
    begin_with_proposal(organization=hydra, actor=None, now=NOW)
    agree(hydra, goal="mqls", **fields)
    lead = make_lead(hydra) if consents is None else make_lead(hydra, consents=consents)
    assert lead.state == LeadState.NEW


def test_a_consent_taken_back_stops_qualifying(hydra: Organization) -> None:
    begin_with_proposal(organization=hydra, actor=None, now=NOW)
    lead = make_lead(hydra)
    withdraw(consent=lead.consents.get(), actor=None, now=NOW)
    QualifyingRule.objects.update(least_score=1)
    assert rescore(organization=hydra, now=NOW).qualified == 0


def test_every_hour_points_lose_their_weight(hydra: Organization) -> None:
    begin_with_proposal(organization=hydra, actor=None, now=NOW)
    lead = make_lead(hydra)
    (planned,) = Job.objects.filter(task=jobs.tend.module_path)
    assert planned.run_after == NOW.replace(minute=7) + timedelta(hours=1)
    rescore(organization=hydra, now=NOW + 60 * DAY)
    lead.refresh_from_db()
    assert lead.score == pytest.approx(20, abs=0.01)


def test_rules_that_can_give_nothing_are_refused(hydra: Organization) -> None:
    for rule in (
        field_rule("country", Condition.ONE_OF, " \n"),
        ScoringRule(sentence="s", kind=RuleKind.ACTION, subject="dance", points=1),
    ):
        rule.organization = hydra
        with pytest.raises(ValidationError):
            save_rule(rule=rule, actor=None, now=NOW)
    assert not ScoringRule.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_a_batch_is_scored_in_a_fixed_number_of_queries(
    hydra: Organization, count: int, django_assert_max_num_queries: object
) -> None:
    begin_with_proposal(organization=hydra, actor=None, now=NOW)
    for number in range(count):
        lead = make_lead(hydra, f"p{number}@q.example", said=Said(email=f"p{number}@q.example"))
        link_visitor(organization=hydra, visitor=f"v{number}", person=key_of(lead), now=NOW)
    with django_assert_max_num_queries(12):  # type: ignore[operator]  # a fixture of pytest-django
        assert rescore(organization=hydra, now=NOW).leads == count
