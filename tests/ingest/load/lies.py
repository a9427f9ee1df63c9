"""What a worker that a file has broken could say of a file, made from the one true part that a sound worker would send."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from app.domain.documents import PageSpan
from ingest.parts import Part
from ingest.split import Piece

Parts = tuple[Part, ...]
LONG = 2000
"""More than there may be of most things, and less than the characters of the true part."""


def fields(**changed: Any) -> Callable[[Part], Parts]:
    """The true part but for these fields."""
    return lambda part: (replace(part, **changed),)


def of_identity(**changed: Any) -> Callable[[Part], Parts]:
    return lambda part: (replace(part, identity=replace(part.identity, **changed)),)


def cut(*pieces: Any) -> Callable[[Part], Parts]:
    """The true part cut in this way."""
    return fields(pieces=pieces)


def paged(*pages: Any) -> Callable[[Part], Parts]:
    return fields(pages=pages)


LIES: Mapping[str, Callable[[Part], Any]] = MappingProxyType(
    {
        "nothing": lambda _: (),
        "no-parts": lambda _: "parts",
        "no-part": lambda _: ("part",),
        "list": lambda part: [part],
        "text-of-numbers": fields(text=tuple(range(2 * LONG))),
        "half-characters": lambda part: (replace(part, text=part.text + "\ud800"),),
        "media-type": fields(media_type="x" * LONG),
        "owner-unasked": fields(owner="acme"),
        "owner-unknown": fields(owner="corvus"),
        "owner-of-numbers": fields(owner=7),
        "owner-twice": lambda part: (replace(part, owner="acme"), replace(part, owner="acme")),
        "nobody-twice": lambda part: (part, part),
        "title-too-long": of_identity(title="x" * LONG),
        "kind-unknown": of_identity(kind="secret"),
        "date-of-letters": of_identity(effective="2025-03-01"),
        "parties-too-many": of_identity(parties=("Acme",) * LONG),
        "no-identity": fields(identity=date(2025, 3, 1)),
        "names-too-long": fields(names=("x" * LONG * 2,)),
        "names-of-numbers": fields(names=(1, 2)),
        "names-in-a-list": fields(names=["Acme"]),
        "parties-in-a-list": of_identity(parties=["Acme"]),
        "overlapping": cut(Piece(0, 20, ()), Piece(19, 30, ())),
        "out-of-order": cut(Piece(20, 30, ()), Piece(0, 20, ())),
        "past-the-end": lambda part: (replace(part, pieces=(Piece(len(part.text) - 5, len(part.text) + 1, ()),)),),
        "before-the-start": cut(Piece(-5, 20, ())),
        "empty-piece": cut(Piece(5, 5, ())),
        "piece-of-letters": cut(Piece("0", "20", ())),  # type: ignore[arg-type]  # a lie
        "piece-of-truth": cut(Piece(False, True, ())),  # noqa: FBT003
        "piece-of-fractions": cut(Piece(0.0, 20.0, ())),  # type: ignore[arg-type]  # a lie
        "pieces-in-a-list": fields(pieces=[]),
        "no-piece": cut((0, 20, (), "text")),
        "kind-of-piece": cut(Piece(0, 20, (), "secret")),
        "long-piece": cut(Piece(0, LONG, ())),
        "headings-of-numbers": cut(Piece(0, 20, (1,))),  # type: ignore[arg-type]  # a lie
        "headings-of-half-characters": cut(Piece(0, 20, ("\ud800",))),
        "headings-in-a-list": cut(Piece(0, 20, ["x"])),  # type: ignore[arg-type]  # a lie
        "headings-too-deep": cut(Piece(0, 20, ("x",) * LONG)),
        "headings-too-many": cut(*(Piece(at, at + 1, ("x" * LONG * 3,)) for at in range(LONG))),
        "pages-out-of-order": paged(PageSpan(2, 0, 5), PageSpan(1, 5, 9)),
        "pages-overlapping": paged(PageSpan(1, 0, 5), PageSpan(2, 4, 9)),
        "pages-past-the-end": paged(PageSpan(1, 0, 3 * LONG)),
        "pages-numbered-twice": paged(PageSpan(1, 0, 5), PageSpan(1, 5, 9)),
        "pages-too-many": paged(*(PageSpan(number + 1, 0, 0) for number in range(LONG))),
        "pages-in-a-list": fields(pages=[]),
        "page-of-fractions": paged(PageSpan(1, 0.0, 5.0)),  # type: ignore[arg-type]  # a lie
        "page-of-letters": paged(PageSpan("1", 0, 5)),  # type: ignore[arg-type]  # a lie
    }
)
"""By name, all of them about a file that nothing is said of: one part, nobody's."""
