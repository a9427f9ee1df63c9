"""The chat page from the real application, with every header it sends: a browser finds nothing to complain about."""

import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

from app.commands.serving import address_of, listen, server_config
from app.config import load_settings
from tests.api.scene import Scene

pytestmark = pytest.mark.browser
FRAMING = "<!doctype html><title>Portal</title><iframe src='{}/' title='chat'></iframe>"


@pytest.fixture
def service(request: pytest.FixtureRequest) -> Iterator[Any]:
    """The application over the scene, on a loopback port; a parameter names the one site that has the widget."""
    origins = [request.param] if hasattr(request, "param") else []
    settings = load_settings(widget_sites={"portal": {"secret": "x" * 32, "origins": origins}})
    with listen("127.0.0.1", 0) as listener:
        server = uvicorn.Server(server_config(Scene(settings)))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield SimpleNamespace(url=address_of(listener), go_on=threading.Event())
        server.should_exit = True
        thread.join()


def test_the_page_works_under_the_headers_of_the_real_service(page: Page) -> None:
    page.goto("/#token=lia_acme")
    page.get_by_label("Your question").fill("How much notice?")
    page.get_by_label("Your question").press("Enter")
    expect(page.get_by_role("table", name="Notice")).to_be_visible()
    page.get_by_role("button", name="Citation 1").first.click()
    expect(page.get_by_role("img").first).to_be_visible()


@pytest.mark.parametrize("service", ["https://portal.example"], indirect=True)
@pytest.mark.parametrize(("origin", "shown"), [("https://portal.example", True), ("https://evil.example", False)])
def test_only_a_site_with_the_widget_may_frame_the_page(browser: Browser, service: Any, origin: str, *, shown: bool) -> None:
    context = browser.new_context(permissions=["local-network-access"])
    tab = context.new_page()
    tab.route(f"{origin}/", lambda route: route.fulfill(body=FRAMING.format(service.url), content_type="text/html"))
    tab.goto(f"{origin}/")
    framed = tab.frames[-1]
    framed.wait_for_url(f"{service.url}/" if shown else "chrome-error://chromewebdata/")
    if shown:
        expect(framed.get_by_role("heading", name="Liaison")).to_be_visible()
    context.close()
