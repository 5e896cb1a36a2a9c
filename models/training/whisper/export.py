"""Exports a Whisper model from CTranslate2's format to quantised ONNX, in the layout that Hugging Face Optimum exports.

    python export.py SOURCE TARGET

SOURCE holds `model.bin`, `config.json` and `tokenizer.json` of a faster-whisper conversion. TARGET gets
`encoder_model.onnx`, `decoder_model_merged.onnx`, `vocab.json`, `added_tokens.json`, `config.json` and
`generation_config.json`. Two things differ from Optimum's graphs, and both may be relied on by nobody:

* the encoder takes any even number of feature columns up to 3000, so that a short utterance need not be padded to 30 s;
* the merged decoder has one body; only the attention to the sound is in a branch each of an `If`.

As in the exports whose name ends in `_timestamped`, `cross_attentions.N` tells what each token listens to: the times of
words come from that. Here only the first branch fills it.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper

from ctranslate2 import read_weights
from graph import MICROSOFT, Graph

HEAD = 64
FLOAT = TensorProto.FLOAT


class Exporter:
    def __init__(self, weights: dict):
        self.w = weights
        self.width = weights["decoder/embeddings/weight"].shape[1]
        self.vocabulary = len(weights["decoder/embeddings/weight"])
        self.heads = self.width // HEAD
        self.mels = weights["encoder/conv1/weight"].shape[1]
        self.layers = {
            side: sum(1 for name in weights if name.startswith(side) and name.endswith("ffn/linear_0/weight"))
            for side in ("encoder", "decoder")
        }

    # --- what both have -------------------------------------------------------------------------------------------

    def norm(self, g: Graph, x: str, name: str) -> str:
        return g.norm(x, name, self.w[name + "/gamma"], self.w[name + "/beta"])

    def dense(self, g: Graph, x: str, name: str, part: int = 0, parts: int = 1, many_rows: bool = False) -> str:
        """A linear layer, or one of several that are stored as one."""
        weight = np.split(self.w[name + "/weight"], parts)[part]
        bias = np.split(self.w[name + "/bias"], parts)[part]
        label = name if parts == 1 else f"{name}.{part}"
        if many_rows:
            return g.dense_by_rows(x, label, weight, bias)
        return g.dense_by_blocks(x, label, weight, bias)

    def attention(self, g: Graph, inputs: list[str], name: str, outputs: int = 1, **attributes):
        scale = 1 / np.sqrt(HEAD)
        return g.add(
            "MultiHeadAttention", inputs, name, MICROSOFT, outputs, num_heads=self.heads, scale=scale, **attributes
        )

    def feed_forward(self, g: Graph, x: str, layer: str, many_rows: bool) -> str:
        y = self.norm(g, x, layer + "/ffn/layer_norm")
        y = self.dense(g, y, layer + "/ffn/linear_0", many_rows=many_rows)
        y = g.add("Gelu", [y], layer + "/ffn/gelu")
        y = self.dense(g, y, layer + "/ffn/linear_1", many_rows=many_rows)
        return g.add("Add", [x, y], layer + "/ffn/sum")

    # --- encoder --------------------------------------------------------------------------------------------------

    def encoder(self) -> onnx.ModelProto:
        g = Graph()
        x = self.convolution(g, "input_features", "encoder/conv1", 1)
        x = self.convolution(g, x, "encoder/conv2", 2)
        x = g.add("Transpose", [x], "encoder/columns", perm=[0, 2, 1])
        positions = g.half("encoder/positions", self.w["encoder/position_encodings/encodings"])
        count = g.add("Shape", [x], "encoder/count", start=1, end=2)
        positions = g.add("Slice", [positions, g.integers(0), count, g.integers(0)], "encoder/positions.used")
        x = g.add("Add", [x, positions], "encoder/placed")
        for i in range(self.layers["encoder"]):
            layer = f"encoder/layer_{i}"
            y = self.norm(g, x, layer + "/self_attention/layer_norm")
            qkv = [self.dense(g, y, layer + "/self_attention/linear_0", p, 3, True) for p in range(3)]
            y = self.attention(g, qkv, layer + "/self_attention")
            y = self.dense(g, y, layer + "/self_attention/linear_1", many_rows=True)
            x = g.add("Add", [x, y], layer + "/self_attention/sum")
            x = self.feed_forward(g, x, layer, True)
        g.nodes.append(
            helper.make_node(
                "LayerNormalization",
                [
                    x,
                    g.weight("encoder/layer_norm.gamma", self.w["encoder/layer_norm/gamma"]),
                    g.weight("encoder/layer_norm.beta", self.w["encoder/layer_norm/beta"]),
                ],
                ["last_hidden_state"],
                axis=-1,
                epsilon=1e-5,
            )
        )
        return g.model(
            "encoder",
            [helper.make_tensor_value_info("input_features", FLOAT, ["batch", self.mels, "columns"])],
            [helper.make_tensor_value_info("last_hidden_state", FLOAT, ["batch", "positions", self.width])],
        )

    def convolution(self, g: Graph, x: str, name: str, stride: int) -> str:
        weight = g.half(name + ".w", self.w[name + "/weight"])
        bias = g.weight(name + ".b", self.w[name + "/bias"])
        x = g.add("Conv", [x, weight, bias], name, kernel_shape=[3], pads=[1, 1], strides=[stride])
        return g.add("Gelu", [x], name + "/gelu")

    # --- decoder --------------------------------------------------------------------------------------------------

    def decoder(self) -> onnx.ModelProto:
        g = Graph()
        # Words in and words out are the same matrix; it is written down once.
        tail = g.branch()
        tail.dense_by_blocks("final", "logits", self.w["decoder/embeddings/weight"], None)
        x = g.rows_of_blocks("input_ids", "decoder/words", "logits", self.width)
        positions = g.weight("decoder/positions", self.w["decoder/position_encodings/encodings"])
        done = g.add("Shape", ["past_key_values.0.decoder.key"], "decoder/done", start=2, end=3)
        added = g.add("Shape", ["input_ids"], "decoder/added", start=1, end=2)
        until = g.add("Add", [done, added], "decoder/until")
        positions = g.add("Slice", [positions, done, until, g.integers(0)], "decoder/positions.used")
        x = g.add("Add", [x, positions], "decoder/placed")
        for i in range(self.layers["decoder"]):
            layer = f"decoder/layer_{i}"
            x = self.own_attention(g, x, layer, i)
            x = self.cross_attention(g, x, layer, i)
            x = self.feed_forward(g, x, layer, False)
        gamma = g.weight("decoder/layer_norm.gamma", self.w["decoder/layer_norm/gamma"])
        beta = g.weight("decoder/layer_norm.beta", self.w["decoder/layer_norm/beta"])
        g.nodes.append(helper.make_node("LayerNormalization", [x, gamma, beta], ["final"], axis=-1, epsilon=1e-5))
        g.nodes.extend(tail.nodes)
        return g.model("decoder", *self.decoder_ports())

    def own_attention(self, g: Graph, x: str, layer: str, i: int) -> str:
        name = layer + "/self_attention"
        y = self.norm(g, x, name + "/layer_norm")
        q, k, v = (self.dense(g, y, name + "/linear_0", p, 3) for p in range(3))
        past = [f"past_key_values.{i}.decoder.{part}" for part in ("key", "value")]
        y, key, value = self.attention(g, [q, k, v, "", "", "", *past], name, outputs=3, unidirectional=1)
        g.nodes.append(helper.make_node("Identity", [key], [f"present.{i}.decoder.key"]))
        g.nodes.append(helper.make_node("Identity", [value], [f"present.{i}.decoder.value"]))
        y = self.dense(g, y, name + "/linear_1")
        return g.add("Add", [x, y], name + "/sum")

    def cross_attention(self, g: Graph, x: str, layer: str, i: int) -> str:
        name = layer + "/attention"
        y = self.norm(g, x, name + "/layer_norm")
        q = self.dense(g, y, name + "/linear_0")
        past = [f"past_key_values.{i}.encoder.{part}" for part in ("key", "value")]

        first = g.branch()
        pairs = []
        for p in range(2):
            flat = self.dense(first, "encoder_hidden_states", name + "/linear_1", p, 2, True)
            shape = first.integers(0, 0, self.heads, HEAD)
            split = first.add("Reshape", [flat, shape], f"{name}/first.split.{p}")
            pairs.append(first.add("Transpose", [split], f"{name}/first.heads.{p}", perm=[0, 2, 1, 3]))
        heard = self.attention(first, [q, *pairs], name + "/first")
        listens = self.attention_weights(first, q, pairs[0], name + "/first")

        later = g.branch()
        again = self.attention(later, [q, *past], name + "/later")
        nothing = np.zeros((0, self.heads, 1, HEAD), np.float32)
        empty = [later.add("Identity", [later.weight("nothing", nothing)], f"{name}/later.none.{p}") for p in range(3)]

        outputs = [name, f"present.{i}.encoder.key", f"present.{i}.encoder.value", f"cross_attentions.{i}"]
        g.nodes.append(
            helper.make_node(
                "If",
                ["use_cache_branch"],
                outputs,
                name=name,
                then_branch=later.subgraph(name + "/later", [again, *empty]),
                else_branch=first.subgraph(name + "/first", [heard, *pairs, listens]),
            )
        )
        y = self.dense(g, name, name + "/linear_2")
        return g.add("Add", [x, y], name + "/sum")

    def attention_weights(self, g: Graph, q: str, keys: str, name: str) -> str:
        """How much each token listens to each position, in every head: the attention itself keeps that to itself."""
        split = g.add("Reshape", [q, g.integers(0, 0, self.heads, HEAD)], name + ".split.q")
        queries = g.add("Transpose", [split], name + ".heads.q", perm=[0, 2, 1, 3])
        turned = g.add("Transpose", [keys], name + ".heads.turned", perm=[0, 1, 3, 2])
        products = g.add("MatMul", [queries, turned], name + ".products")
        scale = g.weight("attention scale", np.array(1 / np.sqrt(HEAD), np.float32))
        scaled = g.add("Mul", [products, scale], name + ".scaled")
        return g.add("Softmax", [scaled], name + ".weights", axis=-1)

    def decoder_ports(self) -> tuple[list, list]:
        def cache(prefix: str, own: str, cross: str) -> list:
            return [
                helper.make_tensor_value_info(
                    f"{prefix}.{i}.{side}.{part}", FLOAT, ["batch", self.heads, length, HEAD]
                )
                for i in range(self.layers["decoder"])
                for side, length in (("decoder", own), ("encoder", cross))
                for part in ("key", "value")
            ]

        inputs = [
            helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "tokens"]),
            helper.make_tensor_value_info("encoder_hidden_states", FLOAT, ["batch", "positions", self.width]),
            *cache("past_key_values", "past", "positions_past"),
            helper.make_tensor_value_info("use_cache_branch", TensorProto.BOOL, [1]),
        ]
        logits = helper.make_tensor_value_info("logits", FLOAT, ["batch", "tokens", self.vocabulary])
        listens = [
            helper.make_tensor_value_info(
                f"cross_attentions.{i}", FLOAT, ["batch", self.heads, "tokens_heard", "positions_heard"]
            )
            for i in range(self.layers["decoder"])
        ]
        return inputs, [logits, *cache("present", "past_and_tokens", "positions_present"), *listens]


def write_texts(source: Path, target: Path, exporter: Exporter) -> None:
    """The tokenizer and the two configurations."""

    def write(name: str, value: dict) -> None:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        (target / name).write_text(text + "\n", encoding="utf-8")

    tokenizer = json.loads((source / "tokenizer.json").read_text(encoding="utf-8"))
    added = {token["content"]: token["id"] for token in tokenizer["added_tokens"]}
    write("vocab.json", {text: id for text, id in tokenizer["model"]["vocab"].items() if text not in added})
    write("added_tokens.json", added)
    original = json.loads((source / "config.json").read_text(encoding="utf-8"))
    write(
        "config.json",
        {
            "model_type": "whisper",
            "d_model": exporter.width,
            "num_mel_bins": exporter.mels,
            "encoder_layers": exporter.layers["encoder"],
            "decoder_layers": exporter.layers["decoder"],
            "encoder_attention_heads": exporter.heads,
            "decoder_attention_heads": exporter.heads,
            "max_source_positions": len(exporter.w["encoder/position_encodings/encodings"]),
            "max_target_positions": len(exporter.w["decoder/position_encodings/encodings"]),
            "vocab_size": exporter.vocabulary,
        },
    )
    write(
        "generation_config.json",
        {
            "suppress_tokens": original["suppress_ids"],
            "begin_suppress_tokens": original["suppress_ids_begin"],
            "alignment_heads": original["alignment_heads"],
        },
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    options = parser.parse_args()
    options.target.mkdir(parents=True, exist_ok=True)
    exporter = Exporter(read_weights(options.source / "model.bin"))
    onnx.save(exporter.encoder(), options.target / "encoder_model.onnx")
    onnx.save(exporter.decoder(), options.target / "decoder_model_merged.onnx")
    write_texts(options.source, options.target, exporter)


if __name__ == "__main__":
    main()
