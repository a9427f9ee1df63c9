"""Embeds text with the packaged all-MiniLM-L6-v2 on ONNX Runtime: no PyTorch, no download, no network.

Promises: nothing heavy is imported or read before the first text is embedded; rows come back in the order of the texts; one
embedder can be used from several threads.

Several batches pass through the model at once, each on one core. One batch on all cores took a tenth longer on two of them, and
more beside other work: its threads wait for each other after every product.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
import structlog
from numpy.typing import NDArray

from app.adapters.batching import batches
from app.adapters.compiled_model import Precision, compiled_model, find_packaged_model, graph_name
from app.adapters.late_pooling import Stretch, pool
from app.adapters.surrogates import without_surrogates
from app.ahead import worked_ahead
from app.domain.errors import Unavailable
from app.ports import Vectors

if TYPE_CHECKING:
    import onnxruntime
    import tokenizers

_log = structlog.get_logger(__name__)

DIMENSION = 384
STATES = 3  # blocks of a stretch's states: after the embedding layer, after two thirds of the layers, after the last
SPECIAL = 2  # tokens round every text: its start and its end
MAX_TOKENS = 256  # what the model was trained with; later tokens are cut off
TOKEN_BUDGET = 1024  # tokens a batch, padding counted: 256 to 1024 were as fast, and the shipped weights were fitted with this
WAITING = 2  # batches a thread that are done before they are asked for: what they give is 5 KB a token
TEXTS_AT_ONCE = 4096  # texts tokenised together, so that a large sync holds their tokens and not those of all its texts
ERRORS_ONLY = 3  # ONNX Runtime's log severity "error"


@dataclass(frozen=True, slots=True)
class _Model:
    tokenizer: "tokenizers.Tokenizer"
    session: "onnxruntime.InferenceSession"
    threads: int
    pool: ThreadPoolExecutor


class OnnxEmbedder:
    """The Embedder port. `name` tells the weights and the graph apart: vectors of different names do not compare.

    `models_folder` keeps the compiled graph; `threads` 0 means one for each core.
    """

    dimension: int = DIMENSION

    def __init__(self, models_folder: Path, threads: int = 0, precision: Precision = "int8") -> None:
        self._models_folder = models_folder
        self._threads = threads
        self._precision = precision
        self._loading = Lock()
        self.name = f"all-MiniLM-L6-v2/{_installed_revision()}/{graph_name(precision)}"

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Embed `texts`: float32 of shape (len(texts), 384), rows of length 1. Raises Unavailable without the model."""
        vectors = np.empty((len(texts), DIMENSION), dtype=np.float32)
        for start in range(0, len(texts), TEXTS_AT_ONCE):
            encodings = self._tokenised(texts[start : start + TEXTS_AT_ONCE])
            for batch, (found,) in self._batches(encodings, ["embedding"]):
                vectors[start + batch] = found
        return vectors

    def embed_parts(self, texts: Sequence[str], parts: Sequence[Sequence[Stretch]]) -> tuple[Vectors, list[Vectors]]:
        """The vectors of `texts` (rows of length 1) and the states of their stretches. Raises Unavailable without the model.

        A stretch that the model does not read to its end, because the text is too long for it, is read by itself.
        """
        vectors = np.empty((len(texts), DIMENSION), dtype=np.float32)
        pooled: list[Vectors] = [np.empty((0, STATES * DIMENSION), dtype=np.float32)] * len(texts)
        unread: list[tuple[int, int]] = []
        for start in range(0, len(texts), TEXTS_AT_ONCE):
            encodings = self._tokenised(texts[start : start + TEXTS_AT_ONCE])
            for batch, (found, tokens) in self._batches(encodings, ["embedding", "tokens"]):
                vectors[start + batch] = found
                wanted = [parts[start + index] for index in batch]
                rows, usable = pool(tokens, [encodings[index].offsets[1:-1] for index in batch], wanted, STATES)
                edges = np.cumsum([0, *map(len, wanted)])
                for index, (first, last) in zip(start + batch, pairwise(edges), strict=True):
                    pooled[index] = rows[first:last]
                    unread += [(int(index), int(part)) for part in np.flatnonzero(~usable[first:last])]
        alone = self._states([texts[index][slice(*parts[index][part])] for index, part in unread])
        for (index, part), states in zip(unread, alone, strict=True):
            pooled[index][part] = states
        return vectors, pooled

    def _states(self, texts: Sequence[str]) -> Vectors:
        """The states of whole texts, as far as the model reads them; of a text without any token those of a full stop."""
        states = np.zeros((len(texts), STATES * DIMENSION), dtype=np.float32)
        empty = [len(encoding.ids) <= SPECIAL for encoding in self._tokenised(texts)]
        encodings = self._tokenised(["." if nothing else text for text, nothing in zip(texts, empty, strict=True)])
        for batch, (tokens,) in self._batches(encodings, ["tokens"]):
            offsets = [encodings[index].offsets[1:-1] for index in batch]
            states[batch], _ = pool(tokens, offsets, [[(0, own[-1][1])] for own in offsets], STATES)
        return states

    def ping(self) -> None:
        """Raise Unavailable if the weights are missing. Does not load them: that would make the first health check slow."""
        find_packaged_model()

    def _tokenised(self, texts: Sequence[str]) -> "list[tokenizers.Encoding]":
        return self._ready().tokenizer.encode_batch([without_surrogates(text) for text in texts])

    def _batches(
        self, encodings: "Sequence[tokenizers.Encoding]", outputs: Sequence[str]
    ) -> Iterator[tuple[NDArray[np.int64], list[Vectors]]]:
        """What the model gives for the texts, batch by batch: their places in `encodings` and the `outputs` for them."""
        model = self._ready()
        encoded = [encoding.ids for encoding in encodings]

        def given(batch: list[int]) -> list[Vectors]:
            found: list[Vectors] = model.session.run(outputs, _padded([encoded[index] for index in batch]))
            return found

        grouped = batches([len(ids) for ids in encoded], TOKEN_BUDGET)
        for batch, found in worked_ahead(given, grouped, model.pool, WAITING * model.threads):
            yield np.array(batch), found

    def _ready(self) -> _Model:
        with self._loading:
            return self._model

    @cached_property
    def _model(self) -> _Model:
        # Late: these two take longer to import than most commands take to run.
        import onnxruntime
        import tokenizers
        from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidGraph, InvalidProtobuf

        packaged = find_packaged_model()
        tokenizer = tokenizers.Tokenizer.from_file(str(packaged.tokenizer))
        tokenizer.enable_truncation(MAX_TOKENS)
        tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
        options.log_severity_level = ERRORS_ONLY
        path = compiled_model(packaged, self._models_folder, self._precision)
        try:
            session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        except (Fail, InvalidGraph, InvalidProtobuf) as error:
            _log.exception("compiled model does not load", path=str(path))
            message = f"The compiled embedding model is damaged: delete {path}, and it is built again on the next use."
            raise Unavailable(message) from error
        threads = self._threads or _cores()
        return _Model(tokenizer, session, threads, ThreadPoolExecutor(threads, "embedding"))


def _cores() -> int:
    """The cores this process may use, where the system tells them from all there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _padded(encoded: Sequence[Sequence[int]]) -> dict[str, NDArray[np.int64]]:
    """The model's inputs for texts given as tokens, shortest first."""
    ids = np.zeros((len(encoded), len(encoded[-1])), dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, tokens in enumerate(encoded):
        ids[row, : len(tokens)] = tokens
        mask[row, : len(tokens)] = 1
    return {"input_ids": ids, "attention_mask": mask}


def _installed_revision() -> str:
    """The revision of the installed weights, or `missing`, so that a system without them can start and say so."""
    try:
        return find_packaged_model().revision
    except Unavailable:
        return "missing"
