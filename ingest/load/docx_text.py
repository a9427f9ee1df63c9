"""The words of a Word paragraph with tracked changes accepted: insertions are in, deletions are out."""

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

from ingest.load.characters import visible

# What stands inside these is not the paragraph's text: removed words, text boxes, and the second copy kept for old programs.
_SKIPPED = frozenset(map(qn, ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:txbxContent", "w:object"))) | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
_MARKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_TEXT = qn("w:t")


def paragraph_text(paragraph: Any) -> str:
    """A paragraph's text; tabs are tabs and manual line breaks are newlines."""
    return visible("".join(_pieces(paragraph)))


def text_boxes(paragraph: Any) -> list[Any]:
    """The contents of text boxes anchored in a paragraph, each once and the outermost only."""
    boxes = []
    for box in paragraph.iter(qn("w:txbxContent")):
        around = {ancestor.tag for ancestor in box.iterancestors() if _is_inside(ancestor, paragraph)}
        if not around & _SKIPPED:
            boxes.append(box)
    return boxes


def _is_inside(element: Any, paragraph: Any) -> bool:
    return element is not paragraph and paragraph in element.iterancestors(paragraph.tag)


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag in _MARKS:
            yield _MARKS[child.tag]
        else:
            yield from _pieces(child)
