"""A thin writer of ONNX graphs: one method a layer, weights quantised as they are added."""

from dataclasses import dataclass, field

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 21
BLOCK = 128
MICROSOFT = "com.microsoft"


def by_blocks(weight: np.ndarray, block: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Unsigned 8-bit integers, scales and zero points, one of each for every `block` neighbours in a row."""
    blocks = weight.reshape(-1, block)
    low = np.minimum(blocks.min(axis=1, keepdims=True), 0)
    high = np.maximum(blocks.max(axis=1, keepdims=True), 0)
    scale = np.maximum((high - low) / 255, 1e-12).astype(np.float32)
    zero = np.clip(np.round(-low / scale), 0, 255)
    integers = np.clip(np.round(blocks / scale) + zero, 0, 255)
    rows, columns = weight.shape
    shape = (rows, columns // block)
    return integers.astype(np.uint8).reshape(*shape, block), scale.reshape(shape), zero.astype(np.uint8).reshape(shape)


@dataclass
class Graph:
    """Nodes and weights of one graph; branches of an `If` share the weights of the graph around them."""

    nodes: list = field(default_factory=list)
    weights: dict = field(default_factory=dict)

    def branch(self) -> "Graph":
        return Graph([], self.weights)

    def weight(self, name: str, value: np.ndarray) -> str:
        if name not in self.weights:
            self.weights[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def integers(self, *values: int) -> str:
        return self.weight("int:" + ",".join(map(str, values)), np.array(values, np.int64))

    def add(self, operator: str, inputs: list[str], name: str, domain: str = "", outputs: int = 1, **attributes):
        names = [name] + [f"{name}:{i}" for i in range(1, outputs)]
        self.nodes.append(helper.make_node(operator, inputs, names, name=name, domain=domain, **attributes))
        return names[0] if outputs == 1 else names

    def half(self, name: str, value: np.ndarray) -> str:
        """A weight stored in half precision and used in single precision."""
        self.weight(name + ":half", value.astype(np.float16))
        return self.add("Cast", [name + ":half"], name, to=TensorProto.FLOAT)

    def norm(self, x: str, name: str, gamma: np.ndarray, beta: np.ndarray) -> str:
        inputs = [x, self.weight(name + ".gamma", gamma), self.weight(name + ".beta", beta)]
        return self.add("LayerNormalization", inputs, name, axis=-1, epsilon=1e-5)

    def dense_by_rows(self, x: str, name: str, weight: np.ndarray, bias: np.ndarray) -> str:
        """x W^T + b; one scale an output, x is quantised as a whole as it comes. The fastest for many rows at once."""
        scale = np.maximum(np.abs(weight).max(axis=1), 1e-12) / 127
        integers = np.clip(np.round(weight / scale[:, None]), -127, 127).astype(np.int8)
        inputs = [
            x,
            self.weight(name + ".w", integers.T),
            self.weight(name + ".s", scale.astype(np.float32)),
            self.weight(name + ".z", np.zeros(len(weight), np.int8)),
            self.weight(name + ".b", bias),
        ]
        return self.add("DynamicQuantizeMatMul", inputs, name, MICROSOFT)

    def dense_by_blocks(self, x: str, name: str, weight: np.ndarray, bias: np.ndarray | None) -> str:
        """x W^T + b; a scale for each block of a row. The fastest for a few rows at a time."""
        rows, columns = weight.shape
        if name + ".w" not in self.weights:
            for part, values in zip((".w", ".s", ".z"), by_blocks(weight, BLOCK)):
                self.weight(name + part, values)
        inputs = [x, name + ".w", name + ".s", name + ".z"]
        attributes = {"K": columns, "N": rows, "bits": 8, "block_size": BLOCK, "accuracy_level": 4}
        product = self.add("MatMulNBits", inputs, name, MICROSOFT, **attributes)
        if bias is None:
            return product
        return self.add("Add", [product, self.weight(name + ".b", bias)], name + "+b")

    def rows_of_blocks(self, ids: str, name: str, of: str, width: int) -> str:
        """Rows `ids` [batch, tokens] of the matrix that `dense_by_blocks` was given under the name `of`, as numbers."""
        integers = self.add("Gather", [of + ".w", ids], name + ".integers", axis=0)
        scale = self.add("Gather", [of + ".s", ids], name + ".scale", axis=0)
        zero = self.add("Gather", [of + ".z", ids], name + ".zero", axis=0)
        numbers = self.add("Cast", [integers], name + ".numbers", to=TensorProto.FLOAT)
        offset = self.add("Cast", [zero], name + ".offset", to=TensorProto.FLOAT)
        offset = self.add("Unsqueeze", [offset, self.integers(-1)], name + ".offsets")
        scale = self.add("Unsqueeze", [scale, self.integers(-1)], name + ".scales")
        centred = self.add("Sub", [numbers, offset], name + ".centred")
        scaled = self.add("Mul", [centred, scale], name + ".scaled")
        return self.add("Reshape", [scaled, self.integers(0, 0, width)], name)

    def subgraph(self, name: str, outputs: list[str]) -> onnx.GraphProto:
        """The nodes as a branch of an `If`."""
        described = [helper.make_empty_tensor_value_info(output) for output in outputs]
        return helper.make_graph(self.nodes, name, [], described)

    def model(self, name: str, inputs: list, outputs: list) -> onnx.ModelProto:
        graph = helper.make_graph(self.nodes, name, inputs, outputs, list(self.weights.values()))
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=10, producer_name="speakdraw")
        return model
