"""What every Embedder must do."""

from pathlib import Path

import numpy as np
import pytest

from app.adapters.onnx_embedder import OnnxEmbedder
from app.ports import Embedder
from tests.fakes.embedder import FakeEmbedder

TEXTS = ["How long is the notice period?", "", "Oslo", "word " * 600, "東京 🙂", "half \ud800 a character", "notice"]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compiled once for all tests."""
    return tmp_path_factory.mktemp("models")


class EmbedderContract:
    """Each implementation's class inherits these tests and gives the fixture `embedder`."""

    def test_no_text_gives_no_rows(self, embedder: Embedder) -> None:
        assert embedder.embed([]).shape == (0, embedder.dimension)

    def test_every_text_gives_a_row_of_length_one(self, embedder: Embedder) -> None:
        vectors = embedder.embed(TEXTS)
        assert vectors.shape == (len(TEXTS), embedder.dimension)
        assert vectors.dtype == np.float32
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)

    def test_rows_come_in_the_order_of_the_texts(self, embedder: Embedder) -> None:
        together = embedder.embed(TEXTS)
        alone = np.concatenate([embedder.embed([text]) for text in TEXTS])
        assert (together @ alone.T).argmax(axis=1).tolist() == list(range(len(TEXTS)))

    def test_the_same_texts_give_the_same_vectors(self, embedder: Embedder) -> None:
        assert np.array_equal(embedder.embed(TEXTS), embedder.embed(TEXTS))

    def test_texts_that_share_words_are_nearer(self, embedder: Embedder) -> None:
        question, near, far = embedder.embed(
            ["notice period of termination", "the termination notice period", "blue whale song"]
        )
        assert question @ near > question @ far + 0.2

    def test_it_can_be_used(self, embedder: Embedder) -> None:
        embedder.ping()
        assert embedder.name


class TestFakeEmbedder(EmbedderContract):
    @pytest.fixture
    def embedder(self) -> Embedder:
        return FakeEmbedder()


class TestOnnxEmbedder(EmbedderContract):
    @pytest.fixture
    def embedder(self, models: Path) -> Embedder:
        return OnnxEmbedder(models, threads=2)
