"""A feed is tried, listened to, and heard; then a post of it is forgotten, and stays so."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Page, StorageState, expect

from colonnade.ui.tests.browser import Screen

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

HOME = "/o/tarnholm-machinery/"
ITEM = "<item><title>{title}</title><link>{link}</link><guid>{link}</guid><pubDate>{day}</pubDate></item>"


def feed_text(address: str) -> str:
    """Return a feed with two entries of the last days."""
    entries = [
        ITEM.format(
            title=title,
            link=f"{address}/{number}",
            day=format_datetime(datetime.now(tz=UTC) - timedelta(days=number)),
        )
        for number, title in enumerate(("A yard in frost", "Quillon opens a second workshop"), start=1)
    ]
    return f'<rss version="2.0"><channel><title>Yard news</title>{"".join(entries)}</channel></rss>'


@pytest.fixture(scope="module")
def feed() -> Iterator[str]:
    """Serve a feed on this machine, and return its address."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = feed_text(f"http://{self.headers['Host']}").encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/rss+xml")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name that is inherited
            """Keep the test's output to itself."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def is_sound(screen: Screen, page: Page) -> None:
    """See that axe-core finds nothing at a desk and on a phone, in both themes."""
    for width in (1440, 360):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            assert screen.axe() == [], f"{page.url} {scheme} {width}"
        assert not screen.scrolls_sideways(), f"{page.url} {width}"
    page.set_viewport_size({"width": 1440, "height": 900})


@pytest.fixture
def screen(open_screen: Callable[..., Screen], administrator: StorageState) -> Screen:
    """Return an administrator's window."""
    return open_screen(signed_in=administrator)


def test_an_address_inside_the_house_is_refused_with_the_reason(screen: Screen) -> None:
    page = screen.open(f"{HOME}listen/sources/add/rss/feed/")
    page.get_by_label("Address of the feed").fill("http://169.254.169.254/latest/meta-data")
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_role("main")).to_contain_text("COLONNADE_ALLOWED_PEERS")
    is_sound(screen, page)


def test_a_feed_is_tried_heard_and_a_post_of_it_forgotten(screen: Screen, feed: str) -> None:
    listen_to(screen, feed)
    forget_a_post(screen, feed)


def listen_to(screen: Screen, feed: str) -> None:
    page = screen.open(f"{HOME}listen/sources/add/rss/feed/")
    page.get_by_label("Address of the feed").fill(f"{feed}/feed.xml")
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_role("main")).to_contain_text("Quillon opens a second workshop")
    is_sound(screen, page)
    page.get_by_role("button", name="Listen", exact=True).click()
    expect(page.get_by_role("heading", name="What was heard")).to_be_visible()
    added = page.locator("dt:has-text('Posts added') + dd")
    for _attempt in range(60):
        if added.inner_text().strip() == "2":
            break
        page.wait_for_timeout(1000)
        page.reload()
    expect(added).to_have_text("2")
    is_sound(screen, page)
    page.get_by_role("main").get_by_role("link", name="Change").click()
    expect(page.get_by_label("Address of the feed")).to_have_value(f"{feed}/feed.xml")
    is_sound(screen, page)
    screen.open(f"{HOME}listen/posts/?brand=*&term=quillon")
    expect(page.get_by_role("main")).to_contain_text("Quillon opens a second workshop")


def forget_a_post(screen: Screen, feed: str) -> None:
    page = screen.open(f"{HOME}settings/erasures/")
    page.get_by_label("Posts").fill(f"{feed}/2")
    page.get_by_role("button", name="Show what would go").click()
    expect(page.get_by_role("row", name="Stored posts")).to_contain_text("1")
    is_sound(screen, page)
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_role("main")).to_contain_text("and nothing was left")
    is_sound(screen, page)
    screen.open(f"{HOME}listen/posts/?brand=*&term=quillon")
    expect(page.get_by_role("main")).not_to_contain_text("Quillon opens a second workshop")
