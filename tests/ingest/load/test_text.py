import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.load.decoding import decode
from tests.ingest.load import files

GERMAN = "Die Laufzeit beträgt drei Jahre; die Kündigung muss schriftlich erfolgen. Größere Änderungen bedürfen der Zustimmung."
RUSSIAN = "Договор о партнёрстве заключён между сторонами на три года."


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_utf_8_is_read_exactly(text: str) -> None:
    assert decode(text.encode()) == text.removeprefix("\ufeff")


def test_text_keeps_its_spaces_and_has_newlines_as_python_reads_them() -> None:
    extracted = files.read("a.txt", "  one  \r\n\r\n\ttwo\rthree \n")
    assert extracted.text == "  one  \n\n\ttwo\nthree \n"
    assert extracted.blocks == ()
    assert extracted.pages == ()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_names_the_encoding_and_is_removed(encoding: str) -> None:
    assert decode(GERMAN.encode(encoding)) == GERMAN


def test_a_mark_alone_is_an_empty_text() -> None:
    assert decode(codecs.BOM_UTF8) == ""


@pytest.mark.parametrize(
    ("text", "encoding"), [(GERMAN, "cp1252"), (RUSSIAN, "cp1251"), (GERMAN, "utf-16-le"), ("Café", "cp1252")]
)
def test_other_encodings_are_recognised(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_binary_data_is_no_text() -> None:
    assert decode(bytes(range(32)) * 10) is None
    assert decode(b"\x00\x01\x02\x03" * 50) is None
