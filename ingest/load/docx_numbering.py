"""The clause numbers Word draws but does not store: `12.2`, `(a)`, `iv.`, counted from the list definitions.

People cite clauses by these numbers, so a quote without them cannot be found again in the original.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

from ingest.load.characters import one_line

_PLACE = re.compile(r"%(\d)")
_ALPHABET = 26
# Word counts up to here; written in letters, one number of a hostile file could fill the memory.
MOST = 32_767
_ROMAN = dict(
    zip("m cm d cd c xc l xl x ix v iv i".split(), (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), strict=True)
)


@dataclass(frozen=True, slots=True)
class _Level:
    """How one depth of a list counts: its first number, its digits, and the text with `%1`, `%2` for the numbers."""

    start: int
    style: str
    text: str
    legal: bool


class Numbering:
    """The lists of one document, counted up as their paragraphs are read in order."""

    def __init__(self, root: Any | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._counter_of: dict[str, str] = {}
        self._counters: defaultdict[str, dict[int, int]] = defaultdict(dict)
        if root is not None:
            self._read(root)

    def next(self, list_id: str, depth: int) -> str:
        """The number of the next paragraph at `depth` (from 0) of a list; empty for bullets and unknown lists."""
        levels = self._levels.get(list_id, {})
        level = levels.get(depth)
        if level is None:
            return ""
        counter = self._counters[self._counter_of[list_id]]
        counter[depth] = counter[depth] + 1 if depth in counter else level.start
        for deeper in [other for other in counter if other > depth]:
            del counter[deeper]
        if level.style in {"bullet", "none"}:
            return ""

        def number(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            shown = levels.get(place, level)
            return written(counter.get(place, shown.start), "decimal" if level.legal else shown.style)

        return one_line(_PLACE.sub(number, level.text))

    def _read(self, root: Any) -> None:
        shared = {each.get(qn("w:abstractNumId")): each for each in root.findall(qn("w:abstractNum"))}
        for each in root.findall(qn("w:num")):
            list_id = each.get(qn("w:numId"))
            shared_id = _value(each, "w:abstractNumId", "")
            definition = shared.get(shared_id)
            levels = _levels(definition) if definition is not None else {}
            overrides = each.findall(qn("w:lvlOverride"))
            self._levels[list_id] = levels | _overridden(overrides, levels)
            # Lists of one definition count on together, unless one of them starts anew.
            self._counter_of[list_id] = f"list {list_id}" if overrides else f"definition {shared_id}"


def _levels(element: Any) -> dict[int, _Level]:
    found = {}
    for each in element.findall(qn("w:lvl")):
        legal = each.find(qn("w:isLgl")) is not None
        style = _value(each, "w:numFmt", "decimal")
        found[int(each.get(qn("w:ilvl")))] = _Level(
            int(_value(each, "w:start", "1")), style, _value(each, "w:lvlText", ""), legal
        )
    return found


def _overridden(overrides: list[Any], levels: dict[int, _Level]) -> dict[int, _Level]:
    """The levels a list defines anew or starts from another number."""
    changed: dict[int, _Level] = {}
    for override in overrides:
        depth = int(override.get(qn("w:ilvl")))
        changed |= _levels(override)
        start = _value(override, "w:startOverride", "")
        level = changed.get(depth) or levels.get(depth)
        if start and level:
            changed[depth] = _Level(int(start), level.style, level.text, level.legal)
    return changed


def _value(element: Any, tag: str, default: str) -> str:
    child = element.find(qn(tag))
    return str(child.get(qn("w:val"), default)) if child is not None else default


def written(number: int, style: str) -> str:
    """`number` in one of Word's styles; styles of other scripts are written in digits."""
    match style if number <= MOST else "decimal":
        case "lowerLetter":
            return _letters(number)
        case "upperLetter":
            return _letters(number).upper()
        case "lowerRoman":
            return _roman(number)
        case "upperRoman":
            return _roman(number).upper()
        case "decimalZero":
            return f"{number:02}"
        case _:
            return str(number)


def _letters(number: int) -> str:
    """Letters a to z, then aa, bb: Word repeats the letter."""
    if number < 1:
        return str(number)
    turns, place = divmod(number - 1, _ALPHABET)
    return chr(ord("a") + place) * (turns + 1)


def _roman(number: int) -> str:
    text = ""
    for digits, value in _ROMAN.items():
        while number >= value:
            text += digits
            number -= value
    return text
