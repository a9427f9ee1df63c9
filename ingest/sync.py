"""Bringing the stores in line with the files: add, change, remove; at any crash, the next run repairs.

For each group of documents: the journal notes which passages the indexes may hold (`begin`), the new vectors and words are
added, one transaction puts the new records in place, the old vectors and words go, the journal is cleared (`finish`).
Searches believe records only, so a reader sees the old text or the new one, never a mixture and never a gap.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import structlog
from filelock import FileLock

from app.ahead import worked_ahead
from app.domain.access import EVERYTHING
from app.domain.documents import Document, DocumentState, Partner
from app.ports import Embedder, FileStore, LexicalIndex, Records, Stored, VectorIndex
from ingest.alone import Alone
from ingest.changes import Note, changes, unnoted
from ingest.discover import Source, discover, manifest_for
from ingest.group import Group, Read
from ingest.indexing import Embedded, Indexes
from ingest.load.source import Limits
from ingest.load.unreadable import Unreadable
from ingest.load.worker_process import Load, Loading, in_worker
from ingest.prepare import Candidate, Defaults, complete, prepare, revision, unreadable, wanted_of
from ingest.reading import digest_of, read_bytes
from ingest.units import Measure, no_kinds
from ingest.withdrawal import WITHDRAWN, outdated

GROUP = 512
"""Passages embedded and committed together: enough of like length to be batched, few enough to lose little in a crash."""

AHEAD = 4
"""Files read before they are asked for: enough that a long one is not waited for, few enough to stay small in memory."""

EMBEDDED_AHEAD = 2
"""Groups being embedded while one is put in place: the model goes on with the next while one is tokenised or measured."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` files are finished; `document` is the one at hand."""

    done: int
    total: int
    document: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read, and the sentence why."""

    document: str
    reason: str


@dataclass(slots=True)
class Report:
    """What a run did: files by fate; pages, passages and embeddings of what was read anew; seconds in all."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    failed: list[Failure] = field(default_factory=list)
    pages: int = 0
    passages: int = 0
    embedded: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Request:
    """What to read and how: `prune` removes documents whose files are gone from the given folders."""

    paths: Sequence[Path]
    defaults: Defaults = field(default_factory=Defaults)
    manifest: Path | None = None
    prune: bool = False


class Sync:
    """Keeps records, vectors and words in step with files. One run at a time for each home, held by a lock file."""

    def __init__(
        self,
        records: Records,
        vectors: VectorIndex,
        lexical: LexicalIndex,
        embedder: Embedder,
        files: FileStore,
        limits: Limits,
        lock: Path,
        measure: Measure = no_kinds,
        measured_by: str = "",
        loading: Loading = in_worker,
        note: Note = unnoted,
    ) -> None:
        """`note` is told of changes to documents before they are made: a run that is killed may have noted one too many."""
        self._records = records
        self._indexes = Indexes(records, vectors, lexical, embedder, measure)
        self._model = f"{embedder.name} {measured_by}".strip()
        self._files = files
        self._limits = limits
        self._loading = loading
        self._note = note
        self._lock = FileLock(lock)

    def run(self, request: Request, progress: Callable[[Progress], None] = lambda _: None) -> Report:
        """Carry out `request`; raises Invalid for a bad path or manifest, Conflict while another run is at work."""
        started = time.monotonic()
        with Alone(self._lock):
            report = self._run(request, progress)
        report.seconds = time.monotonic() - started
        return report

    def forget(self, documents: Sequence[Document]) -> None:
        """Remove documents from records, indexes and kept files."""
        with Alone(self._lock):
            self._repair()
            self._note(changes(documents, ()))
            self._forget(documents)

    def repair(self) -> int:
        """Finish what an earlier run left behind; returns how many documents that touched."""
        with Alone(self._lock):
            return self._repair()

    def _run(self, request: Request, progress: Callable[[Progress], None]) -> Report:
        manifest = manifest_for(request.paths, request.manifest)
        sources = discover(request.paths, manifest)
        self._repair()
        partners = self._known_partners(manifest.partners, request.defaults, sources)
        report = Report()
        known = _by_source(self._records.documents(EVERYTHING))

        def tell(done: int, source: Source) -> None:
            progress(Progress(done, len(sources), source.path.name))

        # The pool waits for the file at hand; so what loads that file is closed before it.
        with ThreadPoolExecutor(1, "reading") as pool, self._loading(self._limits) as load:

            def read(source: Source) -> Read:
                return self._read(source, request.defaults, partners, known.get(str(source.path), []), load)

            with closing(worked_ahead(read, sources, pool, AHEAD)) as results:
                self._keep(self._groups(results, known, report, tell), report)
        if request.prune:
            self._prune(request.paths, sources, known, report)
        progress(Progress(len(sources), len(sources), ""))
        return report

    def _groups(
        self,
        results: Iterable[tuple[Source, Read]],
        known: Mapping[str, list[Document]],
        report: Report,
        tell: Callable[[int, Source], None],
    ) -> Iterator[Group]:
        """What was read anew, in groups to be embedded and committed together; all else is settled on the way."""
        group = Group()
        for done, (source, read) in enumerate(results):
            tell(done, source)
            self._take(source, read, known.get(str(source.path), []), group, report)
            if group.passages >= GROUP:
                yield group
                group = Group()
        if group.stored:
            yield group

    def _keep(self, groups: Iterable[Group], report: Report) -> None:
        """Put groups in place, each while the next ones are embedded."""

        def embed(group: Group) -> Embedded:
            return self._indexes.embed(group.stored)

        with (
            ThreadPoolExecutor(EMBEDDED_AHEAD, "embedding") as pool,
            closing(worked_ahead(embed, groups, pool, EMBEDDED_AHEAD)) as ready,
        ):
            for group, embedded in ready:
                # Not before: until now the group before it may have dropped a file of the same content as unused.
                for digest, content in group.files:
                    self._files.save(digest, content)
                self._note(changes(group.before, [item.document for item in group.stored]))
                report.embedded += self._indexes.keep(embedded, partial(self._drop_files, group.before))
                self._forget(group.gone)
                report.pages += sum(item.document.pages for item in group.stored)
                report.passages += group.passages

    def _read(self, source: Source, defaults: Defaults, partners: list[Partner], known: Sequence[Document], load: Load) -> Read:
        """What became of a file; touches no store, so that it can be done beside other files' embedding."""
        described = complete(source.described, defaults)
        withdrawn = outdated(known, described)
        try:
            content = read_bytes(source.path, self._limits)
        except Unreadable as error:
            if not withdrawn:
                return Read(reason=error.sentence)
            candidate = Candidate(source.path, digest_of(b""), described)  # the old content must not open to new readers
            closed = unreadable(candidate, f"{candidate.digest}/", error.sentence, is_pdf=False)
            return Read(candidate.digest, b"", (closed,), error.sentence, withdrawn)
        candidate = Candidate(source.path, digest_of(content), described)
        current = revision(candidate.digest, described, self._model, partners)
        if known and all(document.revision == current and document.state is DocumentState.READY for document in known):
            return Read(candidate.digest, content)
        try:
            parts = load(source.path.name, content, wanted_of(described, partners))
        except Unreadable as error:
            closed = unreadable(candidate, current, error.sentence, is_pdf=b"%PDF-" in content[:1024])
            return Read(candidate.digest, content, (closed,), error.sentence, withdrawn)
        return Read(candidate.digest, content, tuple(prepare(candidate, parts, current)))

    def _take(self, source: Source, read: Read, known: list[Document], group: Group, report: Report) -> None:
        """Put what was read into the group that goes into the stores together, or settle it here."""
        if read.reason:
            report.failed.append(Failure(source.path.name, f"{read.reason} {WITHDRAWN}" if read.withdrawn else read.reason))
            if read.withdrawn:
                group.add(read, known)
            elif read.stored:
                self._keep_unreadable(read.stored[0], read.content, known)
            return
        if not read.stored:
            self._files.save(read.digest, read.content)  # lost originals come back; one that is there costs a look
            report.unchanged += 1
            return
        readable_before = any(document.state is DocumentState.READY for document in known)
        report.changed += readable_before
        report.added += not readable_before
        group.add(read, known)

    def _keep_unreadable(self, stored: Stored, content: bytes, known: Sequence[Document]) -> None:
        """Remember a file that says nothing; an earlier version that could be read stays in force instead."""
        if not any(document.state is DocumentState.READY for document in known):
            self._note(changes(known, [stored.document]))
            self._files.save(stored.document.revision.split("/")[0], content)
            self._records.replace([stored])
            self._drop_files(known)

    def _known_partners(self, listed: Sequence[Partner], defaults: Defaults, sources: Sequence[Source]) -> list[Partner]:
        """Save the manifest's partners and any partner only named beside a document; return all that are known."""
        known = {partner.id: partner for partner in self._records.partners()} | {partner.id: partner for partner in listed}
        described = (complete(source.described, defaults) for source in sources)
        named = {entry.partner for entry in described if entry.partner} - set(known)
        fresh = [Partner(identity, identity.replace("-", " ").title(), (identity,)) for identity in sorted(named)]
        self._records.save_partners([*listed, *fresh])
        return [*known.values(), *fresh]

    def _prune(
        self, paths: Sequence[Path], sources: Sequence[Source], known: dict[str, list[Document]], report: Report
    ) -> None:
        present = {str(source.path) for source in sources}
        roots = [path.resolve() for path in paths]
        gone = [
            document
            for source, documents in known.items()
            for document in documents
            if source not in present and any(Path(source).is_relative_to(root) for root in roots)
        ]
        self._note(changes(gone, ()))
        self._forget(gone)
        report.removed += len({document.source for document in gone})

    def _forget(self, documents: Sequence[Document]) -> None:
        self._indexes.delete(documents, partial(self._drop_files, documents))

    def _repair(self) -> int:
        """Finish what an earlier run left behind. Kept files come first: the journal must not be cleared before them."""
        if self._records.unfinished():
            self._drop_unused(self._files.digests())
        return self._indexes.repair()

    def _drop_files(self, before: Iterable[Document]) -> None:
        """Remove the kept files of documents that changed or went, where no other document has the same content."""
        self._drop_unused({document.revision.split("/")[0] for document in before})

    def _drop_unused(self, digests: AbstractSet[str]) -> None:
        if digests:
            used = {document.revision.split("/")[0] for document in self._records.documents(EVERYTHING)}
            for digest in digests - used:
                self._files.remove(digest)


def _by_source(documents: Iterable[Document]) -> dict[str, list[Document]]:
    found: dict[str, list[Document]] = {}
    for document in documents:
        found.setdefault(document.source, []).append(document)
    return found
