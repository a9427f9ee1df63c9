"""The graph computes what the encoder is defined to compute, with the real weights."""

from collections.abc import Mapping

import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from app.adapters.bert_graph import STATES, build_graph
from app.adapters.compiled_model import find_packaged_model
from tests.adapters.plain_encoder import encode

Weights = Mapping[str, NDArray[np.float32]]

SENTENCES = [
    "How much notice do we need to leave the Acme reseller agreement?",
    "Yes.",
    "Either party may terminate this Agreement for convenience upon sixty (60) days' prior written notice to the other party.",
    "Ein Gold-Partner erhält 22 % Rabatt auf Lizenzen — gültig ab 1. März.",
]


@pytest.fixture(scope="module")
def weights() -> Weights:
    return load_file(find_packaged_model().weights)


@pytest.fixture(scope="module")
def tokens() -> list[list[int]]:
    tokenizer = Tokenizer.from_file(str(find_packaged_model().tokenizer))
    tokenizer.no_padding()
    return [encoding.ids for encoding in tokenizer.encode_batch(SENTENCES)]


@pytest.fixture(scope="module")
def expected(weights: Weights, tokens: list[list[int]]) -> NDArray[np.float32]:
    return np.stack([encode(weights, ids) for ids in tokens])


def computed(weights: Weights, tokens: list[list[int]], *, int8: bool) -> NDArray[np.float32]:
    """The vectors of all texts, as one padded batch through the graph."""
    return run(weights, tokens, int8=int8)[0]


def run(weights: Weights, tokens: list[list[int]], *, int8: bool) -> list[NDArray[np.float32]]:
    """What the graph gives for all texts as one padded batch: their vectors and those of their tokens."""
    session = onnxruntime.InferenceSession(build_graph(weights, int8=int8).SerializeToString())
    ids = np.zeros((len(tokens), max(map(len, tokens))), dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, one in enumerate(tokens):
        ids[row, : len(one)] = one
        mask[row, : len(one)] = 1
    feed = {"input_ids": ids, "attention_mask": mask}
    return [np.asarray(one, dtype=np.float32) for one in session.run(["embedding", "tokens"], feed)]


def test_the_float_graph_agrees_with_the_definition_whatever_the_padding(
    weights: Weights, tokens: list[list[int]], expected: NDArray[np.float32]
) -> None:
    assert np.allclose(computed(weights, tokens, int8=False), expected, atol=1e-4)


def test_a_texts_vector_is_the_mean_of_its_tokens(weights: Weights, tokens: list[list[int]]) -> None:
    embeddings, vectors = run(weights, tokens, int8=True)
    assert vectors.shape == (len(tokens), max(map(len, tokens)), STATES * embeddings.shape[1])
    means = np.stack([vectors[row, : len(one), -embeddings.shape[1] :].mean(axis=0) for row, one in enumerate(tokens)])
    assert np.allclose(embeddings, means / np.linalg.norm(means, axis=1, keepdims=True), atol=1e-5)


def test_the_first_state_of_a_token_knows_its_word_and_place_and_nothing_else(weights: Weights) -> None:
    _, vectors = run(weights, [[101, 2028, 2048, 102], [101, 2028, 2093, 102]], int8=True)
    states = vectors.reshape(2, 4, STATES, -1)
    same = [np.allclose(states[0, 1, at], states[1, 1, at], atol=1e-6) for at in range(STATES)]
    assert same == [True, False, False]


def test_the_int8_graph_keeps_the_direction(weights: Weights, tokens: list[list[int]], expected: NDArray[np.float32]) -> None:
    cosines = (computed(weights, tokens, int8=True) * expected).sum(axis=1)
    assert cosines.min() > 0.96
    assert cosines.mean() > 0.985
