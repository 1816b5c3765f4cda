"""The editor in a real browser: form and text stay in step, the checker reads along, nothing is lost."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from colonnade.organization.models import Membership
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import NOW, make_member, make_organization
from colonnade.strategy import operations, queries
from colonnade.strategy.tests.factories import SMALL, make_draft, make_running
from colonnade.ui.tests.browser import Screen

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]
SHOTS = os.environ.get("COLONNADE_SCREENSHOTS", "")


@pytest.fixture
def writer(transactional_db: None) -> Membership:
    return make_member(make_organization(), Role.STRATEGIST, "writer@hydra.example")


def open_screen(
    browser: Browser, server: LiveServer, member: Membership, *, width: int = 1440, dark: bool = False
) -> Screen:
    """Return a browser window in which ``member`` is signed in."""
    client = Client()
    client.force_login(member.user)
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light"
    )
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": server.url}])
    return Screen(context, f"{server.url}/o/{member.organization.slug}/strategy")


@pytest.fixture
def screen(chromium: Browser, live_server: LiveServer, writer: Membership) -> Iterator[Screen]:
    found = open_screen(chromium, live_server, writer)
    yield found
    assert found.faults == []
    found.page.context.close()


TEXT = """
    document.querySelector("[data-editor-code]").shadowRoot
        .querySelector(".cm-content").cmTile.view.state.doc.toString()
"""


def text_of(page: Page) -> str:
    """Return the text in the editor; the page shows only the lines in view."""
    return str(page.evaluate(TEXT))


def wait_for_text(page: Page, part: str) -> None:
    page.wait_for_function(f"part => ({TEXT}).includes(part)", arg=part)


def editor_of(screen: Screen) -> Page:
    page = screen.open("/document/")
    page.wait_for_selector(".cm-content")
    return page


def type_at_end(page: Page, text: str) -> None:
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(text)


def shoot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png")


PAGES = ("document", "goals", "versions", "versions/1/2", "rules", "rules/cla101", "rules/doc020")


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_pages_are_in_order(
    chromium: Browser, live_server: LiveServer, writer: Membership, width: int, dark: bool
) -> None:
    running = make_running(writer.organization)
    operations.copy_to_new_draft(version=running, actor=writer.user, now=NOW)
    operations.put_document(
        organization=writer.organization,
        text=running.text.replace("target: 60", "target: 80") + "goals_:\n",
        base=None,
        actor=writer.user,
        now=NOW,
    )
    screen = open_screen(chromium, live_server, writer, width=width, dark=dark)
    for name in PAGES:
        page = screen.open(f"/{name}/")
        shoot(page, f"{name.replace('/', '-')}-{width}-{'dark' if dark else 'light'}")
        assert screen.axe() == [], name
        assert not screen.scrolls_sideways(), name
    assert screen.faults == []
    screen.page.context.close()


@pytest.mark.parametrize("width", [1440, 390])
def test_the_first_page_is_in_order(
    chromium: Browser, live_server: LiveServer, writer: Membership, width: int
) -> None:
    screen = open_screen(chromium, live_server, writer, width=width)
    page = screen.open("/document/")
    page.get_by_label("Your strategy in a sentence").fill("Facebook! Twitter! Snapchat! Instagram!")
    page.get_by_role("button", name="Read the sentence").click()
    expect(page.get_by_text("A list of platforms, not a strategy", exact=True)).to_be_visible()
    shoot(page, f"begin-{width}")
    assert screen.axe() == []
    assert not screen.scrolls_sideways()
    assert screen.faults == []
    screen.page.context.close()


def open_group(page: Page, name: str) -> None:
    """Open a part of the form; one with an error in it is open already."""
    if page.locator(name).get_attribute("open") is None:
        page.locator(f"{name} > summary").click()


def test_the_text_changes_the_form_and_the_findings(screen: Screen, writer: Membership) -> None:
    make_draft(writer.organization, text=SMALL)
    page = editor_of(screen)
    type_at_end(page, "currency: Euro\n")
    expect(page.get_by_text("'Euro' is not a currency code.").first).to_be_visible()
    expect(page.get_by_label("Currency")).to_have_value("Euro")
    expect(page.locator("[data-editor-status]")).to_have_text("Not saved yet")
    shoot(page, "document-findings")
    page.get_by_role("button", name=re.compile(rf"line {SMALL.count(chr(10)) + 1}$")).click()
    page.keyboard.press("End")
    for _letter in "uro":
        page.keyboard.press("Backspace")
    page.keyboard.insert_text("UR")
    expect(page.get_by_label("Currency")).to_have_value("EUR")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved.")).to_be_visible()
    stored = queries.current_version(writer.organization)
    assert stored is not None
    assert stored.text == SMALL + "currency: EUR\n"


def test_the_form_changes_the_text_and_keeps_its_comments(screen: Screen, writer: Membership) -> None:
    make_draft(writer.organization, text=SMALL.replace("target: 65", "target: 65   # agreed"))
    page = editor_of(screen)
    open_group(page, "#f-goals-0")
    target = page.locator("#f-goals-0-target")
    target.fill("80")
    target.press("Tab")
    wait_for_text(page, "target: 80   # agreed")
    page.locator("#f-goals-0-stage").select_option("lead")
    wait_for_text(page, "stage: lead")
    expect(page.locator("#f-goals-0")).to_have_attribute("open", "")
    page.get_by_role("button", name="Add goal").click()
    wait_for_text(page, "- id: goal-3")
    expect(page.locator("#f-goals-2-id")).to_be_focused()
    page.get_by_role("button", name="Remove goal-3").click()
    page.wait_for_function(f"() => !({TEXT}).includes('goal-3')")
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+z")
    wait_for_text(page, "goal-3")


def test_what_is_no_number_is_told_and_the_text_stays(screen: Screen, writer: Membership) -> None:
    make_draft(writer.organization, text=SMALL)
    page = editor_of(screen)
    open_group(page, "#f-goals-0")
    page.locator("#f-goals-0-target").fill("many")
    page.locator("#f-goals-0-target").press("Enter")
    expect(page.locator("[data-editor-status]")).to_contain_text("is not a number")
    assert text_of(page) == SMALL
    screen.faults[:] = [fault for fault in screen.faults if "422" not in fault]


def test_a_conflict_keeps_what_was_typed(screen: Screen, writer: Membership) -> None:
    version = make_draft(writer.organization, text=SMALL)
    page = editor_of(screen)
    type_at_end(page, "# mine\n")
    operations.save_draft(
        version=version, text=SMALL + "# theirs\n", base=version.digest, actor=None, now=NOW
    )
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector(".cm-content")
    expect(page.get_by_role("alert")).to_contain_text("not saved")
    assert text_of(page) == SMALL + "# mine\n"
    screen.faults[:] = [fault for fault in screen.faults if "409" not in fault]


def test_a_link_opens_its_part_of_the_form(screen: Screen, writer: Membership) -> None:
    make_draft(writer.organization)
    page = screen.open("/document/#methods")
    expect(page.locator("#f-methods-0")).to_have_attribute("open", "")
    expect(page.locator("#methods")).to_be_in_viewport()
