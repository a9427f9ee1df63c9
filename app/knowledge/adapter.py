"""The query adapter: turns the embedding of a question towards the embeddings of what answers it.

People ask "can they hire our people away?" and contracts write "shall not solicit for employment". A matrix learned over the
frozen model brings the first near the second; passages keep their embeddings as they are. `liaison train adapter` trains it;
`adapter.json` beside the weights says on what, under which licences, with which seed and with what result.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from app.ports import Vectors

FILE = Path(__file__).with_name("adapter.npz")


@dataclass(frozen=True, slots=True)
class Adapter:
    """`matrix` of shape (dimension, dimension)."""

    matrix: Vectors

    def turn(self, question: Vectors) -> Vectors:
        """The unit vector of shape (dimension,) that sentences answering `question` lie near."""
        turned = self.matrix @ question
        return np.asarray(turned / (np.linalg.norm(turned) or 1.0), dtype=np.float32)


@lru_cache(maxsize=1)
def adapter() -> Adapter:
    """The adapter that ships with Liaison."""
    with np.load(FILE) as kept:
        return Adapter(kept["matrix"].astype(np.float32))
