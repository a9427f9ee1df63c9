"""Made vectors: of length 1, near those of the same kind of clause, the same every time."""

import numpy as np

from eval.scale.clauses import CLAUSES
from eval.scale.vectors import MadeEmbedder, Pool, real_pool, sample_texts
from tests.fakes.embedder import STATES, FakeEmbedder

KINDS = len(CLAUSES)


def orthogonal_pool() -> Pool:
    """Ten vectors for each kind of clause, those of a kind alike."""
    return Pool(np.tile(np.eye(KINDS, 64, dtype=np.float32), (10, 1)), 3)


def headed(kind: int, text: str) -> str:
    return f"Acme Agreement | 7. {CLAUSES[kind][0]}\n{text}"


def test_a_made_vector_is_nearest_to_its_kind_of_clause() -> None:
    made = MadeEmbedder(orthogonal_pool(), "made").embed([headed(kind, "Notice.") for kind in range(KINDS)])
    assert np.allclose(np.linalg.norm(made, axis=1), 1, atol=1e-5)
    assert np.argmax(made[:, :KINDS], axis=1).tolist() == list(range(KINDS))


def test_two_passages_of_a_kind_are_near_and_not_the_same() -> None:
    embedder = MadeEmbedder(orthogonal_pool(), "made")
    one, other, again = embedder.embed([headed(3, "Notice."), headed(3, "Payment."), headed(3, "Notice.")])
    assert 0.5 < float(one @ other) < 0.99
    assert np.array_equal(one, again)


def test_sentences_have_states_as_the_model_gives_them_near_their_passage() -> None:
    embedder = MadeEmbedder(orthogonal_pool(), "made")
    vectors, states = embedder.embed_parts([headed(1, "One. Two."), headed(2, "Three.")], [[(0, 4), (5, 9)], []])
    assert [one.shape for one in states] == [(2, 3 * 64), (0, 3 * 64)]
    assert float(states[0][0][-64:] @ vectors[0]) > 0.7
    assert np.allclose(np.linalg.norm(states[0][:, :64], axis=1), 1, atol=1e-5)


def test_nothing_to_embed_is_no_error() -> None:
    assert MadeEmbedder(orthogonal_pool(), "made").embed([]).shape == (0, 64)


def test_the_pool_is_the_models_own_vectors_and_blocks() -> None:
    pool = real_pool(FakeEmbedder(16), 40)
    assert np.array_equal(pool.vectors, FakeEmbedder(16).embed(sample_texts(40)))
    assert pool.blocks == STATES
