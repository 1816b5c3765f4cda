"""The calendar in a real browser: entries go to another day by mouse and by keyboard, and open in place."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from colonnade.campaigns.models import Activity, Channel
from colonnade.campaigns.tests.factories import MORNING, make_activity, make_campaign
from colonnade.organization.models import Membership
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import make_member, make_organization
from colonnade.ui.tests.browser import Screen

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]


@pytest.fixture
def author(transactional_db: None) -> Membership:
    return make_member(make_organization(), Role.AUTHOR, "author@hydra.example")


@pytest.fixture
def screen(chromium: Browser, live_server: LiveServer, author: Membership) -> Iterator[Screen]:
    client = Client()
    client.force_login(author.user)
    context = chromium.new_context(viewport={"width": 1440, "height": 1000})
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    found = Screen(context, f"{live_server.url}/o/{author.organization.slug}/promote/calendar")
    yield found
    assert found.faults == []
    context.close()


def day(page: Page, number: int) -> str:
    return f"[data-day='2026-11-{number:02}']"


def test_an_entry_goes_to_another_day_by_mouse_and_by_keyboard(screen: Screen, author: Membership) -> None:
    reel = make_activity(author.organization)
    page = screen.open("/?day=2026-11-15")
    entry = page.locator(f"[data-entry='activity:{reel.pk}']")
    entry.drag_to(page.locator(day(page, 13)))
    expect(page.locator(f"{day(page, 13)} [data-entry]")).to_be_visible()
    expect(page.locator("#messages")).to_contain_text("Friday, 13 November 2026")
    expect(entry.locator("a")).to_be_focused()
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator(f"{day(page, 20)} [data-entry]")).to_be_visible()
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.locator(f"{day(page, 19)} [data-entry]")).to_be_visible()
    expect(entry.locator("a")).to_be_focused()
    reel.refresh_from_db()
    assert reel.starts_at == MORNING.replace(day=19)


def test_an_entry_opens_in_place_says_what_clashes_and_is_moved_there(
    screen: Screen, author: Membership
) -> None:
    for name, kind in (("Winter", Channel.SOCIAL), ("Parts", Channel.EMAIL)):
        campaign = make_campaign(author.organization, name)
        make_activity(author.organization, name, campaign=campaign, audience="Owners", kind=kind)
    page = screen.open("/?day=2026-11-15")
    expect(page.get_by_role("heading", name="One thing gets in the way")).to_be_visible()
    expect(page.locator(".entry-clash")).to_have_count(2)
    page.locator("[data-entry] a", has_text="Winter").click()
    sheet = page.locator("#entry-sheet")
    expect(sheet.get_by_role("heading", name="Winter")).to_be_visible()
    expect(sheet).to_contain_text("Same audience, same day")
    sheet.get_by_label("Move to").fill("2026-11-12")
    sheet.get_by_role("button", name="Move", exact=True).click()
    expect(page.locator(f"{day(page, 12)} [data-entry]")).to_be_visible()
    expect(page.get_by_role("heading", name="Nothing gets in the way")).to_be_visible()


def test_a_click_on_a_day_puts_something_in_there(screen: Screen, author: Membership) -> None:
    page = screen.open("/?day=2026-11-15")
    page.locator(day(page, 17)).click(position={"x": 60, "y": 80})
    expect(page.get_by_label("Day", exact=True)).to_have_value("2026-11-17")
    page.get_by_label("Title").fill("Poster")
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_url(re.compile(r"day=2026-11-17"))
    expect(page.locator(f"{day(page, 17)} [data-entry]")).to_contain_text("Poster")
    assert Activity.objects.get().all_day
