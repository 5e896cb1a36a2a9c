"""Speech models of the shapes of Whisper small and large-v3-turbo with random weights, and the tokens that they write.

Layers, heads, mel bins, tokens and the precision of what crosses the graphs' borders are the real ones' (as the exports
in `catalogue.json` have them); a head has two values, and the tokenizer no more text than single bytes. What they write
of a test signal is computed once more in numpy, without any cache. Usage: `python whisper.py FOLDER`.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper

from networks import Graph
from speech import WINDOW, log_mel, signal
from text_decoder import PARTS, Shape, decoder, kept, last_hidden, model

COLUMNS = 3000
SEED = 17
TOKENS = 12
# A token's vector is the sum of two: 2 x 228 rows instead of 51,866.
ROWS = 228
END = 50_257
LANGUAGES = (
    "en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th ur hr bg lt la mi ml cy sk te"
    " fa lv bn sr az sl kn et mk br eu is hy ne mn bs kk sq sw gl mr pa si km sn yo so af oc ka be tg sd gu am yi lo uz fo ht ps"
    " tk nn mt sa lb my bo tl mg as tt haw ln ha ba jw su"
).split()


@dataclass(frozen=True)
class Size:
    name: str
    shape: Shape
    bins: int
    languages: list[str]
    alignment_heads: list[list[int]]

    @property
    def added(self) -> list[str]:
        """From the end of text to what timestamps follow, which nobody looks for by their names."""
        tasks = ["translate", "transcribe", "startoflm", "startofprev", "nospeech", "notimestamps"]
        return [f"<|{name}|>" for name in ("endoftext", "startoftranscript", *self.languages, *tasks)]


SIZES = [
    Size(
        "whisper-small",
        Shape(layers=12, heads=12, head=2, vocabulary=51_865),
        bins=80,
        languages=LANGUAGES,
        alignment_heads=[[5, 3], [5, 9], [8, 0], [8, 4], [8, 7], [8, 8], [9, 0], [9, 7], [9, 9], [10, 5]],
    ),
    Size(
        "whisper-large-v3-turbo",
        Shape(layers=4, heads=20, head=2, vocabulary=51_866, half=True),
        bins=128,
        languages=[*LANGUAGES, "yue"],
        alignment_heads=[[2, 4], [2, 11], [3, 3], [3, 6], [3, 11], [3, 14]],
    ),
]


def weights(size: Size) -> dict[str, np.ndarray]:
    random = np.random.default_rng(SEED)
    width = size.shape.width
    shapes = {f"{layer}.{part}": (width, width) for layer in range(size.shape.layers) for part in PARTS}
    shapes |= {"conv": (width, size.bins, 3), "turn": (width, width)}
    shapes |= {"low": (ROWS, width), "high": (ROWS, width)}
    # So that every token depends on all before it, and on the sound.
    gains = {name: 8 if name in ("low", "high") else 0.5 if name.endswith(".co") else 0.7 for name in shapes}
    spread = {name: (1 if name == "turn" else gain) / np.sqrt(width) for name, gain in gains.items()}
    given = {name: random.normal(0, spread[name], shape) for name, shape in shapes.items()}
    # The same numbers in either precision.
    return {name: values.astype(np.float16).astype(np.float32) for name, values in given.items()}


def encoder(size: Size, given: dict[str, np.ndarray]) -> onnx.ModelProto:
    graph = Graph(SEED)
    features = graph.add("Cast", "input_features", to=TensorProto.FLOAT)
    heard = graph.add("Conv", features, kept(graph, given["conv"]), strides=[2], pads=[1, 1])
    turned = graph.add("Transpose", graph.add("Tanh", heard), perm=[0, 2, 1])
    graph.add("Cast", turned, to=size.shape.kind, output="last_hidden_state")
    kind = size.shape.kind
    return model(
        graph,
        [helper.make_tensor_value_info("input_features", kind, ["batch", size.bins, COLUMNS])],
        [helper.make_tensor_value_info("last_hidden_state", kind, ["batch", COLUMNS // 2, size.shape.width])],
    )


def text(size: Size, given: dict[str, np.ndarray]) -> onnx.ModelProto:
    graph = Graph(SEED)
    low, high = kept(graph, given["low"]), kept(graph, given["high"])
    rows = graph.constant(ROWS, np.int64)

    def embed(ids: str) -> str:
        first = graph.add("Gather", low, graph.add("Mod", ids, rows))
        return graph.add("Add", first, graph.add("Gather", high, graph.add("Div", ids, rows)))

    def logits(words: str) -> str:
        words = graph.add("MatMul", words, kept(graph, given["turn"]))
        of_low = graph.add("MatMul", words, graph.add("Transpose", low, perm=[1, 0]))
        of_high = graph.add("MatMul", words, graph.add("Transpose", high, perm=[1, 0]))
        each = graph.add(
            "Add",
            graph.add("Unsqueeze", of_high, graph.constant([3], np.int64)),
            graph.add("Unsqueeze", of_low, graph.constant([2], np.int64)),
        )
        flat = graph.add("Reshape", each, graph.constant([0, 0, ROWS * ROWS], np.int64))
        return graph.add(
            "Slice",
            flat,
            graph.constant([0], np.int64),
            graph.constant([size.shape.vocabulary], np.int64),
            graph.constant([2], np.int64),
        )

    return decoder(size.shape, given, graph, embed, logits)


def crossing(size: Size, values: np.ndarray) -> np.ndarray:
    return values.astype(np.float16).astype(np.float32) if size.shape.half else values


def hear(size: Size, given: dict[str, np.ndarray]) -> np.ndarray:
    """[1500, width]."""
    samples = signal()
    features = crossing(size, log_mel(samples, size.bins).astype(np.float32))
    assert features.shape == (size.bins, WINDOW // 160)
    padded = np.pad(features, ((0, 0), (1, 1)))
    columns = np.arange(0, COLUMNS, 2)
    parts = np.stack([padded[:, columns + offset] for offset in range(3)], axis=-1)
    return crossing(size, np.tanh(np.einsum("bcn,wbn->cw", parts, given["conv"])).astype(np.float32))


def write(size: Size, given: dict[str, np.ndarray]) -> list[int]:
    """The likeliest tokens in English without times, each found from all before it."""
    ids = {name: END + at for at, name in enumerate(size.added)}
    start = [ids[f"<|{name}|>"] for name in ("startoftranscript", "en", "transcribe", "notimestamps")]
    states = hear(size, given)
    table = given["low"][np.arange(ROWS * ROWS) % ROWS] + given["high"][np.arange(ROWS * ROWS) // ROWS]
    table = table[: size.shape.vocabulary]
    tokens: list[int] = []
    while len(tokens) < TOKENS:
        logits = table @ (last_hidden(size.shape, given, table[start + tokens], states) @ given["turn"])
        if not tokens:
            logits[END] = -np.inf
        best = np.argsort(logits)[::-1]
        margin = logits[best[0]] - logits[best[1]]
        assert margin > 0.01, f"{size.name}: token {len(tokens)} is too close to another one ({margin:.4f})"
        if best[0] == END:
            break
        tokens.append(int(best[0]))
    return tokens


def byte_alphabet() -> dict[str, int]:
    """GPT-2's spelling of the bytes, in the order of Whisper's first tokens."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [value for value in range(256) if value not in plain]
    spelt = [chr(value) for value in plain] + [chr(256 + at) for at in range(len(others))]
    return {letter: at for at, letter in enumerate(spelt)}


def main(folder: Path) -> None:
    for size in SIZES:
        target = folder / size.name
        target.mkdir(parents=True, exist_ok=True)
        given = weights(size)
        onnx.save(encoder(size, given), target / "encoder_model.onnx")
        onnx.save(text(size, given), target / "decoder_model_merged.onnx")
        added = [{"id": END + at, "content": name, "special": True} for at, name in enumerate(size.added)]
        config = {"model_type": "whisper", "num_mel_bins": size.bins, "max_target_positions": 448}
        generation = {"begin_suppress_tokens": [END], "alignment_heads": size.alignment_heads}
        for name, content in (
            ("config.json", config),
            ("generation_config.json", generation),
            ("tokenizer.json", {"added_tokens": added, "model": {"type": "BPE", "vocab": byte_alphabet()}}),
            ("written.json", {"tokens": write(size, given)}),
        ):
            (target / name).write_text(json.dumps(content, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
