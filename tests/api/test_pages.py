"""What a citation opens: a page's image, or the text around the span."""

import io

import pytest
from PIL import Image
from starlette.testclient import TestClient

from app.api.excerpt import CONTENT_SECURITY_POLICY
from app.api.pages import prefers_json
from tests.api.scene import AGREEMENT, NOTICE, PAGE_TWO, PRICES

START = AGREEMENT.index(NOTICE)
END = START + len(NOTICE)


def has_yellow(png: bytes) -> bool:
    image = Image.open(io.BytesIO(png)).convert("RGB")
    return any(red > 200 and green > 200 and blue < 120 for _, (red, green, blue) in image.getcolors(1 << 24) or [])  # type: ignore[misc]  # RGB pixels are triples


def test_a_pdf_page_is_an_image_with_the_span_in_yellow(acme: TestClient) -> None:
    plain = acme.get("/v1/documents/agreement/pages/1")
    marked = acme.get(f"/v1/documents/agreement/pages/1?start={START}&end={END}")
    assert plain.headers["Content-Type"] == marked.headers["Content-Type"] == "image/png"
    assert plain.headers["Cache-Control"] == "no-store"
    assert has_yellow(marked.content)
    assert not has_yellow(plain.content)


def test_a_span_that_runs_over_the_page_end_is_marked_on_both_pages(acme: TestClient) -> None:
    span = f"?start={START}&end={len(AGREEMENT)}"
    assert has_yellow(acme.get(f"/v1/documents/agreement/pages/1{span}").content)
    assert has_yellow(acme.get(f"/v1/documents/agreement/pages/2{span}").content)


def test_a_page_without_the_span_stays_plain(acme: TestClient) -> None:
    assert not has_yellow(acme.get(f"/v1/documents/agreement/pages/2?start={START}&end={END}").content)


def test_an_unreadable_pdf_still_shows_its_pages(acme: TestClient) -> None:
    assert acme.get("/v1/documents/scan/pages/2").headers["Content-Type"] == "image/png"


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("agreement/pages/3", 404, "agreement.pdf has no page 3; it has 2 pages."),
        ("agreement/pages/0", 404, "agreement.pdf has no page 0; it has 2 pages."),
        ("agreement/pages/-1", 404, "agreement.pdf has no page -1; it has 2 pages."),
        (f"agreement/pages/{10**30}", 404, f"agreement.pdf has no page {10**30}; it has 2 pages."),
        ("agreement/pages/one", 422, "The field 'number' is not usable: input should be a valid integer, unable to parse"),
        ("agreement/pages/1?start=9&end=8", 422, "start must be smaller than end."),
        ("agreement/pages/1?start=8&end=8", 422, "start must be smaller than end."),
        ("agreement/pages/1?start=8", 422, "Give both start and end, or neither."),
        ("agreement/pages/1?start=-1&end=8", 422, "The field 'start' is not usable"),
        ("agreement/pages/1?start=0&end=99999", 404, "That passage is not in the document"),
        ("lost/pages/1", 404, "The original file is not kept any more"),
        ("prices/pages/2", 404, "prices.pdf has no pages; ask for page 1."),
        ("blank/pages/1", 404, "blank.pdf has no text that can be shown."),
    ],
)
def test_what_cannot_be_shown_is_said_in_a_sentence(acme: TestClient, path: str, status: int, sentence: str) -> None:
    response = acme.get(f"/v1/documents/{path}")
    assert response.status_code == status
    assert response.json()["detail"].startswith(sentence)


def test_a_format_without_pages_shows_the_marked_text_as_html(acme: TestClient) -> None:
    start = PRICES.index("Price: 1,200")
    response = acme.get(f"/v1/documents/prices/pages/1?start={start}&end={start + 12}")
    assert response.headers["Content-Type"].startswith("text/html")
    assert response.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert '<span><mark id="span">Price: 1,200</mark></span>' in response.text
    assert "&lt;Atlas&gt;" in response.text
    assert "<Atlas>" not in response.text


def test_the_same_comes_as_three_strings_where_json_is_preferred(acme: TestClient) -> None:
    start = PRICES.index("Price: 1,200")
    address = f"/v1/documents/prices/pages/1?start={start}&end={start + 12}"
    body = acme.get(address, headers={"Accept": "application/json"}).json()
    assert body["span"] == "Price: 1,200"
    assert body["before"] + body["span"] + body["after"] == PRICES


def test_without_a_span_the_text_begins_at_the_beginning(acme: TestClient) -> None:
    body = acme.get("/v1/documents/prices/pages/1", headers={"Accept": "application/json"}).json()
    assert body == {"before": "", "span": "", "after": PRICES}


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("application/json", True),
        ("application/json, text/html;q=0.9", True),
        ("text/html, application/json", False),
        ("text/html;q=0.2,application/json; q=0.8", True),
        ("*/*", False),
        ("", False),
        ("application/json;q=x", True),
    ],
)
def test_the_accept_header_is_weighed(accept: str, *, expected: bool) -> None:
    assert prefers_json(accept) is expected


def test_the_second_page_holds_what_the_text_says(acme: TestClient) -> None:
    start = AGREEMENT.index(PAGE_TWO)
    assert has_yellow(acme.get(f"/v1/documents/agreement/pages/2?start={start}&end={start + len(PAGE_TWO)}").content)
