"""An analyst writes a query, tries and saves it, asks about it, and takes the answer and its posts away."""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, StorageState, expect

from colonnade.ui.tests.browser import Screen

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

HOME = "/o/tarnholm-machinery/"
NAME = "Hoses and leaks"
JOB_MS = 60_000


@pytest.fixture
def screen(open_screen: Callable[..., Screen], strategist: StorageState) -> Screen:
    """Return the strategist's window."""
    return open_screen(signed_in=strategist)


def test_from_a_new_query_to_an_exported_answer(screen: Screen) -> None:
    page = screen.open(f"{HOME}listen/")
    write_a_query(screen, page)
    try_and_save_it(screen, page)
    sentence = ask_about_it(screen, page)
    assert sentence in said_in(taken(page, "Take it as Excel"))
    page.get_by_role("link", name="Read the posts").click()
    expect(page.get_by_role("main")).to_contain_text(f"posts about {NAME}")
    page.get_by_text("All as a file").click()
    rows = list(csv.DictReader(io.StringIO(taken(page, "CSV").read_text("utf-8-sig"))))
    expect(page.get_by_role("main")).to_contain_text(f"{len(rows):,} posts about {NAME}")
    assert all(re.search(r"hose|leak", row["text"], re.IGNORECASE) for row in rows)
    assert screen.axe() == []


def write_a_query(screen: Screen, page: Page) -> None:
    page.get_by_role("navigation", name="Pages of this section").get_by_text("Set up").click()
    page.get_by_role("link", name="Brands").click()
    page.get_by_role("link", name="Write a query").click()
    text = page.get_by_label("Query")
    text.fill("(hose* OR leak* NOT seat")
    reading = page.get_by_role("region", name="How it is read")
    expect(reading).to_contain_text("Line 1, column 1")
    assert screen.axe() == []
    text.fill("(hose* OR leak*) NOT seat")
    expect(reading).to_contain_text("In full:")


def try_and_save_it(screen: Screen, page: Page) -> None:
    page.get_by_role("button", name="Try it on stored posts").click()
    expect(page.get_by_role("heading", name="Some that match, at random")).to_be_visible()
    assert screen.axe() == []
    page.get_by_label("Name").fill(NAME)
    page.get_by_label("What is it?").select_option("topic")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)
    expect(page.get_by_text("Stored posts were matched")).to_be_visible(timeout=JOB_MS)


def ask_about_it(screen: Screen, page: Page) -> str:
    """Ask for the sentiment of the last 90 days, and return the answer."""
    page.get_by_role("link", name="Sentiment", exact=True).click()
    page.get_by_label("About", exact=True).select_option(NAME)
    page.get_by_label("Period", exact=True).select_option(label="last 90 days")
    expect(page).to_have_url(re.compile(r"since=.*&until=.*&brand=Hoses"))
    answer = page.get_by_role("region", name="The answer")
    expect(answer).to_contain_text(f"of the talk about {NAME} is negative")
    assert screen.axe() == []
    return answer.get_by_role("paragraph").first.inner_text()


def taken(page: Page, name: str) -> Path:
    """Click a link to a file, and return where the file lies."""
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    return Path(download.value.path())


def said_in(book: Path) -> str:
    """Return all words of a workbook's first sheet."""
    with zipfile.ZipFile(book) as archive:
        return " ".join(ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml")).itertext())
