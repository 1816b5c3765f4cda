"""What is found, told once, and kept silent about."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from colonnade.channels.models import Channel, Gap
from colonnade.core.states import TransitionRefused
from colonnade.governance.models import AuditEntry
from colonnade.measurement.detection import Sensitivity
from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import make_organization, make_user
from colonnade.pillars.listening.alerts.backtest import back_test
from colonnade.pillars.listening.alerts.counting import Counted, count
from colonnade.pillars.listening.alerts.explaining import explain
from colonnade.pillars.listening.alerts.judging import watched_corpus
from colonnade.pillars.listening.alerts.models import Alert, RuleKind
from colonnade.pillars.listening.alerts.operations import add_standard_rules, move_alert, remove_rule
from colonnade.pillars.listening.alerts.series import series_of
from colonnade.pillars.listening.alerts.silence import missing, silent_spans
from colonnade.pillars.listening.alerts.states import AlertState
from colonnade.pillars.listening.alerts.tests.factories import BURNS, NOW, TODAY, Talk, rule
from colonnade.pillars.listening.alerts.watching import Watched, watch
from colonnade.pillars.listening.alerts.wording import sentence
from colonnade.warehouse.store import Facts

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def talk(db: None) -> Talk:
    return Talk(make_organization()).quiet()


def looked(talk: Talk, now: datetime = NOW, since: datetime | None = None) -> Watched:
    return watch(organization=talk.organization, facts=talk.facts, now=now, since=since)


def the_alert(talk: Talk) -> Alert:
    return Alert.objects.select_related("rule__query").get(organization=talk.organization)


def said(alert: Alert) -> str:
    return sentence(
        alert.rule,
        alert.read_figures,
        began_at=alert.began_at,
        until_at=alert.until_at,
        zone=ZoneInfo("UTC"),
    )


def test_more_posts_than_usual_are_told_once_with_how_many(talk: Talk) -> None:
    rule(talk.burn())
    watched = looked(talk)
    assert (len(watched.opened), watched.grown) == (1, 0)
    alert = the_alert(talk)
    assert alert.began_at.date() == (TODAY - timedelta(days=BURNS)).date()
    assert alert.until_at.date() == (TODAY - timedelta(days=BURNS - 3)).date()
    assert said(alert).startswith("46 posts about Acme on ")
    assert "times the usual 6 (95 of 100 days like it have " in said(alert)
    assert said(alert).endswith("138 in all from 22 May 2026 to 24 May 2026.")
    again = looked(talk, LATER)
    assert (again.opened, again.grown) == ((), 0)


def test_what_goes_on_grows_and_is_no_second_alert(talk: Talk) -> None:
    rule(talk.burn(since=2))
    assert len(looked(talk).opened) == 1
    talk.keep(talk.said(talk.acme, days_ago=0, words="recall") for _post in range(60))
    watched = looked(talk, LATER)
    assert (watched.opened, watched.grown) == ((), 1)
    assert the_alert(talk).read_figures.peak == 100  # 40 burning ones and 60 more on the day that is not over


def test_two_stretches_apart_are_two_alerts(talk: Talk) -> None:
    rule(talk.burn(since=40).burn())
    assert len(looked(talk).opened) == 2


@pytest.mark.parametrize("state", [AlertState.CLOSED, AlertState.MUTED])
def test_what_somebody_has_settled_stays_settled(talk: Talk, state: AlertState) -> None:
    rule(talk.burn(since=3))
    looked(talk)
    move_alert(alert=the_alert(talk), wanted=state, actor=None, now=NOW)
    talk.keep(talk.said(talk.acme, days_ago=0, words="recall") for _post in range(60))
    assert looked(talk, LATER).opened == ()
    assert the_alert(talk).state == state


def test_a_muted_rule_is_silent_about_another_stretch_too(talk: Talk) -> None:
    made = rule(talk.burn(since=40))
    looked(talk)
    move_alert(alert=the_alert(talk), wanted=AlertState.MUTED, actor=None, now=NOW)
    talk.burn()
    assert looked(talk, since=made.since).opened == ()


def test_late_posts_of_long_ago_are_told_only_when_asked(talk: Talk) -> None:
    made = rule(talk)
    assert looked(talk).opened == ()
    talk.burn(since=40)
    assert looked(talk, LATER).opened == ()
    assert len(looked(talk, LATER, since=made.since).opened) == 1


def test_opinion_that_turns_is_told_with_both_shares(talk: Talk) -> None:
    rule(talk.burn(), RuleKind.NEGATIVE)
    (alert,) = looked(talk).opened
    figures = alert.read_figures
    assert figures.share is not None
    assert figures.before is not None
    assert figures.before.high < figures.share.low <= figures.share.value <= figures.share.high
    assert figures.share.n == 3 * 46
    assert "of the posts about Acme are negative from 22 May 2026" in said(the_alert(talk))
    assert "95% interval" in said(the_alert(talk))


def test_more_posts_of_the_usual_opinion_are_no_turn(talk: Talk) -> None:
    rule(talk, RuleKind.NEGATIVE)
    talk.keep(
        talk.said(talk.acme, days_ago=BURNS, sentiment="negative" if place % 3 == 0 else "positive")
        for place in range(90)
    )
    assert looked(talk).opened == ()


def test_a_rising_term_is_told(talk: Talk) -> None:
    rule(talk.burn(), RuleKind.TERM, term="#Brakes")
    rule(talk, RuleKind.TERM, term="runs")
    (alert,) = looked(talk).opened
    assert alert.read_figures.total == 120
    assert "posts about Acme hold “#Brakes” on" in said(the_alert(talk))


def test_a_rivals_share_of_voice_is_told(talk: Talk) -> None:
    talk.burn(talk.bolt)
    rule(talk, RuleKind.VOICE, query=talk.bolt)
    rule(talk, RuleKind.VOICE)
    (alert,) = looked(talk).opened
    share, before = alert.read_figures.share, alert.read_figures.before
    assert share is not None
    assert before is not None
    assert share.value == pytest.approx(42 / 48)
    assert before.value == pytest.approx(2 / 8)


def test_a_person_with_many_followers_is_told_without_a_name(talk: Talk) -> None:
    talk.keep(
        [
            talk.said(talk.acme, days_ago=9, by="loud", author_followers=50_000),
            talk.said(talk.acme, days_ago=8, by="loud", author_followers=50_000),
            talk.said(talk.acme, days_ago=5, by="small", author_followers=900),
            talk.said(talk.bolt, days_ago=5, by="other", author_followers=70_000),
        ]
    )
    rule(talk, RuleKind.INFLUENCER)
    (alert,) = looked(talk).opened
    assert said(the_alert(talk)) == (
        "2 posts about Acme by people with at least 10,000 followers, from 23 May 2026 to 24 May 2026."
    )
    assert "loud" not in str(alert.figures)
    behind = explain(organization=talk.organization, facts=talk.facts, alert=the_alert(talk), now=NOW)
    assert [person.name for person in behind.people] == ["@loud"]
    assert behind.total == 2


def test_what_is_behind_an_alert_is_read_from_the_posts(talk: Talk) -> None:
    rule(talk.burn())
    looked(talk)
    alert = the_alert(talk)
    behind = explain(organization=talk.organization, facts=talk.facts, alert=alert, now=NOW)
    assert {term.written for term in behind.terms} >= {"recall", "#brakes"}
    assert all(term.before == 0 for term in behind.terms if term.written in {"recall", "#brakes"})
    assert behind.chart is not None
    drawn = behind.chart.series[1]
    assert [value for value in drawn.values if value is not None] == [46, 46, 46]
    assert behind.total == 138
    talk.facts.erase_all()
    empty = explain(organization=talk.organization, facts=talk.facts, alert=alert, now=NOW)
    assert (empty.total, empty.posts, empty.people, empty.chart) == (0, (), (), None)


def test_there_is_not_enough_history_at_first(db: None) -> None:
    talk = Talk(make_organization())
    talk.keep(talk.said(talk.acme, days_ago=day) for day in range(1, 10))
    made = rule(talk.burn(since=3))
    assert looked(talk).opened == ()
    made.refresh_from_db()
    assert (made.enough, made.checked_at) == (False, NOW)
    tried = back_test(organization=talk.organization, facts=talk.facts, rule=made, now=NOW)
    assert tried.summary.startswith("Not enough history yet: 21 days")


def test_without_posts_nothing_is_said(db: None) -> None:
    talk = Talk(make_organization())
    made = rule(talk)
    assert looked(talk).opened == ()
    assert not back_test(organization=talk.organization, facts=talk.facts, rule=made, now=NOW).enough


def test_a_channel_of_its_own(talk: Talk) -> None:
    rule(talk.burn(), channel="bluesky")
    assert looked(talk).opened == ()


def test_another_organisations_posts_are_not_heard(talk: Talk) -> None:
    other = make_organization("Rival", founder=make_user("rita@rival.example"))
    rule(talk)
    theirs = Talk(other)
    theirs.keep(
        theirs.said(talk.acme, days_ago=5) | {"mention_id": f"{number:064x}"} for number in range(500)
    )
    assert looked(talk).opened == ()


def test_one_read_of_the_store_for_all_rules_of_a_kind(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    reads = 0
    run = Facts.run

    def counting(facts: Facts, expression: object) -> object:
        nonlocal reads
        reads += 1
        return run(facts, expression)

    rules = [rule(talk), rule(talk, query=talk.bolt), rule(talk, channel="x")]
    monkeypatch.setattr(Facts, "run", counting)
    needed = []
    for some in (rules[:1], rules):
        reads = 0
        count(watched_corpus(organization=talk.organization, facts=talk.facts, now=NOW), some)
        needed.append(reads)
    assert needed[0] == needed[1] <= 2  # the bounds of time, and the counts


def test_a_gap_of_a_source_is_known(talk: Talk) -> None:
    channel = Channel.objects.create(
        organization=talk.organization,
        connector="mastodon",
        kind="hashtag",
        name="#acme",
        every=timedelta(minutes=10),
        since=NOW - timedelta(days=60),
        created_at=NOW - timedelta(days=60),
        state="failing",
        asked_at=NOW - timedelta(hours=5),
    )
    start = NOW - timedelta(days=20)
    Gap.objects.create(
        channel=channel, start=start, end=start + timedelta(days=2), reason="down", noted_at=NOW
    )
    spans = silent_spans(organization=talk.organization, since=NOW - timedelta(days=90), now=NOW)
    series = series_of(
        Counted({}), first=NOW - timedelta(days=30), now=NOW, zone=ZoneInfo("UTC"), silent=spans
    )
    unknown = [
        start.date() for start, known in zip(series.starts, series.complete, strict=False) if not known
    ]
    assert [(NOW.date() - day).days for day in unknown] == [20, 19, 18, 0]
    assert not missing(spans, channel="x", start=start, end=NOW)
    assert missing(spans, channel="mastodon", start=start, end=NOW)


def test_a_busy_brand_is_watched_by_the_hour_across_the_change_of_clocks() -> None:
    zone = ZoneInfo("Europe/Berlin")
    first, now = datetime(2026, 3, 20, tzinfo=UTC), datetime(2026, 4, 3, 12, 30, tzinfo=UTC)
    busy = Counted(dict.fromkeys(range(492_000, 495_000), 20.0))
    series = series_of(busy, first=first, now=now, zone=zone)
    assert series.grain == "hour"
    assert len(series.starts) == len(series.counts) + 1
    assert series.starts[0].astimezone(UTC) == first
    assert series.starts[-2].astimezone(UTC) == now.replace(minute=0)
    assert series.slots[-1].tolist() == [14, 4]  # Friday, half past two in Berlin


def test_eager_tells_no_less_than_quiet(talk: Talk) -> None:
    talk.burn(daily=11, since=30).burn(daily=40)
    tried = back_test(
        organization=talk.organization,
        facts=talk.facts,
        rule=rule(talk, sensitivity=Sensitivity.QUIET),
        now=NOW,
    )
    quiet, normal, eager = (tried.by_sensitivity[one] for one in Sensitivity)
    assert quiet <= normal <= eager
    assert len(tried.past) == quiet == 1
    assert "1 thing" in tried.summary
    assert tried.chart is not None
    assert tried.chart.answer == tried.summary


def test_standard_rules_are_added_once(talk: Talk) -> None:
    made = add_standard_rules(organization=talk.organization, actor=None, now=NOW)
    assert {(one.query.name, one.kind) for one in made} == {
        ("Acme", "volume"),
        ("Acme", "negative"),
        ("Bolt", "voice"),
    }
    assert add_standard_rules(organization=talk.organization, actor=None, now=NOW) == []


def test_states_are_audited_and_the_table_holds(talk: Talk) -> None:
    rule(talk.burn())
    looked(talk)
    moved = move_alert(alert=the_alert(talk), wanted=AlertState.WORKING, actor=None, now=LATER)
    assert moved.changed_at == LATER
    move_alert(alert=moved, wanted=AlertState.CLOSED, actor=None, now=LATER)
    with pytest.raises(TransitionRefused):
        move_alert(alert=the_alert(talk), wanted=AlertState.MUTED, actor=None, now=LATER)
    remove_rule(rule=the_alert(talk).rule, actor=None, now=LATER)
    actions = list(AuditEntry.objects.filter(action__startswith="alert").values_list("action", flat=True))
    assert sorted(actions) == [
        "alert.closed",
        "alert.opened",
        "alert.working",
        "alert_rule.added",
        "alert_rule.removed",
    ]
    assert not Organization.objects.get(pk=talk.organization.pk).alerts.exists()
