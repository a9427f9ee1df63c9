"""Whether an answer is one that a sound worker could give: what a file has broken may send anything that can be sent.

So a worker's word counts for the words of the file it was asked about, and for nothing else: not for a partner it was not told
of, not for more than a file may hold, and not for anything that whoever asked, or its stores, would stumble over. How much
there is comes first, so that the other checks take time in proportion to what a file may hold, whatever the answer is.
"""

from collections.abc import Sequence
from datetime import date

from app.domain.documents import PageSpan
from ingest.enrich import DOCUMENT_KINDS, Identity
from ingest.load.source import Limits
from ingest.load.unreadable import Reason
from ingest.load.worker_messages import Answer, Note, Question
from ingest.names import MOST
from ingest.opening import LONGEST_TITLE, OPENING
from ingest.parts import Part, Wanted
from ingest.split import HARD_LIMIT, PIECE_KINDS, Piece

LONGEST_SENTENCE = 1000
"""Characters of the sentence why a file cannot be read: a file's name has at most 255."""

LONGEST_MEDIA_TYPE = 100
"""Characters of a media type; that of Word has the most, 71."""

DEEPEST = 9
"""Headings above a piece: Word has nine levels of them, other formats and numbered clauses have fewer."""

_CODES = frozenset(reason.value for reason in Reason)
# How a field of a note cannot be called: these names are taken where it is logged.
_RESERVED = frozenset({"event", "self"})


class Implausible(Exception):
    """What an answer says that no sound worker would say."""


def check(answer: Answer, question: Question) -> None:
    """Raise Implausible where `answer` cannot be a sound worker's answer to `question`.

    Of the classes that an answer may hold no two have the same fields; so each is known by having those that it should.
    """
    try:
        _check(answer, question)
    except (AttributeError, TypeError, ValueError) as error:  # a field that is not there, or of another type
        what = "something of another type"
        raise Implausible(what) from error


def _check(answer: Answer, question: Question) -> None:
    _require(type(answer.spent) is bool, "whether much memory is held")
    _require(type(answer.notes) is tuple, "notes")
    for note in answer.notes:
        _check_note(note)
    _require(type(answer.parts) is tuple, "parts")
    if not answer.parts:
        _require(answer.code in _CODES and _is_text(answer.sentence, LONGEST_SENTENCE), "a reason")
        return
    _require(answer.code is None, "parts, and why there are none")
    _check_owners(answer.parts, question.wanted)
    limits = question.source.limits
    _require(sum(len(part.text) for part in answer.parts) <= limits.max_characters, "more text than a file may hold")
    for part in answer.parts:
        _check_part(part, limits)


def _check_note(note: Note) -> None:
    _require(type(note.level) is type(note.event) is str and type(note.fields) is tuple, "a note")
    for key, value in note.fields:
        _require(type(key) is str and key not in _RESERVED and isinstance(value, (str, int)), "a note's field")


def _check_owners(parts: Sequence[Part], wanted: Wanted) -> None:
    """Nobody owns what is not shared; of a shared table, each partner that the worker was told of owns one part at most."""
    owners = [part.owner for part in parts]
    _require(all(owner is None or type(owner) is str for owner in owners), "an owner")
    if wanted.column is None:
        _require(owners == [None], "a part of what is not shared")
    else:
        known = {None, *(partner.id for partner in wanted.partners)}
        _require(len(set(owners)) == len(owners) and known.issuperset(owners), "an owner")


def _check_part(part: Part, limits: Limits) -> None:
    _require(_is_text(part.text, limits.max_characters), "a text")
    _require(_is_text(part.media_type, LONGEST_MEDIA_TYPE), "a media type")
    _check_identity(part.identity)
    _check_names(part.names)
    _check_pages(part.pages, len(part.text), limits.max_pages)
    _check_pieces(part.pieces, len(part.text))
    _check_headings(part.pieces, limits.max_characters)


def _check_identity(identity: Identity) -> None:
    _require(_is_text(identity.title, LONGEST_TITLE), "a title")
    _require(identity.kind in DOCUMENT_KINDS, "a kind of document")
    _require(identity.effective is None or type(identity.effective) is date, "a date")
    _check_names(identity.parties)


def _check_names(names: tuple[str, ...]) -> None:
    """As many as are kept, and none longer than the stretch of text in which names are looked for."""
    _require(type(names) is tuple and len(names) <= MOST and all(_is_text(name, OPENING) for name in names), "names")


def _check_pages(pages: tuple[PageSpan, ...], length: int, most: int) -> None:
    _require(type(pages) is tuple, "pages")
    number = position = 0
    for page in pages:
        _require(type(page.number) is type(page.start) is type(page.end) is int, "a page")
        _require(number < page.number <= most and position <= page.start <= page.end <= length, "pages out of order")
        number, position = page.number, page.end


def _check_pieces(pieces: tuple[Piece, ...], length: int) -> None:
    _require(type(pieces) is tuple, "pieces")
    position = 0
    for piece in pieces:
        _require(type(piece.start) is type(piece.end) is int, "a piece")
        _require(position <= piece.start < piece.end <= length, "pieces out of order")
        _require(piece.kind in PIECE_KINDS, "a kind of piece")
        _require(piece.kind == "row" or piece.end - piece.start <= HARD_LIMIT, "a piece longer than any")
        position = piece.end


def _check_headings(pieces: tuple[Piece, ...], most: int) -> None:
    """Headings are kept with every piece below them; all together they are within the limit on characters as well."""
    path: object = None
    length = kept = 0
    for piece in pieces:
        if fresh := piece.path is not path:  # those below the same headings share them
            path = piece.path
            _require(type(path) is tuple and len(path) <= DEEPEST, "headings")
            length = sum(map(len, piece.path))
        kept += length
        _require(kept <= most, "more headings than a file may hold")
        _require(not fresh or all(_is_text(heading, most) for heading in piece.path), "headings")


def _is_text(value: object, longest: int) -> bool:
    """Whether `value` is at most so many characters, and such as can be written down: no halves of surrogate pairs."""
    if type(value) is not str or len(value) > longest:
        return False
    try:
        return value.isascii() or bool(value.encode())
    except UnicodeEncodeError:
        return False


def _require(sound: bool, what: str) -> None:  # noqa: FBT001  # the condition is the point
    if not sound:
        raise Implausible(what)
