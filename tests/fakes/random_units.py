"""Units for tests: as a document's sentences could come, with vectors of length 1 and kinds that 16 bits hold."""

import numpy as np
from hypothesis import strategies as st

from app.ports import Units


def made_up(count: int, dimension: int = 8, kinds: int = 3, seed: int = 0) -> Units:
    """`count` units in reading order, the same for the same seed."""
    random = np.random.default_rng(seed)
    vectors = random.normal(size=(count, dimension)).astype(np.float32)
    starts = np.arange(count, dtype=np.int32) * 10
    return Units(
        starts=starts,
        ends=starts + 9,
        passages=np.arange(count, dtype=np.int32) // 2,
        vectors=np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32),
        kinds=random.normal(size=(count, kinds)).astype(np.float16).astype(np.float32),
    )


def units() -> st.SearchStrategy[Units]:
    """Any number of units, of any dimension, for any number of kinds."""
    return st.builds(made_up, st.integers(0, 12), st.integers(1, 40), st.integers(0, 5), st.integers(0, 1000))


def same(found: Units, expected: Units) -> bool:
    """Whether all is equal but the vectors, which may have lost what is beyond the second digit of their angle."""
    pairs = ((found.starts, expected.starts), (found.ends, expected.ends), (found.passages, expected.passages))
    exact = all(one.dtype == np.int32 and np.array_equal(one, other) for one, other in pairs)
    cosines = (found.vectors * expected.vectors).sum(axis=1)
    kept = found.vectors.shape == expected.vectors.shape and found.vectors.dtype == found.kinds.dtype == np.float32
    return exact and kept and np.array_equal(found.kinds, expected.kinds) and bool((cosines > LEAST_COSINE).all())


LEAST_COSINE = 0.999
"""What 8 bits a number keep of a vector's direction, with room for vectors that have one large number and many small."""
