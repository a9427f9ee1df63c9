from email.message import EmailMessage

from ingest.load.eml_quotes import EARLIER, REPLY
from tests.ingest.load import files


def message(text: str | None, html: str | None = None) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Jörg Müller <jorg@acme.example>"
    mail["To"] = "ingrid@liaison.example"
    mail["Date"] = "Tue, 03 Mar 2026 10:00:00 +0100"
    mail["Subject"] = "Renewal für 2027"
    if text is not None:
        mail.set_content(text)
    if html is not None:
        mail.add_alternative(html, subtype="html")
    return mail


def test_the_header_is_one_decoded_line_and_the_subject_is_the_title() -> None:
    extracted = files.read("a.eml", message("Hello,\n\nwe renew.\n").as_bytes())
    assert files.shown(extracted) == [
        (
            "paragraph",
            "From: Jörg Müller <jorg@acme.example>; To: ingrid@liaison.example; Date: 3 March 2026; Subject: Renewal für 2027",
        ),
        ("paragraph", "Hello,"),
        ("paragraph", "we renew."),
    ]
    assert extracted.title == "Renewal für 2027"


def test_plain_text_is_preferred_and_html_is_read_where_it_is_alone() -> None:
    assert "plain" in files.read("a.eml", message("plain", "<p>page</p>").as_bytes()).text
    alone = files.read("a.eml", message(None, "<p>Only <b>page</b></p>").as_bytes())
    assert files.shown(alone)[1:] == [("paragraph", "Only page")]


def test_quoted_lines_stand_under_a_heading_of_their_own() -> None:
    text = "Yes.\n\nOn Mon, 2 March 2026 Ingrid Dahl <i@liaison.example>\nwrote:\n> Do you renew?\n>> Older\n\nBest, Jörg\n"
    blocks = files.shown(files.read("a.eml", message(text).as_bytes()))[1:]
    assert blocks == [
        ("paragraph", "Yes."),
        ("heading", EARLIER),
        ("paragraph", "On Mon, 2 March 2026 Ingrid Dahl <i@liaison.example>\nwrote:\nDo you renew?\nOlder"),
        ("heading", REPLY),
        ("paragraph", "Best, Jörg"),
    ]


def test_everything_below_a_forward_line_is_quoted() -> None:
    text = "See below.\n\n-----Original Message-----\nFrom: Ingrid\n\nDo you renew?\n"
    blocks = files.shown(files.read("a.eml", message(text).as_bytes()))
    assert [kind for kind, _ in blocks] == ["paragraph", "paragraph", "heading", "paragraph", "paragraph"]


def test_attachments_are_named_and_not_read() -> None:
    mail = message("See attached.")
    mail.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="offer.pdf")
    mail.add_attachment("inner words", filename="note.txt")
    extracted = files.read("a.eml", mail.as_bytes())
    assert files.shown(extracted)[-1] == ("paragraph", "Attachments: offer.pdf, note.txt")
    assert "inner words" not in extracted.text


def test_an_unknown_character_set_does_not_cost_the_message() -> None:
    content = b"From: a@b.example\nContent-Type: text/plain; charset=x-none\n\nGr\xc3\xbc\xc3\x9fe"
    assert files.read("a.eml", content).text.endswith("Grüße")


def test_a_file_without_mail_headers_is_text() -> None:
    assert files.read("a.eml", "Just a note.\n").text == "Just a note.\n"
