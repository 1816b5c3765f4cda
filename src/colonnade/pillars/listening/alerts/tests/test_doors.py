"""Pages, API and commands."""

import json
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from colonnade.core.jobs.models import Job
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import make_member, make_organization, make_user
from colonnade.pillars.listening.alerts import jobs
from colonnade.pillars.listening.alerts.commands import alerts as command
from colonnade.pillars.listening.alerts.models import Alert, AlertRule, RuleKind, Subscription
from colonnade.pillars.listening.alerts.queries import open_alerts, rules_of
from colonnade.pillars.listening.alerts.tests.factories import NOW, Talk, rule
from colonnade.pillars.listening.alerts.watching import watch
from colonnade.pillars.listening.models import BrandKind
from colonnade.pillars.listening.tests.factories import add_brand


@pytest.fixture(autouse=True)
def that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pages and jobs look on the day of the posts."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    monkeypatch.setattr(jobs, "system_clock", lambda: NOW)


@pytest.fixture
def talk(db: None) -> Talk:
    return Talk(make_organization()).quiet()


@pytest.fixture
def member(talk: Talk, client: Client) -> Client:
    client.force_login(talk.organization.memberships.get().user)
    return client


def at(talk: Talk, page: str, **kwargs: object) -> str:
    return org_reverse(f"alerts:{page}", talk.organization, **kwargs)


def found(talk: Talk) -> Alert:
    watch(organization=talk.organization, facts=talk.facts, now=NOW)
    return Alert.objects.get(organization=talk.organization)


def test_an_alert_is_listed_explained_and_worked_on(talk: Talk, member: Client) -> None:
    rule(talk.burn())
    alert = found(talk)
    listed = member.get(at(talk, "list")).content.decode()
    assert "46 posts about Acme on 22 May 2026" in listed
    page = member.get(at(talk, "alert", alert=alert.pk)).content.decode()
    assert "Investigate" in page
    behind = member.get(at(talk, "behind", alert=alert.pk)).content.decode()
    assert "recall" in behind
    assert "All 138 posts of these days" in behind
    answer = member.post(at(talk, "move", alert=alert.pk), {"state": "working"}, follow=True)
    assert "Somebody is on it" in answer.content.decode()
    assert "ana@hydra.example" in answer.content.decode()
    member.post(at(talk, "move", alert=alert.pk), {"state": "closed"})
    again = member.post(at(talk, "move", alert=alert.pk), {"state": "muted"}, follow=True)
    assert "Somebody was faster" in again.content.decode()
    assert member.post(at(talk, "move", alert=alert.pk), {"state": "burnt"}).status_code == 404
    assert "Nothing stands out" in member.get(at(talk, "list")).content.decode()
    assert "46 posts" in member.get(at(talk, "list"), {"show": "all"}).content.decode()


def test_a_rule_is_tried_before_it_is_saved(talk: Talk, member: Client) -> None:
    talk.burn()
    form: dict[str, Any] = {
        "query": talk.acme.pk,
        "kind": "volume",
        "followers": 10_000,
        "sensitivity": "normal",
        "active": "on",
        "look_back": "on",
    }
    tried = member.get(at(talk, "try_rule"), form).content.decode()
    assert "It would have told you of 1 thing in the last" in tried
    assert "46 posts about Acme on 22 May 2026" in tried
    assert not AlertRule.objects.exists()
    assert "Write one word" in member.get(at(talk, "try_rule"), form | {"kind": "term"}).content.decode()
    assert "Complete the form" in member.get(at(talk, "try_rule"), {}).content.decode()
    refused = member.post(at(talk, "add_rule"), form | {"kind": "term", "term": "two words"})
    assert "Write one word" in refused.content.decode()
    assert member.post(at(talk, "add_rule"), form).status_code == 302
    made = AlertRule.objects.get()
    assert Job.objects.filter(task=jobs.look_now.module_path).count() == 1
    page = member.get(at(talk, "rule", rule=made.pk)).content.decode()
    assert "look_back" not in page
    member.post(at(talk, "rule", rule=made.pk), form | {"sensitivity": "eager", "active": ""})
    made.refresh_from_db()
    assert (made.sensitivity, made.active) == ("eager", False)
    assert "off" in member.get(at(talk, "rules")).content.decode()
    member.post(at(talk, "remove_rule", rule=made.pk))
    assert not AlertRule.objects.exists()


def test_the_usual_rules_come_by_one_button(talk: Talk, member: Client) -> None:
    assert "3 rules added" in member.post(at(talk, "add_standard"), follow=True).content.decode()
    assert "already" in member.post(at(talk, "add_standard"), follow=True).content.decode()


def test_mail_is_ordered_and_cancelled_by_oneself(talk: Talk, member: Client) -> None:
    member.post(at(talk, "subscribe"), {"rhythm": "daily"})
    assert Subscription.objects.get().rhythm == "daily"
    member.post(at(talk, "subscribe"), {"rhythm": "nonsense"})
    assert not Subscription.objects.exists()


def test_without_brands_or_rules_the_next_step_is_said(client: Client, db: None) -> None:
    organization = make_organization()
    client.force_login(organization.memberships.get().user)
    rules_page = client.get(org_reverse("alerts:rules", organization)).content.decode()
    assert "Name a brand first" in rules_page
    assert "Nothing is watched yet" in client.get(org_reverse("alerts:list", organization)).content.decode()


@pytest.mark.parametrize("page", ["list", "rules"])
def test_a_list_takes_as_many_queries_for_three_as_for_one(
    talk: Talk, member: Client, django_assert_num_queries: DjangoAssertNumQueries, page: str
) -> None:
    rule(talk.burn(since=50).burn(since=35).burn(since=20))
    watch(organization=talk.organization, facts=talk.facts, now=NOW)
    assert open_alerts(organization=talk.organization).count() == 3
    with CaptureQueriesContext(connection) as three:
        member.get(at(talk, page))
    Alert.objects.exclude(pk=Alert.objects.latest("pk").pk).delete()
    for kind in (RuleKind.NEGATIVE, RuleKind.VOICE):
        rule(talk, kind)
    with django_assert_num_queries(len(three)):
        member.get(at(talk, page))


def test_a_stranger_finds_nothing(talk: Talk, client: Client) -> None:
    made = rule(talk.burn())
    alert = found(talk)
    other = make_organization("Rival", founder=make_user("rita@rival.example"))
    client.force_login(other.memberships.get().user)
    for page, number in (("alert", "alert"), ("behind", "alert"), ("move", "alert"), ("rule", "rule")):
        pk = alert.pk if number == "alert" else made.pk
        for organization in (talk.organization, other):
            address = org_reverse(f"alerts:{page}", organization, **{number: pk})
            assert 404 in {
                client.get(address).status_code,
                client.post(address, {"state": "seen"}).status_code,
            }
    assert list(rules_of(organization=other)) == []
    # Somebody else's brand cannot be watched, in the form or by the API.
    taken = client.post(org_reverse("alerts:add_rule", other), {"query": talk.acme.pk, "kind": "volume"})
    assert taken.status_code == 200
    assert AlertRule.objects.count() == 1


def test_who_may_only_see_may_act_on_alerts_and_not_on_rules(talk: Talk, client: Client) -> None:
    made = rule(talk.burn())
    alert = found(talk)
    client.force_login(make_member(talk.organization, Role.AGENT).user)
    assert client.post(at(talk, "move", alert=alert.pk), {"state": "working"}).status_code == 302
    assert client.get(at(talk, "add_rule")).status_code == 403
    assert client.post(at(talk, "remove_rule", rule=made.pk)).status_code == 403
    assert "Add a rule" not in client.get(at(talk, "rules")).content.decode()


def test_the_api_does_the_same(talk: Talk, member: Client) -> None:
    base = f"/api/v1/o/{talk.organization.slug}/alerts"
    talk.burn()
    said = {"about": "acme", "kind": "volume"}
    tried = member.post(f"{base}/try", said, content_type="application/json").json()
    assert tried["by_sensitivity"] == {"quiet": 1, "normal": 1, "eager": 1}
    assert len(tried["past"]) == 1
    made = member.post(f"{base}/rules", said, content_type="application/json")
    assert (made.status_code, made.json()["about"]) == (201, "Acme")
    alert = found(talk)
    (listed,) = member.get(f"{base}/alerts").json()
    assert listed["figures"]["total"] == 138
    assert "46 posts about Acme" in listed["sentence"]
    one = f"{base}/alerts/{alert.pk}"
    assert member.get(one).json() == listed
    closed = member.post(f"{one}/state", {"state": "closed"}, content_type="application/json")
    assert closed.json()["state"] == "closed"
    assert member.post(f"{one}/state", {"state": "muted"}, content_type="application/json").status_code == 409
    assert member.get(f"{base}/alerts").json() == []
    assert len(member.get(f"{base}/alerts?everything=true").json()) == 1
    rule_address = f"{base}/rules/{made.json()['id']}"
    changed = member.put(rule_address, said | {"sensitivity": "quiet"}, content_type="application/json")
    assert changed.json()["sensitivity"] == "quiet"
    for wrong in ({"about": "Nobody"}, said | {"kind": "term", "term": ""}):
        assert member.put(rule_address, wrong, content_type="application/json").status_code == 422
    assert len(member.get(f"{base}/rules").json()) == 1
    assert member.delete(rule_address).status_code == 204
    assert member.get(f"{base}/rules").json() == []


def test_the_commands_do_the_same(talk: Talk) -> None:
    def run(*words: str, code: int = 0) -> str:
        done = CliRunner().invoke(command, list(words))
        assert done.exit_code == code, done.output
        return done.output

    talk.burn()
    assert "Nothing is watched yet" in run("rules")
    tried = run("try", "acme", "--kind", "volume", "--sensitivity", "eager")
    assert "It would have told you of 1 thing" in tried
    assert json.loads(run("try", "acme", "--format", "json"))["enough"]
    assert "Acme: More posts than usual" in run("add", "acme")
    assert "There is no brand 'Nobody'" in run("add", "Nobody", code=1)
    assert "Write one word" in run("add", "acme", "--kind", "term", code=1)
    assert "2 rules added" in run("standard")
    assert "3 rules looked at: 2 new alerts" in run("check")
    assert "0 new alerts" in run("check", "--since", "2026-03-01")
    listed = json.loads(run("list", "--format", "json"))
    assert {one["kind"] for one in listed} == {"volume", "negative"}
    assert "46 posts about Acme" in run("list")
    number = str(AlertRule.objects.get(kind="volume").pk)
    assert "Removed" in run("remove", number)
    assert "There is no rule" in run("remove", number, code=1)


def test_a_share_of_voice_needs_a_rival(db: None, client: Client) -> None:
    organization = make_organization()
    alone = add_brand(organization, "Alone", "alone", kind=BrandKind.OWN)
    client.force_login(organization.memberships.get().user)
    form: dict[str, Any] = {"query": alone.pk, "kind": "voice", "sensitivity": "normal"}
    page = client.get(org_reverse("alerts:try_rule", organization), form).content.decode()
    assert "name a competitor first" in page
