"""Documents on their way into the stores: what became of a file, and what is embedded and committed together."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.domain.documents import Document
from app.ports import Stored


@dataclass(frozen=True, slots=True)
class Read:
    """A file's documents, none where nothing changed; or the `reason` why it says nothing, and if the old are `withdrawn`."""

    digest: str = ""
    content: bytes = b""
    stored: tuple[Stored, ...] = ()
    reason: str = ""
    withdrawn: bool = False


@dataclass(slots=True)
class Group:
    """Documents with the files they come from (digest, content), and what stood there `before`, of which some is `gone`."""

    stored: list[Stored] = field(default_factory=list)
    files: list[tuple[str, bytes]] = field(default_factory=list)
    before: list[Document] = field(default_factory=list)
    gone: list[Document] = field(default_factory=list)

    def add(self, read: Read, before: Sequence[Document]) -> None:
        """Take in what a file became."""
        following = {item.document.id for item in read.stored}
        self.stored += read.stored
        self.files.append((read.digest, read.content))
        self.before += before
        self.gone += [document for document in before if document.id not in following]

    @property
    def passages(self) -> int:
        """How many passages its documents have."""
        return sum(len(item.passages) for item in self.stored)
