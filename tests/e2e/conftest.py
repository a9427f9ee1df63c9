"""A browser on the chat page, served by the stand-in. Skipped where no Chromium is installed."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.e2e.stand_in import StandIn, serving

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
# Headless in a container, and silent: none of Chromium's own services may reach for the network.
CHROMIUM_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
REFUSED_REQUEST = "Failed to load resource: the server responded"  # Chromium notes every 4xx and 5xx, also the wanted ones


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser a module: Playwright's event loop must be gone before another module's asyncio tests begin."""
    executable = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if executable is None:
        pytest.skip(f"No browser: install one of {', '.join(CHROMIUM_NAMES)} to run these tests.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def service() -> Iterator[StandIn]:
    with serving(StandIn()) as stand_in:
        yield stand_in


@pytest.fixture
def page(browser: Browser, service: StandIn) -> Iterator[Page]:
    """A fresh tab; the test fails if the page logs an error, breaks its security policy or throws."""
    context = browser.new_context(base_url=service.url, viewport={"width": 1280, "height": 860}, reduced_motion="reduce")
    tab = context.new_page()
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(REFUSED_REQUEST):
            complaints.append(message.text)

    tab.on("console", note)
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    yield tab
    service.go_on.set()
    context.close()
    assert complaints == []


@pytest.fixture
def signed_in(page: Page) -> Page:
    """The page of a signed-in partner."""
    page.goto("/#token=lia_acme")
    page.get_by_label("Your question").wait_for()
    return page
