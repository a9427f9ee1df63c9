"""An embedder that is asked for every text once: the same sentences are weighed for hundreds of questions here."""

from collections.abc import Sequence

import numpy as np

from app.ports import Embedder, Vectors


def remember(embedder: Embedder) -> None:
    """Have `embedder` keep what it made of texts, from now on. The vectors are its own, so answers stay what they are."""
    known: dict[str, Vectors] = {}
    embed = embedder.embed

    def remembered(texts: Sequence[str]) -> Vectors:
        fresh = [text for text in dict.fromkeys(texts) if text not in known]
        if fresh:
            known.update(zip(fresh, embed(fresh), strict=True))
        rows = [known[text] for text in texts]
        return np.stack(rows) if rows else embed(texts)

    # The container has handed the object itself to everything that embeds, so it is changed where it is.
    setattr(embedder, "embed", remembered)  # noqa: B010 - a method of one object alone, which an assignment may not replace
