"""The chat page in a real browser: signing in, asking, being told no, coming back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.scripted import BUDGET, FLAKY_START, FLAKY_STREAM, HELD, HOSTILE, INSURED, NOTICE
from tests.e2e.stand_in import StandIn

pytestmark = pytest.mark.browser


def ask(page: Page, question: str) -> None:
    """Ask by keyboard and leave the answer to the test."""
    page.get_by_label("Your question").fill(question)
    page.get_by_label("Your question").press("Enter")


def ask_and_wait(page: Page, question: str) -> None:
    """Ask and wait until the answer is whole."""
    answers = page.get_by_role("button", name="Copy answer")
    before = answers.count()
    ask(page, question)
    expect(answers).to_have_count(before + 1)


def test_a_token_in_the_address_signs_in_and_leaves_the_address(page: Page) -> None:
    page.goto("/#token=lia_acme")
    expect(page.get_by_text("Acme Systems")).to_be_visible()
    assert "lia_acme" not in page.url
    assert page.evaluate("history.length") <= 2, "the address with the token must not stay behind in the history"
    expect(page.get_by_label("Your question")).to_be_focused()


def test_where_storage_is_refused_the_page_remembers_by_itself(page: Page, service: StandIn) -> None:
    page.add_init_script("Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('refused'); } })")
    page.goto("/#token=lia_acme")
    expect(page.get_by_text("Acme Systems")).to_be_visible()
    for question in (INSURED, BUDGET):
        ask_and_wait(page, question)
    assert [one["conversation_id"] for one in service.asked] == [None, "c1"]


def test_without_a_token_the_page_asks_for_one_and_says_how_to_get_it(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_text("liaison token --as manager")).to_be_visible()
    page.get_by_label("Paste your access token").fill("lia_manager")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Partner manager", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Which agreements require insurance?")).to_be_visible()


def test_a_refused_token_is_explained_and_not_kept(page: Page) -> None:
    page.goto("/#token=lia_wrong")
    expect(page.get_by_role("alert")).to_have_text("This token has expired.")
    assert page.evaluate("sessionStorage.length") == 0


def test_a_token_that_expires_in_the_middle_leads_back_to_signing_in(signed_in: Page, service: StandIn) -> None:
    service.accepts_tokens = False
    ask(signed_in, BUDGET)
    expect(signed_in.get_by_role("alert")).to_have_text("This token has expired.")
    expect(signed_in.get_by_label("Paste your access token")).to_be_focused()


def test_signing_out_forgets_token_and_conversation(signed_in: Page) -> None:
    ask_and_wait(signed_in, BUDGET)
    signed_in.get_by_role("button", name="Sign out").click()
    expect(signed_in.get_by_label("Paste your access token")).to_be_visible()
    assert signed_in.evaluate("sessionStorage.length") == 0
    assert BUDGET not in signed_in.locator("body").inner_text()


def test_another_token_link_in_the_same_tab_signs_that_person_in(signed_in: Page) -> None:
    signed_in.evaluate("location.hash = 'token=lia_manager'")
    expect(signed_in.get_by_text("Partner manager", exact=True)).to_be_visible()
    assert "lia_manager" not in signed_in.url


def test_an_answer_streams_and_half_a_marker_is_never_seen(signed_in: Page, service: StandIn) -> None:
    ask(signed_in, NOTICE)
    text = signed_in.locator(".answer-text")
    expect(text).to_have_text("60 days' written notice, but not before the end of the first year.")
    expect(text).to_have_attribute("aria-busy", "true")
    expect(text).to_have_attribute("aria-live", "polite")
    service.go_on.set()
    expect(signed_in.locator("#announcer")).to_have_text("The answer is complete, with 2 sources.")
    expect(text).not_to_have_attribute("aria-busy", "true")
    expect(text.get_by_role("button", name="Citation 1: Acme Reseller Agreement, page 9")).to_have_count(2)
    expect(text.locator("strong")).to_have_text(["written", "60 days"])
    expect(text.locator("ol > li")).to_have_count(2)
    expect(text.locator("ul > li")).to_have_text(["The first year counts from the signature."])
    expect(text.locator("blockquote")).to_contain_text('"provided that no such notice may take effect')


def test_sources_say_where_they_stand_and_since_when(signed_in: Page, service: StandIn) -> None:
    service.go_on.set()
    ask_and_wait(signed_in, NOTICE)
    first, second = signed_in.locator(".source").all()
    expect(first).to_contain_text("12.2 Termination for convenience · page 9 · version 2.1 · in force since 1 March 2025")
    expect(first).to_contain_text("for convenience upon sixty (60) days' prior")
    expect(second).to_contain_text("Leaving the programme · in force since 1 January 2024")


def test_many_sources_are_folded_until_asked_for(signed_in: Page) -> None:
    ask_and_wait(signed_in, INSURED)
    expect(signed_in.locator(".source:visible")).to_have_count(4)
    signed_in.get_by_role("button", name="Show all 5 sources").click()
    expect(signed_in.locator(".source:visible")).to_have_count(5)
    expect(signed_in.get_by_role("button", name="Citation 5: Elbe Agreement, page 3")).to_be_focused()


def test_a_card_is_a_table_with_caption_headers_and_citations(signed_in: Page) -> None:
    ask_and_wait(signed_in, INSURED)
    table = signed_in.get_by_role("table", name="Ending an agreement without cause")
    expect(table.get_by_role("columnheader")).to_have_text(["Partner", "Notice", "From", "Where"])
    expect(table.get_by_role("rowheader")).to_have_text(["Acme", "Borealis", "Corvus"])
    expect(table.get_by_role("button", name="Citation 2: Borealis Distribution Agreement, page 4")).to_be_visible()


def test_an_answer_that_was_not_found_is_labelled(signed_in: Page) -> None:
    ask_and_wait(signed_in, BUDGET)
    expect(signed_in.get_by_text("Not found in what you can see", exact=True)).to_be_visible()
    expect(signed_in.locator("#announcer")).to_have_text("Not found in what you can see.")
    expect(signed_in.locator(".answer")).to_have_class(re.compile("abstained"))


def test_hostile_text_is_shown_as_text(signed_in: Page) -> None:
    ask_and_wait(signed_in, HOSTILE)
    expect(signed_in.locator(".answer-text p")).to_contain_text("<img src=x onerror=")
    expect(signed_in.get_by_role("columnheader")).to_contain_text("<script>")
    signed_in.locator(".answer-text").get_by_role("button").click()
    expect(signed_in.locator("mark")).to_contain_text("<script>")
    assert signed_in.locator("#turns :is(img, script), #viewer :is(img, script)").count() == 0
    assert signed_in.title() == "Liaison"


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        (FLAKY_STREAM, "The chat model stopped answering.", "It worked the second time."),
        (FLAKY_START, "The index cannot be reached at the moment.", "It is back."),
    ],
)
def test_a_failure_is_told_in_place_and_can_be_retried(signed_in: Page, question: str, sentence: str, answer: str) -> None:
    ask(signed_in, question)
    turn = signed_in.locator(".turn")
    expect(turn.get_by_role("alert")).to_contain_text(sentence)
    turn.get_by_role("button", name="Retry").press("Enter")
    expect(turn.locator(".answer-text")).to_have_text(answer)
    expect(turn.get_by_role("alert")).to_have_count(0)
    expect(turn).to_have_count(1)


def test_a_service_that_cannot_be_reached_is_told_and_can_be_retried(signed_in: Page) -> None:
    signed_in.route("**/v1/chat", lambda route: route.fulfill(status=200, body="event: delta\ndata: {}\n\n"), times=1)
    ask(signed_in, BUDGET)
    expect(signed_in.get_by_role("alert")).to_contain_text("The connection broke before the answer was complete.")
    signed_in.get_by_role("button", name="Retry").click()
    expect(signed_in.get_by_text("Not found in what you can see", exact=True)).to_be_visible()


def test_an_answer_can_be_stopped_and_asked_again(signed_in: Page, service: StandIn) -> None:
    ask(signed_in, HELD)
    expect(signed_in.locator(".answer-text")).to_have_text("The beginning")
    signed_in.get_by_role("button", name="Stop").click()
    expect(signed_in.get_by_text("You stopped this answer.")).to_be_visible()
    expect(signed_in.get_by_label("Your question")).to_be_focused()
    service.go_on.set()
    signed_in.get_by_role("button", name="Ask again").click()
    expect(signed_in.locator(".answer-text")).to_have_text("The beginning and the end.")


def test_while_an_answer_is_written_the_next_question_waits_in_the_field(signed_in: Page, service: StandIn) -> None:
    ask(signed_in, HELD)
    ask(signed_in, BUDGET)
    expect(signed_in.get_by_label("Your question")).to_have_value(BUDGET)
    service.go_on.set()
    expect(signed_in.get_by_role("button", name="Send")).to_be_visible()
    assert [body["message"] for body in service.asked] == [HELD]


def test_shift_enter_starts_a_new_line_instead_of_sending(signed_in: Page, service: StandIn) -> None:
    field = signed_in.get_by_label("Your question")
    field.press_sequentially("one")
    field.press("Shift+Enter")
    field.press_sequentially("two")
    expect(field).to_have_value("one\ntwo")
    assert service.asked == []


def test_a_reload_keeps_the_conversation_and_the_next_question_goes_on_with_it(signed_in: Page, service: StandIn) -> None:
    ask_and_wait(signed_in, BUDGET)
    signed_in.reload()
    expect(signed_in.get_by_role("heading", name=BUDGET)).to_be_visible()
    expect(signed_in.locator(".source")).to_have_count(1)
    ask_and_wait(signed_in, INSURED)
    assert [body["conversation_id"] for body in service.asked] == [None, "c1"]


def test_a_kept_conversation_that_is_gone_gives_way_to_a_new_one(signed_in: Page, service: StandIn) -> None:
    ask_and_wait(signed_in, BUDGET)
    service.turns.clear()
    signed_in.reload()
    expect(signed_in.get_by_text("What would you like to know?")).to_be_visible()
    ask_and_wait(signed_in, INSURED)
    assert service.asked[-1]["conversation_id"] is None


def test_earlier_conversations_can_be_opened_and_new_ones_begun(signed_in: Page, service: StandIn) -> None:
    ask_and_wait(signed_in, BUDGET)
    signed_in.get_by_role("button", name="New conversation").click()
    expect(signed_in.get_by_text("What would you like to know?")).to_be_visible()
    ask_and_wait(signed_in, INSURED)
    listed = signed_in.get_by_role("navigation", name="Conversations").get_by_role("listitem")
    expect(listed).to_have_text([re.compile(re.escape(INSURED)), re.compile(re.escape(BUDGET))])
    listed.last.get_by_role("button").click()
    expect(signed_in.get_by_role("heading", name=BUDGET)).to_be_visible()
    expect(signed_in.get_by_role("heading", name=INSURED)).to_have_count(0)
    expect(listed.last.get_by_role("button")).to_have_attribute("aria-current", "true")
    assert [body["conversation_id"] for body in service.asked] == [None, None]


def test_a_starter_question_is_asked_with_one_press(page: Page, service: StandIn) -> None:
    page.goto("/#token=lia_manager")
    page.get_by_role("button", name=INSURED).click()
    expect(page.get_by_role("heading", name=INSURED)).to_be_visible()
    expect(page.get_by_role("table")).to_be_visible()
    assert service.asked[0]["message"] == INSURED


def test_feedback_counts_at_once_and_takes_a_comment(signed_in: Page, service: StandIn) -> None:
    ask_and_wait(signed_in, BUDGET)
    thumb = signed_in.get_by_role("button", name="This answer did not help")
    thumb.click()
    expect(signed_in.get_by_text("Thank you, noted.")).to_be_visible()
    expect(thumb).to_have_attribute("aria-pressed", "true")
    signed_in.get_by_label("What should we know? (optional)").fill("The guide names a size.")
    signed_in.get_by_role("button", name="Send comment").click()
    expect(signed_in.get_by_text("Thank you, your comment is saved.")).to_be_visible()
    assert service.feedback == [
        {"turn_id": "c1-t1", "rating": "down", "comment": None},
        {"turn_id": "c1-t1", "rating": "down", "comment": "The guide names a size."},
    ]


def test_an_answer_is_copied_with_its_sources(signed_in: Page) -> None:
    signed_in.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask_and_wait(signed_in, BUDGET)
    signed_in.get_by_role("button", name="Copy answer").click()
    expect(signed_in.get_by_text("Answer copied.")).to_be_visible()
    copied = signed_in.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("I can't find a marketing budget")
    assert copied.endswith("Sources\n[1] Marketing Fund Guide, 2 Requests, page 3, version 2026, in force since 1 March 2025")


def test_on_a_narrow_screen_nothing_sticks_out_and_conversations_fold_away(signed_in: Page) -> None:
    signed_in.set_viewport_size({"width": 360, "height": 700})
    ask_and_wait(signed_in, HOSTILE)
    assert signed_in.evaluate("document.documentElement.scrollWidth") == 360
    navigation = signed_in.get_by_role("navigation", name="Conversations")
    expect(navigation).to_be_hidden()
    toggle = signed_in.get_by_role("button", name="Conversations", exact=True)
    toggle.click()
    expect(navigation).to_be_visible()
    signed_in.get_by_role("button", name="New conversation").press("Escape")
    expect(navigation).to_be_hidden()
    expect(toggle).to_be_focused()
