"""From choosing a network to an explained silence, through each door."""

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from colonnade.channels.commands import sources as commands
from colonnade.channels.contract import Disconnect, Page, Retry
from colonnade.channels.models import Account, Allowance, Channel, Gap
from colonnade.channels.states import ChannelState
from colonnade.channels.tests.factories import SECRET, Ears, Town, add_account, add_source, heard
from colonnade.channels.tests.server import Site, site
from colonnade.core.jobs.models import Job
from colonnade.governance.models import AuditEntry
from colonnade.organization.models import Organization
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import NOW, make_member, make_organization, make_user

ROOT = "/o/hydra-machines/listen/sources"
API = "/api/v1/o/hydra-machines/channels"
FEED = (Path(__file__).parents[2] / "connectors/rss/tests/payloads/rss2.xml").read_bytes()


@pytest.fixture
def analyst(hydra: Organization, client: Client) -> Client:
    client.force_login(make_member(hydra, Role.ANALYST).user)
    return client


@pytest.fixture
def administrator(hydra: Organization) -> Client:
    client = Client()
    client.force_login(make_member(hydra, Role.ADMINISTRATOR).user)
    return client


@pytest.fixture
def feed(settings: Settings) -> Iterator[Site]:
    """Serve a feed at a peer that the administrator allows."""
    settings.ALLOWED_PEERS = ["127.0.0.1"]
    with site(
        lambda path, headers: (200, {"Content-Type": "application/rss+xml", "ETag": '"1"'}, FEED)
    ) as here:
        yield here


def test_from_an_address_to_a_source(analyst: Client, feed: Site) -> None:
    assert b"RSS and Atom" in analyst.get(f"{ROOT}/add/").content
    address = f"{ROOT}/add/rss/feed/"
    said = {"url": f"{feed.address}/feed", "every": "1800"}
    tried = analyst.post(address, said | {"try": "1"}).content.decode()
    assert "New loader &amp; what it can lift" in tried
    assert "alert(1)" not in tried
    assert not Channel.objects.exists()
    answer = analyst.post(address, said)
    channel = Channel.objects.get()
    assert answer["Location"] == f"{ROOT}/{channel.pk}/"
    assert (channel.configuration, channel.every) == ({"url": said["url"]}, timedelta(minutes=30))
    assert Job.objects.get().kwargs["channel_id"] == channel.pk
    page = analyst.get(answer["Location"]).content.decode()
    assert "Not heard yet" in page
    assert "What the feed dropped" in page


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://169.254.169.254/latest/meta-data", "not on the public internet"),
        ("http://localhost:8000/", "not on the public internet"),
        ("file:///etc/passwd", "write the feed"),
        ("https://user:secret@blog.example/", "leave user and password out"),
        ("", "This field is required"),
    ],
)
def test_what_may_not_be_fetched_is_said_beside_the_form(analyst: Client, url: str, said: str) -> None:
    page = analyst.post(f"{ROOT}/add/rss/feed/", {"url": url, "every": "1800", "try": "1"}).content.decode()
    assert said in page


def test_a_page_that_is_no_feed_names_its_feed(analyst: Client, settings: Settings) -> None:
    settings.ALLOWED_PEERS = ["127.0.0.1"]
    html = b'<html><link rel="alternate" type="application/rss+xml" href="/all.xml"><h1>Blog</h1>'
    with site(lambda path, headers: (200, {"Content-Type": "text/html"}, html)) as here:
        said = {"url": here.address, "every": "1800", "try": "1"}
        page = analyst.post(f"{ROOT}/add/rss/feed/", said).content.decode()
    assert f"{here.address}/all.xml" in page


def test_the_ledger_says_where_silence_is_not_calm(
    analyst: Client, hydra: Organization, town: Town, ears: Ears
) -> None:
    assert "Nothing is listened to yet" in analyst.get(f"{ROOT}/").content.decode()
    channel = add_source(hydra, town)
    Channel.objects.update(problem="No answer.", state=ChannelState.FAILING, next_at=NOW - timedelta(days=1))
    Gap.objects.create(
        channel=channel, start=NOW, end=NOW + timedelta(days=400), reason="It forgot.", noted_at=NOW
    )
    Allowance.objects.create(
        organization=hydra, connector="town", owner="public", host="town.example", limit=300, remaining=17
    )
    for address in (f"{ROOT}/", f"{ROOT}/{channel.pk}/"):
        page = analyst.get(address).content.decode()
        assert "No answer." in page
        assert "17 / 300" in page
    assert "It forgot." in page
    assert "nothing works on it" in page
    assert "RSS and Atom" in analyst.get(f"{ROOT}/").content.decode()  # not listened to


@pytest.mark.parametrize("count", [1, 3])
def test_the_ledger_asks_as_often_however_long_it_is(
    analyst: Client, hydra: Organization, town: Town, count: int
) -> None:
    for number in range(count):
        add_source(hydra, town, f"words {number}", account=add_account(hydra, town, f"Mayor {number}"))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        analyst.get(f"{ROOT}/")
    assert len(queries) <= 12


def test_pausing_going_on_and_removing(analyst: Client, hydra: Organization, town: Town) -> None:
    channel = add_source(hydra, town)
    for step, state in (("pause", "paused"), ("pause", "paused"), ("resume", "active"), ("resume", "active")):
        analyst.post(f"{ROOT}/{channel.pk}/{step}/")
        assert Channel.objects.get().state == state
    analyst.post(f"{ROOT}/{channel.pk}/remove/")
    assert not Channel.objects.exists()
    actions = AuditEntry.objects.filter(action__startswith="source.").order_by("pk")
    assert [entry.action for entry in actions] == [
        "source.added",
        "source.paused",
        "source.resumed",
        "source.asked",
        "source.removed",
    ]


def test_a_change_keeps_the_place_unless_the_search_is_another(
    analyst: Client, hydra: Organization, town: Town
) -> None:
    channel = add_source(hydra, town)
    Channel.objects.update(cursor="7")
    address = f"{ROOT}/{channel.pk}/change/"
    assert 'value="loaders"' in analyst.get(address).content.decode()
    shown = f"{channel.since:%Y-%m-%d}"
    analyst.post(address, {"words": "loaders", "every": "60", "name": "Ours", "since": shown})
    after = Channel.objects.get()
    assert (after.cursor, after.name, after.every) == ("7", "Ours", timedelta(minutes=1))
    analyst.post(address, {"words": "cranes", "every": "60"})
    assert Channel.objects.get().cursor == ""


def test_an_account_is_kept_once_the_network_lets_it_in(administrator: Client, town: Town) -> None:
    address = f"{ROOT}/accounts/add/town/"
    town.sign_ins = [Disconnect("wrong password")]
    said = {"name": "mayor", "password": SECRET}
    refused = administrator.post(address, said).content.decode()
    assert "Wrong password." in refused
    assert SECRET not in refused
    assert not Account.objects.exists()
    administrator.post(address, said)
    account = Account.objects.get()
    assert (account.identity, SECRET in account.sealed_credentials) == ("@mayor", False)
    assert SECRET not in administrator.get(f"{ROOT}/accounts/{account.pk}/renew/").content.decode()
    assert administrator.post(f"{ROOT}/accounts/{account.pk}/renew/", said).status_code == 302
    administrator.post(f"{ROOT}/accounts/{account.pk}/remove/")
    assert not Account.objects.exists()


def test_who_may_do_what(analyst: Client, hydra: Organization, town: Town) -> None:
    reader = Client()
    reader.force_login(make_member(hydra, Role.AUTHOR).user)
    channel = add_source(hydra, town)
    assert reader.get(f"{ROOT}/").status_code == 200
    assert reader.post(f"{ROOT}/{channel.pk}/pause/").status_code == 403
    assert reader.get(f"{ROOT}/add/").status_code == 403
    assert analyst.get(f"{ROOT}/accounts/add/town/").status_code == 403


def test_a_trial_that_fails_is_said(analyst: Client, town: Town) -> None:
    town.steps = [Retry("no answer")]
    page = analyst.post(
        f"{ROOT}/add/town/search/", {"words": "x", "every": "900", "try": "1"}
    ).content.decode()
    assert "No answer." in page
    town.steps = [Page(items=(heard(1, text="<script>alert(1)</script>"),), skipped=("text: gone",))]
    page = analyst.post(
        f"{ROOT}/add/town/search/", {"words": "x", "every": "900", "try": "1"}
    ).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "text: gone" in page


def sent(client: Client, path: str, body: Mapping[str, object] | None = None, method: str = "POST") -> Any:
    return client.generic(
        method, f"{API}{path}", json.dumps(dict(body or {})), content_type="application/json"
    )


def test_the_api_does_the_same(analyst: Client, town: Town) -> None:
    listed = analyst.get(f"{API}/networks").json()
    assert {"rss", "town"} <= {network["id"] for network in listed}
    said = {"network": "town", "kind": "search", "configuration": {"words": "loaders"}}
    town.steps = [Page(items=(heard(1),))]
    assert sent(analyst, "/sources/try", said).json()["posts"][0]["author"] == "author1"
    made = sent(analyst, "/sources", said)
    assert made.status_code == 201
    number = made.json()["id"]
    assert made.json()["doubts"] == ["Not heard yet: its first round is waiting."]
    assert sent(analyst, f"/sources/{number}/pause").json()["state"] == "paused"
    assert sent(analyst, f"/sources/{number}/pause").status_code == 409
    assert sent(analyst, f"/sources/{number}/resume").json()["state"] == "active"
    assert len(analyst.get(f"{API}/sources").json()) == 1
    assert sent(analyst, f"/sources/{number}", method="DELETE").status_code == 204
    town.steps = [Retry("no answer")]
    assert sent(analyst, "/sources/try", said).status_code == 502


@pytest.mark.parametrize(
    "said",
    [
        {"network": "nowhere", "kind": "search"},
        {"network": "town", "kind": "nothing"},
        {"network": "town", "kind": "search", "configuration": {"words": 7, "more": 1}},
        {"network": "rss", "kind": "feed", "configuration": {"url": "file:///etc/passwd"}},
        {
            "network": "town",
            "kind": "search",
            "configuration": {"words": "x"},
            "since": "2999-01-01T00:00:00Z",
        },
        {
            "network": "town",
            "kind": "search",
            "configuration": {"words": "x"},
            "since": "2026-01-01T00:00:00",
        },
    ],
)
def test_the_api_refuses_in_words(analyst: Client, town: Town, said: dict[str, object]) -> None:
    answer = sent(analyst, "/sources", said)
    assert (answer.status_code, bool(answer.json()["detail"])) == (422, True)


def run(*words: str, typed: str = "") -> str:
    """Run ``colonnade listen sources`` and return what it says."""
    result = CliRunner().invoke(commands, words, input=typed)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.output


def test_the_command_line_does_the_same(hydra: Organization, feed: Site, town: Town, ears: Ears) -> None:
    assert "Nothing is listened to yet" in run("list")
    assert "rss" in run("networks")
    url = f"url={feed.address}/feed"
    assert "New loader" in run("try", "rss", "feed", "--set", url)
    assert "Listening to" in run("add", "rss", "feed", "--set", url, "--name", "Quarry", "--every", "60")
    number = str(Channel.objects.get().pk)
    assert "2 posts heard, 2 new" in run("hear", number)
    assert "0 posts heard" in run("hear", number)  # the feed has not changed
    assert "Quarry" in run("list")
    assert "paused" in run("pause", number)
    assert "resume it first" in run("hear", number)
    assert "not possible" in run("pause", number)
    assert "heard whenever" in run("resume", number)
    assert "No longer" in run("remove", number)
    connected = run("connect", "town", "--name", "Mayor", typed=f"mayor\n{SECRET}\n")
    assert "Connected as @mayor" in connected
    assert SECRET not in connected
    assert "1 accounts" in run("rekey")


@pytest.mark.parametrize(
    "words",
    [
        ("add", "nowhere", "x"),
        ("add", "town", "x"),
        ("add", "town", "search"),
        ("add", "town", "search", "--set", "words"),
        ("add", "town", "search", "--set", "words=x", "--account", "nobody"),
        ("try", "rss", "feed", "--set", "url=http://127.0.0.1:1/"),
        ("hear", "4711"),
        ("connect", "rss"),
        ("list", "--organization", "nowhere"),
    ],
)
def test_the_command_line_refuses_in_words(hydra: Organization, town: Town, words: tuple[str, ...]) -> None:
    said = run(*words)
    assert "Error: " in said
    assert "Traceback" not in said


def test_sources_of_another_organisation_are_not_there(analyst: Client, town: Town) -> None:
    from_rival = make_organization("Rival", founder=make_user("rita@rival.example"))
    channel = add_source(from_rival, town)
    account = add_account(from_rival, town)
    for path in ("", "/change"):
        assert analyst.get(f"{ROOT}/{channel.pk}{path}/").status_code == 404
    for path in ("pause", "resume", "remove"):
        assert analyst.post(f"{ROOT}/{channel.pk}/{path}/").status_code == 404
    said = {"network": "town", "kind": "search", "configuration": {"words": "x"}, "account": account.pk}
    assert sent(analyst, "/sources", said).status_code == 404
    assert sent(analyst, f"/sources/{channel.pk}/pause").status_code == 404
