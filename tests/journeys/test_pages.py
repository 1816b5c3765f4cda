"""Every page of the demo: light at a desk and dark on a phone, by keyboard, down to the rows."""

import csv
import html
import io
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.urls.exceptions import Resolver404
from playwright.sync_api import APIRequestContext, Page, StorageState, expect

from colonnade.ui.tests.browser import Screen, running_chromium

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

HOME = "/o/tarnholm-machinery/"
PICTURE = Path(__file__).parents[2] / "docs" / "images" / "strategy.png"
NO_PAGE = re.compile(
    r"listening:(card|posts_(csv|parquet)|import_progress|cancel_import|resume_import|aside_csv|remove_brand"
    r"|judge|match_again|restore_version|try_query|read_query|\w+_xlsx|choose_tier|read_again)"
    r"|channels:((pause|resume|remove)_source|remove_account)|audience:forget|erasure:(confirm|discard)"
    r"|strategy:(check|edit|begin_\w+|make_plan|try_limits|plan_json|download|copy|step)"
    r"|organization:(remove_unit|dismiss_member|revoke_token)|measurement:(import|aside)|jobs:(cancel|retry)"
    r"|explorer:(start|view|count|act|untag|progress|undo|cancel|(save|choose|remove)_view|take_search|remove_tag)"
    r"|reports:(send|remove|subscribe|add_recipient|remove_recipient)"
    r"|library:(retire|delete|file|cutting)|briefs:(step|keep_template|remove_template)|ideas:(brief|aside)"
    r"|composer:(save|media|card|hand_in|remove)"
    r"|campaigns:(move|(step|remove)_\w+|take_plan|activities_csv|calendar_ics|entry)"
    r"|approvals:(who|remove_stage|decide|comment|invite|revoke|again|picture)|policies:(try|export|remove)"
    r"|publishing:((un)?schedule|pause|resume|find_profiles|switch_profile|retry|look_again|seen|absent|release|withdraw)"
    r"|links:(close|qr|import)|pages:(withdraw|preview|publish|try|decide)"
    r"|leads:(export|propose|remove|step|assign|note|correct|hand_over|erase|retry|withdraw)"
    r"|workbook:cite|alerts:(subscribe|add_standard|try_rule|remove_rule|behind|move)"
)
"""Addresses under an organisation that answer with a file, a part of a page, or to a form only."""
NOT_IN_THE_DEMO = re.compile(
    r"strategy:(compare|what_if)|explorer:(action|change_view|tag)|reports:(one|change)|jobs:progress|erasure:one"
    r"|channels:(source|change_source|add_account|renew_account)"
    r"|approvals:(review|change_stage)|policies:change"
    r"|library:item|briefs:(brief|change)|composer:post|publishing:publication|links:(one|change|funnel_rows)"
    r"|leads:(lead|rule|agreement|destination)|pages:(page|edit|form)"
)
"""Pages of one version, job, erasure, source, bulk action, view, tag, report, post, link, lead, form, landing
page: the demo begins without."""


def names_of(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else space
            yield from names_of(pattern.url_patterns, inner)
        elif space and pattern.name:
            yield space + pattern.name


def page_names() -> list[str]:
    """Return the names of all pages of an organisation."""
    rooms = [
        item
        for item in get_resolver().url_patterns
        if isinstance(item, URLResolver) and str(item.pattern).startswith("o/")
    ]
    return [name for name in names_of(list(rooms)) if not NO_PAGE.fullmatch(name)]


@dataclass(frozen=True)
class Visit:
    """An address that shows a page, and the title of its window."""

    path: str
    title: str


def read_visits(request: APIRequestContext) -> dict[str, Visit]:
    """Follow links from home, and return one visit for each page by its name."""
    waiting, seen, visits = [HOME], {HOME}, {}
    while waiting:
        path = waiting.pop(0)
        try:
            name = resolve(path.partition("?")[0]).view_name
        except Resolver404:
            name = path  # the page will answer 404, and the test of it fails
        if name in visits or NO_PAGE.fullmatch(name):
            continue
        answer = request.get(path)
        assert answer.ok, f"{path} answers {answer.status}"
        text = answer.text()
        title = re.search(r"<title>(.*?)</title>", text, re.DOTALL)
        visits[name] = Visit(path, html.unescape(title[1]) if title else "")
        links = (
            html.unescape(link).partition("#")[0] for link in re.findall(r'<a [^>]*href="([^"]+)"', text)
        )
        fresh = [link for link in dict.fromkeys(links) if link.startswith(HOME) and link not in seen]
        seen.update(fresh)
        waiting += fresh
    return visits


@pytest.fixture(scope="module")
def visits(administrator: StorageState, address: str) -> dict[str, Visit]:
    """Return where each page of the demo is, by its name."""
    context = running_chromium().new_context(storage_state=administrator, base_url=address)
    found = read_visits(context.request)
    context.close()
    return found


def test_the_picture_in_the_readme_is_made_here(
    open_screen: Callable[..., Screen], strategist: StorageState
) -> None:
    """Write it anew where COLONNADE_WRITE_PICTURES is set; else see that it is there and not heavy."""
    if os.environ.get("COLONNADE_WRITE_PICTURES"):
        page = open_screen(signed_in=strategist).open(f"{HOME}strategy/")
        expect(page.locator(".sign-drawing")).to_be_visible()
        PICTURE.parent.mkdir(exist_ok=True)
        page.screenshot(path=PICTURE)
    picture = PICTURE.read_bytes()
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert (int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])) == (1440, 900)
    assert 20_000 < len(picture) < 400_000


@pytest.mark.parametrize("name", [name for name in page_names() if not NOT_IN_THE_DEMO.fullmatch(name)])
def test_the_page_is_sound_light_at_a_desk_and_dark_on_a_phone(
    open_screen: Callable[..., Screen], administrator: StorageState, visits: dict[str, Visit], name: str
) -> None:
    assert name in visits, "no link leads to this page"
    screen = open_screen(signed_in=administrator)
    page = screen.open(visits[name].path)
    assert page.locator("h1").count() == 1
    assert page.locator("h1").inner_text().strip()
    for width, theme in ((1440, "light"), (360, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme)
        assert screen.axe() == [], f"{theme}, {width} pixels"
        assert not screen.scrolls_sideways(), f"{width} pixels"


def test_each_page_has_a_title_of_its_own(visits: dict[str, Visit]) -> None:
    titles = [visit.title for visit in visits.values()]
    assert {title for title in titles if titles.count(title) > 1} == set()
    assert all(title.endswith("Tarnholm Machinery · Colonnade") for title in titles), titles


def test_by_keyboard_the_content_the_palette_and_the_help_are_near(
    open_screen: Callable[..., Screen], strategist: StorageState
) -> None:
    page = open_screen(signed_in=strategist).open(HOME)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.keyboard.type("sentiment")
    page.keyboard.press("Enter")
    page.wait_for_url("**/listen/sentiment/")


def first_chart(page: Page) -> str:
    key = (
        page.locator("figure[data-chart]")
        .filter(has=page.locator("[data-drawing]"))
        .first.get_attribute("id")
    )
    assert key
    return f"#{key}"


def test_a_figure_is_drawn_tabled_saved_and_leads_to_the_posts_behind_it(
    open_screen: Callable[..., Screen], strategist: StorageState
) -> None:
    page = open_screen(signed_in=strategist).open(f"{HOME}listen/where/")
    chart = page.locator(first_chart(page))
    expect(chart.locator("svg path").first).to_be_attached()
    chart.get_by_role("button", name="Table: ").click()
    table = chart.get_by_role("table")
    expect(table).to_be_visible()
    with page.expect_download() as saved:
        chart.get_by_role("button", name="CSV: ").click()
    rows = list(csv.reader(io.StringIO(saved.value.path().read_text(encoding="utf-8-sig"))))
    assert len(rows) == table.get_by_role("row").count()
    name = table.get_by_role("rowheader").first.inner_text()
    assert rows[1][0] == name
    table.get_by_role("link").first.click()
    page.wait_for_url("**/listen/posts/?*")
    expect(page.get_by_role("main").locator("[data-item]").first).to_be_visible()
    expect(page.get_by_role("main").locator("[data-item]").first).to_contain_text(name)
