"""For random people, groups, documents and questions: no result outside one's rights, and nobody loses one they had a right to.

What somebody finds among everything is compared with what they find in a library that holds nothing but what they may see.
"""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.adapters.chroma_index import ChromaIndex
from app.adapters.sql_records import SqlRecords
from app.adapters.sql_schema import open_engine
from app.adapters.tantivy_index import TantivyIndex
from app.domain.access import INTERNAL, PUBLIC, Audience, Caller, Reach, Role
from app.knowledge.finder import Finder
from app.knowledge.locator import Locator
from app.knowledge.naming import Naming
from app.ports import IndexedPassage, LexicalIndex, Records, Stored, VectorIndex
from tests.fakes.clause_model import clauses_by_words
from tests.fakes.embedder import FakeEmbedder
from tests.knowledge.library import PARTNERS, Library, document, stored

NAMES = ("acme", "borealis", "corvus")
GROUPS = ("legal", "nordic")
PARTNER_AUDIENCES = tuple(Audience("partner", name) for name in NAMES)
AUDIENCES = (PUBLIC, INTERNAL, *PARTNER_AUDIENCES, *(Audience("group", name) for name in GROUPS))
WORDS = ("notice", "discount", "territory", "Oslo", "sixty", "days", "gold", "audit")
MOST = 8
"""Documents of a library: fewer passages than an index is asked for, so that all one may see is found."""


@st.composite
def people(draw: st.DrawFn) -> Caller:
    """Anybody, perhaps in a channel where others read along."""
    role = draw(st.sampled_from(list(Role)))
    of_partner = role in (Role.PARTNER, Role.PARTNER_ADMIN)
    portfolio = draw(st.none() | st.frozensets(st.sampled_from(NAMES))) if role is Role.MANAGER else None
    readers = draw(st.none() | st.builds(Reach, st.frozensets(st.sampled_from(AUDIENCES)), st.booleans(), st.booleans()))
    return Caller(
        role,
        draw(st.sampled_from(NAMES)) if of_partner else None,
        draw(st.sampled_from([None, "ada"])),
        draw(st.frozensets(st.sampled_from(GROUPS))),
        portfolio,
        readers,
    )


@st.composite
def documents(draw: st.DrawFn) -> list[Stored]:
    """A few documents for mixed audiences, one to three passages each."""
    audiences = draw(st.lists(st.sampled_from(AUDIENCES), min_size=1, max_size=MOST))
    sentences = st.lists(st.sampled_from(WORDS), min_size=2, max_size=6).map(lambda words: f"The {' '.join(words)} end.")
    return [
        stored(document(f"d{at}", audience), *draw(st.lists(sentences, min_size=1, max_size=3)))
        for at, audience in enumerate(audiences)
    ]


questions = st.lists(st.sampled_from((*WORDS, "Borealis", "Acme", "Corvus")), min_size=1, max_size=5).map(" ".join)


def found_ids(finder: Finder, question: str, caller: Caller, routed: Sequence[str]) -> set[str]:
    return {one.passage.id for one in finder.find(question, caller, routed).passages}


def fake_locator(library: Library) -> Locator:
    return Locator(library.embedder, library.finder, library.weigher, library.records, library.naming, library.model)


def visible(content: Sequence[Stored], caller: Caller) -> list[Stored]:
    return [one for one in content if caller.may_see(one.document.audience)]


@settings(deadline=None, max_examples=150)
@given(
    caller=people(), content=documents(), question=questions, routed=st.lists(st.sampled_from(["d0", "d1", "d5"]), max_size=2)
)
def test_one_finds_what_one_may_see_all_of_it_and_nothing_else(
    caller: Caller, content: list[Stored], question: str, routed: list[str]
) -> None:
    own = visible(content, caller)
    among_everything = found_ids(Library(content).finder, question, caller, routed)
    alone = found_ids(Library(own).finder, question, caller, routed)
    assert among_everything <= {passage.id for one in own for passage in one.passages}
    assert among_everything == alone


@settings(deadline=None, max_examples=80)
@given(caller=people(), content=documents(), question=questions)
def test_what_is_located_is_one_s_own_and_each_of_one_s_own_documents_can_be(
    caller: Caller, content: list[Stored], question: str
) -> None:
    own = visible(content, caller)
    located = {one.document.id for one in fake_locator(Library(content)).locate(question, caller, 500)}
    assert located <= {one.document.id for one in own}
    assert located == {one.document.id for one in fake_locator(Library(own)).locate(question, caller, 500)}


@settings(deadline=None, max_examples=80)
@given(caller=people(), content=documents())
def test_the_names_somebody_knows_are_those_of_what_they_may_see(caller: Caller, content: list[Stored]) -> None:
    known = Library(content).naming.known(caller)
    assert set(known.documents) == {one.document.id for one in visible(content, caller)}
    assert all(caller.reach.knows(identity) for identity in known.directory.partners)


class RealStores:
    """The stores as they are installed, in a folder, with the same documents in them."""

    def __init__(self, folder: Path, content: Sequence[Stored]) -> None:
        self.embedder = FakeEmbedder()
        self.records: Records = SqlRecords(open_engine(folder))
        self.vectors: VectorIndex = ChromaIndex(folder / "chroma")
        self.lexical: LexicalIndex = TantivyIndex(folder / "tantivy")
        self.records.save_partners(PARTNERS)
        self.records.replace(content)
        entries = [
            IndexedPassage(passage.id, one.document.id, one.document.audience, passage.text, one.document.title)
            for one in content
            for passage in one.passages
        ]
        self.vectors.add(entries, self.embedder.embed([entry.text for entry in entries]))
        self.lexical.add(entries)
        model = clauses_by_words(self.embedder, None)
        self.finder = Finder(self.embedder, self.vectors, self.lexical, self.records, model)
        self.naming = Naming(self.records, self.lexical, model.asking)


@settings(deadline=None, max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(content=documents(), callers=st.lists(people(), min_size=4, max_size=6), question=questions)
def test_the_real_stores_keep_to_it_too(content: list[Stored], callers: list[Caller], question: str) -> None:
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        stores = RealStores(Path(folder), content)
        for caller in callers:
            own = visible(content, caller)
            theirs = {passage.id for one in own for passage in one.passages}
            assert found_ids(stores.finder, question, caller, ["d0"]) == found_ids(
                Library(own).finder, question, caller, ["d0"]
            )
            vector = stores.embedder.embed([question])[0]
            assert {hit.passage_id for hit in stores.vectors.search(vector, 100, caller.reach)} == theirs
            assert {hit.passage_id for hit in stores.lexical.search(question, 100, caller.reach)} <= theirs
            assert {one.id for one in stores.records.documents(caller.reach)} == {one.document.id for one in own}
            assert set(stores.naming.known(caller).documents) == {one.document.id for one in own}
