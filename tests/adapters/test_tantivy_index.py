"""What the Tantivy index promises beyond its port: between processes, after a crash, and when something is wrong."""

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from filelock import FileLock

from app.adapters import tantivy_index
from app.adapters.tantivy_index import TantivyIndex
from app.adapters.write_lock import LOCK_FILE
from app.domain.access import EVERYTHING, INTERNAL, PUBLIC
from app.domain.errors import Conflict, Unavailable
from app.ports import IndexedPassage
from tests.fakes.passages import ACME, BOREALIS, of, passage
from tests.fakes.processes import run, run_and_kill

ELSEWHERE = """
import sys
from pathlib import Path
from app.adapters.tantivy_index import TantivyIndex
from tests.fakes.passages import ACME, BOREALIS, of, passage

index = TantivyIndex(Path(sys.argv[1]))
index.add([passage(one, one) for one in sys.argv[2:]])
print("done", flush=True)
"""

HALF_WAY = """
import sys
from pathlib import Path
from app.adapters.tantivy_index import TantivyIndex, _document
from tests.fakes.passages import ACME, BOREALIS, of, passage

with TantivyIndex(Path(sys.argv[1]))._writer() as writer:
    writer.add_document(_document(passage("half", "half")))
    print("done", flush=True)
    sys.stdin.read()
"""


def found(index: TantivyIndex, text: str) -> list[str]:
    return [hit.passage_id for hit in index.search(text, 10, EVERYTHING)]


def test_what_another_process_commits_is_seen_by_the_next_search(tmp_path: Path) -> None:
    index = TantivyIndex(tmp_path / "words")
    assert found(index, "notice") == []
    run(ELSEWHERE, tmp_path / "words", "notice")
    assert found(index, "notice") == ["notice"]
    run(ELSEWHERE, tmp_path / "words", "discount")
    assert found(index, "discount") == ["discount"]
    assert index.ids() == {"notice", "discount"}


def test_a_writer_killed_half_way_leaves_the_last_commit_and_no_lock(tmp_path: Path) -> None:
    run(ELSEWHERE, tmp_path, "notice")
    run_and_kill(HALF_WAY, tmp_path)
    index = TantivyIndex(tmp_path)
    assert index.ids() == {"notice"}
    index.add([passage("discount", "discount")])
    assert index.ids() == {"notice", "discount"}


def test_a_failed_write_changes_nothing(tmp_path: Path) -> None:
    index = TantivyIndex(tmp_path)
    index.add([passage("p", "notice")])
    half = SimpleNamespace(passage_id="p", document_id="d", audience="public")
    with pytest.raises(AttributeError):
        index.add([passage("q", "notice"), cast("IndexedPassage", half)])
    assert found(index, "notice") == ["p"]
    index.add([passage("r", "notice")])
    assert index.ids() == {"p", "r"}


def test_many_small_writes_stay_searchable(tmp_path: Path) -> None:
    index = TantivyIndex(tmp_path)
    for n in range(30):
        index.add([passage(f"p{n}", f"notice {n}", document=f"d{n}")])
        assert found(index, str(n)) == [f"p{n}"]
    assert index.frequencies(["notice"], EVERYTHING) == ({"notice": 30}, 30)


def test_a_writer_that_waits_in_vain_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tantivy_index, "WRITE_WAIT", 0.0)
    with FileLock(tmp_path / LOCK_FILE), pytest.raises(Conflict, match="Another process is writing"):
        TantivyIndex(tmp_path).add([passage("p", "notice")])


@pytest.mark.parametrize("damaged", ["meta.json", "*.store", "*.term", "*.idx"])
def test_damaged_files_are_reported_and_can_be_discarded(tmp_path: Path, damaged: str) -> None:
    TantivyIndex(tmp_path).add([passage("p", "notice")])
    for path in tmp_path.glob(damaged):
        path.write_bytes(b"x")
    index = TantivyIndex(tmp_path)
    with pytest.raises(Unavailable, match="liaison doctor --fix"):
        found(index, "notice")
    index.discard()
    assert index.ids() == frozenset()
    index.add([passage("p", "notice")])
    assert found(index, "notice") == ["p"]


def test_words_after_the_first_hundred_of_a_question_do_not_count(tmp_path: Path) -> None:
    index = TantivyIndex(tmp_path)
    index.add([passage("p", "notice"), passage("q", "w5")])
    assert found(index, " ".join(f"w{n}" for n in range(100)) + " notice") == ["q"]


@pytest.mark.parametrize("word", ["notice", "discount"])
def test_how_often_a_word_stands_in_others_passages_changes_nothing_of_ones_own_order(tmp_path: Path, word: str) -> None:
    index, reach = TantivyIndex(tmp_path), of(PUBLIC, ACME)
    mine = [passage("n", "notice rules apply", ACME), passage("d", "discount rules apply", PUBLIC)]
    index.add([*mine, *(passage(f"b{number}", f"{word} rules apply", BOREALIS) for number in range(50))])
    first, second = index.search("notice or discount", 10, reach)
    assert first.score == pytest.approx(second.score, rel=1e-5)
    for vendors in (EVERYTHING, of(PUBLIC, INTERNAL, ACME)):
        found = index.search("notice or discount", 100, vendors)
        assert found[0].score > 2 * found[-1].score
