"""The calendar for programs and on the command line."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client

from colonnade.campaigns.commands import calendar
from colonnade.campaigns.models import Activity, Campaign
from colonnade.campaigns.tests.factories import MORNING, make_activity, make_campaign
from colonnade.organization.models import Organization
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import make_member, make_organization
from colonnade.strategy.tests.factories import SMALL, make_draft

pytestmark = pytest.mark.django_db
DAYS = "?first=2026-11-01&last=2026-11-30"


@pytest.fixture
def hydra() -> Organization:
    return make_organization()


class Api:
    """The API as one member."""

    def __init__(self, organization: Organization, client: Client) -> None:
        self._client, self._root = client, f"/api/v1/o/{organization.slug}/campaigns"

    def get(self, path: str) -> object:
        answer = self._client.get(f"{self._root}/{path}")
        assert answer.status_code == 200, answer.content
        return answer.json()

    def get_list(self, path: str) -> list[dict[str, str]]:
        found = self.get(path)
        assert isinstance(found, list)
        return found

    def post(self, path: str, said: object, status: int = 200) -> object:
        answer = self._client.post(f"{self._root}/{path}", json.dumps(said), content_type="application/json")
        assert answer.status_code == status, answer.content
        return answer.json() if answer.content else None


@pytest.fixture
def api(hydra: Organization, client: Client) -> Api:
    client.force_login(hydra.memberships.get().user)
    return Api(hydra, client)


def test_a_program_plans_moves_and_reads(hydra: Organization, api: Api) -> None:
    make_draft(hydra, text=SMALL)
    said = {
        "name": "Spring",
        "starts_on": "2026-11-02",
        "ends_on": "2026-11-29",
        "goal": "leads",
        "budget": "10.00",
    }
    spring = api.post("campaigns", said, 201)
    assert isinstance(spring, dict)
    assert (spring["slug"], spring["goal"]) == ("spring", "leads")
    assert api.get("campaigns") == [spring]
    activity = {"title": "Reel", "kind": "social", "campaign": spring["id"], "cost": "20"}
    activity |= {"starts_at": MORNING.isoformat(), "ends_at": MORNING.isoformat()}
    made = api.post("activities", activity, 201)
    assert isinstance(made, dict)
    api.post("move", {"entry": made["key"], "days": 2}, 204)
    (entry,) = api.get_list(f"entries{DAYS}&campaign={spring['id']}")
    assert entry["starts_at"].startswith("2026-11-12")
    assert entry["goal"] == "leads"
    (clash,) = api.get_list(f"clashes{DAYS}")
    assert clash["kind"] == "money"
    tagged = api.post("tag", {"url": "https://h.example", "channel": "x", "campaign": spring["id"]})
    assert isinstance(tagged, dict)
    assert tagged["url"].endswith("utm_source=x&utm_medium=social&utm_campaign=spring")


def test_nonsense_is_refused_with_its_reason(hydra: Organization, api: Api) -> None:
    said = {"name": "Spring", "starts_on": "2026-11-02", "ends_on": "2026-11-29"}
    for wrong in (
        {"ends_on": "2026-11-01"},
        {"goal": "gone"},
        {"unit": "gone"},
        {"budget": -1},
        {"name": ""},
    ):
        api.post("campaigns", {**said, **wrong}, 422)
    activity = {"title": "Reel", "kind": "social"}
    activity |= {"starts_at": MORNING.isoformat(), "ends_at": MORNING.isoformat()}
    for mistake in ({"ends_at": "2026-11-09T09:00:00Z"}, {"zone": "Nowhere/Else"}, {"kind": "fax"}):
        api.post("activities", {**activity, **mistake}, 422)
    api.post("activities", {**activity, "campaign": 99}, 404)
    api.post("move", {"entry": "activity:99", "days": 1}, 422)
    assert not Campaign.objects.exists()
    assert not Activity.objects.exists()


def test_a_reader_writes_nothing(hydra: Organization, client: Client) -> None:
    reel = make_activity(hydra)
    client.force_login(make_member(hydra, Role.ANALYST).user)
    reader = Api(hydra, client)
    reader.get(f"entries{DAYS}")
    reader.post("move", {"entry": f"activity:{reel.pk}", "days": 1}, 422)
    reader.post("campaigns", {"name": "x", "starts_on": "2026-11-02", "ends_on": "2026-11-29"}, 403)
    assert Activity.objects.get().starts_at == MORNING


def run(*arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(calendar, arguments)
    assert done.exit_code == code, done.output
    return done.output


@pytest.mark.parametrize("ending", [".csv", ".ics"])
def test_the_command_line_writes_and_reads_files(ending: str, hydra: Organization, tmp_path: Path) -> None:
    make_activity(hydra, campaign=make_campaign(hydra))
    file = str(tmp_path / f"calendar{ending}")
    run("export", file, "--from", "2026-11-01")
    Activity.objects.all().delete()
    assert "1 added, 0 changed, 0 left aside" in run("import", file)
    assert "2026-11-10 09:00  social:linkedin" in run("list", "--from", "2026-11-01")


def test_the_command_line_says_what_clashes_and_tags(hydra: Organization) -> None:
    campaign = make_campaign(hydra)
    make_activity(hydra, campaign=campaign, starts_at=MORNING + timedelta(days=40))
    said = run("clashes", "--from", "2026-12-01")
    assert "Outside its campaign" in said
    assert said.endswith("1 clash\n")
    tagged = run("tag", "https://h.example/", "--channel", "x", "--campaign", "winter-hoses")
    assert tagged == "https://h.example/?utm_source=x&utm_medium=social&utm_campaign=winter-hoses\n"


def test_the_command_line_says_what_it_cannot_do(hydra: Organization, tmp_path: Path) -> None:
    assert "no campaign 'gone'" in run(
        "tag", "https://h.example", "--channel", "x", "--campaign", "gone", code=1
    )
    assert ".csv or .ics" in run("export", str(tmp_path / "x.txt"), code=1)
    empty = tmp_path / "empty.csv"
    empty.touch()
    assert "Nothing was imported" in run("import", str(empty), code=1)
    assert "no organisation 'gone'" in run("list", "--organization", "gone", code=1)
