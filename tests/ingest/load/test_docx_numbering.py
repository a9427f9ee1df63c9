import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.load.docx_numbering import Numbering, written

LEGAL = f"""<w:numbering {nsdecls("w")}>
<w:abstractNum w:abstractNumId="1">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="Article %1."/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%3)"/></w:lvl>
  <w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl>
</w:abstractNum>
<w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="8"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="9"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
</w:numbering>"""


def test_numbers_are_counted_as_word_draws_them() -> None:
    numbering = Numbering(parse_xml(LEGAL))
    drawn = [numbering.next("7", depth) for depth in (0, 1, 1, 2, 2, 3, 0, 1, 2)]
    assert drawn == ["Article I.", "1.1", "1.2", "(a)", "(b)", "", "Article II.", "2.1", "(a)"]


def test_lists_of_one_definition_count_on_and_an_override_starts_anew() -> None:
    numbering = Numbering(parse_xml(LEGAL))
    assert [numbering.next(list_id, 0) for list_id in ("7", "8", "9", "8")] == [
        "Article I.",
        "Article II.",
        "Article V.",
        "Article III.",
    ]


def test_an_unknown_list_has_no_numbers() -> None:
    assert Numbering(None).next("7", 0) == ""
    assert Numbering(parse_xml(LEGAL)).next("7", 8) == ""


@pytest.mark.parametrize(
    ("number", "style", "text"),
    [
        (28, "lowerLetter", "bb"),
        (3, "upperLetter", "C"),
        (1994, "lowerRoman", "mcmxciv"),
        (4, "decimalZero", "04"),
        (0, "lowerLetter", "0"),
    ],
)
def test_numbers_are_written_in_their_style(number: int, style: str, text: str) -> None:
    assert written(number, style) == text
