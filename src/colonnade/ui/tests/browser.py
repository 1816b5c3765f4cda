"""A real Chromium for tests: fixtures and what axe-core finds on a page."""

import os
import shutil
from contextlib import ExitStack

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright


class _Running:
    """The Chromium of this process: started when it is wanted, stopped behind the last that wants it."""

    def __init__(self) -> None:
        self._started = ExitStack()
        self._browser: Browser | None = None

    def browser(self) -> Browser:
        """Return it; without one the test is skipped, or fails where a browser is required."""
        if self._browser is None:
            path = shutil.which("chromium") or shutil.which("google-chrome")
            if path is None:
                if os.environ.get("COLONNADE_REQUIRE_BROWSER"):
                    pytest.fail("Chromium is required and not installed")
                pytest.skip("Chromium is not installed")
            playwright = self._started.enter_context(sync_playwright())
            self._browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
            self._started.callback(self._browser.close)
        return self._browser

    def stop(self) -> None:
        """Stop it, and Playwright's event loop with it: Django's asynchronous parts cannot run beside one."""
        self._browser = None
        self._started.close()


_running = _Running()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Stop Chromium where the next test wants none."""
    if item.get_closest_marker("browser") and not (nextitem and nextitem.get_closest_marker("browser")):
        _running.stop()


def running_chromium() -> Browser:
    """Return this process's Chromium, for fixtures that outlive a test."""
    return _running.browser()


@pytest.fixture
def chromium() -> Browser:
    """Return this process's Chromium."""
    return _running.browser()


class Screen:
    """A page of the browser that keeps what went wrong on it."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.address = address
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on(
            "console",
            lambda message: (
                self.faults.append(f"{self.page.url}: {message.text} {message.location}")
                if message.type in {"error", "warning"}
                else None
            ),
        )

    def open(self, path: str) -> Page:
        """Go to ``path`` of the test server and wait until nothing moves any more."""
        self.page.goto(self.address + path)
        self.page.wait_for_load_state("networkidle")
        return self.page

    def axe(self) -> list[str]:
        """Return what axe-core finds: one line per violation."""
        # A colour that is still changing from one theme to the other is nobody's colour.
        self.page.evaluate("Promise.all(document.getAnimations().map(one => one.finished.catch(() => 0)))")
        violations = Axe().run(self.page, options={"resultTypes": ["violations"]}).response["violations"]
        return [f"{found['id']}: {[node['html'] for node in found['nodes']]}" for found in violations]

    def scrolls_sideways(self) -> bool:
        """Return whether the page is wider than its window."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > innerWidth"))
