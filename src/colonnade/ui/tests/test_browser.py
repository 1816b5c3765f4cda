"""The design system in a real browser: access, keyboard, figures, themes."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from colonnade.ui.tests.browser import Screen

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("colonnade.ui.tests.urls"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]

DESIGN = "/o/harrow/"


@pytest.fixture
def screen(chromium: Browser, live_server: LiveServer) -> Iterator[Callable[..., Screen]]:
    """Return a maker of screens; at the end none of them may have seen an error or a blocked resource."""
    opened: list[Screen] = []
    contexts = []

    def make(width: int = 1440, scheme: str = "light", *, scripts: bool = True) -> Screen:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            java_script_enabled=scripts,
            accept_downloads=True,
        )
        contexts.append(context)
        opened.append(Screen(context, live_server.url))
        return opened[-1]

    yield make
    faults = [fault for one in opened for fault in one.faults]
    for context in contexts:
        context.close()
    assert faults == []


@pytest.mark.parametrize("width", [1440, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [DESIGN, "/o/harrow/forms/", "/glossary/", "/account/login/"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    screen: Callable[..., Screen], path: str, scheme: str, width: int
) -> None:
    shown = screen(width, scheme)
    page = shown.open(path)
    assert shown.axe() == []
    assert not shown.scrolls_sideways()
    assert page.locator("h1").count() == 1


def test_a_refused_form_leads_to_its_fields(screen: Callable[..., Screen]) -> None:
    shown = screen()
    page = shown.open("/o/harrow/forms/")
    page.locator("main form").evaluate("form => form.noValidate = true")
    page.get_by_role("main").get_by_role("button", name="Save").click()
    name = page.get_by_label("Name")
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(name).to_have_accessible_description("As the board would say it. This field is required.")
    page.get_by_role("link", name="Name: This field is required.").click()
    expect(name).to_be_focused()
    assert shown.axe() == []


def test_the_palette_finds_pages_and_terms_from_the_keyboard(screen: Callable[..., Screen]) -> None:
    shown = screen()
    page = shown.open(DESIGN)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()
    assert shown.axe() == []
    page.keyboard.type("voice")
    options = page.get_by_role("option")
    expect(options).to_have_count(1)
    expect(options.first).to_have_text("Share of voice")
    for _letter in "voice":
        page.keyboard.press("Backspace")
    page.keyboard.type("form")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/forms/")


def test_single_keys_help_walk_and_press_and_can_be_switched_off(screen: Callable[..., Screen]) -> None:
    shown = screen()
    page = shown.open(DESIGN)
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("[data-item]").nth(1)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/#row-1")
    page.keyboard.press("n")
    page.wait_for_url("**/#go")
    page.keyboard.press("?")
    help_dialog = page.get_by_role("dialog", name="Keyboard")
    expect(help_dialog.get_by_text("New goal")).to_be_visible()
    assert shown.axe() == []
    help_dialog.get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(help_dialog).to_be_hidden()


def test_the_skip_link_comes_first(screen: Callable[..., Screen]) -> None:
    page = screen().open(DESIGN)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_the_drawer_of_a_phone_opens_and_closes(screen: Callable[..., Screen]) -> None:
    page = screen(360).open(DESIGN)
    sections = page.get_by_role("navigation", name="Sections")
    expect(sections).to_be_hidden()
    page.get_by_role("button", name="Open the sections").click()
    expect(sections).to_be_visible()
    page.keyboard.press("Escape")
    expect(sections).to_be_hidden()


def test_the_chosen_theme_is_kept_and_repaints_the_figures(screen: Callable[..., Screen]) -> None:
    page = screen(scheme="light").open(DESIGN)
    bar = page.locator("#chart-methods path[fill^='rgb']").first
    before = bar.get_attribute("fill")
    page.keyboard.press("Control+k")
    page.keyboard.type("dark")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("#chart-methods path[fill^='rgb']").first).not_to_have_attribute("fill", str(before))
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_who_wants_no_motion_sees_the_other_theme_at_once(screen: Callable[..., Screen]) -> None:
    page = screen(scheme="light").open(DESIGN)
    page.emulate_media(reduced_motion="reduce", color_scheme="light")
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("document.getAnimations().length") == 0


def test_a_chart_shows_its_table_and_saves_csv_and_png(screen: Callable[..., Screen], tmp_path: Path) -> None:
    page = screen().open(DESIGN)
    chart = page.locator("#chart-leads")
    expect(chart.locator("svg path").first).to_be_attached()
    expect(chart.get_by_role("table")).to_be_hidden()
    chart.get_by_role("button", name="Table: ").click()
    expect(chart.get_by_role("table")).to_be_visible()
    with page.expect_download() as saved:
        chart.get_by_role("button", name="CSV: ").click()
    saved.value.save_as(tmp_path / "leads.csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "leads.csv").read_text(encoding="utf-8-sig"))))
    assert rows[0] == ["Date", "Leads (leads)", "Leads: low", "Leads: high", "Target (leads)"]
    assert rows[1] == ["2026-01-01", "21", "19", "23", "65"]
    assert rows[4] == ["2026-04-01", "", "", "", "65"]
    with page.expect_download() as saved:
        chart.get_by_role("button", name="PNG: ").click()
    saved.value.save_as(tmp_path / "leads.png")
    picture = (tmp_path / "leads.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20]) == 2000


def test_a_bar_leads_to_the_rows_behind_it(screen: Callable[..., Screen]) -> None:
    page = screen().open(DESIGN)
    orange = "rgb(217, 115, 26)"
    bars = page.locator(f"#chart-sentiment path[fill='{orange}']").all()
    widest = max(bars, key=lambda bar: (bar.bounding_box() or {"width": 0})["width"])
    widest.click()
    page.wait_for_url("**/#rows-0")


def test_a_chart_without_figures_draws_nothing(screen: Callable[..., Screen]) -> None:
    page = screen().open(DESIGN)
    chart = page.locator("#chart-nothing")
    expect(chart.get_by_text("Too little data to draw.")).to_be_visible()
    expect(chart.locator("[data-drawing]")).to_have_count(0)


def test_without_scripts_every_figure_is_a_table(screen: Callable[..., Screen]) -> None:
    page = screen(scripts=False).open(DESIGN)
    expect(page.locator("#chart-voice").get_by_role("table")).to_be_visible()
    expect(page.locator("#chart-voice [data-drawing]")).to_be_hidden()


def test_a_term_is_explained_on_focus_and_dismissed_by_escape(screen: Callable[..., Screen]) -> None:
    page = screen().open(DESIGN)
    card = page.locator(".term-card").first
    expect(card).to_be_hidden()
    page.locator(".term a").first.focus()
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_a_menu_closes_on_escape_and_gives_the_focus_back(screen: Callable[..., Screen]) -> None:
    page = screen().open(DESIGN)
    summary = page.locator("details[data-menu] summary").first
    summary.click()
    expect(page.get_by_role("link", name="Northfield")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Northfield")).to_be_hidden()
    expect(summary).to_be_focused()


def test_the_columns_of_the_sign_are_reached_by_keyboard(screen: Callable[..., Screen]) -> None:
    page = screen().open(DESIGN)
    column = page.locator("a[data-column=choose]")
    column.focus()
    expect(column).to_have_accessible_name(
        "Choose: 65%, 3 findings. Six goals have a number; one has no owner."
    )
    page.keyboard.press("Enter")
    page.wait_for_url("**/#choose")


def test_the_sign_becomes_a_list_on_a_phone(screen: Callable[..., Screen]) -> None:
    page = screen(360).open(DESIGN)
    expect(page.locator(".sign-drawing")).to_be_hidden()
    expect(page.locator(".sign-stacked").get_by_role("link", name="Conclude")).to_be_visible()
