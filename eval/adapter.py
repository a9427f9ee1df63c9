"""Trains the query adapter of app/knowledge/adapter.npz: `python -m eval.adapter --contracts DIR [--home DIR] [--write]`.

Questions are the `asked` lines of eval/topics.yaml, written for this project. What answers them: the `written` lines of the
same topic, and the sentences that CUAD's lawyers marked for the clause kind of that name (CUAD v1, The Atticus Project,
CC BY 4.0; only the learned matrix ships, no text). Negatives are the lines of other topics and unmarked contract sentences.
The loss is the multi-positive InfoNCE of Khosla et al. (2020), with a pull towards the identity. Every fifth contract is held
out; the score is how often a marked sentence of a held-out contract comes first among all of that contract's.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from app.adapters.onnx_embedder import OnnxEmbedder
from app.config import keep_models_offline
from app.domain.sentences import sentence_spans
from app.knowledge.adapter import FILE
from app.ports import Embedder, Vectors

TOPICS = Path(__file__).with_name("topics.yaml")
SEED = 0
STEPS, BATCH, NEGATIVES, GOLD = 3000, 64, 1500, 6
TEMPERATURE, PULL, RATE = 0.05, 0.02, 2e-3
SHORTEST, LONGEST = 25, 800
"""Characters of the contract sentences that are used."""

HELD_OUT = 5

CLAUSES = {
    "revenue/profit sharing": "revenue or profit sharing",
    "governing law": "governing law and jurisdiction",
    "rofr/rofo/rofn": "right of first refusal, offer or negotiation",
    "notice period to terminate renewal": "notice to stop renewal",
    "competitive restriction exception": "exceptions to competitive restrictions",
    "unlimited/all-you-can-eat-license": "unlimited license",
    "affiliate license-licensee": "affiliate license to licensee side",
    "affiliate license-licensor": "affiliate license from licensor side",
    "price restrictions": "price restrictions and resale pricing",
}
"""CUAD's clause kinds whose topic has another name; the others have the same."""

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Wording:
    """Embedded topic lines with the index of their topic: `asked` and `written` of shape (lines, dimension)."""

    names: tuple[str, ...]
    asked: Vectors
    asked_topic: Numbers
    written: Vectors
    written_topic: Numbers


@dataclass(frozen=True, slots=True)
class Contracts:
    """Embedded contract sentences, the contract each is from, and the topics it was marked with."""

    sentences: Vectors
    contract: Numbers
    topics: tuple[frozenset[int], ...]


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, print the scores, and write the matrix when asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--contracts", type=Path, required=True, help="a folder with questions.json and txt/ in LegalBench-RAG's form"
    )
    parser.add_argument("--home", type=Path, default=Path(".liaison"), help="where the compiled model is kept")
    parser.add_argument("--write", action="store_true", help="replace app/knowledge/adapter.npz and adapter.json")
    options = parser.parse_args(arguments)
    keep_models_offline()
    embedder = OnnxEmbedder(options.home / "models", 0)
    wording = read_wording(embedder)
    contracts = read_contracts(options.contracts, wording.names, embedder)
    held = contracts.contract % HELD_OUT == 0
    scores = {
        "held_out_contracts": len(set(contracts.contract[held].tolist())),
        "marked_sentence_first_without": first_share(np.eye(wording.asked.shape[1]), wording, contracts, held),
        "marked_sentence_first_with": first_share(train(wording, contracts, ~held), wording, contracts, held),
    }
    report = {"trained_on": _provenance(contracts), "seed": SEED, "scores": scores}
    sys.stdout.write(json.dumps(report, indent=2) + "\n")
    if options.write:
        matrix = train(wording, contracts, np.full(len(held), fill_value=True))
        np.savez_compressed(FILE, matrix=matrix.astype(np.float16))
        FILE.with_suffix(".json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    return 0


def read_wording(embedder: Embedder) -> Wording:
    """The topics' lines, embedded."""
    entries = yaml.safe_load(TOPICS.read_text(encoding="utf-8"))
    found: dict[str, Any] = {}
    for key in ("asked", "written"):
        lines = [(line, at) for at, entry in enumerate(entries) for line in entry[key]]
        found[key] = embedder.embed([line for line, _ in lines])
        found[f"{key}_topic"] = np.array([at for _, at in lines], dtype=np.int64)
    return Wording(tuple(entry["topic"] for entry in entries), **found)


def read_contracts(folder: Path, names: Sequence[str], embedder: Embedder) -> Contracts:
    """The contracts' sentences, embedded, with the topics of the marked stretches that make up at least half of them."""
    tests = json.loads((folder / "questions.json").read_text(encoding="utf-8"))["tests"]
    marked: dict[str, list[tuple[int, int, int]]] = {}
    for test in tests:
        kind = test["category"].lower()
        topic = names.index(CLAUSES.get(kind, kind))
        for snippet in test["snippets"]:
            marked.setdefault(snippet["file_path"], []).append((*snippet["span"], topic))
    texts, contract, topics = [], [], []
    for at, name in enumerate(sorted(marked)):
        text = (folder / "txt" / name).read_text(encoding="utf-8")
        for start, end in sentence_spans(text):
            if end - start >= SHORTEST:
                texts.append(" ".join(text[start:end].split())[:LONGEST])
                contract.append(at)
                half = (end - start) / 2
                topics.append(frozenset(topic for s, e, topic in marked[name] if min(end, e) - max(start, s) > half))
    return Contracts(embedder.embed(texts), np.array(contract, dtype=np.int64), tuple(topics))


def train(wording: Wording, contracts: Contracts, allowed: NDArray[np.bool_]) -> Vectors:
    """The matrix, by Adam from the identity, on the contracts `allowed`."""
    rng = np.random.default_rng(SEED)
    matrix = np.eye(wording.asked.shape[1], dtype=np.float32)
    first, second = np.zeros_like(matrix), np.zeros_like(matrix)
    usable = np.flatnonzero(allowed)
    plain = np.array([at for at in usable if not contracts.topics[at]], dtype=np.int64)
    gold: dict[int, list[int]] = {}
    for at in usable:
        for topic in contracts.topics[at]:
            gold.setdefault(topic, []).append(int(at))
    for step in range(1, STEPS + 1):
        gradient = _gradient(matrix, wording, contracts, plain, gold, rng)
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        rate = RATE * min(1.0, step / 100) * (1 - step / STEPS)
        matrix -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return matrix


def _gradient(
    matrix: Vectors,
    wording: Wording,
    contracts: Contracts,
    plain: Numbers,
    gold: dict[int, list[int]],
    rng: np.random.Generator,
) -> Vectors:
    picked = rng.integers(0, len(wording.asked), BATCH)
    questions, wanted = wording.asked[picked], wording.asked_topic[picked]
    chosen = [
        (at, topic)
        for topic in sorted(set(wanted.tolist()) & gold.keys())
        for at in rng.choice(gold[topic], min(GOLD, len(gold[topic])), replace=False).tolist()
    ]
    negatives = rng.choice(plain, NEGATIVES, replace=False)
    sentences = np.vstack([wording.written, contracts.sentences[[at for at, _ in chosen]], contracts.sentences[negatives]])
    topics = np.concatenate(
        [wording.written_topic, np.array([topic for _, topic in chosen], dtype=np.int64), np.full(NEGATIVES, -1)]
    )
    scores = (questions @ matrix.T) @ sentences.T / TEMPERATURE
    share = np.exp(scores - scores.max(axis=1, keepdims=True))
    right = share * (topics[None, :] == wanted[:, None])
    pull = share / share.sum(axis=1, keepdims=True) - right / right.sum(axis=1, keepdims=True)
    gradient = (pull @ sentences / TEMPERATURE / BATCH).T @ questions + PULL * (matrix - np.eye(len(matrix)))
    return np.asarray(gradient, dtype=np.float32)


def first_share(matrix: NDArray[Any], wording: Wording, contracts: Contracts, held: NDArray[np.bool_]) -> float:
    """How often the sentence nearest to a question is a marked one, over held-out contracts that have one for its topic."""
    turned = wording.asked @ matrix.T
    turned /= np.linalg.norm(turned, axis=1, keepdims=True)
    hits = total = 0
    for contract in sorted(set(contracts.contract[held].tolist())):
        inside = np.flatnonzero(contracts.contract == contract)
        best = inside[np.argmax(turned @ contracts.sentences[inside].T, axis=1)]
        present = frozenset().union(*(contracts.topics[at] for at in inside))
        for at, topic in zip(best.tolist(), wording.asked_topic.tolist(), strict=True):
            if topic in present:
                total += 1
                hits += topic in contracts.topics[at]
    return round(hits / total, 3)


def _provenance(contracts: Contracts) -> dict[str, Any]:
    return {
        "questions": "eval/topics.yaml, Apache-2.0",
        "sentences": "CUAD v1, The Atticus Project, CC BY 4.0; no text ships",
        "contracts": int(contracts.contract.max()) + 1,
        "marked_sentences": sum(map(bool, contracts.topics)),
    }


if __name__ == "__main__":
    sys.exit(main())
