"""A text decoder with random weights and the interface of Optimum's merged exports, and what it writes without a cache."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import onnx
from onnx import TensorProto, helper

from networks import OPSET, Graph

PARTS = ("sq", "sk", "sv", "so", "cq", "ck", "cv", "co")


@dataclass(frozen=True)
class Shape:
    """`half`: whether states, cache and logits cross the graph's border in half precision."""

    layers: int
    heads: int
    head: int
    vocabulary: int
    half: bool = False

    @property
    def width(self) -> int:
        return self.heads * self.head

    @property
    def kind(self) -> int:
        return TensorProto.FLOAT16 if self.half else TensorProto.FLOAT

    @property
    def cache(self) -> list[str]:
        return [
            f"{layer}.{side}.{part}"
            for layer in range(self.layers)
            for side in ("decoder", "encoder")
            for part in ("key", "value")
        ]


def kept(graph: Graph, values: np.ndarray) -> str:
    """A constant in single precision, stored in half precision where that loses nothing."""
    half = values.astype(np.float16)
    if not np.array_equal(half, values):
        return graph.constant(values)
    return graph.add("Cast", graph.constant(half, np.float16), to=TensorProto.FLOAT)


def decoder(
    shape: Shape,
    given: dict[str, np.ndarray],
    graph: Graph,
    embed: Callable[[str], str],
    logits: Callable[[str], str],
) -> onnx.ModelProto:
    """`given` has `LAYER.PART` for each of `PARTS`; `logits` names the logits in single precision."""

    def single(name: str) -> str:
        return graph.add("Cast", name, to=TensorProto.FLOAT) if shape.half else name

    def out(values: str, name: str) -> None:
        graph.add("Cast", values, to=shape.kind, output=name)

    weights = {name: kept(graph, values) for name, values in given.items() if name.split(".")[-1] in PARTS}

    def times(values: str, name: str) -> str:
        return graph.add("MatMul", values, weights[name])

    def split(values: str) -> str:
        parts = graph.add("Reshape", values, graph.constant([0, -1, shape.heads, shape.head], np.int64))
        return graph.add("Transpose", parts, perm=[0, 2, 1, 3])

    def count(values: str, axis: int) -> str:
        return graph.add("Gather", graph.add("Shape", values), graph.constant(axis, np.int64))

    def numbers(values: str, axis: int, turned: list[int]) -> str:
        zero, one = graph.constant(0, np.int64), graph.constant(1, np.int64)
        return graph.add("Reshape", graph.add("Range", zero, count(values, axis), one), graph.constant(turned, np.int64))

    def attend(query: str, key: str, value: str, name: str, causal: bool) -> str:
        scores = graph.add("MatMul", query, graph.add("Transpose", key, perm=[0, 1, 3, 2]))
        scores = graph.add("Div", scores, graph.constant(np.sqrt(shape.head)))
        if causal:
            past = graph.add("Sub", count(key, 2), count(query, 2))
            latest = graph.add("Add", numbers(query, 2, [-1, 1]), past)
            later = graph.add("Greater", numbers(key, 2, [1, -1]), latest)
            scores = graph.add("Where", later, graph.constant(-1e9), scores)
        shares = graph.add("Softmax", scores, axis=-1)
        together = graph.add("Transpose", graph.add("MatMul", shares, value), perm=[0, 2, 1, 3])
        return times(graph.add("Reshape", together, graph.constant([0, -1, shape.width], np.int64)), name)

    states = single("encoder_hidden_states")

    def own(layer: int, part: str, words: str) -> str:
        name = f"{layer}.decoder.{part}"
        made = split(times(words, f"{layer}.s{part[0]}"))
        longer = graph.add("Concat", single(f"past_key_values.{name}"), made, axis=2)
        out(longer, f"present.{name}")
        return longer

    def cross(layer: int, part: str) -> str:
        """From the sound at first, then from the cache: the sound is a dummy there."""
        name = f"{layer}.encoder.{part}"
        past = single(f"past_key_values.{name}")
        parts = graph.constant([0, -1, shape.heads, shape.head], np.int64)
        cached = [helper.make_node("Identity", [past], [f"kept_{name}"])]
        made = [
            helper.make_node("MatMul", [states, weights[f"{layer}.c{part[0]}"]], [f"heard_{name}"]),
            helper.make_node("Reshape", [f"heard_{name}", parts], [f"parts_{name}"]),
            helper.make_node("Transpose", [f"parts_{name}"], [f"made_{name}"], perm=[0, 2, 1, 3]),
        ]
        heard = graph.add(
            "If",
            "use_cache_branch",
            then_branch=branch(cached, f"kept_{name}"),
            else_branch=branch(made, f"made_{name}"),
        )
        out(heard, f"present.{name}")
        return heard

    words = embed("input_ids")
    for layer in range(shape.layers):
        key, value = own(layer, "key", words), own(layer, "value", words)
        words = graph.add("Add", words, attend(split(times(words, f"{layer}.sq")), key, value, f"{layer}.so", True))
        query = split(times(words, f"{layer}.cq"))
        heard = attend(query, cross(layer, "key"), cross(layer, "value"), f"{layer}.co", False)
        words = graph.add("Add", words, heard)
    out(logits(words), "logits")

    def cache(name: str) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, shape.kind, ["batch", shape.heads, f"steps_{name}", shape.head])

    inputs = [
        helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "length"]),
        helper.make_tensor_value_info("encoder_hidden_states", shape.kind, ["batch", "positions", shape.width]),
        *(cache(f"past_key_values.{name}") for name in shape.cache),
        helper.make_tensor_value_info("use_cache_branch", TensorProto.BOOL, [1]),
    ]
    outputs = [
        helper.make_tensor_value_info("logits", shape.kind, ["batch", "length", shape.vocabulary]),
        *(cache(f"present.{name}") for name in shape.cache),
    ]
    return model(graph, inputs, outputs)


def branch(nodes: list[onnx.NodeProto], output: str) -> onnx.GraphProto:
    info = helper.make_tensor_value_info(output, TensorProto.FLOAT, None)
    return helper.make_graph(nodes, f"branch_{output}", [], [info])


def model(graph: Graph, inputs: list, outputs: list) -> onnx.ModelProto:
    made = helper.make_model(
        helper.make_graph(graph.nodes, "speech", inputs, outputs, graph.constants),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=8,
    )
    onnx.checker.check_model(made)
    return made


def attention(shape: Shape, query: np.ndarray, key: np.ndarray, value: np.ndarray, causal: bool) -> np.ndarray:
    result = []
    for head in range(shape.heads):
        part = slice(head * shape.head, (head + 1) * shape.head)
        scores = query[:, part] @ key[:, part].T / np.sqrt(shape.head)
        if causal:
            scores = np.where(np.tri(*scores.shape, dtype=bool), scores, -np.inf)
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        result.append(shares / shares.sum(axis=1, keepdims=True) @ value[:, part])
    return np.concatenate(result, axis=1)


def last_hidden(shape: Shape, given: dict[str, np.ndarray], words: np.ndarray, states: np.ndarray) -> np.ndarray:
    """The last position's vector, [width], of [tokens, width] and [positions, width]: all computed anew."""
    for layer in range(shape.layers):
        sq, sk, sv, so, cq, ck, cv, co = (given[f"{layer}.{part}"] for part in PARTS)
        words = words + attention(shape, words @ sq, words @ sk, words @ sv, causal=True) @ so
        words = words + attention(shape, words @ cq, states @ ck, states @ cv, causal=False) @ co
    return words[-1]
