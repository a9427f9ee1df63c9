"""A BERT sentence encoder as an ONNX graph, built from its weights without PyTorch.

The graph takes `input_ids` and `attention_mask` (int64, batch x tokens) and gives `embedding` (float32, batch x hidden): the
encoder, mean pooling over the unmasked tokens and L2 normalisation. On request it also gives `tokens` (float32, batch x tokens
x 3 hidden): each token after the embedding layer, after two thirds of the layers and after the last, which is what was pooled.
It computes what "BERT: Pre-training of Deep Bidirectional Transformers" (Devlin et al., 2019) and "Sentence-BERT" (Reimers and
Gurevych, 2019) describe, with the exact (erf) GELU.

Imports onnx, which is slow to load: only the compiling step imports this module.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Weights = Mapping[str, NDArray[np.float32]]

HEADS = 12
STATES = 3
"""States given for each token: the first knows the word, the last its meaning in context."""

LAYER_NORM_EPSILON = 1e-12
OPSET = 17  # the first with LayerNormalization, which the runtime computes in one step
IR_VERSION = 8  # the file format that belongs to opset 17
MASKED = -10_000.0  # added to the attention score of padding: e to this power is 0 in float32, and no row becomes NaN
WEIGHT_STEPS = 64  # 7 bits, not 8: processors without VNNI add products up in 16 bits, and whole bytes overflow them
SMALLEST_WEIGHT = 1e-12  # a column of zeros still has a scale
SMALLEST_NORM = 1e-12  # keeps the division defined, as in the model's own normalisation


class _Graph:
    """Collects nodes and constants, naming each node's only output."""

    def __init__(self, *, int8: bool) -> None:
        self.int8 = int8
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, value: NDArray[np.float32] | NDArray[np.int64]) -> str:
        self.constants.setdefault(name, numpy_helper.from_array(np.array(value, order="C"), name))
        return name

    def number(self, value: float) -> str:
        return self.constant(f"number.{value}", np.asarray(value, dtype=np.float32))

    def integers(self, *values: int) -> str:
        return self.constant("integers." + "_".join(map(str, values)), np.asarray(values, dtype=np.int64))

    def node(self, operation: str, *inputs: str, name: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(operation, list(inputs), [name], name=name, **attributes))
        return name

    def linear(self, value: str, weight: NDArray[np.float32], bias: NDArray[np.float32], name: str) -> str:
        """`value` times `weight` (inputs x outputs) plus `bias`."""
        if self.int8:
            product = self._int8_product(value, weight, name)
        else:
            product = self.node("MatMul", value, self.constant(f"{name}.weight", weight), name=f"{name}.product")
        return self.node("Add", product, self.constant(f"{name}.bias", bias), name=name)

    def _int8_product(self, value: str, weight: NDArray[np.float32], name: str) -> str:
        """The product in whole numbers: `value` is quantised as it comes, `weight` once, here, each column by itself."""
        scales = np.maximum(np.abs(weight).max(axis=0), SMALLEST_WEIGHT) / WEIGHT_STEPS
        whole = self.constant(f"{name}.weight", np.rint(weight / scales).astype(np.int8))
        small, scale, zero = f"{value}.int8", f"{value}.int8.scale", f"{value}.int8.zero"
        self.nodes.append(helper.make_node("DynamicQuantizeLinear", [value], [small, scale, zero], name=f"{name}.quantise"))
        summed = self.node("MatMulInteger", small, whole, zero, name=f"{name}.whole")
        real = self.node("Cast", summed, name=f"{name}.real", to=TensorProto.FLOAT)
        step = self.node("Mul", scale, self.constant(f"{name}.scale", scales), name=f"{name}.step")
        return self.node("Mul", real, step, name=f"{name}.product")

    def layer_norm(self, value: str, weights: Weights, prefix: str) -> str:
        scale = self.constant(f"{prefix}.weight", weights[f"{prefix}.weight"])
        shift = self.constant(f"{prefix}.bias", weights[f"{prefix}.bias"])
        return self.node("LayerNormalization", value, scale, shift, name=prefix, axis=-1, epsilon=LAYER_NORM_EPSILON)


def build_graph(weights: Weights, *, int8: bool) -> onnx.ModelProto:
    """The encoder as a model; `weights` are named as in the checkpoint of a Hugging Face `BertModel`.

    With `int8` the products with weights are computed in whole numbers: the weights with one scale a column, the values with
    one scale a batch, found while it runs. A text's vector then depends slightly on the texts it is embedded with.
    """
    hidden = weights["embeddings.word_embeddings.weight"].shape[1]
    layers = 1 + max(int(name.split(".")[2]) for name in weights if name.startswith("encoder.layer."))
    graph = _Graph(int8=int8)
    value = _embeddings(graph, weights)
    mask = graph.node("Cast", "attention_mask", name="mask.float", to=TensorProto.FLOAT)
    open_scores = graph.node("Sub", mask, graph.number(1.0), name="mask.negative")
    scaled = graph.node("Mul", open_scores, graph.number(-MASKED), name="mask.scaled")
    bias = graph.node("Unsqueeze", scaled, graph.integers(1, 2), name="mask.bias")
    states = [value]
    for layer in range(layers):
        value = _layer(graph, weights, f"encoder.layer.{layer}", value, bias, hidden)
        states += [value] if layer + 1 in (layers - layers // 3, layers) else []
    graph.node("Concat", *states, name="tokens", axis=-1)
    _pool(graph, value, mask)
    shape = ["batch", "tokens"]
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in ("input_ids", "attention_mask")]
    outputs = [
        helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", hidden]),
        helper.make_tensor_value_info("tokens", TensorProto.FLOAT, [*shape, STATES * hidden]),
    ]
    body = helper.make_graph(graph.nodes, "sentence-encoder", inputs, outputs, list(graph.constants.values()))
    model = helper.make_model(body, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)
    onnx.checker.check_model(model)
    return model


def _embeddings(graph: _Graph, weights: Weights) -> str:
    """Word + position + segment embeddings. There is one segment, so its row is added to the positions beforehand."""
    words = graph.constant("words", weights["embeddings.word_embeddings.weight"])
    table = weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
    shape = graph.node("Shape", "input_ids", name="tokens.count", start=1, end=2)
    positions = graph.node(
        "Slice", graph.constant("positions", table), graph.integers(0), shape, graph.integers(0), name="positions.used"
    )
    looked_up = graph.node("Gather", words, "input_ids", name="words.found")
    return graph.layer_norm(graph.node("Add", looked_up, positions, name="embeddings.sum"), weights, "embeddings.LayerNorm")


def _layer(graph: _Graph, weights: Weights, prefix: str, value: str, bias: str, hidden: int) -> str:
    """One encoder layer: self-attention and feed-forward, each with its residual and layer norm."""
    attended = _attention(graph, weights, prefix, value, bias, hidden)
    projected = _dense(graph, weights, f"{prefix}.attention.output.dense", attended)
    residual = graph.node("Add", projected, value, name=f"{prefix}.attention.residual")
    value = graph.layer_norm(residual, weights, f"{prefix}.attention.output.LayerNorm")
    wide = _gelu(graph, _dense(graph, weights, f"{prefix}.intermediate.dense", value), f"{prefix}.gelu")
    narrow = _dense(graph, weights, f"{prefix}.output.dense", wide)
    residual = graph.node("Add", narrow, value, name=f"{prefix}.residual")
    return graph.layer_norm(residual, weights, f"{prefix}.output.LayerNorm")


def _dense(graph: _Graph, weights: Weights, name: str, value: str) -> str:
    return graph.linear(value, weights[f"{name}.weight"].T, weights[f"{name}.bias"], name)


def _attention(graph: _Graph, weights: Weights, prefix: str, value: str, bias: str, hidden: int) -> str:
    """Multi-head attention. Query, key and value are one product, which is faster than three; 1/sqrt(size) is in the query."""
    size = hidden // HEADS
    parts = [f"{prefix}.attention.self.{part}" for part in ("query", "key", "value")]
    scale = np.repeat(np.array([size**-0.5, 1.0, 1.0], dtype=np.float32), hidden)
    weight = np.concatenate([weights[f"{part}.weight"] for part in parts]).T * scale
    offset = np.concatenate([weights[f"{part}.bias"] for part in parts]) * scale
    together = graph.linear(value, weight, offset, f"{prefix}.qkv")
    split = graph.node("Reshape", together, graph.integers(0, 0, 3, HEADS, size), name=f"{prefix}.qkv.heads")
    turned = graph.node("Transpose", split, name=f"{prefix}.qkv.turned", perm=[2, 0, 3, 1, 4])
    query, key, values = (
        graph.node(
            "Gather", turned, graph.constant(f"index.{n}", np.asarray(n, dtype=np.int64)), name=f"{prefix}.{part}", axis=0
        )
        for n, part in enumerate(("query", "key", "value"))
    )
    key = graph.node("Transpose", key, name=f"{prefix}.key.turned", perm=[0, 1, 3, 2])
    scores = graph.node("Add", graph.node("MatMul", query, key, name=f"{prefix}.scores"), bias, name=f"{prefix}.scores.open")
    shares = graph.node("Softmax", scores, name=f"{prefix}.shares", axis=-1)
    mixed = graph.node("MatMul", shares, values, name=f"{prefix}.mixed")
    joined = graph.node("Transpose", mixed, name=f"{prefix}.mixed.turned", perm=[0, 2, 1, 3])
    return graph.node("Reshape", joined, graph.integers(0, 0, hidden), name=f"{prefix}.attention")


def _gelu(graph: _Graph, value: str, name: str) -> str:
    """The exact GELU, x * (1 + erf(x / sqrt 2)) / 2, in the order the runtime recognises and fuses."""
    inner = graph.node(
        "Erf", graph.node("Div", value, graph.number(float(np.sqrt(2))), name=f"{name}.scaled"), name=f"{name}.erf"
    )
    gate = graph.node("Add", inner, graph.number(1.0), name=f"{name}.gate")
    product = graph.node("Mul", value, gate, name=f"{name}.product")
    return graph.node("Mul", product, graph.number(0.5), name=name)


def _pool(graph: _Graph, value: str, mask: str) -> None:
    """The mean of the unmasked tokens, scaled to length 1, as the output `embedding`."""
    column = graph.node("Unsqueeze", mask, graph.integers(2), name="pool.mask")
    total = graph.node(
        "ReduceSum", graph.node("Mul", value, column, name="pool.kept"), graph.integers(1), name="pool.sum", keepdims=0
    )
    count = graph.node("ReduceSum", mask, graph.integers(1), name="pool.count", keepdims=1)
    mean = graph.node("Div", total, graph.node("Max", count, graph.number(1.0), name="pool.atleast"), name="pool.mean")
    norm = graph.node("ReduceL2", mean, name="pool.norm", axes=[1], keepdims=1)
    safe = graph.node("Max", norm, graph.number(SMALLEST_NORM), name="pool.norm.safe")
    graph.node("Div", mean, safe, name="embedding")
