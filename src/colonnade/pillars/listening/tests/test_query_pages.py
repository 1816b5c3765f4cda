"""Queries on their pages, over the API and from the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from colonnade.core.jobs import operations as jobs
from colonnade.core.jobs.models import Job
from colonnade.organization.models import Organization
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import NOW, make_member, make_organization, make_user
from colonnade.pillars.listening import trial
from colonnade.pillars.listening.commands.group import listen
from colonnade.pillars.listening.jobs import match_stored_posts
from colonnade.pillars.listening.models import BrandKind, BrandQuery
from colonnade.pillars.listening.operations import brands
from colonnade.pillars.listening.tests.factories import add_brand, csv_file, import_posts, match, post_row
from colonnade.warehouse.ownership import OwnedElsewhere

ROOT = "/o/hydra-machines/listen"
API = "/api/v1/o/hydra-machines/listening"
QUERY = "acme NEAR/3 leak* NOT jobs"


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


@pytest.fixture
def posts(hydra: Organization, tmp_path: Path) -> Organization:
    rows = [
        post_row(1, "The Acme is <b>leaking</b>"),
        post_row(2, "acme leaks, says the jobs page"),
        post_row(3, "acme works"),
    ]
    import_posts(hydra, csv_file(tmp_path / "p.csv", rows))
    return hydra


@pytest.fixture
def analyst(hydra: Organization, client: Client) -> Client:
    client.force_login(make_member(hydra, Role.ANALYST).user)
    return client


@pytest.fixture
def author(hydra: Organization) -> Client:
    client = Client()
    client.force_login(make_member(hydra, Role.AUTHOR).user)
    return client


def said(**changes: str) -> dict[str, str]:
    return {"text": QUERY, "name": "Leaks", "kind": "topic", "unit": ""} | changes


def page(client: Client, path: str) -> str:
    return client.get(f"{ROOT}{path}").content.decode()


def send(client: Client, method: str, path: str, body: object = None) -> Any:
    return client.generic(method, f"{API}{path}", json.dumps(body), content_type="application/json")


def test_a_query_is_read_while_it_is_written(analyst: Client) -> None:
    read = analyst.post(f"{ROOT}/queries/read/", {"text": "acme or\r\nleak*"}).content.decode()
    assert "words such as “leak*”" in read
    assert "Did you mean OR?" in read
    refused = analyst.post(f"{ROOT}/queries/read/", {"text": "acme\r\nAND (leak"}).content.decode()
    assert "This parenthesis is never closed." in refused
    assert "Line 2, column 5:" in refused
    assert "AND (leak\n    ^" in refused
    assert "What you can write" in analyst.post(f"{ROOT}/queries/read/", {"text": " "}).content.decode()


def test_a_query_is_tried_before_it_is_saved(posts: Organization, analyst: Client) -> None:
    found = analyst.post(f"{ROOT}/queries/try/", said(), headers={"HX-Request": "true"}).content.decode()
    assert "1 of 3 stored posts match." in found
    assert "The <mark>Acme</mark> is &lt;b&gt;<mark>leaking</mark>" in found
    assert "1 post is left out by NOT" in found
    assert "says the <mark>jobs</mark> page" in found
    assert "<html" not in found
    assert not BrandQuery.objects.exists()
    whole = analyst.post(f"{ROOT}/queries/try/", said()).content.decode()
    assert "<html" in whole
    assert "1 of 3 stored posts match." in whole
    assert QUERY in whole


def test_what_cannot_be_tried_says_why(
    posts: Organization, analyst: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = analyst.post(f"{ROOT}/queries/try/", said(text="NOT acme")).content.decode()
    assert "This is too broad" in refused

    def held() -> None:
        raise OwnedElsewhere(Path("w.duckdb"), None)

    monkeypatch.setattr("colonnade.pillars.listening.views.queries.open_store", held)
    assert "A command is using the warehouse" in analyst.post(f"{ROOT}/queries/try/", said()).content.decode()


def test_an_empty_warehouse_is_said(hydra: Organization, analyst: Client) -> None:
    assert "no stored posts" in analyst.post(f"{ROOT}/queries/try/", said()).content.decode()


def test_of_many_posts_a_sample_is_tried_and_said(
    hydra: Organization, tmp_path: Path, analyst: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [post_row(n, f"acme {'leaks' if n % 2 else 'works'}") for n in range(400)]
    import_posts(hydra, csv_file(tmp_path / "p.csv", rows))
    monkeypatch.setattr(trial, "MOST_TRIED", 100)
    answer = send(analyst, "POST", "/queries/test", {"query": QUERY}).json()
    assert 60 < answer["tried"] < 140
    assert answer["low"] < 0.5 < answer["high"]
    assert "from a random sample" in answer["sentence"]
    assert sum(answer["over_time"].values()) == pytest.approx(400 * answer["found"] / answer["tried"], abs=15)


def test_a_query_is_saved_changed_and_restored(posts: Organization, analyst: Client) -> None:
    refused = analyst.post(f"{ROOT}/queries/", said(text="acme AND")).content.decode()
    assert "1:6: AND needs a term on its right" in refused
    assert analyst.post(f"{ROOT}/queries/", said()).status_code == 302
    query = BrandQuery.objects.get()
    assert (query.text, query.kind) == (QUERY, BrandKind.TOPIC)
    assert "already a brand" in analyst.post(f"{ROOT}/queries/", said()).content.decode()
    match(posts, query.pk)

    path = f"/brands/{query.pk}"
    analyst.post(f"{ROOT}{path}/query/", said(text="acme\r\nOR rival"))
    query.refresh_from_db()
    assert (query.text, query.version, query.matched_at) == ("acme\nOR rival", 2, None)
    shown = page(analyst, f"{path}/query/")
    assert QUERY in shown
    assert "Restore" in shown
    assert "acme\nOR rival" in page(analyst, "/brands/")
    assert analyst.get(f"{ROOT}{path}/").url == f"{ROOT}{path}/query/"  # type: ignore[attr-defined]  # a redirect

    analyst.post(f"{ROOT}{path}/versions/1/restore/")
    query.refresh_from_db()
    assert (query.text, query.version) == (QUERY, 3)
    assert analyst.post(f"{ROOT}{path}/versions/9/restore/").status_code == 404


def test_matching_is_shown_and_goes_on_after_a_stop(posts: Organization, analyst: Client) -> None:
    analyst.post(f"{ROOT}/queries/", said())
    query = BrandQuery.objects.get()
    path = f"/brands/{query.pk}/query/"
    assert "Stored posts are being matched" in page(analyst, path)
    jobs.cancel(job=Job.objects.get(task=match_stored_posts.module_path), now=NOW)
    assert "has stopped" in page(analyst, path)
    analyst.post(f"{ROOT}/brands/{query.pk}/match/")
    assert Job.objects.filter(task=match_stored_posts.module_path).count() == 2
    match(posts, query.pk)
    assert "Match stored posts again" in page(analyst, path)


def test_a_brand_of_the_simple_form_can_be_written_as_a_query(hydra: Organization, analyst: Client) -> None:
    brand = add_brand(hydra, "Acme", "acme", "wheel loader")
    assert "acme OR &quot;wheel loader&quot;" in page(analyst, f"/brands/{brand.pk}/query/")
    assert "acme near" in page(analyst, "/queries/?text=acme+near")


def test_who_may_not_edit_may_try(posts: Organization, author: Client) -> None:
    query = add_brand(posts, "Acme")
    assert "Save it" not in page(author, "/queries/")
    assert author.post(f"{ROOT}/queries/try/", said()).status_code == 200
    for path in ("queries/", f"brands/{query.pk}/query/", f"brands/{query.pk}/match/"):
        assert author.post(f"{ROOT}/{path}", said()).status_code == 403
    assert author.post(f"{ROOT}/brands/{query.pk}/versions/1/restore/").status_code == 403


def test_strangers_find_nothing(hydra: Organization, analyst: Client) -> None:
    theirs = add_brand(make_organization("Rival", founder=make_user("rita@rival.example")))
    assert analyst.get(f"{ROOT}/brands/{theirs.pk}/query/").status_code == 404
    for path in ("query/", "match/", "versions/1/restore/"):
        assert analyst.post(f"{ROOT}/brands/{theirs.pk}/{path}", said()).status_code == 404
    assert analyst.get(f"{API}/brands/{theirs.pk}/versions").status_code == 404
    assert send(analyst, "POST", f"/brands/{theirs.pk}/match").status_code == 404
    assert send(analyst, "POST", f"/brands/{theirs.pk}/versions/1/restore").status_code == 404
    assert analyst.post("/o/rival/listen/queries/try/", said()).status_code == 404


def test_versions_cost_the_same_queries_for_one_and_for_three(
    hydra: Organization, analyst: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    query = add_brand(hydra, "Acme")
    match(hydra, query.pk)
    page(analyst, f"/brands/{query.pk}/query/")
    with CaptureQueriesContext(connection) as one:
        page(analyst, f"/brands/{query.pk}/query/")
    for text in ("acme OR rival", "acme OR leak"):
        settings = brands.BrandSettings(name="Acme", kind=BrandKind.OWN, text=text)
        brands.change_brand(
            brand=query, settings=settings, actor=make_user(f"{text[-4:]}@x.example"), now=NOW
        )
    match(hydra, query.pk)
    Job.objects.all().delete()
    with django_assert_num_queries(len(one.captured_queries)):
        page(analyst, f"/brands/{query.pk}/query/")


def test_queries_over_the_api(posts: Organization, analyst: Client) -> None:
    read = send(analyst, "POST", "/queries/check", {"query": "acme or leak*"}).json()
    assert read["query"] == 'acme AND "or" AND leak*'
    assert read["hints"][0]["column"] == 6
    refused = send(analyst, "POST", "/queries/check", {"query": "acme AND"}).json()["refused"]
    assert (refused["line"], refused["column"], refused["end"]) == (1, 6, 8)
    tried = send(analyst, "POST", "/queries/test", {"query": QUERY}).json()
    assert (tried["found"], tried["excluded"]) == (1, 1)
    assert tried["examples"][0]["found"] == ["Acme", "leaking"]
    assert send(analyst, "POST", "/queries/test", {"query": "("}).status_code == 422

    made = send(analyst, "POST", "/brands", {"name": "Leaks", "kind": "topic", "query": QUERY}).json()
    assert (made["query"], made["version"], made["terms"]) == (QUERY, 1, ["acme", "leak*"])
    number = made["id"]
    assert send(analyst, "PUT", f"/brands/{number}", {"name": "Leaks", "query": "x OR"}).status_code == 422
    send(analyst, "PUT", f"/brands/{number}", {"name": "Leaks", "query": "rival"})
    versions = analyst.get(f"{API}/brands/{number}/versions").json()
    assert [version["query"] for version in versions] == ["rival", QUERY]
    restored = send(analyst, "POST", f"/brands/{number}/versions/1/restore").json()
    assert (restored["query"], restored["version"]) == (QUERY, 3)
    assert send(analyst, "POST", f"/brands/{number}/versions/7/restore").status_code == 404
    assert send(analyst, "POST", f"/brands/{number}/match").status_code == 202


def run(*words: str, stdin: str | None = None) -> Any:
    return CliRunner().invoke(listen, ["query", *words], input=stdin)


def test_queries_from_the_command_line(posts: Organization, tmp_path: Path) -> None:
    refused = run("check", "acme\nAND (leak")
    assert refused.exit_code == 1
    assert "2:5: This parenthesis is never closed" in refused.output
    assert "  AND (leak\n      ^" in refused.output
    assert "the handle @acme" in run("check", "@acme OR x1").output
    assert json.loads(run("check", "--json", "-", stdin="a1 b1\n").stdout)["query"] == "a1 AND b1"

    tried = run("test", QUERY).output
    assert "1 of 3 stored posts match." in tried
    assert "Left out by NOT (1):" in tried
    assert json.loads(run("test", QUERY, "--json").stdout)["found"] == 1

    file = tmp_path / "leaks.txt"
    file.write_text(QUERY)
    saved = run("save", "Leaks", f"@{file}")
    assert "Saved Leaks, version 1" in saved.output
    assert "1 stored posts match." in saved.output
    assert "version 2" in run("save", "leaks", "acme").output
    assert BrandQuery.objects.get().kind == BrandKind.TOPIC
    assert run("save", "", "acme").exit_code == 1
    listed = json.loads(run("list", "--json").stdout)
    assert [(item["name"], item["version"], item["query"]) for item in listed] == [("Leaks", 2, "acme")]
    assert "Leaks" in run("list").output
    assert "NEAR/3" in run("versions", "Leaks").output
    assert "3 stored posts match." in run("backfill").output
    assert "There is no brand 'Nothing'" in run("backfill", "Nothing").output


def test_a_query_is_not_lost_by_changing_terms(hydra: Organization) -> None:
    run("save", "Leaks", QUERY)
    refused = CliRunner().invoke(listen, ["brand", "change", "Leaks", "--term", "acme"])
    assert "would replace it; nothing was changed" in refused.output
    CliRunner().invoke(listen, ["brand", "change", "Leaks", "--kind", "own"])
    query = BrandQuery.objects.get()
    assert (query.text, query.kind, query.version) == (QUERY, BrandKind.OWN, 1)


def test_nothing_to_list_or_match_says_how_to_begin(hydra: Organization) -> None:
    assert "Begin with" in run("list").output
    assert "There is no query yet" in run("backfill").output
    assert "cannot be read as UTF-8" not in run("check", "@missing").output
