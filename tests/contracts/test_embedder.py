"""What every Embedder must do."""

from pathlib import Path

import numpy as np
import pytest

from app.adapters.onnx_embedder import OnnxEmbedder
from app.ports import Embedder
from tests.fakes.embedder import FakeEmbedder

LONG = "word " * 600
PARTS = [(0, 4), (0, len(LONG) - 1), (len(LONG) - 5, len(LONG) - 1), (0, 4)]
"""Stretches of LONG: one that a model with a limit reads, two that it does not read to their end, and the first again."""

TEXTS = ["How long is the notice period?", "", "Oslo", LONG, "東京 🙂", "half \ud800 a character", "notice"]


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

    def test_with_its_parts_a_text_has_the_same_vector(self, embedder: Embedder) -> None:
        vectors, parts = embedder.embed_parts(TEXTS, [PARTS if text is LONG else [(0, 3)] * len(text) for text in TEXTS])
        assert np.array_equal(vectors, embedder.embed(TEXTS))
        assert [len(rows) for rows in parts] == [len(PARTS) if text is LONG else len(text) for text in TEXTS]

    def test_every_part_gives_a_row_of_length_one_even_where_the_text_is_too_long_to_be_read(self, embedder: Embedder) -> None:
        _, (rows,) = embedder.embed_parts([LONG], [PARTS])
        blocks = rows.reshape(len(PARTS), -1, embedder.dimension)
        assert rows.dtype == np.float32
        assert np.allclose(np.linalg.norm(blocks, axis=2), 1, atol=1e-5)

    def test_a_part_is_nearest_to_what_it_says(self, embedder: Embedder) -> None:
        sentences = ["Whales sing in the ocean.", "The notice period is sixty days.", "Oslo is the seat of arbitration."]
        text = " ".join(sentences)
        spans = [(text.index(one), text.index(one) + len(one)) for one in sentences]
        _, (none, rows) = embedder.embed_parts(["nothing asked", text], [[], spans])
        assert none.shape == (0, rows.shape[1])
        assert (rows[:, -embedder.dimension :] @ embedder.embed(sentences).T).argmax(axis=1).tolist() == [0, 1, 2]

    def test_a_part_in_which_nothing_can_be_read_has_a_row_of_length_one_too(self, embedder: Embedder) -> None:
        _, parts = embedder.embed_parts(["\u200b", "a b", ""], [[(0, 1)], [(1, 1), (0, 3)], [(0, 0)]])
        assert [len(rows) for rows in parts] == [1, 2, 1]
        blocks = np.concatenate(parts).reshape(4, -1, embedder.dimension)
        assert np.allclose(np.linalg.norm(blocks, axis=2), 1, atol=1e-5)

    def test_no_text_has_no_parts(self, embedder: Embedder) -> None:
        vectors, parts = embedder.embed_parts([], [])
        assert vectors.shape == (0, embedder.dimension)
        assert parts == []

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
