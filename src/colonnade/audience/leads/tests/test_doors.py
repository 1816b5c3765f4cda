"""Pages, API and commands: who works leads sees them, others see counts, strangers nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from colonnade.audience.leads.commands import leads as command
from colonnade.audience.leads.models import (
    Destination,
    DestinationKind,
    HandOver,
    Lead,
    QualifyingRule,
    ScoringRule,
)
from colonnade.audience.leads.operations import Said, begin_with_proposal, save_destination, step
from colonnade.audience.leads.states import LeadState
from colonnade.audience.leads.tests.factories import make_lead
from colonnade.governance.models import AuditEntry
from colonnade.organization.models import Organization
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import NOW, make_member, make_organization, make_user

EVIL = '=HYPERLINK("http://evil.example")'


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


@pytest.fixture
def worker(client: Client, hydra: Organization) -> Client:
    client.force_login(hydra.memberships.get().user)
    return client


def base(organization: Organization) -> str:
    return f"/o/{organization.slug}/promote/leads/"


@pytest.mark.parametrize("shape", ["", "?as=list"])
def test_who_works_leads_sees_them_as_board_and_list(worker: Client, hydra: Organization, shape: str) -> None:
    assert "No lead yet" in worker.get(base(hydra) + shape).content.decode()
    lead = make_lead(hydra, said=Said(email="r@q.example", name="<b>Rosa", company="Quarry"))
    html = worker.get(base(hydra) + shape).content.decode()
    assert "&lt;b&gt;Rosa" in html
    assert f"{base(hydra)}{lead.pk}/" in html
    found = worker.get(f"{base(hydra)}?text=nobody{shape.replace('?', '&')}").content.decode()
    assert "&lt;b&gt;Rosa" not in found


def test_others_see_counts_and_nobody_of_them(client: Client, hydra: Organization) -> None:
    lead = make_lead(hydra)
    client.force_login(make_member(hydra, Role.AUTHOR).user)
    html = client.get(base(hydra)).content.decode()
    assert "mqls" in html
    assert "Rosa" not in html
    assert "quarry" not in html.casefold()
    for page in (f"{lead.pk}/", "file/", "outcomes/", "rules/"):
        assert client.get(base(hydra) + page).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("shape", ["", "?as=list"])
def test_the_board_takes_the_same_queries_however_many_leads(
    worker: Client,
    hydra: Organization,
    shape: str,
    count: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        make_lead(hydra, said=Said(email=f"p{number}@q.example"))
    with django_assert_max_num_queries(12):
        worker.get(base(hydra) + shape)


def test_a_lead_is_worked_on_its_page(worker: Client, hydra: Organization) -> None:
    begin_with_proposal(organization=hydra, actor=None, now=NOW)
    QualifyingRule.objects.update(least_score=99)
    lead = make_lead(hydra)
    make_lead(hydra, said=Said(email=lead.email, name="R. Stone"))
    page = f"{base(hydra)}{lead.pk}/"
    html = worker.get(page).content.decode()
    for part in ("Writes from a company", "it lacks:", "You may call me.", "Take “R. Stone”", "Form sent"):
        assert part in html
    worker.post(f"{page}correct/", {"name": "R. Stone"})
    worker.post(f"{page}note/", {"text": "Called back."})
    member = hydra.memberships.get()
    worker.post(f"{page}assign/", {"owner": member.pk})
    html = worker.post(
        f"{page}step/", {"wanted": "mql", "why": "asked for a price"}, follow=True
    ).content.decode()
    assert "asked for a price" in html
    lead.refresh_from_db()
    assert (lead.name, lead.owner, lead.state) == ("R. Stone", member.user, LeadState.MQL)
    where = save_destination(
        destination=Destination(organization=hydra, name="File", kind=DestinationKind.FILE),
        actor=None,
        now=NOW,
    )
    worker.post(f"{page}hand-over/", {"destination": where.pk})
    assert HandOver.objects.get().state == "sent"
    refused = worker.post(f"{page}step/", {"wanted": "new"}, follow=True).content.decode()
    assert "not possible from where the lead is" in refused
    consent = lead.consents.latest("pk")
    worker.post(f"{base(hydra)}consents/{consent.pk}/withdraw/")
    consent.refresh_from_db()
    assert consent.withdrawn_at is not None
    worker.post(f"{page}erase/")
    assert not Lead.objects.exists()


def test_a_stranger_moves_nobody(client: Client, hydra: Organization) -> None:
    lead = make_lead(hydra)
    consent = lead.consents.get()
    rival = make_organization("Rival", founder=make_user("rita@rival.example"))
    client.force_login(rival.memberships.get().user)
    for page in (f"{lead.pk}/erase/", f"{lead.pk}/step/", f"consents/{consent.pk}/withdraw/"):
        assert client.post(base(rival) + page, {"wanted": "lost"}).status_code == 404
    assert client.get(f"{base(rival)}{lead.pk}/").status_code == 404


def test_the_file_runs_nothing_and_the_trail_says_who_took_it(worker: Client, hydra: Organization) -> None:
    make_lead(hydra, said=Said(email="r@q.example", name=EVIL))
    answer = worker.get(f"{base(hydra)}file/")
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]  # it streams
    assert "'=HYPERLINK" in text
    assert ",=HYPERLINK" not in text
    assert ',"=HYPERLINK' not in text
    assert AuditEntry.objects.get(action="leads.exported").details == {"leads": 1}


def test_outcomes_are_imported_on_their_page(worker: Client, hydra: Organization) -> None:
    lead = step(lead=make_lead(hydra), wanted=LeadState.MQL, actor=None, now=NOW)
    where = save_destination(
        destination=Destination(organization=hydra, name="File", kind=DestinationKind.FILE),
        actor=None,
        now=NOW,
    )
    worker.post(f"{base(hydra)}{lead.pk}/hand-over/", {"destination": where.pk})
    upload = SimpleUploadedFile(
        "o.csv", b"email,outcome,value\nrosa@quarry.example,won,5\nx@y.example,won,1\n"
    )
    html = worker.post(f"{base(hydra)}outcomes/", {"file": upload}).content.decode()
    assert "1 lead has changed" in html
    assert "no such lead" in html
    assert (
        "no column"
        in worker.post(
            f"{base(hydra)}outcomes/", {"file": SimpleUploadedFile("o.csv", b"a,b\n1,2\n")}
        ).content.decode()
    )


def test_rules_agreements_and_destinations_are_set_on_their_page(worker: Client, hydra: Organization) -> None:
    page = f"{base(hydra)}rules/"
    assert "every lead has the score 0" in worker.get(page).content.decode()
    worker.post(f"{page}propose/")
    rule = ScoringRule.objects.all()[0]
    assert rule.sentence in worker.get(page).content.decode()
    change = {
        "sentence": "Is big",
        "kind": "field",
        "subject": "answers.Machines",
        "condition": "one_of",
        "values": "",
        "points": "9",
        "most": "1",
        "active": "on",
    }
    assert "one a line" in worker.post(f"{page}rule/{rule.pk}/", change).content.decode()
    worker.post(f"{page}rule/{rule.pk}/", {**change, "values": "10 or more"})
    rule.refresh_from_db()
    assert (rule.sentence, rule.points) == ("Is big", 9)
    hook = {"name": "CRM", "kind": "webhook", "address": "https://crm.example/", "active": "on"}
    assert "is signed" in worker.post(f"{page}destination/", hook).content.decode()
    worker.post(f"{page}destination/", {**hook, "secret": "x" * 32})
    where = Destination.objects.get()
    assert "x" * 32 not in worker.get(f"{page}destination/{where.pk}/").content.decode()
    worker.post(f"{page}agreement/", {"goal": "mqls", "least_score": "40", "destination": where.pk})
    assert QualifyingRule.objects.get(goal="mqls").destination == where
    for kind, number in (("rule", rule.pk), ("destination", where.pk)):
        worker.post(f"{page}remove/{kind}/{number}/")
    assert not ScoringRule.objects.filter(pk=rule.pk).exists()
    assert worker.post(f"{page}remove/rule/{rule.pk}/").status_code == 404


def test_programs_take_leads_in_once_and_work_them(worker: Client, hydra: Organization) -> None:
    api = f"/api/v1/o/{hydra.slug}/leads/leads"
    said = {"key": "crm-1", "email": "r@q.example", "goal": "mqls", "answers": {"Machines": "3"}}
    first, again = (
        worker.post(api, json.dumps(said), content_type="application/json").json() for _try in range(2)
    )
    assert first["id"] == again["id"]
    wrong = worker.post(api, json.dumps({**said, "key": "2", "email": "x"}), content_type="application/json")
    assert wrong.status_code == 422
    one = f"{api}/{first['id']}"
    moved = worker.post(f"{one}/step", json.dumps({"wanted": "mql"}), content_type="application/json")
    assert moved.json()["state"] == "mql"
    refused = worker.post(f"{one}/step", json.dumps({"wanted": "won"}), content_type="application/json")
    assert refused.status_code == 409
    assert worker.get(f"{api}?state=mql").json()[0]["email"] == "r@q.example"
    figures = worker.get(f"/api/v1/o/{hydra.slug}/leads/figures").json()
    assert (figures[0]["goal"], figures[0]["mql"]) == ("mqls", 1)
    assert worker.delete(one).status_code == 204
    assert worker.get(one).status_code == 404


def test_a_character_that_is_none_is_refused_in_words(hydra: Organization, worker: Client) -> None:
    def answered(**said: object) -> Any:
        lead = {"key": "crm-1", "email": "r@q.example", **said}
        return worker.post(
            f"/api/v1/o/{hydra.slug}/leads/leads", json.dumps(lead), content_type="application/json"
        )

    for said in ({"name": "R\0sa"}, {"answers": {"Machines": "\0"}}):
        answer = answered(**said)
        assert (answer.status_code, "NUL" in answer.json()["detail"]) == (422, True)
    if connection.vendor == "postgresql":  # SQLite keeps what PostgreSQL refuses
        answer = answered(source="\0")
        assert (answer.status_code, "cannot be stored" in answer.json()["detail"]) == (422, True)
    assert not Lead.objects.exists()


def test_the_commands_say_what_they_did(hydra: Organization, tmp_path: Path) -> None:
    run = CliRunner().invoke
    assert run(command, ["figures"]).stdout == "There is no lead yet.\n"
    make_lead(hydra)
    assert run(command, ["figures"]).stdout.startswith("mqls: 1 leads, 0 MQLs")
    assert run(command, ["score"]).stdout == "1 leads scored, 0 of them newly qualified\n"
    assert "rosa@quarry.example" in run(command, ["export", "--goal", "mqls"]).stdout
    file = tmp_path / "o.csv"
    file.write_text("email,outcome\nrosa@quarry.example,won\n")
    done = run(command, ["outcomes", str(file)])
    assert done.stdout == "0 leads have changed, 0 rows said what was known\n"
    assert "from where it cannot be" in done.stderr
    file.write_text("")
    assert "Nothing was imported" in run(command, ["outcomes", str(file)]).stderr
    assert run(command, ["score", "--organization", "nobody"]).exit_code == 1
