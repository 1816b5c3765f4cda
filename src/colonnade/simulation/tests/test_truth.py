"""What the market's posts answer, asked as a person would, is what is true of the market."""

import json
from calendar import monthrange
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.utils import timezone
from pytest_django import Settings

from colonnade.audience.commands import import_file as import_people
from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import NOW
from colonnade.pillars.listening.alerts import jobs as alert_jobs
from colonnade.pillars.listening.alerts.commands import alerts
from colonnade.pillars.listening.alerts.explaining import explain
from colonnade.pillars.listening.alerts.models import Alert
from colonnade.pillars.listening.commands.ask import ask
from colonnade.pillars.listening.commands.importing import import_command
from colonnade.simulation.demo import found, listen_for_brands
from colonnade.simulation.files import simulate, write
from colonnade.simulation.market import CRISIS, OWN, RIVALS
from colonnade.warehouse.store import open_store

TODAY = date(2026, 11, 22)
Json = Mapping[str, Any]


class Asked:
    """The questions' answers about an imported market, and the truth."""

    def __init__(self, folder: Path) -> None:
        market = simulate(seed=11, today=TODAY, weeks=18, posts=9_000, people=1_800)
        files = write(market, folder)
        self.truth: Json = json.loads(files.truth.read_text())
        for kind, paths in (("posts", files.posts), ("follows", (files.follows,))):
            for path in paths:
                done = CliRunner().invoke(import_command, [str(path), "--kind", kind])
                assert done.exit_code == 0, done.output
        assert CliRunner().invoke(import_people, [str(files.people)]).exit_code == 0

    def __call__(self, question: str, **filters: object) -> Json:
        options = [part for name, value in filters.items() for part in (f"--{name}", str(value))]
        done = CliRunner().invoke(ask, [question, *options, "--format", "json"])
        assert done.exit_code == 0, done.output
        found: Json = json.loads(done.stdout)
        return found


@pytest.fixture
def asked(transactional_db: None, settings: Settings, tmp_path: Path) -> Asked:
    settings.MEDIA_ROOT = tmp_path / "uploads"
    settings.UNDERSTANDING_PROCESSES = 1
    organization: Organization = found(now=NOW).organization
    listen_for_brands(organization, now=NOW)
    return Asked(tmp_path / "market")


def test_the_six_questions_and_the_alerts_find_the_truth(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    # One test, as the import takes most of its time.
    _sentiment_holds_the_truth(asked)
    _the_crisis_is_seen(asked)
    _the_crisis_is_told_and_explained(asked, monkeypatch)
    _share_of_voice_holds_the_truth(asked)
    _influencers_are_found(asked)
    _channels_are_found(asked)
    _customers_are_told_from_others(asked)


def _months(counted: Mapping[str, Mapping[str, int]]) -> list[tuple[str, str, Mapping[str, int]]]:
    """Return the first and the last day of each month with its true counts."""
    found = []
    for month, counts in counted.items():
        year, number = map(int, month.split("-"))
        found.append((f"{month}-01", f"{month}-{monthrange(year, number)[1]}", counts))
    return found


def _sentiment_holds_the_truth(asked: Asked) -> None:
    held, errors = [], []
    for brand, months in asked.truth["sentiment_by_month"].items():
        for since, until, counts in _months(months):
            if sum(counts.values()) < 300:
                continue
            shares = asked("sentiment", brand=brand, since=since, until=until)["facts"]["shares"]
            for name in ("negative", "positive"):
                true, share = counts[name] / sum(counts.values()), shares[name]
                held.append(share["low"] <= true <= share["high"])
                errors.append(abs(share["value"] - true))
    assert len(held) >= 20
    assert sum(held) / len(held) >= 0.85
    assert sum(errors) / len(errors) <= 0.06


def _the_crisis_is_seen(asked: Asked) -> None:
    begins = TODAY - timedelta(days=CRISIS.begins)
    ends = begins + timedelta(days=4)
    during = asked("sentiment", since=begins, until=ends)["facts"]["shares"]["negative"]
    before = asked("sentiment", since=begins - timedelta(days=35), until=begins - timedelta(days=1))
    assert during["low"] > before["facts"]["shares"]["negative"]["high"]
    (chart,) = [chart for chart in asked("sentiment")["charts"] if chart["key"] == "sentiment-time"]
    negative = [figure or 0 for figure in chart["series"][0]["values"]]
    worst = date.fromisoformat(chart["categories"][negative.index(max(negative))])
    assert worst <= ends
    assert begins < worst + timedelta(days=7)
    topics = asked("what", since=begins, until=ends)["charts"][0]["categories"]
    assert any("recall" in topic for topic in topics[:2])


def _the_crisis_is_told_and_explained(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    today = datetime.combine(TODAY, time(12), UTC)
    for module in (timezone, alert_jobs):
        monkeypatch.setattr(module, "now" if module is timezone else "system_clock", lambda: today)
    for words in (["standard"], ["check"]):
        done = CliRunner().invoke(alerts, words)
        assert done.exit_code == 0, done.output
    found = json.loads(CliRunner().invoke(alerts, ["list", "--format", "json"]).stdout)
    told = {one["kind"]: one for one in found if one["about"] == OWN.name}
    begins = TODAY - timedelta(days=CRISIS.begins)
    for kind in ("volume", "negative"):
        began = datetime.fromisoformat(told[kind]["began_at"]).date()
        assert begins <= began <= begins + timedelta(days=2), kind
    assert len(found) <= 3, "all else in the market is calm"
    alert = Alert.objects.get(pk=told["volume"]["id"])
    organization = alert.organization
    facts = open_store().facts(organization.pk)
    behind = explain(organization=organization, facts=facts, alert=alert, now=today)
    assert "recall" in {term.written for term in behind.terms}


def _share_of_voice_holds_the_truth(asked: Asked) -> None:
    brands = asked("competitors")["facts"]["brands"]
    assert {brand["brand"] for brand in brands} == {OWN.name, *(rival.name for rival in RIVALS)}
    for brand in brands:
        share = brand["share_of_voice"]
        # Machines' names make a brand's posts of some that the truth counts as naming none.
        assert share["low"] - 0.02 <= asked.truth["share_of_voice"][brand["brand"]] <= share["high"] + 0.02


def _influencers_are_found(asked: Asked) -> None:
    listed = [person["id"] for person in asked("influencers")["facts"]["influencers"][:15]]
    assert len(set(listed) & set(asked.truth["influencers"])) >= 12


def _customers_are_told_from_others(asked: Asked) -> None:
    found, true = asked("who")["facts"], asked.truth["customers"][OWN.name]
    # A few mean a brand by words that its query does not look for; nobody is a customer who is none.
    assert 0.9 * true <= found["known"]["customer"] <= true
    of_customers = asked("who", known="customer")["facts"]
    assert of_customers["authors"] == found["known"]["customer"]
    assert 0 < asked("who", known="fleet managers")["facts"]["authors"] < of_customers["authors"]


def _channels_are_found(asked: Asked) -> None:
    channels = asked("where", brand="*")["facts"]["channels"]
    posts = {channel["channel"]: channel["posts"] for channel in channels}
    true = asked.truth["channels"]
    assert sorted(posts, key=lambda name: -posts[name])[:2] == sorted(true, key=lambda name: -true[name])[:2]
