"""What is known: documents, the indexes that find in them, and the models that read and write."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.domain.access import Audience, Reach
from app.domain.documents import Document, DocumentText, Partner, Passage

Vectors = NDArray[np.float32]


class Clock(Protocol):
    """The time, timezone-aware, in UTC, so that tests can set it."""

    def now(self) -> datetime: ...


class Embedder(Protocol):
    """Turns text into unit vectors."""

    name: str
    dimension: int

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Embed `texts`, in order: an array of shape (len(texts), dimension), rows of length 1."""

    def embed_parts(self, texts: Sequence[str], parts: Sequence[Sequence[tuple[int, int]]]) -> tuple[Vectors, list[Vectors]]:
        """The vectors of `texts` as `embed` gives them and, for each text, the states of its stretches, read in its context.

        `parts` are characters (start, end) of each text; a text's array has one row for each of its stretches. A row is blocks
        of `dimension` numbers, each of length 1, from what the words are by themselves to what they mean together; the last
        block compares with the vectors.
        """

    def ping(self) -> None: ...


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """What an index is given: the passage, its words with the document's identity, and whose eyes it is for."""

    passage_id: str
    document_id: str
    audience: Audience
    text: str
    identity: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage an index found, with that index's own score: higher is better."""

    passage_id: str
    score: float


class VectorIndex(Protocol):
    """Nearest passages by meaning. Scores are cosine similarities, -1 to 1."""

    def add(self, passages: Sequence[IndexedPassage], vectors: Vectors) -> None:
        """Add or replace passages; durable on return."""

    def remove(self, passages: Mapping[str, Audience]) -> None:
        """Remove passages, given as id -> the audience they were added for; unknown ids are ignored."""

    def prepare(self, reach: Reach) -> None:
        """Open what searches within `reach` read, ahead of the first; raises what that one would raise."""

    def search(self, vector: Vectors, k: int, reach: Reach, documents: Sequence[str] | None = None) -> list[Hit]:
        """The `k` nearest passages that `reach` covers, within `documents` (ids) if given, best first."""

    def search_each(self, vectors: Vectors, k: int, reach: Reach, documents: Sequence[str] | None = None) -> list[list[Hit]]:
        """The same for each of `vectors`, of shape (n, dimension), in one state of the index and at less cost."""

    def ids(self) -> Mapping[str, frozenset[str]]:
        """Every stored passage id -> the places that hold it. For repair, not for searching."""

    def expected_places(self, audience: Audience) -> frozenset[str]:
        """The places a passage for `audience` must stand in."""

    def drop(self, place: str, ids: Iterable[str]) -> None:
        """Remove passages from one place. For repair."""

    def discard(self) -> None: ...
    def ping(self) -> None: ...


class LexicalIndex(Protocol):
    """Passages by their words (BM25). Scores are comparable within one search only."""

    def add(self, passages: Sequence[IndexedPassage]) -> None:
        """Add or replace passages; durable and searchable on return."""

    def remove(self, passage_ids: Iterable[str]) -> None:
        """Remove passages; unknown ids are ignored; durable on return."""

    def search(self, text: str, k: int, reach: Reach, documents: Sequence[str] | None = None) -> list[Hit]:
        """The `k` best passages for the words of `text` that `reach` covers, best first."""

    def frequencies(
        self, words: Sequence[str], reach: Reach, documents: Sequence[str] | None = None
    ) -> tuple[dict[str, int], int]:
        """In how many passages each word stands (after stemming), and how many passages there are.

        Only passages that `reach` covers count, and of `documents` (ids) if given.
        """

    def ids(self) -> frozenset[str]:
        """Every stored passage id. For repair."""

    def discard(self) -> None: ...
    def ping(self) -> None: ...


# Arrays have no single truth value, so that units are compared as objects.
@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """The sentences of one document in reading order, ready to be ranked. n sentences, all arrays of length n.

    `starts` and `ends` (int32) are characters of the document's text, `passages` (int32) the ordinal of the passage each
    stands in, `vectors` (float32, n x dimension) rows of length 1, and `kinds` (float32, n x clause kinds) log odds that the
    sentence is such a clause.
    """

    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    passages: NDArray[np.int32]
    vectors: Vectors
    kinds: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Stored:
    """What records keep of one document besides its fields."""

    document: Document
    text: DocumentText
    passages: tuple[Passage, ...]
    units: Units | None = None


class Records(Protocol):
    """The truth about documents: what is not here does not exist, whatever an index says.

    Whoever reads says within which reach, and what that does not cover is not there for them. Liaison's own work on its stores
    reads EVERYTHING.
    """

    def generation(self) -> int:
        """Grows with every change to partners and documents: while it stays, what was read from here still holds."""

    def partners(self) -> list[Partner]: ...

    def save_partners(self, partners: Sequence[Partner]) -> None:
        """Add or replace partners by id."""

    def delete_partner(self, partner_id: str) -> None:
        """Remove a partner; one that is not there is no error."""

    def documents(self, reach: Reach) -> list[Document]:
        """All documents, by name."""

    def document(self, document_id: str, reach: Reach) -> Document | None: ...

    def text(self, document_id: str, reach: Reach) -> DocumentText:
        """A document's text; raises NotFound."""

    def passages(self, passage_ids: Sequence[str], reach: Reach) -> dict[str, tuple[Passage, Document]]:
        """The passages that exist among `passage_ids`, in that order, each with its document."""

    def passages_of(self, document_id: str, reach: Reach) -> list[Passage]:
        """A document's passages in reading order."""

    def units(
        self, document_ids: Sequence[str], reach: Reach, passages: Mapping[str, Collection[int]] | None = None
    ) -> dict[str, Units]:
        """The sentences of each document among `document_ids` with their vectors; documents without units are left out.

        With `passages`, the ordinals wanted of each document, only the sentences of those passages.
        """

    def without_units(self) -> list[Document]:
        """The documents that have passages and no units, by name: an earlier version read them."""

    def begin(self, document_ids: Mapping[str, Iterable[str]]) -> None:
        """Note, durably, which passage ids (old and new) of each document the indexes may hold from now on."""

    def replace(self, stored: Sequence[Stored]) -> None:
        """Put documents in place whole, with text, passages and units, and clear nothing else; one transaction."""

    def delete(self, document_ids: Sequence[str]) -> None:
        """Remove documents with text, passages and units; one transaction. Notes made by `begin` stay."""

    def unfinished(self) -> dict[str, frozenset[str]]:
        """What `begin` noted and `finish` has not cleared: document id -> passage ids the indexes may hold."""

    def finish(self, document_ids: Sequence[str]) -> None:
        """The indexes agree with the records about these documents again."""

    def passage_audiences(self) -> dict[str, Audience]:
        """Every passage id -> its document's audience. For repair."""

    def ping(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Message:
    """One message to a chat model; `role` is `system`, `user` or `assistant`."""

    role: str
    text: str


class ChatModel(Protocol):
    """A language model that continues a conversation."""

    name: str

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """The reply in pieces as they come; raises Unavailable when the model cannot be used."""

    def ping(self) -> None: ...


class FileStore(Protocol):
    """The original bytes of documents, by content hash, kept so that a citation opens after the source moved."""

    def save(self, digest: str, content: bytes) -> None: ...

    def load(self, digest: str) -> bytes:
        """The bytes; raises NotFound with a sentence if they are gone."""

    def remove(self, digest: str) -> None: ...
    def digests(self) -> frozenset[str]: ...
