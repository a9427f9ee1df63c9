"""The viewer in a real browser: a citation opens at its passage, by mouse and by keyboard."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.scripted import NOTICE
from tests.e2e.stand_in import StandIn

pytestmark = pytest.mark.browser

MARK = "Citation 1: Acme Reseller Agreement, page 9"


@pytest.fixture
def answered(signed_in: Page, service: StandIn) -> Page:
    service.go_on.set()
    signed_in.get_by_label("Your question").fill(NOTICE)
    signed_in.get_by_label("Your question").press("Enter")
    expect(signed_in.get_by_role("button", name="Copy answer")).to_be_visible()
    return signed_in


def picture(page: Page, number: int) -> Locator:
    """The picture of page `number` in the viewer."""
    return page.get_by_alt_text(f"Page {number} of Acme Reseller Agreement")


def open_first_citation(page: Page) -> None:
    """Open the first marker and wait for its page."""
    page.get_by_role("button", name=MARK).first.click()
    expect(picture(page, 9)).to_be_visible()


def test_a_citation_opens_the_page_with_the_marked_words_in_sight(answered: Page) -> None:
    open_first_citation(answered)
    viewer = answered.get_by_role("dialog", name="Acme Reseller Agreement")
    expect(viewer).to_contain_text("page 9 · version 2.1 · in force since 1 March 2025")
    expect(viewer).to_contain_text("for convenience upon")
    assert picture(answered, 9).evaluate("image => image.naturalWidth") == 1000
    # The mark is low on the page: it is only in sight if the frame was scrolled to it.
    expect(answered.locator("#viewer-frame")).not_to_have_js_property("scrollTop", 0)


def test_beside_the_viewer_the_conversation_stays_usable(answered: Page) -> None:
    open_first_citation(answered)
    answered.get_by_label("Your question").fill("And then?")
    expect(answered.get_by_label("Your question")).to_have_value("And then?")
    answered.keyboard.press("Escape")
    expect(answered.get_by_role("dialog")).to_be_hidden()


def test_on_a_narrow_screen_the_viewer_covers_the_page(answered: Page) -> None:
    answered.set_viewport_size({"width": 390, "height": 800})
    open_first_citation(answered)
    box = answered.get_by_role("dialog").bounding_box()
    assert box is not None
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 390, 800)
    assert answered.get_by_role("dialog").evaluate("dialog => dialog.matches(':modal')")


def test_closing_gives_the_focus_back_and_the_picture_s_memory(answered: Page) -> None:
    opener = answered.get_by_role("button", name=MARK).first
    answered.evaluate("() => { window.revoked = []; URL.revokeObjectURL = address => void window.revoked.push(address); }")
    open_first_citation(answered)
    address = picture(answered, 9).get_attribute("src")
    answered.keyboard.press("Escape")
    expect(opener).to_be_focused()
    answered.wait_for_function("window.revoked.length > 0")  # the dialog's close event comes a moment after it is gone
    assert answered.evaluate("window.revoked") == [address]


def test_pages_turn_within_the_document(answered: Page) -> None:
    open_first_citation(answered)
    expect(answered.get_by_text("Page 9 of 12")).to_be_visible()
    answered.get_by_role("button", name="Next page").click()
    expect(picture(answered, 10)).to_be_visible()
    for _ in range(2):
        answered.get_by_role("button", name="Next page").click()
    expect(answered.get_by_text("Page 12 of 12")).to_be_visible()
    expect(answered.get_by_role("button", name="Next page")).to_have_attribute("aria-disabled", "true")
    answered.get_by_role("button", name="Previous page").click()
    expect(picture(answered, 11)).to_be_visible()


def test_the_page_can_be_enlarged(answered: Page) -> None:
    open_first_citation(answered)
    before = picture(answered, 9).evaluate("image => image.clientWidth")
    answered.get_by_role("button", name="Zoom in").click()
    answered.get_by_role("button", name="Zoom in").click()
    expect(answered.get_by_text("200%")).to_be_visible()
    assert picture(answered, 9).evaluate("image => image.clientWidth") == pytest.approx(2 * before, abs=2)


def test_a_format_without_pages_shows_its_text_with_the_span_in_sight(answered: Page) -> None:
    answered.get_by_role("button", name="Citation 2: Partner Programme Guide").first.click()
    mark = answered.locator("mark")
    expect(mark).to_have_text("No such notice may take effect during the Initial Term.")
    expect(mark).to_be_in_viewport()
    expect(answered.get_by_role("group", name="Pages")).to_be_hidden()


def test_a_page_that_cannot_be_had_says_so_and_can_be_retried(answered: Page) -> None:
    problem = '{"error": "not_found", "detail": "The file of this document is gone."}'
    answered.route("**/pages/9?*", lambda route: route.fulfill(status=404, body=problem), times=1)
    answered.get_by_role("button", name=MARK).first.click()
    expect(answered.get_by_role("dialog").get_by_role("alert")).to_contain_text("The file of this document is gone.")
    answered.get_by_role("dialog").get_by_role("button", name="Retry").click()
    expect(picture(answered, 9)).to_be_visible()


def test_everything_works_by_keyboard_alone(signed_in: Page, service: StandIn) -> None:
    service.go_on.set()
    keyboard = signed_in.keyboard
    keyboard.type(NOTICE)
    keyboard.press("Enter")
    expect(signed_in.get_by_role("button", name="Copy answer")).to_be_visible()
    marker = signed_in.get_by_role("button", name=MARK).first
    focused = "document.activeElement.getAttribute('aria-label')"
    for _ in range(20):
        keyboard.press("Shift+Tab")
        if signed_in.evaluate(focused) == MARK and signed_in.evaluate("document.activeElement.className") == "marker":
            break
    keyboard.press("Enter")
    expect(picture(signed_in, 9)).to_be_visible()
    for _ in range(3):  # close, previous page, next page
        keyboard.press("Tab")
    assert signed_in.evaluate(focused) == "Next page"
    keyboard.press("Enter")
    expect(picture(signed_in, 10)).to_be_visible()
    keyboard.press("Escape")
    expect(signed_in.get_by_role("dialog")).to_be_hidden()
    assert signed_in.evaluate("document.activeElement.className") == "marker"
    expect(marker).to_be_visible()


def test_the_skip_link_leads_to_the_question_field(signed_in: Page) -> None:
    signed_in.get_by_role("link", name="Skip to the question field").focus()
    signed_in.keyboard.press("Enter")
    expect(signed_in.get_by_label("Your question")).to_be_focused()
