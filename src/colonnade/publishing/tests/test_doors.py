"""Programs and the command line do the same as the pages."""

from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from colonnade.channels.models import Profile
from colonnade.organization.models import Organization
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import NOW, make_member
from colonnade.publishing.commands import publish
from colonnade.publishing.models import Publication
from colonnade.publishing.sending.delivery import carry_on
from colonnade.publishing.states import PublicationState as State
from colonnade.publishing.tests.factories import Time, Village, add_account, agree, scheduled

API = "/api/v1/o/hydra-machines/publishing"


@pytest.fixture
def author(hydra: Organization, client: Client) -> Client:
    client.force_login(make_member(hydra, Role.AUTHOR).user)
    return client


def ask(client: Client, path: str, said: object = None) -> Any:
    """Send JSON, and return the status with what came back."""
    if said is None:
        answer = client.get(f"{API}{path}")
    else:
        answer = client.post(f"{API}{path}", said, content_type="application/json")
    return answer.status_code, answer.json() if answer.content else None


def test_a_program_writes_and_learns_what_became_of_it(
    author: Client, profile: Profile, village: Village
) -> None:
    _status, [known] = ask(author, "/profiles")
    assert (known["name"], known["network"]) == ("@mayor", "Village")
    at = "2026-11-02T10:00:00+01:00"
    said = {"profile": profile.pk, "parts": [{"text": "One"}, {"text": "Two"}], "at": at}
    status, made = ask(author, "/publications", said)
    assert (status, made["state"]) == (201, "waiting")
    publication = Publication.objects.get()
    agree(publication)
    time = Time()
    time.pass_by(days=36_500)
    carry_on(organization_id=publication.organization_id, publication_id=publication.pk, clock=time)
    status, whole = ask(author, f"/publications/{publication.pk}")
    assert (whole["state"], len(whole["posts"])) == ("published", 2)
    assert any("Published" in line["words"] for line in whole["history"])
    assert [one["id"] for one in ask(author, "/publications?state=published")[1]] == [publication.pk]
    assert ask(author, f"/publications/{publication.pk}/retry", {})[0] == 409
    assert ask(author, f"/publications/{publication.pk}/withdraw", {})[1]["state"] == "published"
    time.pass_by(seconds=1)
    carry_on(organization_id=publication.organization_id, publication_id=publication.pk, clock=time)
    assert ask(author, f"/publications/{publication.pk}")[1]["state"] == "withdrawn"


def test_a_program_is_told_every_problem_and_keeps_the_draft(author: Client, profile: Profile) -> None:
    status, said = ask(author, "/publications", {"profile": profile.pk, "parts": [{"text": "x" * 101}]})
    assert status == 422
    assert "Too long by 1" in said["detail"]
    assert Publication.objects.get().state == State.DRAFT


def test_a_program_pauses_and_goes_on(author: Client, profile: Profile) -> None:
    scheduled(profile)
    assert ask(author, "/pause", {"reason": "A storm"})[0] == 204
    assert ask(author, "/pause", {"reason": "A storm"})[0] == 409
    assert ask(author, "/resume", {}) == (200, {"held": 1})
    assert ask(author, "/resume", {})[0] == 409


def said(*words: str) -> str:
    """Return what a command says; a refusal is one message, no trace."""
    result = CliRunner().invoke(publish, list(words))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.output


def test_the_command_line_does_it_all(hydra: Organization, village: Village) -> None:
    add_account(hydra, "Mayor")
    assert "None yet" in said("profiles")
    assert "It publishes as: @mayor." in said("connect", "mayor")
    assert "Village" in said("profiles")
    assert "Waiting for approval" in said("post", "@mayor", "Hello", "--at", "2126-01-01T09:00:00")
    publication = Publication.objects.get()
    agree(publication)
    assert "Scheduled" in said("outbox")
    assert "Hello" in said("show", str(publication.pk))
    assert "not possible now" in said("retry", str(publication.pk))
    assert "Nothing is published until" in said("pause", "A storm")
    assert "paused already" in said("pause", "A storm")
    assert "0 posts are held" in said("resume")
    assert "Withdrawn." in said("withdraw", str(publication.pk))


def test_the_command_line_says_what_is_wrong(profile: Profile) -> None:
    assert "There is no one profile 'nobody'" in said("post", "nobody", "Hello")
    assert "put forward past 02:30" in said(
        "post", "@mayor", "Hello", "--at", "2030-03-31T02:30:00", "--zone", "Europe/Berlin"
    )
    assert "That time has passed" in said("post", "@mayor", "Hello", "--at", "2020-03-31T02:30:00")
    assert "The draft is kept" in said("post", "@mayor", "x" * 101)
    assert "There is no post 99" in said("show", "99")
    assert Publication.objects.filter(created_at__gte=NOW).count() == 1
