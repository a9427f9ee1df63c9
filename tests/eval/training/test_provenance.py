"""What is said of fitted weights: their data with licences and counts, and whether two fits saw the same marks."""

from dataclasses import replace
from pathlib import Path

from eval.training.marks import read_labels
from eval.training.provenance import fingerprint, trained_on
from eval.training.sentences import read_sentences
from tests.eval.training.labelled import CONTRACTS, labelled
from tests.fakes.embedder import FakeEmbedder


def test_data_sets_are_named_with_their_licences_and_counted(tmp_path: Path) -> None:
    labels = read_labels(labelled(tmp_path))
    told = trained_on(labels, read_sentences(labels, FakeEmbedder(4), lambda *_: None), 12)
    assert "CC BY 4.0" in told["sentences"]
    assert "Apache-2.0" in told["questions"]
    assert (told["contracts"], told["question_lines"], told["marked_sentences"]) == (len(CONTRACTS), 12, 6)
    assert told["contract_sentences"] > told["marked_sentences"]


def test_other_marks_have_another_fingerprint_and_another_folder_has_not(tmp_path: Path) -> None:
    first, again = (read_labels(labelled(tmp_path / name)) for name in ("one", "two"))
    assert fingerprint(first) == fingerprint(again)
    fewer = {stem: marks for stem, marks in first.marks.items() if stem != "one"}
    assert fingerprint(replace(first, marks=fewer)) != fingerprint(first)
