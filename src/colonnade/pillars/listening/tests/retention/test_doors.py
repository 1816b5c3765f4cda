"""Pages, API and command: each shows what would go, sets the rule, and keeps strangers out."""

import json
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from colonnade.channels.models import Channel
from colonnade.organization.models import Organization
from colonnade.organization.operations import issue_token
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import NOW, make_member, make_organization, make_user
from colonnade.pillars.listening.commands import listen
from colonnade.pillars.listening.models import Import
from colonnade.pillars.listening.retention import queries
from colonnade.pillars.listening.retention.models import Origin, Rule
from colonnade.pillars.listening.tests.retention.factories import (
    add_account,
    add_source,
    keep,
    remove,
    stored,
)

ROOT = "/o/hydra-machines/settings/retention/"


@pytest.fixture
def manager(client: Client, hydra: Organization) -> Client:
    client.force_login(make_member(hydra, Role.ADMINISTRATOR).user)
    return client


def test_the_pages_show_what_would_go_and_set_the_rule(
    manager: Client, hydra: Organization, feed: Channel
) -> None:
    page = f"{ROOT}source/{feed.pk}/"
    shown = manager.post(page, {"days": "90", "show": "1"}).content.decode()
    assert "1 post is older and would go." in shown
    assert not Rule.objects.exists()
    assert manager.post(page, {"days": "0"}).status_code == 200
    assert manager.post(page, {"days": "90"}).headers["Location"] == ROOT
    assert "90 days" in manager.get(ROOT).content.decode()
    assert "Nothing was removed yet." in manager.get(ROOT).content.decode()
    remove(hydra)
    assert "Nothing was removed yet." not in manager.get(ROOT).content.decode()
    assert manager.post(page, {"days": ""}).status_code == 302
    assert not Rule.objects.exists()
    assert manager.get(f"{ROOT}source/999/").status_code == 404
    assert manager.get(f"{ROOT}planet/1/").status_code == 404


def test_the_list_asks_as_often_for_one_as_for_three(manager: Client, hydra: Organization) -> None:
    manager.get(ROOT)
    asked = []
    for number in range(3):
        add_source(hydra, f"Feed {number}", add_account(hydra, f"@{number}"))
        Import.objects.create(organization=hydra, name=f"{number}.csv", path="-", created_at=NOW)
        with CaptureQueriesContext(connection) as captured:
            assert manager.get(ROOT).content.decode().count(".csv") >= number + 1
        asked.append(len(captured))
    assert asked[0] == asked[2]


def test_strangers_and_analysts_see_nothing(client: Client, hydra: Organization, feed: Channel) -> None:
    rival = make_organization("Rival", founder=make_user("stranger@example.com"))
    client.force_login(rival.memberships.get().user)
    assert client.get(f"{ROOT}source/{feed.pk}/").status_code == 404
    assert client.get(f"/o/rival/settings/retention/source/{feed.pk}/").status_code == 404
    client.force_login(make_member(hydra, Role.ANALYST).user)
    assert client.get(ROOT).status_code == 403
    with pytest.raises(queries.NothingKept):
        keep(rival, Origin.SOURCE, feed.pk, 1)


def test_the_api_lists_previews_sets_and_tells(client: Client, hydra: Organization, feed: Channel) -> None:
    member = make_member(hydra, Role.ADMINISTRATOR)
    secret = issue_token(membership=member, name="test", now=NOW).secret
    root = "/api/v1/o/hydra-machines/retention"
    ask: dict[str, Any] = {
        "headers": {"authorization": f"Bearer {secret}"},
        "content_type": "application/json",
    }
    rule = f"{root}/rules/source/{feed.pk}"
    assert client.post(f"{rule}/preview", {"days": 90}, **ask).json() == {"posts": 1}
    assert client.put(rule, {"days": 90}, **ask).json()["holds"] == 90
    assert client.put(rule, {"days": 0}, **ask).status_code == 422
    assert client.put(f"{root}/rules/source/999", {"days": 9}, **ask).status_code == 404
    listed = {found["name"]: found["holds"] for found in client.get(f"{root}/rules", **ask).json()}
    assert listed == {"Feed": 90, "Other": None}
    remove(hydra)
    removals = client.get(f"{root}/removals", **ask).json()
    assert [(found["name"], found["posts"]) for found in removals] == [("Feed", 1)]


def test_the_command_lists_previews_sets_and_removes(hydra: Organization, feed: Channel) -> None:
    def run(*arguments: str) -> str:
        result = CliRunner().invoke(listen, ["keep", *arguments])
        assert result.exit_code == 0, result.output
        return result.output

    source = ("source", str(feed.pk))
    assert "1 posts of Feed are older and would go" in run(*source, "--days", "90", "--dry-run")
    assert "kept 90 days" in run(*source, "--days", "90")
    assert "90 days" in run()
    listed = json.loads(run("--format", "json"))
    assert {"origin": "source", "number": feed.pk, "name": "Feed", "days": 90} in listed
    assert "1 posts were removed" in run("--now")
    assert stored(hydra) <= {"m2", "m3", "m4"}
    assert "kept for ever" in run(*source, "--forever")
    wrong = CliRunner().invoke(listen, ["keep", "source", "999", "--days", "3"])
    assert wrong.exit_code == 1
    assert "There is no Source 999. Nothing was changed." in wrong.output
    assert CliRunner().invoke(listen, ["keep", "source"]).exit_code == 2
    assert CliRunner().invoke(listen, ["keep", *source]).exit_code == 2
