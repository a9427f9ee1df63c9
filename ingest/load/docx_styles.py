"""What a Word paragraph is (heading, list item, plain), read from its own properties and its chain of styles."""

import re
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

_HEADING_NAME = re.compile(r"heading (\d)", re.IGNORECASE)
# Word counts outline levels from 0; 9 means body text.
BODY_LEVEL = 9
# A chain of styles in a sound file is a few long; a longer one is a circle.
LONGEST_CHAIN = 20


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """`heading` is the depth from 1, or 0; `list_level` the (list id, depth from 0) of a numbered or bulleted paragraph."""

    heading: int = 0
    list_level: tuple[str, int] | None = None
    is_item: bool = False


class Styles:
    """The style definitions of one document."""

    def __init__(self, root: Any) -> None:
        self._by_id = {style.get(qn("w:styleId")): style for style in root.iter(qn("w:style"))}
        self._default = next(
            (
                style.get(qn("w:styleId"))
                for style in self._by_id.values()
                if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in {"1", "true"}
            ),
            None,
        )

    def of(self, paragraph: Any) -> ParagraphStyle:
        """What `paragraph` is."""
        properties = paragraph.find(qn("w:pPr"))
        chain = self._chain(_value(properties, "w:pStyle") or self._default)
        names = [name for style in chain if (name := _value(style, "w:name"))]
        layers = [layer for layer in (properties, *(style.find(qn("w:pPr")) for style in chain)) if layer is not None]
        heading = _heading(names, layers)
        list_level = _list_level(layers)
        is_item = not heading and (list_level is not None or any(name.lower().startswith("list") for name in names[:1]))
        return ParagraphStyle(heading, list_level, is_item)

    def _chain(self, style_id: str | None) -> list[Any]:
        """A style and those it is based on, nearest first."""
        chain: list[Any] = []
        while style_id in self._by_id and len(chain) < LONGEST_CHAIN:
            chain.append(self._by_id[style_id])
            style_id = _value(chain[-1], "w:basedOn")
        return chain


def _heading(names: list[str], layers: list[Any]) -> int:
    for name in names:
        if match := _HEADING_NAME.fullmatch(name):
            return int(match[1])
        if name.lower() == "title":
            return 1
    outline = next((level for layer in layers if (level := _value(layer, "w:outlineLvl")) is not None), None)
    return int(outline) + 1 if outline is not None and int(outline) < BODY_LEVEL else 0


def _list_level(layers: list[Any]) -> tuple[str, int] | None:
    """The list a paragraph counts in; the id 0 takes a paragraph out of the list of its style."""
    list_id = _nearest(layers, "w:numId")
    if list_id in {None, "0"}:
        return None
    return str(list_id), int(_nearest(layers, "w:ilvl") or 0)


def _nearest(layers: list[Any], tag: str) -> str | None:
    """The value of a list property in the nearest layer that has it."""
    values = (_value(layer.find(qn("w:numPr")), tag) for layer in layers)
    return next((value for value in values if value is not None), None)


def _value(element: Any | None, tag: str) -> str | None:
    """The `w:val` of a child, None where either is missing."""
    child = element.find(qn(tag)) if element is not None else None
    return child.get(qn("w:val")) if child is not None else None
