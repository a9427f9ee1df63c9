"""The LexicalIndex port on Tantivy: BM25 over stemmed words, on disk, never rebuilt at start-up.

Promises: what any process committed is found by the next search in every other; a process killed at any moment leaves the last
commit in place and no lock behind; the text of a question is data, never query syntax.
"""

import math
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import structlog
import tantivy
from tantivy import Occur, Query

from app.adapters.surrogates import without_surrogates
from app.adapters.tantivy_words import ANALYZER, passage_analyzer, question_analyzer
from app.adapters.write_lock import writing
from app.domain.access import INTERNAL, KINDS_WITH_ID, PUBLIC, Audience, Reach
from app.domain.errors import Unavailable
from app.ports import Hit, IndexedPassage

FIELDS = {"body": 1.0, "identity": 0.3}  # a word in title or parties counts less: all passages of a document share it
MOST_WORDS = 100  # different words of a question that are searched for; a pasted page has more, and its first say enough
WRITE_WAIT = 60.0  # seconds a writer waits for another: a commit of thousands of passages takes a few
WRITER_MEMORY = 50_000_000  # bytes before Tantivy starts a new segment: some 10,000 passages
WRITER_THREADS = 1  # keeps one commit one segment; writing is far from being the slow part of a sync

_log = structlog.get_logger(__name__)


class TantivyIndex:
    """Words in the folder `path`, made when first written. Safe to use from several threads and processes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._guard = Lock()
        self._index: tantivy.Index | None = None
        self._seen: tuple[int, int] | None = None
        self._schema = _schema()
        self._words = question_analyzer()
        self._stems = passage_analyzer()

    def add(self, passages: Sequence[IndexedPassage]) -> None:
        """Add or replace passages in one commit. Raises Conflict if another process keeps writing for a minute."""
        if not passages:
            return
        with self._writer() as writer:
            latest = {passage.passage_id: passage for passage in passages}
            for passage_id, passage in latest.items():
                writer.delete_documents_by_term("id", passage_id)
                writer.add_document(_document(passage))

    def remove(self, passage_ids: Iterable[str]) -> None:
        ids = list(passage_ids)
        if not ids or self._searcher() is None:
            return
        with self._writer() as writer:
            for passage_id in ids:
                writer.delete_documents_by_term("id", passage_id)

    def search(self, text: str, k: int, reach: Reach, documents: Sequence[str] | None = None) -> list[Hit]:
        """Passages that hold any word of `text`, by BM25; stop words do not count."""
        words = list(dict.fromkeys(self._words.analyze(without_surrogates(text))))[:MOST_WORDS]
        searcher = self._searcher()
        if searcher is None or not words or k <= 0:
            return []
        with _explained():
            query = self._query(searcher, words, reach, documents)
            found = searcher.search(query, limit=k, count=False).hits
            hits = [Hit(str(searcher.doc(address).get_first("id")), float(score)) for score, address in found]
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))

    def frequencies(
        self, words: Sequence[str], reach: Reach, documents: Sequence[str] | None = None
    ) -> tuple[dict[str, int], int]:
        """For each word, in how many passages' own text it stands, and how many passages there are.

        A word that is cut into several (`90-day`) counts where all its parts stand.
        """
        searcher = self._searcher()
        if searcher is None:
            return dict.fromkeys(words, 0), 0
        with _explained():
            filters = self._filters(searcher, reach, documents)
            total = _counted(searcher, Query.boolean_query(filters)) if filters else int(searcher.num_docs)
            return {word: self._count(searcher, word, filters) for word in words}, total

    def ids(self) -> frozenset[str]:
        searcher = self._searcher()
        if searcher is None:
            return frozenset()
        with _explained():
            return frozenset(word for word, _ in searcher.terms_with_prefix("id", "", filter_query=Query.all_query()))

    def ping(self) -> None:
        """Raise Unavailable if there is an index that cannot be read; no index yet is an empty one."""
        self._searcher()

    def discard(self) -> None:
        """Delete the index with its folder, for repair of one that cannot be read; the next `add` starts a new one."""
        with self._guard:
            self._index = self._seen = None
            shutil.rmtree(self._path, ignore_errors=True)

    def _query(self, searcher: tantivy.Searcher, words: Sequence[str], reach: Reach, documents: Sequence[str] | None) -> Query:
        # How common a word is among all partners is no secret from the vendor's own people, and counting takes time.
        hiding = [] if INTERNAL in reach.listed else self._filters(searcher, reach, None)
        there = _counted(searcher, Query.boolean_query(hiding)) if hiding else 0
        matters: list[tuple[Occur, Query]] = []
        for word in words:
            for field, importance in FIELDS.items():
                said = Query.term_query(self._schema, field, word)
                weight = importance * (self._own_rarity(searcher, field, word, hiding, there) if hiding else 1.0)
                matters.append((Occur.Should, said if weight == 1.0 else Query.boost_query(said, weight)))
        filters = self._filters(searcher, reach, documents)
        return Query.boolean_query([(Occur.Must, Query.boolean_query(matters)), *filters])

    def _own_rarity(
        self, searcher: tantivy.Searcher, field: str, word: str, hiding: list[tuple[Occur, Query]], there: int
    ) -> float:
        """How much rarer a word is among the `there` passages that are not hidden than among all: Tantivy weighs by all.

        Without it the order of one's own passages would tell how often a word stands in others'.
        """
        said = Query.term_query(self._schema, field, word)
        own = _counted(searcher, Query.boolean_query([(Occur.Must, said), *hiding]))
        return _rarity(own, there) / _rarity(int(searcher.doc_freq(field, word)), int(searcher.num_docs))

    def _filters(self, searcher: tantivy.Searcher, reach: Reach, documents: Sequence[str] | None) -> list[tuple[Occur, Query]]:
        filters = []
        if not reach.everything:
            filters += self._for(searcher, reach)
        if documents is not None:
            filters.append((Occur.Must, self._within("document", documents)))
        return filters

    def _for(self, searcher: tantivy.Searcher, reach: Reach) -> list[tuple[Occur, Query]]:
        """What keeps a search to passages within `reach`."""
        if not reach.whole:
            return [(Occur.Must, self._within("audience", [str(audience) for audience in reach.named]))]
        # Nearly all may be seen: what may not is a shorter list, mostly an empty one. It may name what is there no more.
        kinds = [f"{kind}:" for kind in KINDS_WITH_ID if kind not in reach.whole]
        there = [word for kind in kinds for word, _ in searcher.terms_with_prefix("audience", kind)]
        hidden = [word for word in (*map(str, (PUBLIC, INTERNAL)), *there) if not reach.covers(Audience.parse(word))]
        if not hidden:
            return []
        return [(Occur.Must, Query.all_query()), (Occur.MustNot, self._within("audience", hidden))]

    def _within(self, field: str, values: Sequence[str]) -> Query:
        """A filter that adds nothing to the score."""
        return Query.const_score_query(Query.term_set_query(self._schema, field, list(values)), 0.0)

    def _count(self, searcher: tantivy.Searcher, word: str, filters: Sequence[tuple[Occur, Query]]) -> int:
        """Passages that hold the word, counted rather than read from the dictionary, which still counts deleted ones."""
        stems = self._stems.analyze(without_surrogates(word))
        if not stems:
            return 0
        said = [(Occur.Must, Query.term_query(self._schema, "body", stem)) for stem in stems]
        return _counted(searcher, Query.boolean_query([*said, *filters]))

    def _searcher(self) -> tantivy.Searcher | None:
        """A searcher on the latest commit of any process, or None where there is no index yet."""
        with self._guard, _explained():
            try:
                status = (self._path / "meta.json").stat()
            except FileNotFoundError:
                self._index = self._seen = None
                return None
            # Tantivy replaces this file at every commit. Looked at before reading: a commit in between is seen next time.
            seen = (status.st_mtime_ns, status.st_ino)
            if self._index is None:
                self._index = self._opened()
            elif seen != self._seen:
                self._index.reload()
            self._seen = seen
            return self._index.searcher()

    def _opened(self) -> tantivy.Index:
        """The index in the folder, made if there is none. Raises ValueError where it is damaged or of another schema."""
        index = tantivy.Index(self._schema, path=str(self._path))
        index.config_reader(reload_policy="manual")
        index.register_tokenizer(ANALYZER, passage_analyzer())
        return index

    @contextmanager
    def _writer(self) -> Iterator[tantivy.IndexWriter]:
        """A writer whose changes are committed together at the end, alone among processes and threads."""
        with _explained(), writing(self._path, WRITE_WAIT):
            writer = self._opened().writer(WRITER_MEMORY, WRITER_THREADS)
            try:
                yield writer
                writer.commit()
            finally:
                writer.wait_merging_threads()  # gives the writer back, uncommitted changes dropped


def _rarity(holding: int, passages: int) -> float:
    """BM25's weight of a word that `holding` of all `passages` hold, as Tantivy has it."""
    return math.log(1.0 + max(0.0, passages - holding + 0.5) / (holding + 0.5))


def _counted(searcher: tantivy.Searcher, query: Query) -> int:
    found = searcher.search(query, limit=1, count=True)
    return int(found.count)  # type: ignore[attr-defined]  # Tantivy's stub leaves it out


@contextmanager
def _explained() -> Iterator[None]:
    """Turn Tantivy's errors (it raises ValueError for damaged files) into a sentence, and keep their details in the log."""
    try:
        yield
    except (ValueError, OSError) as error:
        _log.exception("tantivy failed")
        message = "The word index cannot be used; 'liaison doctor --fix' builds it again from the records."
        raise Unavailable(message) from error


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("document", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("audience", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("body", tokenizer_name=ANALYZER, index_option="freq")
    builder.add_text_field("identity", tokenizer_name=ANALYZER, index_option="freq")
    return builder.build()


def _document(passage: IndexedPassage) -> tantivy.Document:
    return tantivy.Document(
        id=passage.passage_id,
        document=passage.document_id,
        audience=str(passage.audience),
        body=without_surrogates(passage.text),
        identity=without_surrogates(passage.identity),
    )
