"""Files made to harm, each read in a worker: what they come to is a sentence, and the next good file is read."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.load.source import Limits
from ingest.load.unreadable import Reason, Unreadable
from ingest.load.worker_process import Worker
from ingest.parts import Wanted
from tests.fakes import hostile_files as hostile
from tests.ingest.load import files

LIMITS = Limits(max_bytes=50_000_000, max_pages=100, max_unpacked=100_000_000, seconds=2, memory=300_000_000)
GOOD = files.pdf([["A good file of one page with enough words."]])
GIVEN_UP = frozenset({Reason.TOO_SLOW, Reason.TOO_MUCH_MEMORY, Reason.BROKE_READER})
TABLE = hostile.row("Name", "Price")


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker(LIMITS, "tests.ingest.load.sound") as opened:
        yield opened


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text("the secret of this machine", encoding="utf-8")
    return path


def outcome(worker: Worker, name: str, content: bytes | str) -> str:
    """The text of a file, or the code of its refusal; and the next good file is read."""
    found, sentence = said(worker, name, content)
    assert not sentence or (sentence.startswith(name) and sentence.endswith("."))
    assert said(worker, "good.pdf", GOOD) == ("A good file of one page with enough words.", "")
    return found


def said(worker: Worker, name: str, content: bytes | str) -> tuple[str, str]:
    """The text of a file, or the code and the sentence of its refusal."""
    try:
        (part,) = worker.load(name, content.encode() if isinstance(content, str) else content, Wanted("contract"))
    except Unreadable as error:
        return error.code, error.sentence
    return part.text, ""


@pytest.mark.parametrize(
    ("name", "content"), [("a.docx", hostile.docx_bomb(101)), ("a.xlsx", hostile.xlsx_bomb(101))], ids=["docx", "xlsx"]
)
def test_what_would_unpack_to_a_thousand_times_its_size_is_not_unpacked(worker: Worker, name: str, content: bytes) -> None:
    assert len(content) < 200_000
    assert outcome(worker, name, content) is Reason.TOO_LARGE


def test_what_grows_within_the_unpacked_limit_meets_those_of_time_and_memory(worker: Worker) -> None:
    assert outcome(worker, "a.docx", hostile.docx_of_paragraphs(10_000_000)) in {*GIVEN_UP, Reason.DAMAGED}


def test_entities_are_not_multiplied(worker: Worker) -> None:
    laughs = hostile.entities()
    assert outcome(worker, "a.docx", hostile.docx_of(hostile.paragraph("&e8;"), prolog=laughs)) is Reason.DAMAGED
    rows = TABLE + hostile.row("&e8;", "1", number=2)
    assert outcome(worker, "a.xlsx", hostile.xlsx_of(rows, prolog=laughs)) is Reason.DAMAGED
    page = laughs + "<html><body><p>Ha &e8; ha</p></body></html>"
    assert len(outcome(worker, "a.html", page)) < len(page)


def test_a_long_entity_is_not_repeated_without_end(worker: Worker) -> None:
    prolog = f'<!DOCTYPE r [<!ENTITY x "{"y" * 20_000}">]>'
    rows = TABLE + hostile.row("&x;" * 20_000, "1", number=2)
    assert outcome(worker, "a.xlsx", hostile.xlsx_of(rows, prolog=prolog)) is Reason.DAMAGED


def test_no_file_takes_in_another_file_of_the_machine(worker: Worker, secret: Path) -> None:
    prolog = hostile.external_entity(secret.as_uri())
    taking: dict[str, bytes | str] = {
        "a.docx": hostile.docx_of(hostile.paragraph("Before &x; after"), prolog=prolog),
        "a.xlsx": hostile.xlsx_of(TABLE + hostile.row("&x;", "1", number=2), prolog=prolog),
        "a.html": f"{prolog}<html><body><p>Before &x; after</p><iframe src='{secret.as_uri()}'></iframe></body></html>",
        "a.svg": hostile.svg_with(secret.as_uri()),
        "a.md": f"![text]({secret.as_uri()})\n\n<img src='{secret.as_uri()}'>\n",
    }
    outcomes = {name: outcome(worker, name, content) for name, content in taking.items()}
    assert not any("the secret" in found for found in outcomes.values())
    assert (outcomes["a.docx"], outcomes["a.xlsx"]) == (Reason.DAMAGED, Reason.DAMAGED)


def test_a_word_document_with_a_document_type_is_told_apart(worker: Worker, secret: Path) -> None:
    with pytest.raises(Unreadable, match=r"^a\.docx declares XML entities, as no document of Word does; export it again"):
        worker.load("a.docx", hostile.docx_of(hostile.paragraph("Hi"), prolog=hostile.external_type(secret.as_uri())), Wanted())


def test_nothing_is_fetched_for_any_file(worker: Worker) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        page = hostile.html_with_remote_parts(address)
        mail = f"From: a@b.example\r\nSubject: Remote\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n{page}"
        asking: dict[str, bytes | str] = {
            "a.docx": hostile.docx_of(hostile.paragraph("Hi"), prolog=hostile.external_type(address)),
            "b.docx": hostile.docx_with_remote_parts(address),
            "a.xlsx": hostile.xlsx_of(TABLE, prolog=hostile.external_type(address)),
            "a.html": page,
            "a.svg": hostile.svg_with(address),
            "a.eml": mail,
            "a.md": f"Remote ![image]({address}/a.png)\n\n[a]: {address}\n",
        }
        outcomes = {name: outcome(worker, name, content) for name, content in asking.items()}
        with pytest.raises(BlockingIOError):
            server.accept()
    assert outcomes["b.docx"] == outcomes["a.html"] == "Remote"
    assert outcomes["a.eml"].endswith("Remote")


def test_a_cell_that_claims_to_be_wider_than_any_table_is_no_wider(worker: Worker) -> None:
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr>{hostile.paragraph("Wide")}</w:tc>'
    narrow = f"<w:tc>{hostile.paragraph('Name')}</w:tc>"
    table = f"<w:tbl><w:tr>{narrow * 2}</w:tr><w:tr>{cell}{narrow}</w:tr></w:tbl>"
    assert outcome(worker, "a.docx", hostile.docx_of(table)) == "Name: Wide; Column 64: Name"


def test_pages_and_objects_that_lead_back_to_themselves_come_to_an_end(worker: Worker) -> None:
    assert outcome(worker, "a.pdf", hostile.pdf_with_looping_pages()) is Reason.DAMAGED
    assert outcome(worker, "a.pdf", hostile.pdf_with_looping_objects()) is Reason.DAMAGED


def test_a_page_drawn_by_an_immense_stream_is_given_up(worker: Worker) -> None:
    bomb = hostile.pdf_bomb(200)
    assert len(bomb) < 1_000_000
    assert outcome(worker, "a.pdf", bomb) in GIVEN_UP


def test_a_page_that_draws_itself_over_and_over_is_given_up(worker: Worker) -> None:
    bomb = hostile.pdf_of_nested_forms(9)
    assert len(bomb) < 10_000
    assert outcome(worker, "a.pdf", bomb) in GIVEN_UP


def test_a_pdf_of_thousands_of_pages_over_the_limit_is_not_read(worker: Worker) -> None:
    assert outcome(worker, "a.pdf", hostile.pdf_of_pages(5000)) is Reason.TOO_MANY_PAGES


@pytest.mark.parametrize(
    "text", ["1. " * 4_000_000, "x. 1. A " * 1_500_000, "a\n\n" * 4_000_000], ids=["ends", "clauses", "lines"]
)
def test_a_text_that_is_read_at_once_and_prepared_for_minutes_is_given_up(worker: Worker, text: str) -> None:
    assert outcome(worker, "a.txt", text) in GIVEN_UP
    assert outcome(worker, "a.txt", text[:3000]).startswith(text[:8])


def test_the_same_files_without_their_attack_are_read(worker: Worker) -> None:
    assert outcome(worker, "a.docx", hostile.docx_of(hostile.paragraph("Hello"))) == "Hello"
    assert outcome(worker, "a.xlsx", hostile.xlsx_of(TABLE + hostile.row("A", "1", number=2))) == "Prices\n\nName: A; Price: 1"
    assert outcome(worker, "a.pdf", hostile.pdf_of_nested_forms(2)).startswith("laugh")


WHOLE = {
    "a.pdf": GOOD,
    "a.docx": hostile.docx_of(hostile.paragraph("Hello")),
    "a.xlsx": hostile.xlsx_of(TABLE),
    "a.html": b"<!doctype html><html><body><table><tr><th>A<th>B<tr><td>1<td>2</table></body></html>",
    "a.md": b"# Head\n\n- one\n- two\n\n| A | B |\n|---|---|\n| 1 | 2 |\n",
    "a.csv": b'Name,Price\n"A",1\n"B",2\n',
    "a.eml": b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nHello\r\n--x--\r\n",
    "a.txt": "Grüße aus Köln".encode(),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_cut_or_scrambled_anywhere_is_read_or_refused(worker: Worker, name: str) -> None:
    content = WHOLE[name]
    for place in range(1, len(content), max(len(content) // 20, 1)):
        scrambled = bytes(byte ^ 0x5A if place <= at < place + 9 else byte for at, byte in enumerate(content))
        for spoilt in (content[:place], content[place:], scrambled, content[:place] * 2):
            assert said(worker, name, spoilt)[0] not in GIVEN_UP
    assert not isinstance(outcome(worker, name, content), Reason)
