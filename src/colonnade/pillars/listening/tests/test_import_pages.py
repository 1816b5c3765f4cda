"""The pages of imports and brands."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from colonnade.core.jobs.models import Job
from colonnade.organization.models import Organization
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import NOW, make_member, make_organization, make_user
from colonnade.pillars.listening.models import BrandQuery, Import
from colonnade.pillars.listening.operations import imports
from colonnade.pillars.listening.states import ImportState
from colonnade.pillars.listening.tests.factories import (
    HEADER,
    add_brand,
    csv_file,
    facts_of,
    import_posts,
    match,
    post_row,
    receive,
    start,
    work,
)

ROOT = "/o/hydra-machines/listen"


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


@pytest.fixture
def analyst(hydra: Organization, client: Client) -> Client:
    client.force_login(make_member(hydra, Role.ANALYST).user)
    return client


@pytest.fixture
def author(hydra: Organization) -> Client:
    client = Client()
    client.force_login(make_member(hydra, Role.AUTHOR).user)
    return client


def upload(client: Client, content: bytes, name: str = "posts.csv") -> Any:
    return client.post(f"{ROOT}/imports/", {"file": SimpleUploadedFile(name, content), "kind": "posts"})


def content(tmp_path: Path, *rows: list[str]) -> bytes:
    return csv_file(tmp_path / "made.csv", list(rows)).read_bytes()


def test_from_upload_to_result(analyst: Client, hydra: Organization, tmp_path: Path) -> None:
    answer = upload(
        analyst, content(tmp_path, post_row(1, "<b>Bold</b> loader"), post_row(2, created_at="soon"))
    )
    imported = Import.objects.get()
    address = f"{ROOT}/imports/{imported.pk}/"
    assert answer["Location"] == address

    page = analyst.get(address).content.decode()
    assert "&lt;b&gt;Bold&lt;/b&gt; loader" in page
    assert "Its name says so" in page
    fields = {f"column_{n}": column["field"] or "" for n, column in enumerate(imported.guess["columns"])}
    answer = analyst.post(address, {**fields, "channel": "", "zone": "UTC", "order": "day_first"})
    assert answer.status_code == 302
    imported.refresh_from_db()
    assert imported.state == ImportState.RUNNING
    assert "Waiting for its turn" in analyst.get(address).content.decode()
    progress = analyst.get(f"{address}progress/")
    assert "HX-Refresh" not in progress

    work(imported)
    assert analyst.get(f"{address}progress/")["HX-Refresh"] == "true"
    page = analyst.get(address).content.decode()
    assert "is not a time that can be read" in page
    download = analyst.get(f"{address}aside.csv")
    assert b"soon" in download.getvalue()
    assert facts_of(hydra).count() == 1


def test_the_mapping_can_be_changed(analyst: Client, hydra: Organization, tmp_path: Path) -> None:
    upload(analyst, content(tmp_path, post_row(1)))
    imported = Import.objects.get()
    fields = {
        f"column_{n}": field
        for n, field in enumerate(["", "published_at", "author_name", "text", "views", ""])
    }
    address = f"{ROOT}/imports/{imported.pk}/"
    refused = analyst.post(address, {**fields, "channel": "", "zone": "UTC", "order": "day_first"})
    assert "Say which channel" in refused.content.decode()
    analyst.post(address, {**fields, "channel": "Bluesky", "zone": "UTC", "order": "day_first"})
    imported.refresh_from_db()
    work(imported)
    facts = facts_of(hydra)
    assert facts.run(facts.mentions.select("channel", "author_name", "views", "likes")).to_pylist() == [
        {"channel": "bluesky", "author_name": "author1", "views": 1, "likes": None}
    ]


def test_two_columns_for_one_field_are_refused(analyst: Client, hydra: Organization, tmp_path: Path) -> None:
    upload(analyst, content(tmp_path, post_row(1)))
    fields = {f"column_{n}": "text" for n in range(len(HEADER))}
    answer = analyst.post(
        f"{ROOT}/imports/{Import.objects.get().pk}/",
        {**fields, "channel": "x", "zone": "UTC", "order": "day_first"},
    )
    assert "Two columns are read as this" in answer.content.decode()


@pytest.mark.parametrize("hostile", [b"", b"PK\x03\x04...", bytes(range(256)) * 64, b"\x1f\x8bnot gzip"])
def test_a_file_that_is_none_says_why(analyst: Client, hostile: bytes) -> None:
    answer = upload(analyst, hostile)
    page = analyst.get(answer["Location"]).content.decode()
    imported = Import.objects.get()
    assert imported.state == ImportState.FAILED
    assert imported.problem.split("(")[0].strip() in page
    assert not Path(imported.path).exists()


def test_hostile_columns_and_values_are_shown_as_text(analyst: Client) -> None:
    header, row = (
        b"<script>alert(1)</script>,text,date",
        b'"\x00","a <img src=x onerror=alert(1)> b c",2026-10-10',
    )
    hostile = header + b"\n" + row + b"\n"
    page = analyst.get(upload(analyst, hostile)["Location"]).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_it_can_be_cancelled_and_resumed(analyst: Client, hydra: Organization, tmp_path: Path) -> None:
    imported = start(receive(hydra, csv_file(tmp_path / "p.csv", [post_row(1)])))
    address = f"{ROOT}/imports/{imported.pk}/"
    assert analyst.post(f"{address}cancel/").status_code == 302
    imported.refresh_from_db()
    assert imported.state == ImportState.CANCELLED
    assert "Go on" in analyst.get(address).content.decode()
    analyst.post(f"{address}resume/")
    imported.refresh_from_db()
    assert (imported.state, Job.objects.get().pk) == (ImportState.RUNNING, imported.job_id)
    work(imported)
    assert "not possible any more" in analyst.post(f"{address}cancel/", follow=True).content.decode()


def test_an_import_whose_job_died_can_go_on(analyst: Client, hydra: Organization, tmp_path: Path) -> None:
    imported = start(receive(hydra, csv_file(tmp_path / "p.csv", [post_row(1)])))
    imported = imports.resume_in_background(imported=imported, actor=None, now=NOW)
    Job.objects.update(state="dead", errors=[{"kind": "OSError", "message": "disk full", "traceback": ""}])
    page = analyst.get(f"{ROOT}/imports/{imported.pk}/").content.decode()
    assert "disk full" in page
    assert "Go on" in page


def test_a_reader_may_look_and_not_touch(author: Client, hydra: Organization, tmp_path: Path) -> None:
    imported = receive(hydra, csv_file(tmp_path / "p.csv", [post_row(1)]))
    assert "Look into the file" not in author.get(f"{ROOT}/imports/").content.decode()
    upload(author, b"text,date\na,2026-10-10\n")
    assert Import.objects.count() == 1
    author.post(f"{ROOT}/imports/{imported.pk}/", {"column_0": "text"})
    imported.refresh_from_db()
    assert imported.state == ImportState.MAPPING
    assert author.post(f"{ROOT}/imports/{imported.pk}/cancel/").status_code == 403
    assert author.get(f"{ROOT}/brands/add/").status_code == 403


def test_another_organisations_import_is_not_found(analyst: Client, tmp_path: Path) -> None:
    rival = make_organization("Rival", founder=make_user("rita@rival.example"))
    theirs = import_posts(rival, csv_file(tmp_path / "p.csv", [post_row(1), post_row(2, created_at="soon")]))
    brand = add_brand(rival, "Rival")
    for page in ("", "progress/", "aside.csv"):
        assert analyst.get(f"{ROOT}/imports/{theirs.pk}/{page}").status_code == 404
    for page in ("cancel/", "resume/"):
        assert analyst.post(f"{ROOT}/imports/{theirs.pk}/{page}").status_code == 404
    assert analyst.get(f"{ROOT}/brands/{brand.pk}/").status_code == 404
    assert analyst.post(f"{ROOT}/brands/{brand.pk}/remove/").status_code == 404


@pytest.mark.parametrize("page", ["imports", "brands"])
def test_lists_cost_the_same_queries_for_one_and_for_three(
    page: str,
    analyst: Client,
    hydra: Organization,
    tmp_path: Path,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    def add(number: int) -> None:
        receive(hydra, csv_file(tmp_path / f"p{number}.csv", [post_row(number)]))
        add_brand(hydra, f"Brand {number}")

    add(1)
    analyst.get(f"{ROOT}/{page}/")
    with CaptureQueriesContext(connection) as one:
        analyst.get(f"{ROOT}/{page}/")
    add(2)
    add(3)
    with django_assert_num_queries(len(one.captured_queries)):
        analyst.get(f"{ROOT}/{page}/")


def test_brands_by_hand(analyst: Client, hydra: Organization, tmp_path: Path) -> None:
    import_posts(hydra, csv_file(tmp_path / "p.csv", [post_row(n, f"@acme has parts {n}") for n in range(6)]))
    page = analyst.get(f"{ROOT}/brands/").content.decode()
    assert "No brand is named yet" in page
    assert "brands/add/?handle=acme" in page
    assert 'value="acme"' in analyst.get(f"{ROOT}/brands/add/?handle=acme").content.decode()

    said = {"name": "Acme", "kind": "own", "terms": "@acme\nacme corp", "excluded": "", "unit": ""}
    assert analyst.post(f"{ROOT}/brands/add/", said).status_code == 302
    brand = BrandQuery.objects.get()
    assert brand.terms == ["@acme", "acme corp"]
    match(hydra, brand.pk)
    assert '<td class="text-right tabular-nums">6</td>' in analyst.get(f"{ROOT}/brands/").content.decode()

    refused = analyst.post(f"{ROOT}/brands/{brand.pk}/", {**said, "terms": "!!!"})
    assert "can match nothing" in refused.content.decode()
    double = analyst.post(f"{ROOT}/brands/add/", said)
    assert "already a brand" in double.content.decode()
    analyst.post(f"{ROOT}/brands/{brand.pk}/", {**said, "name": "Acme Inc", "kind": "competitor"})
    brand.refresh_from_db()
    assert (brand.name, brand.kind) == ("Acme Inc", "competitor")
    analyst.post(f"{ROOT}/brands/{brand.pk}/remove/")
    assert not BrandQuery.objects.exists()


API = "/api/v1/o/hydra-machines/listening"


def send(client: Client, method: str, path: str, body: object = None) -> Any:
    return client.generic(method, f"{API}{path}", json.dumps(body), content_type="application/json")


def test_imports_over_the_api(analyst: Client, hydra: Organization, tmp_path: Path) -> None:
    file = SimpleUploadedFile("p.csv", content(tmp_path, post_row(1), post_row(2, created_at="soon")))
    answer = analyst.post(f"{API}/imports", {"file": file, "kind": "posts"})
    assert answer.status_code == 201
    number = answer.json()["id"]
    assert answer.json()["mapping"]["text"] == "text"
    assert send(analyst, "POST", f"/imports/{number}/start", {"mapping": {"text": "nope"}}).status_code == 422
    assert send(analyst, "POST", f"/imports/{number}/start", {"zone": "Europe/Berlin"}).status_code == 202
    assert send(analyst, "POST", f"/imports/{number}/start", {}).status_code == 409
    work(Import.objects.get())
    shown = analyst.get(f"{API}/imports/{number}").json()
    assert (shown["state"], shown["rows_new"], shown["rows_aside"]) == ("rows_aside", 1, 1)
    assert analyst.get(f"{API}/imports/{number}/aside").json()[0]["row"] == 3
    assert analyst.get(f"{API}/imports").json()[0]["id"] == number
    assert send(analyst, "POST", f"/imports/{number}/resume").status_code == 409


def test_brands_over_the_api(analyst: Client, author: Client, hydra: Organization) -> None:
    answer = send(analyst, "POST", "/brands", {"name": "Acme", "terms": ["@acme"]})
    assert answer.status_code == 201
    number = answer.json()["id"]
    assert send(analyst, "POST", "/brands", {"name": "acme"}).status_code == 422
    assert send(analyst, "POST", "/brands", {"name": "B", "unit": "nowhere"}).status_code == 422
    assert send(author, "POST", "/brands", {"name": "B"}).status_code == 403
    changed = send(analyst, "PUT", f"/brands/{number}", {"name": "Acme", "kind": "topic", "terms": ["dig"]})
    assert changed.json()["kind"] == "topic"
    assert [brand["terms"] for brand in author.get(f"{API}/brands").json()] == [["dig"]]
    assert send(analyst, "DELETE", f"/brands/{number}").status_code == 204
    assert send(analyst, "DELETE", f"/brands/{number}").status_code == 404
