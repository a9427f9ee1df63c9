"""Batches for a model whose cost grows with the padded size: texts of like length go together. Pure."""

from collections.abc import Iterator, Sequence


def batches(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Indices into `lengths`, shortest first, in groups that padded to their longest hold at most `budget` tokens.

    Every index comes exactly once; a text longer than the budget is a batch by itself.
    """
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[index] > budget:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch
