"""The checker as a whole."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from colonnade.measurement.declarations import FunnelStage
from colonnade.strategy.document import model
from colonnade.strategy.document.reading import ReadResult, read
from colonnade.strategy.rules import Report, Severity, Step, all_rules, check
from colonnade.strategy.rules.registry import rule
from colonnade.strategy.rules.selection import UnknownCode, select, selectors

TODAY = date(2027, 1, 4)

GOOD = """\
title: More machines from better answers
currency: EUR
horizon: {start: 2027-01-04, weeks: 26}
units:
  - {id: excavators, name: Excavators}
objectives:
  - id: sell-machines
    unit: excavators
    kind: sell
    metric: orders
    baseline: 100
    target: 120
    deadline: 2027-06-30
    owner: Head of excavators
    value_per_unit: 20000
goals:
  - id: mql
    name: Win qualified leads from contractors
    serves: sell-machines
    stage: lead
    kpi: {metric: mql, per: month, source: CRM}
    baseline: 40
    target: 65
    deadline: 2027-06-30
    owner: Dana Okafor
audiences:
  - {id: contractors, wants: [fuel use, idle time]}
methods:
  - id: how-to
    pillar: promotion
    format: article
    channel: linkedin
    topics: [fuel use]
    hours: {writer: 6}
    cost: 50
    cadence: {min_per_week: 0.5, max_per_week: 3}
    selling_share: 0.2
    replies: {per_unit: 3, role: writer}
    effects:
      - {goal: mql, per_unit: {low: 0.3, likely: 0.8, high: 2}, evidence: [last-year]}
  - id: answers
    pillar: support
    format: reply
    channel: linkedin
    hours: {writer: 0.1}
    cost: 0
    cadence: {max_per_week: 60}
    effects:
      - {goal: mql, evidence: [last-year]}
channels:
  - {id: linkedin, open: true, hours_per_week: {writer: 1}, evidence: [heard], shares_with: [fairs]}
  - {id: site, name: Website, kind: web, open: true}
limits:
  roles: [{id: writer, fte: 1}]
  money_per_month: 1500
listening: {brands: [Ironline], competitors: [Groundmaster], topics: [excavators]}
coordination: {marketing_plan: Plan 2027, calendar: Marketing calendar}
collaboration:
  sponsor: Head of marketing
  approvals: [{what: everything with a customer's name, by: Legal}]
communication:
  response_minutes: 120
  hours: Monday to Friday, 8 to 18
  crisis:
    owner: Head of communications
    deputy: Head of service
    first_response_minutes: 60
    find: The desk is alerted
    investigate: Product safety says what is known
    review: Legal agrees on the words
    engage: The owner answers where it began
review: {every_weeks: 4, stop_when: No lead from it in eight weeks, tests: [Articles in two regions]}
evidence:
  - {id: last-year, kind: result, claim: 30 articles brought 24 leads, source: CRM, date: 2026-12-01, n: 30}
  - {id: heard, kind: listening, claim: 41 % of posts are there, source: listening, date: 2026-12-01, n: 900}
"""


def test_a_good_strategy_passes_every_rule() -> None:
    report = check(read(GOOD, name="good"), today=TODAY)
    assert report == Report()
    assert report.ok


def test_an_unreadable_document_tells_its_problems_only() -> None:
    report = check(read("gaols: []\nhorizon: soon\n", name="bad"), today=TODAY)
    assert [finding.line for finding in report] == [1, 2]
    assert {finding.code[:3] for finding in report} == {"DOC"}
    assert all(finding.severity is Severity.ERROR and finding.step is None for finding in report)
    assert not report.ok


def test_findings_come_in_the_order_of_the_text() -> None:
    report = check(read("channels:\n  - {id: x, open: true}\ngoals:\n  - id: fame\n", name="t"), today=TODAY)
    places = [(finding.line, finding.column) for finding in report]
    assert places == sorted(places)
    assert report.of(Step.CONCLUDE)
    assert report.count(Severity.ERROR) + report.count(Severity.WARNING) + report.count(Severity.INFO) == len(
        report.findings
    )


def test_select_and_ignore() -> None:
    report = check(read("goals:\n  - id: fame\n", name="t"), today=TODAY)
    assert {finding.step for finding in select(report, only=selectors(["cla,con8"]))} == {
        Step.CLARIFY,
        Step.CONCLUDE,
    }
    assert "CLA109" not in {finding.code for finding in select(report, without=["CLA109"])}
    broken = check(read("gaols: []", name="t"), today=TODAY)
    assert select(broken, only=["CLA"]) == broken
    with pytest.raises(UnknownCode):
        selectors(["XYZ"])


def test_metrics_and_documents_name_the_same_stages() -> None:
    assert [str(stage) for stage in FunnelStage] == [str(stage) for stage in model.Stage]


def test_a_rule_must_be_documented_and_have_a_step() -> None:
    with pytest.raises(ValueError, match="docstring"):
        rule("CLA199", Severity.INFO)(lambda _subject: ())
    with pytest.raises(ValueError, match="eight steps"):
        rule("XYZ199", Severity.INFO)
    assert "CLA199" not in {item.code for item in all_rules()}


ids = st.sampled_from(["a", "b", "c"])
amounts = st.one_of(st.just(0.0), st.floats(0, 1e12, allow_nan=False))
days = st.dates()
texts = st.sampled_from(["", "x", "Facebook", "viral {x}", "100 %", "{}"])
ranges = st.builds(model.Range, low=amounts, likely=amounts, high=amounts)
kpis = st.builds(
    model.Kpi,
    metric=st.sampled_from(["", "mql", "followers", "first_response_time", "{0}"]),
    per=st.sampled_from(model.Per),
)
goals = st.builds(
    model.Goal,
    id=ids,
    name=texts,
    serves=st.none() | ids,
    stage=st.none() | st.sampled_from(model.Stage),
    kpi=st.none() | kpis,
    baseline=st.none() | st.floats(-1e15, 1e15),
    target=st.none() | st.floats(-1e15, 1e15),
    trend_per_month=st.floats(-1e15, 1e15),
    deadline=st.none() | days,
    owner=texts,
)
methods = st.builds(
    model.Method,
    id=ids,
    name=texts,
    pillar=st.none() | st.sampled_from(model.Pillar),
    channel=ids | st.just("choose"),
    hours=st.dictionaries(ids, amounts, max_size=2),
    cost=st.none() | amounts,
    cadence=st.builds(model.Cadence, min_per_week=st.floats(0, 1000), max_per_week=st.floats(0, 1000)),
    minimum_effort_per_week=st.none() | amounts,
    selling_share=st.none() | st.floats(0, 1),
    replies=st.none() | st.builds(model.Replies, per_unit=amounts, role=st.none() | ids),
    effects=st.lists(
        st.builds(model.Effect, goal=ids, per_unit=st.none() | ranges, evidence=st.lists(ids)), max_size=2
    ),
)
documents = st.builds(
    model.Strategy,
    horizon=st.none() | st.builds(model.Horizon, start=days, weeks=st.integers(1, 260)),
    objectives=st.lists(
        st.builds(
            model.Objective,
            id=ids,
            name=texts,
            kind=st.none() | st.sampled_from(model.Kind),
            deadline=st.none() | days,
        ),
        max_size=2,
    ),
    goals=st.lists(goals, max_size=4),
    methods=st.lists(methods, max_size=4),
    channels=st.lists(
        st.builds(
            model.Channel,
            id=ids,
            name=texts,
            kind=st.sampled_from(model.ChannelKind),
            hours_per_week=st.dictionaries(ids, amounts, max_size=2),
            open=st.booleans(),
            evidence=st.lists(ids, max_size=2),
        ),
        max_size=3,
    ),
    funnel=st.lists(st.builds(model.Flow, source=ids, target=ids, rate=ranges), max_size=5),
    limits=st.none()
    | st.builds(
        model.Limits,
        roles=st.lists(st.builds(model.RoleLimit, id=ids, fte=st.floats(0, 100000)), max_size=3),
        money_per_month=st.none() | amounts,
    ),
    review=st.none() | st.builds(model.Review, every_weeks=st.none() | st.integers(1, 52)),
    evidence=st.lists(
        st.builds(
            model.Evidence,
            id=ids,
            kind=st.sampled_from(model.EvidenceKind),
            claim=texts,
            date=st.none() | days,
        ),
        max_size=2,
    ),
)


@settings(max_examples=150, deadline=None)
@given(strategy=documents, today=days)
def test_any_document_is_judged(strategy: model.Strategy, today: date) -> None:
    judged = check(ReadResult(name="t", text="", strategy=strategy, problems=()), today=today)
    again = check(ReadResult(name="t", text="", strategy=strategy, problems=()), today=today)
    assert judged == again
    assert all(finding.message and finding.fix for finding in judged)
    if not strategy.goals:
        assert {"CLA101", "CLA105"} & {finding.code for finding in judged}
