"""A review in a real browser: decided by keyboard; read by a partner on a phone."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from colonnade.governance.approvals import operations, queries
from colonnade.governance.approvals.links import link_to
from colonnade.governance.approvals.models import Review
from colonnade.governance.approvals.states import ReviewState
from colonnade.governance.approvals.tests.factories import Notes, submit
from colonnade.organization.links import org_reverse
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import make_member, make_organization
from colonnade.ui.tests.browser import Screen

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]


@pytest.fixture
def waiting(transactional_db: None, notes: Notes) -> Review:
    """A second version of a note that waits for approval."""
    author = make_member(make_organization(), Role.AUTHOR)
    submit(notes, author)
    return submit(notes, author, text="Our best hammer, measured.")


@pytest.fixture
def screen(chromium: Browser, live_server: LiveServer, waiting: Review) -> Iterator[Screen]:
    client = Client()
    client.force_login(make_member(waiting.organization, Role.APPROVER).user)
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    found = Screen(context, live_server.url)
    yield found
    assert found.faults == []
    context.close()


def test_a_reviewer_reads_the_changes_and_approves_by_keyboard(screen: Screen, waiting: Review) -> None:
    page = screen.open(org_reverse("approvals:review", waiting.organization, review=waiting.pk))
    expect(page.locator("ins", has_text="best")).to_be_visible()
    assert screen.axe() == []
    page.keyboard.press("a")
    expect(page.get_by_text("Exactly this version may go out now.")).to_be_visible()
    waiting.refresh_from_db()
    assert waiting.state == ReviewState.APPROVED


def test_a_partner_answers_on_a_phone(chromium: Browser, live_server: LiveServer, waiting: Review) -> None:
    cache.clear()
    author = waiting.organization.memberships.get(role=Role.AUTHOR)
    invitation = operations.invite(
        version=queries.present_version(waiting),
        name="Pat",
        email="pat@partner.example",
        needed=True,
        actor=author,
        now=timezone.now(),
    )
    context = chromium.new_context(viewport={"width": 360, "height": 740}, color_scheme="dark")
    screen = Screen(context, live_server.url)
    page = screen.open(link_to(invitation))
    assert screen.axe() == []
    assert not screen.scrolls_sideways()
    page.get_by_role("button", name="It should be changed").click()
    expect(page.get_by_text("Say in a comment what should be changed.")).to_be_visible()
    page.get_by_label("Comment").fill("Name the quarry.")
    page.get_by_role("button", name="It should be changed").click()
    expect(page.get_by_text("This has been decided.")).to_be_visible()
    assert screen.faults == []
    context.close()
    waiting.refresh_from_db()
    assert waiting.state == ReviewState.RETURNED
