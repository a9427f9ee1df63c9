from ingest.load.pdf_lines import clean_lines
from ingest.load.pdf_quality import defects

PROSE = (
    "Either party may terminate this Agreement for convenience upon sixty days prior written notice to the other party here."
)


def test_marks_of_typesetting_are_taken_out() -> None:
    assert (
        clean_lines("  The \ufb01rst\u00a0  \ufb02oor\x00 \r\n\r\n\r\n\r\npost\u00adeffective  ")
        == "The first floor\n\npost-effective"
    )


def test_prose_has_no_defects() -> None:
    assert defects(PROSE) == 0.0


def test_unknown_glyphs_words_run_together_and_words_spelled_apart_are_defects() -> None:
    assert defects("\ufffd" * 5) == 1.0
    assert defects(PROSE + " " + PROSE.replace(" ", "")) > 0.3
    assert defects(PROSE + " " + " ".join(PROSE.replace(" ", ""))) > 0.5


def test_addresses_and_dotted_lines_are_no_defects() -> None:
    assert defects(PROSE + " https://example.com/a/very/long/address/of/a/page " + "." * 40 + "_" * 40) == 0.0
