"""A partner's name in the many ways in which it can be written so that people read it and programs may not."""

import unicodedata
from collections.abc import Mapping

HOMOGLYPHS = str.maketrans("Boreals", "Воrеаlѕ")  # Cyrillic, but for r and l
CIRCLED = 0x24B6
BOLD = 0x1D400
FULL_WIDTH = 0xFEE0


def spellings(name: str) -> Mapping[str, str]:
    """`name` in each way, by what was done to it."""
    return _in_other_signs(name) | _in_other_words(name)


def _in_other_signs(name: str) -> dict[str, str]:
    return {
        "as it is": name,
        "capitals": name.upper(),
        "lower case": name.lower(),
        "mixed case": "".join(one.upper() if at % 2 else one.lower() for at, one in enumerate(name)),
        "Cyrillic letters": name.translate(HOMOGLYPHS),
        "zero-width spaces": "\u200b".join(name),
        "zero-width joiners": "\u200d".join(name),
        "soft hyphens": "\u00ad".join(name),
        "word joiners": "\u2060".join(name),
        "full-width letters": "".join(chr(ord(one) + FULL_WIDTH) for one in name),
        "bold letters": "".join(_in_row(one, BOLD) for one in name),
        "circled letters": "".join(chr(CIRCLED + ord(one.upper()) - ord("A")) for one in name),
        "accents taken apart": unicodedata.normalize("NFKD", name.replace("e", "é")),
        "accents": name.replace("o", "ö").replace("e", "ë"),
        "combining marks": "".join(f"{one}\u0332" for one in name),
        "right to left": f"\u202e{name[::-1]}\u202c",
        "right-to-left marks": f"\u200f{name}\u200f",
    }


def _in_other_words(name: str) -> dict[str, str]:
    return {
        "spaces between": " ".join(name),
        "dots between": ".".join(name),
        "hyphens between": "-".join(name),
        "a letter doubled": name.replace("r", "rr"),
        "a letter missing": name.replace("a", ""),
        "letters swapped": name.replace("re", "er"),
        "figures for letters": name.replace("o", "0").replace("i", "1").replace("e", "3"),
        "possessive": f"{name}'s",
        "in brackets": f"[[{name}]]",
        "in Markdown": f"**{name}**",
        "an entity": f"&#{ord(name[0])};{name[1:]}",
        "percent signs": f"%{ord(name[0]):x}{name[1:]}",
        "an escape": f"\\u{ord(name[0]):04x}{name[1:]}",
        "its id": name.lower(),
        "as an audience": f"partner:{name.lower()}",
        "as a person": f"person:bo of {name}",
        "with its legal form": f"{name} AS",
        "with a null": f"{name}\0",
        "over two lines": f"{name[:4]}\n{name[4:]}",
        "an emoji in it": f"{name[:4]}😀{name[4:]}",
        "Greek letters": name.replace("o", "ο").replace("a", "α"),
    }


def _in_row(letter: str, row: int) -> str:
    base = ord("A") if letter.isupper() else ord("a") - 26
    return chr(row + ord(letter) - base)
