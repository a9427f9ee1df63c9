"""Records in memory."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from app.domain.access import EVERYTHING, Audience, Reach
from app.domain.documents import Document, DocumentText, Partner, Passage
from app.domain.errors import NotFound
from app.ports import Stored, Units


class MemoryRecords:
    """The Records port on dictionaries."""

    def __init__(self) -> None:
        self._partners: dict[str, Partner] = {}
        self._stored: dict[str, Stored] = {}
        self._journal: dict[str, frozenset[str]] = {}
        self._generation = 0

    def generation(self) -> int:
        return self._generation

    def partners(self) -> list[Partner]:
        return sorted(self._partners.values(), key=lambda partner: (partner.name, partner.id))

    def save_partners(self, partners: Sequence[Partner]) -> None:
        self._partners |= {partner.id: partner for partner in partners}
        self._generation += 1

    def delete_partner(self, partner_id: str) -> None:
        self._partners.pop(partner_id, None)
        self._generation += 1

    def documents(self, reach: Reach) -> list[Document]:
        seen = [one.document for one in self._within(reach).values()]
        return sorted(seen, key=lambda document: (document.name, document.id))

    def document(self, document_id: str, reach: Reach) -> Document | None:
        stored = self._within(reach).get(document_id)
        return stored.document if stored else None

    def text(self, document_id: str, reach: Reach) -> DocumentText:
        if document_id not in self._within(reach):
            message = "That document is not in the records any more."
            raise NotFound(message)
        return self._stored[document_id].text

    def passages(self, passage_ids: Sequence[str], reach: Reach) -> dict[str, tuple[Passage, Document]]:
        there = {passage.id: (passage, one.document) for one in self._within(reach).values() for passage in one.passages}
        return {passage_id: there[passage_id] for passage_id in passage_ids if passage_id in there}

    def passages_of(self, document_id: str, reach: Reach) -> list[Passage]:
        stored = self._within(reach).get(document_id)
        return sorted(stored.passages, key=lambda passage: (passage.ordinal, passage.id)) if stored else []

    def units(
        self, document_ids: Sequence[str], reach: Reach, passages: Mapping[str, Collection[int]] | None = None
    ) -> dict[str, Units]:
        stored = self._within(reach)
        there = ((document_id, stored[document_id].units) for document_id in document_ids if document_id in stored)
        held = {document_id: units for document_id, units in there if units is not None}
        return held if passages is None else {one: _of_passages(units, passages.get(one, ())) for one, units in held.items()}

    def without_units(self) -> list[Document]:
        return [one for one in self.documents(EVERYTHING) if (held := self._stored[one.id]).passages and held.units is None]

    def begin(self, document_ids: Mapping[str, Iterable[str]]) -> None:
        for document_id, ids in document_ids.items():
            self._journal[document_id] = self._journal.get(document_id, frozenset()) | frozenset(ids)

    def replace(self, stored: Sequence[Stored]) -> None:
        self._stored |= {one.document.id: one for one in stored}
        self._generation += 1

    def delete(self, document_ids: Sequence[str]) -> None:
        for document_id in document_ids:
            self._stored.pop(document_id, None)
        self._generation += 1

    def unfinished(self) -> dict[str, frozenset[str]]:
        return dict(self._journal)

    def finish(self, document_ids: Sequence[str]) -> None:
        for document_id in document_ids:
            self._journal.pop(document_id, None)

    def passage_audiences(self) -> dict[str, Audience]:
        return {passage.id: one.document.audience for one in self._stored.values() for passage in one.passages}

    def ping(self) -> None:
        return

    def _within(self, reach: Reach) -> dict[str, Stored]:
        return {identity: one for identity, one in self._stored.items() if reach.covers(one.document.audience)}


def _of_passages(units: Units, passages: Collection[int]) -> Units:
    rows = [row for row, ordinal in enumerate(units.passages) if ordinal in passages]
    return Units(units.starts[rows], units.ends[rows], units.passages[rows], units.vectors[rows], units.kinds[rows])
