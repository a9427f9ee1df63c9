"""A made-up partner programme of a given size: partners, documents and passages, without files. Pure; the seed decides all.

A quarter of the passages is public, a twelfth internal, and the rest is parted evenly among the partners: the mix on which
the facts in ADR 3 were measured.
"""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.access import INTERNAL, PUBLIC, Audience
from app.domain.documents import Document, DocumentText, Partner, Passage
from app.ports import Stored
from eval.scale.clauses import CLAUSES, Names, clause

VENDOR = "Northwind Systems"
PUBLIC_SHARE = 4
"""One passage in four is public."""
INTERNAL_SHARE = 12
"""One passage in twelve is internal."""
LONGEST = 80
"""Passages of a document: an agreement of thirty pages has about as many."""
KINDS = (("Reseller Agreement", "agreement"), ("Programme Guide", "guide"), ("Statement of Work", "agreement"))
JOINT = "\n\n"

FIRST = (
    "Acme Borealis Corvus Delta Elmwood Fathom Granville Hespera Iolite Juniper Kestrel Larkspur Meridian Norden Osprey".split()
)
SECOND = "Networks Partners Solutions Data Systems Group Cloud Telecom Integration Services Holdings Labs".split()


@dataclass(frozen=True, slots=True)
class Programme:
    """How much is made: `passages` in all, for `partners` partners. The same numbers and `seed` give the same text."""

    passages: int
    partners: int
    seed: int = 1

    def made_partners(self) -> list[Partner]:
        """The partners, `p-0` first, each with a name of its own."""
        return [Partner(f"p-{number}", _name(number), (_name(number),)) for number in range(self.partners)]

    def documents(self) -> Iterator[Stored]:
        """All documents with their passages, those of all audiences mixed; made one by one, so that any number fits."""
        dice = random.Random(self.seed)  # noqa: S311 - text to measure with, nothing secret
        sizes = list(self._sizes())
        dice.shuffle(sizes)
        for number, (audience, size) in enumerate(sizes):
            yield _document(number, audience, size, dice)

    def _sizes(self) -> Iterator[tuple[Audience, int]]:
        """Each document's audience and number of passages; they add up to `passages`."""
        public, internal = self.passages // PUBLIC_SHARE, self.passages // INTERNAL_SHARE
        yield from ((PUBLIC, size) for size in _parted(public))
        yield from ((INTERNAL, size) for size in _parted(internal))
        share, left = divmod(self.passages - public - internal, self.partners)
        for number in range(self.partners):
            audience = Audience("partner", f"p-{number}")
            yield from ((audience, size) for size in _parted(share + (number < left)))


def heading(kind: int, number: int) -> tuple[str, ...]:
    """The section of clause `kind` that stands at `number` (from 1) in its document."""
    return (f"{number}. {CLAUSES[kind][0]}",)


def _parted(passages: int) -> Iterator[int]:
    """Document sizes that add up to `passages`."""
    for start in range(0, passages, LONGEST):
        yield min(LONGEST, passages - start)


def _document(number: int, audience: Audience, size: int, dice: random.Random) -> Stored:
    identity = hashlib.sha256(f"document {number}".encode()).hexdigest()
    partner = _name(int(audience.partner.removeprefix("p-"))) if audience.partner else "Partner"
    title, kind = dice.choice(KINDS)
    kinds = [dice.randrange(len(CLAUSES)) for _ in range(size)]
    texts = [clause(one, Names(VENDOR, partner), dice) for one in kinds]
    passages, position = [], 0
    for ordinal, text in enumerate(texts):
        key = hashlib.sha256(f"{identity}/{ordinal}".encode()).hexdigest()[:24]
        section = heading(kinds[ordinal], ordinal + 1)
        passages.append(Passage(key, identity[:16], ordinal, position, position + len(text), text, section=section))
        position += len(text) + len(JOINT)
    whole = JOINT.join(texts)
    document = Document(
        id=identity[:16],
        name=f"{title.lower().replace(' ', '-')}-{number}.txt",
        title=f"{partner} {title} {number}",
        kind=kind,
        audience=audience,
        source=f"made-up/{number}",
        media_type="text/plain",
        revision=f"{identity}/1",
        partner=audience.partner,
        parties=(VENDOR, partner) if audience.partner else (),
        characters=len(whole),
    )
    return Stored(document, DocumentText(whole), tuple(passages))


def _name(number: int) -> str:
    """A partner's name: a pair of words, with a numeral from the second round on."""
    pairs = len(FIRST) * len(SECOND)
    name = f"{FIRST[number % len(FIRST)]} {SECOND[number // len(FIRST) % len(SECOND)]}"
    return name if number < pairs else f"{name} {number // pairs + 1}"
