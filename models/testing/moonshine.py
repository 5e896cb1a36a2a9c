"""A speech model of Moonshine's shape with a few thousand random weights, and the tokens that it writes of a test signal.

The graphs have the interface of Optimum's exports: samples in, hidden states out, and a decoder whose two branches are
merged, with one layer, two heads and a cache. What they write is computed once more in numpy, without any cache.
Usage: `python moonshine.py FOLDER`.
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper

from networks import OPSET, Graph
from speech import signal

WIDTH = 8
HEADS = 2
HEAD = WIDTH // HEADS
KERNEL = 127
STRIDE = 64
VOCABULARY = 48
START = 1
END = 2
SEED = 9
TOKENS = 12
PAST = [f"0.{side}.{part}" for side in ("decoder", "encoder") for part in ("key", "value")]


def weights() -> dict[str, np.ndarray]:
    random = np.random.default_rng(SEED)
    shapes = {name: (WIDTH, WIDTH) for name in ("sq", "sk", "sv", "so", "cq", "ck", "cv", "co")}
    shapes |= {"conv": (WIDTH, 1, KERNEL), "embedding": (VOCABULARY, WIDTH), "logits": (WIDTH, VOCABULARY)}
    return {name: random.normal(0, 0.6, shape).astype(np.float32) for name, shape in shapes.items()}


def encoder(given: dict[str, np.ndarray]) -> onnx.ModelProto:
    graph = Graph(SEED)
    sound = graph.add("Unsqueeze", "input_values", graph.constant([1], np.int64))
    heard = graph.add("Tanh", graph.add("Conv", sound, graph.constant(given["conv"]), strides=[STRIDE]))
    graph.add("Transpose", heard, perm=[0, 2, 1], output="last_hidden_state")
    return model(
        graph,
        [helper.make_tensor_value_info("input_values", TensorProto.FLOAT, ["batch", "samples"])],
        [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["batch", "positions", WIDTH])],
    )


def decoder(given: dict[str, np.ndarray]) -> onnx.ModelProto:
    graph = Graph(SEED)

    def times(values: str, name: str) -> str:
        return graph.add("MatMul", values, graph.constant(given[name]))

    def split(values: str) -> str:
        parts = graph.add("Reshape", values, graph.constant([0, -1, HEADS, HEAD], np.int64))
        return graph.add("Transpose", parts, perm=[0, 2, 1, 3])

    def attend(query: str, key: str, value: str, name: str) -> str:
        scores = graph.add("MatMul", query, graph.add("Transpose", key, perm=[0, 1, 3, 2]))
        shares = graph.add("Softmax", graph.add("Div", scores, graph.constant(np.sqrt(HEAD))), axis=-1)
        together = graph.add("Transpose", graph.add("MatMul", shares, value), perm=[0, 2, 1, 3])
        return times(graph.add("Reshape", together, graph.constant([0, -1, WIDTH], np.int64)), name)

    def cross(part: str, name: str) -> str:
        """From the sound at first, then from the cache: the sound is a dummy there."""
        past = f"past_key_values.0.encoder.{part}"
        shape = graph.constant([0, -1, HEADS, HEAD], np.int64)
        kept = [helper.make_node("Identity", [past], [f"kept_{part}"])]
        made = [
            helper.make_node("MatMul", ["encoder_hidden_states", graph.constant(given[name])], [f"heard_{part}"]),
            helper.make_node("Reshape", [f"heard_{part}", shape], [f"parts_{part}"]),
            helper.make_node("Transpose", [f"parts_{part}"], [f"made_{part}"], perm=[0, 2, 1, 3]),
        ]
        return graph.add(
            "If",
            "use_cache_branch",
            output=f"present.0.encoder.{part}",
            then_branch=branch(kept, f"kept_{part}"),
            else_branch=branch(made, f"made_{part}"),
        )

    words = graph.add("Gather", graph.constant(given["embedding"]), "input_ids")
    key = graph.add(
        "Concat", "past_key_values.0.decoder.key", split(times(words, "sk")), axis=2, output="present.0.decoder.key"
    )
    value = graph.add(
        "Concat", "past_key_values.0.decoder.value", split(times(words, "sv")), axis=2, output="present.0.decoder.value"
    )
    words = graph.add("Add", words, attend(split(times(words, "sq")), key, value, "so"))
    heard = attend(split(times(words, "cq")), cross("key", "ck"), cross("value", "cv"), "co")
    graph.add("MatMul", graph.add("Add", words, heard), graph.constant(given["logits"]), output="logits")
    inputs = [
        helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "length"]),
        helper.make_tensor_value_info("encoder_hidden_states", TensorProto.FLOAT, ["batch", "positions", WIDTH]),
        *(cache(f"past_key_values.{name}") for name in PAST),
        helper.make_tensor_value_info("use_cache_branch", TensorProto.BOOL, [1]),
    ]
    outputs = [
        helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", "length", VOCABULARY]),
        *(cache(f"present.{name}") for name in PAST),
    ]
    return model(graph, inputs, outputs)


def cache(name: str) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", HEADS, f"steps_{name}", HEAD])


def branch(nodes: list[onnx.NodeProto], output: str) -> onnx.GraphProto:
    info = helper.make_tensor_value_info(output, TensorProto.FLOAT, None)
    return helper.make_graph(nodes, f"branch_{output}", [], [info])


def model(graph: Graph, inputs: list, outputs: list) -> onnx.ModelProto:
    made = helper.make_model(
        helper.make_graph(graph.nodes, "moonshine", inputs, outputs, graph.constants),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=8,
    )
    onnx.checker.check_model(made)
    return made


def hear(given: dict[str, np.ndarray], samples: np.ndarray) -> np.ndarray:
    """[positions, width]."""
    starts = np.arange((len(samples) - KERNEL) // STRIDE + 1) * STRIDE
    frames = samples.astype(np.float32)[starts[:, None] + np.arange(KERNEL)]
    return np.tanh(frames @ given["conv"][:, 0, :].T)


def attention(query: np.ndarray, key: np.ndarray, value: np.ndarray, causal: bool) -> np.ndarray:
    result = []
    for head in range(HEADS):
        part = slice(head * HEAD, (head + 1) * HEAD)
        scores = query[:, part] @ key[:, part].T / np.sqrt(HEAD)
        if causal:
            scores = np.where(np.tri(*scores.shape, dtype=bool), scores, -np.inf)
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        result.append(shares / shares.sum(axis=1, keepdims=True) @ value[:, part])
    return np.concatenate(result, axis=1)


def write(given: dict[str, np.ndarray], samples: np.ndarray) -> list[int]:
    """The likeliest tokens, each found from all before it."""
    states = hear(given, samples)
    tokens = [START]
    while len(tokens) <= TOKENS:
        words = given["embedding"][tokens]
        own = attention(words @ given["sq"], words @ given["sk"], words @ given["sv"], causal=True)
        words = words + own @ given["so"]
        heard = attention(words @ given["cq"], states @ given["ck"], states @ given["cv"], causal=False)
        likeliest = int(np.argmax((words[-1] + heard[-1] @ given["co"]) @ given["logits"]))
        if likeliest == END:
            break
        tokens.append(likeliest)
    return tokens[1:]


def pieces() -> dict[str, int]:
    """Spaces, bytes and letters as SentencePiece spells them."""
    special = ["<unk>", "<s>", "</s>"]
    spelt = [f"<0x{value:02X}>" for value in (0xC3, 0xA9, 0x21)]
    letters = [f"{space}{letter}" for letter in "abcdefghijklmnopqrstu" for space in ("", "\u2581")]
    return {piece: at for at, piece in enumerate((special + spelt + letters)[:VOCABULARY])}


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    given = weights()
    onnx.save(encoder(given), folder / "encoder_model.onnx")
    onnx.save(decoder(given), folder / "decoder_model_merged.onnx")
    vocabulary = pieces()
    added = [{"id": vocabulary[name], "content": name, "special": True} for name in ("<unk>", "<s>", "</s>")]
    config = {"model_type": "moonshine", "decoder_start_token_id": START, "eos_token_id": END}
    for name, content in (
        ("config.json", config),
        ("tokenizer.json", {"added_tokens": added, "model": {"type": "BPE", "vocab": vocabulary}}),
        ("written.json", {"tokens": write(given, signal())}),
    ):
        (folder / name).write_text(json.dumps(content, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
