"""A retrieval system that says what it was told to, and small corpora."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from eval.retrieval.corpus import Corpus, CorpusFile
from eval.retrieval.systems import Loaded, Located, Tell


def corpus_of(*names: str) -> Corpus:
    """A corpus of files that need not exist."""
    folder = Path("/corpus")
    return Corpus(folder, tuple(CorpusFile(folder / name, name) for name in names))


def quiet(_done: int, _total: int, _name: str) -> None:
    return


class ScriptedSystem:
    """Knows texts by document, and rankings by question."""

    name = "scripted"

    def __init__(self, texts: Mapping[str, str], rankings: Mapping[str, Sequence[Located]]) -> None:
        self._texts = texts
        self._rankings = rankings
        self.heard: list[str] = []

    def prepare(self) -> None:
        self.heard.append("prepare")

    def load(self, corpus: Corpus, tell: Tell) -> Loaded:
        self.heard.append("load")
        return Loaded(sum(map(len, self._texts.values())), len(self._texts))

    def rank(self, query: str, k: int) -> Sequence[Located]:
        self.heard.append(f"rank {query}")
        return self._rankings[query]

    def text(self, document: str) -> str:
        return self._texts.get(document, "")
