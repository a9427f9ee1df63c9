"""What the stores and the search give to somebody who calls them directly: each asks for whom it looks."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from app.domain.access import Caller
from app.domain.documents import Document
from app.domain.errors import LiaisonError
from app.knowledge.clauses import clause_model
from app.knowledge.naming import Naming
from eval.attack.attempt import STORE, Attempt, Seen
from eval.attack.on_documents import targets
from eval.attack.stage import Stage

K = 50

Look = Callable[[Stage, Document, Caller, str], Any]


def attempts(stage: Stage) -> Iterator[Attempt]:
    """Every target through every method that reads."""
    for target in targets(stage):
        for what, look in LOOKS.items():
            due = target.title if what == "document" else target.text
            yield Attempt(
                STORE,
                f"{what} of the stores",
                f"{target.document.audience}'s {target.document.kind}, for {target.thief}",
                stage.hidden(target.thief),
                partial(_seen, stage, look, target.document, target.thief, target.text),
                partial(_seen, stage, look, target.document, target.owner, target.text),
                due,
            )


def _seen(stage: Stage, look: Look, document: Document, who: str, word: str) -> Seen:
    try:
        found = look(stage, document, stage.caller(who), word)
    except LiaisonError as error:
        found = error.sentence
    return Seen("", json.dumps(found, ensure_ascii=False, default=repr))


def _words_of(stage: Stage, ids: list[str]) -> list[str]:
    """What the records say of passages that an index offered, to whoever may read everything: an index's hits are ids."""
    found = stage.container.records.passages(ids, stage.caller("root").reach)
    return [passage.text for passage, _ in found.values()]


def _document(stage: Stage, document: Document, caller: Caller, _: str) -> Any:
    return stage.container.records.document(document.id, caller.reach)


def _text(stage: Stage, document: Document, caller: Caller, _: str) -> Any:
    return stage.container.records.text(document.id, caller.reach).text


def _passages(stage: Stage, document: Document, caller: Caller, _: str) -> Any:
    ids = [one.id for one in stage.container.records.passages_of(document.id, stage.caller("root").reach)]
    records = stage.container.records
    return [records.passages(ids, caller.reach), records.passages_of(document.id, caller.reach)]


def _units(stage: Stage, document: Document, caller: Caller, word: str) -> Any:
    found = stage.container.records.units([document.id], caller.reach)
    return f"{word} has {len(found[document.id].starts)} sentences" if found else None


def _words(stage: Stage, document: Document, caller: Caller, word: str) -> Any:
    everywhere = stage.container.lexical.search(word, K, caller.reach)
    there = stage.container.lexical.search(word, K, caller.reach, [document.id])
    return _words_of(stage, [hit.passage_id for hit in (*everywhere, *there)])


def _counted(stage: Stage, document: Document, caller: Caller, word: str) -> Any:
    counts, _ = stage.container.lexical.frequencies([word], caller.reach)
    within, of_document = stage.container.lexical.frequencies([word], caller.reach, [document.id])
    return f"{word} is there" if counts[word] or within[word] or of_document else None


def _vectors(stage: Stage, document: Document, caller: Caller, word: str) -> Any:
    vectors = stage.container.embedder.embed([f"the words {word} in {document.title}"])
    everywhere = stage.container.vectors.search(vectors[0], K, caller.reach)
    there = stage.container.vectors.search(vectors[0], K, caller.reach, [document.id])
    return _words_of(stage, [hit.passage_id for hit in (*everywhere, *there)])


def _found(stage: Stage, document: Document, caller: Caller, word: str) -> Any:
    found = stage.container.finder.find(f"{document.title} {word}", caller, [document.id])
    return [one.passage.text for one in found.passages]


def _located(stage: Stage, document: Document, caller: Caller, word: str) -> Any:
    found = stage.container.locator.locate(f"{document.title} {word}", caller, K)
    records = stage.container.records
    return [records.text(one.document.id, stage.caller("root").reach).text[one.start : one.end] for one in found]


def _named(stage: Stage, document: Document, caller: Caller, word: str) -> Any:
    container = stage.container
    known = Naming(container.records, container.lexical, clause_model().asking).known(caller)
    return f"{word} is known" if document.id in known.documents else [one.name for one in known.directory.partners.values()]


LOOKS: dict[str, Look] = {
    "document": _document,
    "text": _text,
    "passages": _passages,
    "sentences": _units,
    "words": _words,
    "word counts": _counted,
    "vectors": _vectors,
    "finder": _found,
    "locator": _located,
    "names": _named,
}
