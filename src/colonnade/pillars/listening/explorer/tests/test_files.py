"""Posts as files: complete, in order, and never run by what opens them."""

import io
import zipfile
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

import pyarrow.parquet as pq
import pytest
from django.core.cache import cache
from django.test import Client

from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import make_organization
from colonnade.pillars.listening.explorer import files, finding
from colonnade.pillars.listening.explorer.files import COLUMNS
from colonnade.pillars.listening.questions.tests.factories import fill, post
from colonnade.warehouse.store import open_store

FORMULA = '=HYPERLINK("http://evil.example","win")'
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def hydra(db: None, client: Client) -> Organization:
    cache.clear()
    organization = make_organization()
    client.force_login(organization.memberships.get().user)
    posts = [post(n, brands=[], likes=n) for n in range(1, 8)]
    posts.append(post(9, brands=[], text=FORMULA, author_name="https://evil.example", channel="bluesky"))
    fill(open_store().facts(organization.pk), posts)
    return organization


def fetched(client: Client, hydra: Organization, shape: str, query: str = "") -> bytes:
    answer = client.get(f"/o/{hydra.slug}/listen/posts.{shape}?{query}")
    assert answer.status_code == 200
    assert f'filename="posts-{hydra.slug}.{shape}"' in answer["Content-Disposition"]
    return whole(answer)


def whole(answer: Any) -> bytes:
    """Return what was sent; at its end the test client closes the answer, as a server does."""
    return b"".join(answer)


def cells(book: bytes) -> list[list[tuple[str, str]]]:
    """Return each row's cells as (type, what it holds)."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        tree = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
        assert not [name for name in archive.namelist() if name.endswith("sheet1.xml.rels")]
    assert not list(tree.iter(f"{SHEET}f"))
    return [
        [(cell.get("t", "n"), "".join(cell.itertext())) for cell in row] for row in tree.iter(f"{SHEET}row")
    ]


def test_a_workbook_holds_every_post_and_no_formula(
    hydra: Organization, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "PAGE", 3)
    monkeypatch.setattr(finding, "_LATER_LOOKS", 3)
    rows = cells(fetched(client, hydra, "xlsx"))
    assert [held for _type, held in rows[0]] == list(COLUMNS)
    assert len(rows) == 9
    assert ("inlineStr", FORMULA) in rows[1]
    assert ("n", "7") in rows[2]


def test_parquet_holds_every_post_with_its_types(
    hydra: Organization, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "PAGE", 3)
    monkeypatch.setattr(finding, "_LATER_LOOKS", 3)
    table = pq.read_table(io.BytesIO(fetched(client, hydra, "parquet")))
    assert table.column_names == list(COLUMNS)
    assert table["text"].to_pylist()[0] == FORMULA
    assert table["likes"].to_pylist()[1:] == [7, 6, 5, 4, 3, 2, 1]
    assert isinstance(table["published_at"][0].as_py(), datetime)


@pytest.mark.parametrize("shape", ["xlsx", "parquet"])
def test_the_filters_of_the_page_hold_for_the_file(hydra: Organization, client: Client, shape: str) -> None:
    found = fetched(client, hydra, shape, "channel=bluesky")
    rows = len(cells(found)) - 1 if shape == "xlsx" else pq.read_table(io.BytesIO(found)).num_rows
    assert rows == 1
    none = fetched(client, hydra, shape, "channel=nowhere")
    rows = len(cells(none)) - 1 if shape == "xlsx" else pq.read_table(io.BytesIO(none)).num_rows
    assert rows == 0


def test_too_many_for_a_workbook_are_refused_with_what_to_do(
    hydra: Organization, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_IN_A_WORKBOOK", 7)
    answer = client.get(f"/o/{hydra.slug}/listen/posts.xlsx")
    assert (answer.status_code, "take CSV or Parquet" in answer.content.decode()) == (400, True)
    assert fetched(client, hydra, "parquet")
    assert client.get(f"/o/{hydra.slug}/listen/posts.xlsx?brand=Nobody").status_code == 400


def test_programs_get_the_same_files(hydra: Organization, client: Client) -> None:
    address = f"/api/v1/o/{hydra.slug}/listening/posts/export"
    lines = whole(client.get(address)).decode()
    assert lines.count("\r\n") == 9
    assert "'=HYPERLINK" in lines
    book = client.get(address, {"shape": "xlsx", "channel": "bluesky"})
    assert len(cells(whole(book))) == 2
    assert client.get(address, {"shape": "xlsx", "brand": "Nobody"}).status_code == 422


def test_the_page_offers_them_with_its_filters(hydra: Organization, client: Client) -> None:
    page = client.get(f"/o/{hydra.slug}/listen/posts/?channel=bluesky").content.decode()
    assert f"/o/{hydra.slug}/listen/posts.xlsx?channel=bluesky" in page
    assert f"/o/{hydra.slug}/listen/posts.parquet?channel=bluesky" in page


def sheets(book: bytes) -> dict[str, str]:
    """Return what each sheet says, by its name."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        names = [
            sheet.get("name", "")
            for sheet in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{SHEET}sheet")
        ]
        trees = [
            ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))
            for number in range(1, len(names) + 1)
        ]
    assert not [tree for tree in trees if list(tree.iter(f"{SHEET}f"))]
    return {
        name: "|".join("".join(cell.itertext()) for cell in tree.iter(f"{SHEET}c"))
        for name, tree in zip(names, trees, strict=True)
    }


def test_an_answer_is_a_workbook_with_its_sentence_and_a_sheet_for_each_table(
    client: Client, hydra: Organization
) -> None:
    fill(
        open_store().facts(hydra.pk),
        [
            post(n, brands=[], channel=FORMULA if n % 2 else "x/y", author_handle=FORMULA)
            for n in range(20, 80)
        ],
    )
    page = client.get(f"/o/{hydra.slug}/listen/where/").content.decode()
    assert f"/o/{hydra.slug}/listen/where.xlsx" in page
    answer = client.get(f"/o/{hydra.slug}/listen/where.xlsx?since=2026-03-01")
    assert f'filename="where-{hydra.slug}.xlsx"' in answer["Content-Disposition"]
    said = sheets(whole(answer))
    assert "posts" in said["Answer"]
    assert "/listen/where/?since=2026-03-01" in said["Answer"]
    assert len(said) > 3
    assert any(FORMULA in text for text in said.values())
    assert all(len(name) <= 31 for name in said)


def test_a_filter_that_means_nothing_makes_no_workbook(client: Client, hydra: Organization) -> None:
    answer = client.get(f"/o/{hydra.slug}/listen/who.xlsx?since=spring")
    assert answer.status_code == 400
    assert "is not a day" in answer.content.decode()
