"""Converts nsfwjs's picture classifier from TensorFlow.js to ONNX.

usage: python convert.py PACKAGE model.onnx

PACKAGE is the unpacked npm package nsfwjs 4.4.0 (MIT), of which the model mobilenet_v2_mid is taken; Node.js reads it. Its
weights are 8-bit numbers with one scale and offset a tensor, and stay so in the ONNX file, behind casts that the runtime
folds.

in:  picture [n, 224, 224, 3], red first, 0..1
out: likelihoods [n, 5] of Drawing, Hentai, Neutral, Porn, Sexy; their sum is 1
"""

import base64
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 13
SIDE = 224
CLASSES = 5
READ = """
const {readdirSync} = require('fs');
const folder = process.argv[1] + '/dist/models/mobilenet_v2_mid/';
const load = (file) => { const it = require(folder + file); return it.default ?? it; };
const shards = readdirSync(folder).filter((file) => file.startsWith('group1')).sort().map(load);
console.log(JSON.stringify({model: load('model.min.js'), shards}));
"""


def decode(text: str) -> str:
    """Strings of attributes are in base64."""
    return base64.b64decode(text).decode()


class Converter:
    """Walks the nodes in order; values keep their names, and pictures are in NCHW between the ends."""

    def __init__(self, package: Path):
        read = subprocess.run(["node", "-e", READ, str(package.resolve())], check=True, capture_output=True)
        content = json.loads(read.stdout)
        self.source = content["model"]["modelTopology"]["node"]
        self.data = b"".join(base64.b64decode(shard) for shard in content["shards"])
        self.constants = {}
        self.nodes = []
        self.initializers = []
        offset = 0
        for weight in content["model"]["weightsManifest"][0]["weights"]:
            size = int(np.prod(weight["shape"]))
            # TensorFlow.js keeps numbers that are no weights as they are.
            kind = np.dtype(weight.get("quantization", weight)["dtype"])
            values = np.frombuffer(self.data, kind, size, offset).reshape(weight["shape"])
            self.constants[weight["name"]] = (values, weight.get("quantization"))
            offset += size * kind.itemsize
        if offset != len(self.data):
            raise ValueError(f"{len(self.data)} bytes of weights, of which {offset} are named")

    def convert(self) -> onnx.ModelProto:
        self.node("Transpose", ["picture"], "input", perm=[0, 3, 1, 2])
        for node in self.source:
            if node["op"] not in ("Const", "Placeholder"):
                getattr(self, node["op"].strip("_").lower())(node)
        self.node("Identity", ["Identity"], "likelihoods")
        graph = helper.make_graph(
            self.nodes,
            "nsfw",
            [helper.make_tensor_value_info("picture", TensorProto.FLOAT, ["n", SIDE, SIDE, 3])],
            [helper.make_tensor_value_info("likelihoods", TensorProto.FLOAT, ["n", CLASSES])],
            self.initializers,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
        model.producer_name = "speakdraw models/training/nsfw/convert.py"
        onnx.checker.check_model(model, full_check=True)
        return model

    def node(self, kind: str, inputs: list[str], output: str, **attributes) -> None:
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))

    def initializer(self, name: str, values: np.ndarray) -> str:
        self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def weights(self, name: str, axes: tuple[int, ...] | None = None) -> str:
        """The name of a constant in ONNX's order of axes."""
        values, quantization = self.constants[name]
        ordered = values if axes is None else values.transpose(axes)
        if quantization is None:
            return self.initializer(name, ordered)
        scale = self.initializer(f"{name}.scale", np.float32(quantization["scale"]))
        least = self.initializer(f"{name}.min", np.float32(quantization["min"]))
        self.node("Cast", [self.initializer(f"{name}.8bit", ordered)], f"{name}.cast", to=TensorProto.FLOAT)
        self.node("Mul", [f"{name}.cast", scale], f"{name}.scaled")
        self.node("Add", [f"{name}.scaled", least], name)
        return name

    def convolution(self, node: dict, axes: tuple[int, ...], group: int) -> None:
        name, (picture, kernel, bias) = node["name"], node["input"]
        attributes = node["attr"]
        if decode(attributes["padding"]["s"]) != "SAME" or decode(attributes["data_format"]["s"]) != "NHWC":
            raise ValueError(f"{name}: another padding or layout than SAME and NHWC")
        fused = [decode(each) for each in attributes["fused_ops"]["list"]["s"]]
        self.node(
            "Conv",
            [picture, self.weights(kernel, axes), self.weights(bias)],
            f"{name}.conv" if "Relu6" in fused else name,
            auto_pad="SAME_UPPER",
            strides=[int(each) for each in attributes["strides"]["list"]["i"][1:3]],
            group=group,
        )
        if "Relu6" in fused:
            bounds = [self.initializer(f"{name}.{bound}", np.float32(bound)) for bound in (0, 6)]
            self.node("Clip", [f"{name}.conv", *bounds], name)

    def fusedconv2d(self, node: dict) -> None:
        self.convolution(node, (3, 2, 0, 1), 1)

    def fuseddepthwiseconv2dnative(self, node: dict) -> None:
        channels = self.constants[node["input"][1]][0].shape[2]
        # [h, w, channels, 1] to [channels, 1, h, w]
        self.convolution(node, (2, 3, 0, 1), channels)

    def binary(self, kind: str, node: dict) -> None:
        self.node(kind, [self.weights(i) if i in self.constants else i for i in node["input"]], node["name"])

    def mul(self, node: dict) -> None:
        self.binary("Mul", node)

    def sub(self, node: dict) -> None:
        self.binary("Sub", node)

    def addv2(self, node: dict) -> None:
        self.binary("Add", node)

    def avgpool(self, node: dict) -> None:
        self.node("GlobalAveragePool", node["input"], node["name"])

    def squeeze(self, node: dict) -> None:
        self.node("Flatten", node["input"], node["name"], axis=1)

    def fusedmatmul(self, node: dict) -> None:
        features, matrix, bias = node["input"]
        self.node("Gemm", [features, self.weights(matrix), self.weights(bias)], node["name"])

    def softmax(self, node: dict) -> None:
        self.node("Softmax", node["input"], node["name"], axis=1)

    def identity(self, node: dict) -> None:
        self.node("Identity", node["input"], node["name"])


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    onnx.save(Converter(source).convert(), target)
