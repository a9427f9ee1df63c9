"""How badly a page's text came out of a PDF, to choose between two readings of the page."""

import re

# Real words of this length are rare in any language that parts words by spaces: longer ones are words run together.
LONGEST_USUAL_WORD = 24
# A page of fewer words is a title page or a form; shares on it mean nothing.
FEWEST_WORDS = 20
_BAD_CHARACTER = re.compile(r"[\ufffd\ue000-\uf8ff]|\(cid:\d+\)|/g\d+")
_LONE_LETTERS = re.compile(r"(?<!\S)(?:[^\W\d_] ){3,}[^\W\d_](?!\S)")
# Looked for from the beginning of a word only: from every letter of it, the time grows with the square of its length.
_LINKS = re.compile(r"(?<!\S)\S*(?:://|www\.|@|\.{4,}|_{4,}|-{4,})\S*")


def defects(text: str) -> float:
    """The share (0 to 1) of a page's characters that stand in unknown glyphs, words run together or words spelled apart."""
    text = _LINKS.sub(" ", text)
    words = text.split()
    if not text or (len(words) < FEWEST_WORDS and not _BAD_CHARACTER.search(text)):
        return 0.0
    unknown = len(_BAD_CHARACTER.findall(text))
    glued = sum(len(word) for word in words if len(word) > LONGEST_USUAL_WORD and word.isascii())
    apart = sum(len(match) for match in _LONE_LETTERS.findall(text))
    return min(1.0, (unknown + glued + apart) / len(text))
