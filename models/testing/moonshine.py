"""A speech model of Moonshine's shape with a few thousand random weights, and the tokens that it writes of a test signal.

The graphs have the interface of Optimum's exports: samples in, hidden states out, and a decoder whose two branches are
merged, with one layer, two heads and a cache. What they write is computed once more in numpy, without any cache.
FOLDER/masked has the same graphs with the masks of later exports, which say what of a batch of sounds is no padding.
Usage: `python moonshine.py FOLDER`.
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper

from networks import Graph
from speech import signal
from text_decoder import PARTS, Shape, decoder, last_hidden, model

SHAPE = Shape(layers=1, heads=2, head=4, vocabulary=48)
KERNEL = 127
STRIDE = 64
START = 1
END = 2
SEED = 9
TOKENS = 12


def weights() -> dict[str, np.ndarray]:
    random = np.random.default_rng(SEED)
    shapes = {f"0.{name}": (SHAPE.width, SHAPE.width) for name in PARTS}
    shapes |= {"conv": (SHAPE.width, 1, KERNEL), "embedding": (SHAPE.vocabulary, SHAPE.width)}
    shapes |= {"logits": (SHAPE.width, SHAPE.vocabulary)}
    return {name: random.normal(0, 0.6, shape).astype(np.float32) for name, shape in shapes.items()}


def encoder(given: dict[str, np.ndarray]) -> onnx.ModelProto:
    graph = Graph(SEED)
    sound = graph.add("Unsqueeze", "input_values", graph.constant([1], np.int64))
    heard = graph.add("Tanh", graph.add("Conv", sound, graph.constant(given["conv"]), strides=[STRIDE]))
    graph.add("Transpose", heard, perm=[0, 2, 1], output="last_hidden_state")
    return model(
        graph,
        [helper.make_tensor_value_info("input_values", TensorProto.FLOAT, ["batch", "samples"])],
        [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["batch", "positions", SHAPE.width])],
    )


def text(given: dict[str, np.ndarray]) -> onnx.ModelProto:
    graph = Graph(SEED)
    return decoder(
        SHAPE,
        given,
        graph,
        embed=lambda ids: graph.add("Gather", graph.constant(given["embedding"]), ids),
        logits=lambda words: graph.add("MatMul", words, graph.constant(given["logits"])),
    )


def masked(whole: onnx.ModelProto, values: str, mask: str, size: list[str]) -> onnx.ModelProto:
    """The same graph, in which what `mask` has 0 for is nothing."""
    made = onnx.ModelProto()
    made.CopyFrom(whole)
    rename(made.graph, values, "unmasked")
    nodes = [helper.make_node("Cast", [mask], ["shares"], to=TensorProto.FLOAT)]
    if values == "encoder_hidden_states":
        made.graph.initializer.append(helper.make_tensor("last", TensorProto.INT64, [1], [-1]))
        nodes.append(helper.make_node("Unsqueeze", ["shares", "last"], ["wide"]))
    nodes.append(helper.make_node("Mul", [values, nodes[-1].output[0]], ["unmasked"]))
    for at, node in enumerate(nodes):
        made.graph.node.insert(at, node)
    made.graph.input.insert(0, helper.make_tensor_value_info(mask, TensorProto.INT64, size))
    onnx.checker.check_model(made)
    return made


def rename(graph: onnx.GraphProto, old: str, new: str) -> None:
    for node in graph.node:
        node.input[:] = [new if name == old else name for name in node.input]
        for attribute in node.attribute:
            if attribute.HasField("g"):
                rename(attribute.g, old, new)


def hear(given: dict[str, np.ndarray], samples: np.ndarray) -> np.ndarray:
    """[positions, width]."""
    starts = np.arange((len(samples) - KERNEL) // STRIDE + 1) * STRIDE
    frames = samples.astype(np.float32)[starts[:, None] + np.arange(KERNEL)]
    return np.tanh(frames @ given["conv"][:, 0, :].T)


def write(given: dict[str, np.ndarray], samples: np.ndarray) -> list[int]:
    """The likeliest tokens, each found from all before it."""
    states = hear(given, samples)
    tokens = [START]
    while len(tokens) <= TOKENS:
        likeliest = int(np.argmax(last_hidden(SHAPE, given, given["embedding"][tokens], states) @ given["logits"]))
        if likeliest == END:
            break
        tokens.append(likeliest)
    return tokens[1:]


def pieces() -> dict[str, int]:
    """Spaces, bytes and letters as SentencePiece spells them."""
    special = ["<unk>", "<s>", "</s>"]
    spelt = [f"<0x{value:02X}>" for value in (0xC3, 0xA9, 0x21)]
    letters = [f"{space}{letter}" for letter in "abcdefghijklmnopqrstu" for space in ("", "\u2581")]
    return {piece: at for at, piece in enumerate((special + spelt + letters)[: SHAPE.vocabulary])}


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    given = weights()
    (folder / "masked").mkdir(exist_ok=True)
    for name, graph, values, mask, size in (
        ("encoder_model.onnx", encoder(given), "input_values", "attention_mask", ["batch", "samples"]),
        ("decoder_model_merged.onnx", text(given), "encoder_hidden_states", "encoder_attention_mask", ["batch", "heard"]),
    ):
        onnx.save(graph, folder / name)
        onnx.save(masked(graph, values, mask, size), folder / "masked" / name)
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
