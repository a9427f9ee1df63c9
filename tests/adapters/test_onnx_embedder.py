"""What the embedder promises beyond its port."""

from pathlib import Path

import numpy as np
import pytest

from app.adapters import onnx_embedder
from app.adapters.compiled_model import find_packaged_model, graph_name
from app.adapters.onnx_embedder import DIMENSION, OnnxEmbedder
from app.domain.errors import Unavailable
from tests.fakes.processes import run

LIGHT = """
import sys
from pathlib import Path
from app.adapters.onnx_embedder import OnnxEmbedder
OnnxEmbedder(Path("nowhere")).ping()
print([name for name in ("onnxruntime", "onnx", "tokenizers", "safetensors", "torch") if name in sys.modules])
"""


def missing() -> None:
    message = "The embedding model is not installed."
    raise Unavailable(message)


def test_nothing_heavy_is_imported_before_the_first_text() -> None:
    assert run(LIGHT) == "[]"


def test_the_name_tells_weights_and_graph(tmp_path: Path) -> None:
    name = OnnxEmbedder(tmp_path).name
    assert find_packaged_model().revision in name
    assert graph_name("int8") in name


def test_without_the_model_it_can_be_made_but_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onnx_embedder, "find_packaged_model", missing)
    embedder = OnnxEmbedder(tmp_path)
    assert "missing" in embedder.name
    with pytest.raises(Unavailable):
        embedder.ping()
    with pytest.raises(Unavailable):
        embedder.embed(["notice"])


def test_a_damaged_compiled_model_is_named(tmp_path: Path) -> None:
    path = tmp_path / f"minilm-{find_packaged_model().revision}-{graph_name('int8')}.onnx"
    path.write_bytes(b"not a model")
    with pytest.raises(Unavailable, match="damaged: delete"):
        OnnxEmbedder(tmp_path).embed(["notice"])


@pytest.fixture(scope="module")
def embedder(tmp_path_factory: pytest.TempPathFactory) -> OnnxEmbedder:
    return OnnxEmbedder(tmp_path_factory.mktemp("models"))


def test_a_part_that_the_model_does_not_read_to_its_end_is_embedded_by_itself(embedder: OnnxEmbedder) -> None:
    ending = "The notice period is sixty days."
    text = "word " * 600 + ending
    _, (rows,) = embedder.embed_parts([text], [[(0, 4), (len(text) - len(ending), len(text))]])
    alone = embedder.embed([ending])[0]
    assert rows[1, -DIMENSION:] @ alone > 0.98
    assert rows[0, -DIMENSION:] @ alone < 0.5


def test_a_part_is_read_in_its_context(embedder: OnnxEmbedder) -> None:
    sentence = "It is sixty days."
    about = [f"{subject}. {sentence}" for subject in ("Notice period of termination", "Payment term of invoices")]
    _, parts = embedder.embed_parts(about, [[(len(text) - len(sentence), len(text))] for text in about])
    questions = embedder.embed(["How long is the notice period?", "When must an invoice be paid?"])
    nearness = np.concatenate(parts)[:, -DIMENSION:] @ questions.T
    assert nearness.argmax(axis=0).tolist() == [0, 1]


def test_more_texts_than_are_tokenised_at_once_come_back_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onnx_embedder, "TEXTS_AT_ONCE", 2)
    texts = ["notice", "discount", "Oslo", "certificate", "escrow"]
    embedder = OnnxEmbedder(tmp_path)
    similar = embedder.embed(texts) @ embedder.embed(texts[::-1])[::-1].T
    assert similar.argmax(axis=1).tolist() == [0, 1, 2, 3, 4]
    vectors, parts = embedder.embed_parts(texts, [[(0, len(text))] for text in texts])
    assert (vectors @ np.concatenate(parts)[:, -DIMENSION:].T).argmax(axis=1).tolist() == [0, 1, 2, 3, 4]


def test_full_precision_is_another_model_by_name_and_nearly_the_same_by_vector(embedder: OnnxEmbedder, tmp_path: Path) -> None:
    full = OnnxEmbedder(tmp_path, precision="float32")
    assert full.name != embedder.name
    texts = ["Either party may terminate on sixty days notice.", "Gold partners get 25 % off.", "Oslo"]
    alike = np.sum(full.embed(texts) * embedder.embed(texts), axis=1)
    assert (alike > 0.97).all()
    assert (alike < 0.99999).any()
