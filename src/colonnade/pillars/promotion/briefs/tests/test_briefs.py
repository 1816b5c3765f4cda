"""Briefs as their users meet them: pages, programs, commands, and the goal tree."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from colonnade.campaigns.operations import CampaignPlan, add_campaign
from colonnade.core.states import TransitionRefused
from colonnade.governance.models import AuditEntry
from colonnade.organization.links import org_reverse
from colonnade.organization.models import Organization
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import NOW, make_member, make_organization, make_user
from colonnade.pillars.listening.erasure.subject import Subject
from colonnade.pillars.promotion.briefs import operations
from colonnade.pillars.promotion.briefs.commands import briefs as command
from colonnade.pillars.promotion.briefs.erasing import PLACES
from colonnade.pillars.promotion.briefs.mix import mix_of
from colonnade.pillars.promotion.briefs.models import Brief, BriefTemplate, Intent
from colonnade.pillars.promotion.briefs.states import BriefState
from colonnade.pillars.promotion.briefs.tests.factories import make_brief
from colonnade.strategy.tests.factories import SMALL, make_draft
from colonnade.strategy.work import work_by_goal

HOSTILE = "\"><script>alert('x')</script><img src=x onerror=alert(1)>"


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


@pytest.fixture
def author(hydra: Organization, client: Client) -> Client:
    client.force_login(make_member(hydra, Role.AUTHOR).user)
    return client


def test_a_brief_is_written_on_a_page_and_stands_under_its_goal(author: Client, hydra: Organization) -> None:
    make_draft(hydra, text=SMALL)
    said = {"title": "Grease it", "goal": "leads", "intent": "solve", "method": "articles"}
    answer = author.post(org_reverse("briefs:add", hydra), said)
    brief = Brief.objects.get()
    assert answer["Location"] == org_reverse("briefs:brief", hydra, brief=brief.pk)
    assert [item.title for item in work_by_goal(hydra)["leads"]] == ["Grease it"]
    shown = author.get(answer["Location"]).content.decode()
    assert "Leads for parts" in shown
    assert AuditEntry.objects.filter(action="brief.added").exists()


def test_a_brief_serves_the_goal_of_its_campaign(hydra: Organization) -> None:
    make_draft(hydra, text=SMALL)
    plan = CampaignPlan(name="Spring", starts_on=NOW.date(), ends_on=NOW.date(), goal="leads")
    campaign = add_campaign(organization=hydra, plan=plan, actor=None, now=NOW)
    assert make_brief(hydra, campaign=campaign).served == "leads"
    assert make_brief(hydra).served == ""


def test_a_goal_that_is_none_and_a_campaign_of_others_are_refused(hydra: Organization) -> None:
    rival = make_organization("Rival", founder=make_user("rita@rival.example"))
    plan = CampaignPlan(name="Spring", starts_on=NOW.date(), ends_on=NOW.date())
    theirs = add_campaign(organization=rival, plan=plan, actor=None, now=NOW)
    for wrong in ({"goal": "fame"}, {"campaign": theirs}, {"landing": "javascript:alert(1)"}, {"title": ""}):
        with pytest.raises(ValidationError):
            make_brief(hydra, **{"title": "Grease it", **wrong})  # type: ignore[arg-type]  # wrong on purpose
    assert not Brief.objects.exists()


def test_its_life_is_a_table(author: Client, hydra: Organization) -> None:
    brief = make_brief(hydra)
    address = org_reverse("briefs:step", hydra, brief=brief.pk)
    author.post(address, {"state": "done"})
    brief.refresh_from_db()
    assert brief.present == BriefState.DONE
    with pytest.raises(TransitionRefused):
        operations.take_step(brief=brief, wanted=BriefState.DROPPED, actor=None, now=NOW)
    assert author.post(address, {"state": "eaten"}).status_code == 404


def test_a_template_carries_its_words_into_the_next_brief(author: Client, hydra: Organization) -> None:
    brief = make_brief(hydra, audience="owners", message="Grease saves money", intent=Intent.SELL)
    author.post(org_reverse("briefs:keep_template", hydra, brief=brief.pk), {"name": "How to"})
    template = BriefTemplate.objects.get()
    page = author.get(org_reverse("briefs:add", hydra) + f"?template={template.pk}")
    assert "Grease saves money" in page.content.decode()
    author.post(org_reverse("briefs:remove_template", hydra, template=template.pk))
    assert not BriefTemplate.objects.exists()


def test_the_mix_stands_beside_what_the_methods_allow(hydra: Organization) -> None:
    make_draft(hydra, text=SMALL.replace("hours: {writer: 4}", "hours: {writer: 4}\n    selling_share: 0.25"))
    for number in range(3):
        make_brief(hydra, title=f"Answer {number}", method="articles")
    for number in range(2):
        make_brief(hydra, title=f"Offer {number}", method="articles", intent=Intent.SELL)
    make_brief(hydra, title="Loose offer", intent=Intent.SELL)
    dropped = make_brief(hydra, title="Dropped offer", intent=Intent.SELL)
    operations.take_step(brief=dropped, wanted=BriefState.DROPPED, actor=None, now=NOW)
    mix = mix_of(organization=hydra, now=NOW + timedelta(days=1))
    assert (mix.solving, mix.selling, mix.compared, mix.selling_compared) == (3, 3, 5, 2)
    assert mix.allowed == pytest.approx(0.25)
    assert mix.sells_more_than_allowed
    assert mix_of(organization=hydra, now=NOW + timedelta(days=91)).briefs == 0


def test_evidence_that_names_a_person_is_forgotten(hydra: Organization) -> None:
    evidence: list[operations.Evidence] = [
        {"claim": "12 posts name @alice", "posts": 12, "since": "2026-03-01", "link": "?author=x:alice"},
        {"claim": "40 ask about hoses", "posts": 40, "since": "2026-03-01", "link": "?term=hose"},
    ]
    plan = operations.BriefPlan(title="Hoses")
    brief = operations.add_brief(organization=hydra, plan=plan, actor=None, now=NOW, evidence=evidence)
    subject = Subject(organization_id=hydra.pk, authors=frozenset({"x:alice"}))
    assert PLACES[0].count(subject) == 1
    PLACES[0].forget(subject)
    brief.refresh_from_db()
    assert [item["claim"] for item in brief.evidence] == ["40 ask about hoses"]
    assert PLACES[0].count(subject) == 0


def test_what_people_write_is_shown_as_text(author: Client, hydra: Organization) -> None:
    words = ("title", "audience", "message", "call_to_action", "notes", "topic")
    brief = make_brief(hydra, **dict.fromkeys(words, HOSTILE[:110]))
    operations.keep_template(brief=brief, name=HOSTILE, actor=None, now=NOW)
    pages = [org_reverse("briefs:list", hydra), org_reverse("briefs:add", hydra) + "?template=1"]
    pages += [org_reverse(f"briefs:{name}", hydra, brief=brief.pk) for name in ("brief", "change")]
    for page in pages:
        shown = author.get(page).content.decode()
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown


def test_another_organisation_s_brief_is_not_there(author: Client, hydra: Organization) -> None:
    theirs = make_brief(make_organization("Rival", founder=make_user("rita@rival.example")))
    for name in ("brief", "change"):
        assert author.get(org_reverse(f"briefs:{name}", hydra, brief=theirs.pk)).status_code == 404


def test_the_list_asks_as_often_for_three_as_for_one(
    author: Client, hydra: Organization, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = org_reverse("briefs:list", hydra)
    make_brief(hydra)
    author.get(address)
    with django_assert_num_queries(10):
        author.get(address)
    make_brief(hydra, title="Second", owner=make_user("otto@hydra.example"))
    make_brief(hydra, title="Third", due_on=timezone.localdate())
    with django_assert_num_queries(10):
        author.get(address)


def test_a_program_writes_reads_and_changes(author: Client, hydra: Organization) -> None:
    make_draft(hydra, text=SMALL)
    address = f"/api/v1/o/{hydra.slug}/briefs/briefs"
    made = author.post(address, {"title": "Grease it", "goal": "leads"}, content_type="application/json")
    assert made.status_code == 200, made.content
    number = made.json()["id"]
    changed = author.put(
        f"{address}/{number}", {"title": "Grease it well", "intent": "sell"}, content_type="application/json"
    )
    assert (changed.json()["intent"], changed.json()["goal"]) == ("sell", "")
    assert [one["title"] for one in author.get(address).json()] == ["Grease it well"]
    wrong = author.post(address, {"title": "X", "campaign": "none"}, content_type="application/json")
    assert wrong.status_code == 422


def test_the_command_writes_and_lists(hydra: Organization) -> None:
    runner = CliRunner()
    assert runner.invoke(command, ["add", "Grease it", "--due", "2026-12-01"]).exit_code == 0
    refused = runner.invoke(command, ["add", "Grease it", "--goal", "fame"])
    assert refused.exit_code == 1
    assert "There is no goal 'fame'" in refused.output
    assert "Grease it (solve, goal none, due 2026-12-01)" in runner.invoke(command, ["list"]).output
