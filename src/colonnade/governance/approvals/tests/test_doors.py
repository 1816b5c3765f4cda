"""Programs and the command line see and do what the pages do."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.test import Client
from django.utils import timezone

from colonnade.governance.approvals import commands, operations, queries
from colonnade.governance.approvals.models import Review
from colonnade.governance.approvals.tests.factories import KIND, Notes
from colonnade.organization.models import Membership
from colonnade.organization.tests.factories import make_organization, make_user

pytestmark = pytest.mark.django_db


def test_programs_submit_read_and_decide(
    client: Client, notes: Notes, author: Membership, approver: Membership
) -> None:
    root = f"/api/v1/o/{author.organization.slug}/approvals/reviews"
    notes.write(author.organization, "Our new hammer.", author=author.user)
    client.force_login(author.user)
    said = {"kind": KIND, "subject_id": "1", "risk": "high"}
    made = client.post(root, json.dumps(said), content_type="application/json")
    assert made.status_code == 201
    review = made.json()
    assert (review["state"], review["version"], review["stage"]) == ("waiting", 1, "Another person")
    again = client.post(root, json.dumps(said), content_type="application/json")
    assert again.status_code == 409
    assert "already" in again.json()["detail"]
    missing = client.post(
        root, json.dumps({"kind": KIND, "subject_id": "9"}), content_type="application/json"
    )
    assert missing.status_code == 404
    client.force_login(approver.user)
    [mine] = client.get(root + "?mine=true").json()
    decision = f"{root}/{mine['id']}/decision"
    stale = {"verdict": "approve", "digest": "old"}
    assert client.post(decision, json.dumps(stale), content_type="application/json").status_code == 409
    good = {"verdict": "approve", "digest": mine["digest"]}
    assert (
        client.post(decision, json.dumps(good), content_type="application/json").json()["state"] == "approved"
    )
    assert client.get(root + "?state=waiting").json() == []
    assert client.get(f"{root}/{mine['id']}").json()["state"] == "approved"
    assert client.get(f"{root}/999").status_code == 404


def test_programs_of_others_find_nothing(client: Client, notes: Notes, review: Review) -> None:
    rival = make_organization("Rival", founder=make_user("rita@rival.example"))
    client.force_login(rival.memberships.get().user)
    assert client.get(f"/api/v1/o/{rival.slug}/approvals/reviews/{review.pk}").status_code == 404
    assert client.get(f"/api/v1/o/{rival.slug}/approvals/reviews").json() == []


def test_the_command_lists_what_waits_and_for_whom(
    notes: Notes, author: Membership, approver: Membership, review: Review
) -> None:
    run = CliRunner()
    Review.objects.update(due_at=timezone.now() - timedelta(hours=1))
    everything = run.invoke(commands.approvals, ["list"])
    assert "Note 1  [Another person]" in everything.output
    assert "LATE" in everything.output
    assert "Note 1" in run.invoke(commands.approvals, ["list", "--member", approver.user.email]).output
    assert "Nothing waits" in run.invoke(commands.approvals, ["list", "--member", author.user.email]).output
    assert run.invoke(commands.approvals, ["list", "--member", "nobody@x.example"]).exit_code == 1


def test_the_command_says_who_would_approve(author: Membership, approver: Membership) -> None:
    run = CliRunner()
    said = run.invoke(commands.approvals, ["who", "--author", approver.user.email])
    assert said.exit_code == 0
    assert "ana@hydra.example" in said.output
    assert approver.user.email not in said.output
    assert run.invoke(commands.approvals, ["who", "--unit", "moon"]).exit_code == 1


def test_the_command_forgets_a_partner(author: Membership, review: Review) -> None:
    operations.invite(
        version=queries.present_version(review),
        name="Pat",
        email="pat@partner.example",
        needed=False,
        actor=author,
        now=timezone.now(),
    )
    said = CliRunner().invoke(commands.approvals, ["forget", "pat@partner.example"])
    assert "1 invitations named" in said.output


def test_the_command_says_where_nobody_could() -> None:
    ana = make_organization().memberships.get()
    said = CliRunner().invoke(commands.approvals, ["who", "--author", ana.user.email])
    assert said.exit_code == 1
    assert "nobody could approve" in said.output
