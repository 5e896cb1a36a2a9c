"""Networks of a few thousand random weights with the interface of a Stable Diffusion bundle.

They paint nothing, but everything that a stream does to them shows: the noise prediction depends on the latent, the
timestep and the prompt, and pictures go through an autoencoder of either kind.
"""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 17
TOKENS = 77
WIDTH = 32
LATENTS = 4
FACTOR = 8
HIDDEN = 8
VOCABULARY = 49_408
# A token's vector is the sum of two: 2 x 223 rows instead of 49,408.
ROWS = 223


class Graph:
    """An ONNX graph in the making; every operator gives the name of its only output."""

    def __init__(self, seed: int):
        self.random = np.random.default_rng(seed)
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def add(self, operator: str, *inputs: str, output: str = "", **attributes) -> str:
        name = output or f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [name], **attributes))
        return name

    def constant(self, values, dtype=np.float32) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(values, dtype), name))
        return name

    def weights(self, *shape: int, gain: float = 1.0) -> str:
        fan = int(np.prod(shape[1:])) or 1
        return self.constant(self.random.standard_normal(shape) * gain / np.sqrt(fan))

    def table(self) -> str:
        """Half of a vector for every token, in half precision for its size."""
        half = self.constant(self.random.standard_normal((ROWS, WIDTH)) * 0.7, np.float16)
        return self.add("Cast", half, to=TensorProto.FLOAT)

    def save(self, file: Path, inputs: list, outputs: list) -> None:
        graph = helper.make_graph(self.nodes, "tiny", inputs, outputs, self.constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
        onnx.checker.check_model(model, full_check=True)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(model.SerializeToString())


def tensor(name: str, shape: list, kind: int = TensorProto.FLOAT):
    return helper.make_tensor_value_info(name, kind, shape)


def text_encoder(file: Path, ids: int = TensorProto.INT64) -> None:
    graph = Graph(1)
    token = graph.add("Cast", "input_ids", to=TensorProto.INT64)
    rows = graph.constant(ROWS, np.int64)
    low = graph.add("Gather", graph.table(), graph.add("Mod", token, rows))
    high = graph.add("Gather", graph.table(), graph.add("Div", token, rows))
    sum_ = graph.add("Add", graph.add("Add", low, high), graph.weights(1, TOKENS, WIDTH))
    mixed = graph.add("MatMul", sum_, graph.weights(WIDTH, WIDTH))
    graph.add("Tanh", mixed, output="last_hidden_state")
    graph.save(
        file,
        [tensor("input_ids", ["batch", "sequence"], ids)],
        [tensor("last_hidden_state", ["batch", "sequence", WIDTH])],
    )


def unet(file: Path, timestep: str = "rows") -> None:
    """@param timestep "rows": one float a row; "steps": one int64 a row; "scalar": one float for all rows"""
    graph = Graph(2)
    t = graph.add("Cast", "timestep", to=TensorProto.FLOAT)
    t = graph.add("Reshape", t, graph.constant([-1, 1], np.int64))
    waves = graph.add("MatMul", t, graph.constant([np.geomspace(0.003, 0.1, HIDDEN)]))
    time = graph.add("MatMul", graph.add("Sin", waves), graph.weights(HIDDEN, HIDDEN))
    words = graph.add("ReduceMean", "encoder_hidden_states", axes=[1], keepdims=0)
    words = graph.add("MatMul", words, graph.weights(WIDTH, HIDDEN, gain=12))
    shift = graph.add("Unsqueeze", graph.add("Add", time, words), graph.constant([2, 3], np.int64))
    x = graph.add("Conv", "sample", graph.weights(HIDDEN, LATENTS, 3, 3), pads=[1, 1, 1, 1])
    x = graph.add("Tanh", graph.add("Add", x, shift))
    x = graph.add("Tanh", graph.add("Conv", x, graph.weights(HIDDEN, HIDDEN, 3, 3, gain=2), pads=[1, 1, 1, 1]))
    x = graph.add("Conv", x, graph.weights(LATENTS, HIDDEN, 1, 1))
    graph.add("Add", x, graph.add("Mul", "sample", graph.constant(0.5)), output="out_sample")
    kind = TensorProto.INT64 if timestep == "steps" else TensorProto.FLOAT
    graph.save(
        file,
        [
            tensor("sample", ["batch", LATENTS, "height", "width"]),
            tensor("timestep", [] if timestep == "scalar" else ["batch"], kind),
            tensor("encoder_hidden_states", ["batch", "sequence", WIDTH]),
        ],
        [tensor("out_sample", ["batch", LATENTS, "height", "width"])],
    )


def vae_encoder(file: Path, kl: bool) -> None:
    """The tiny kind gives the latent, the KL kind mean and logarithm of the variance."""
    graph = Graph(3)
    channels = 2 * LATENTS if kl else LATENTS
    name = "latent_parameters" if kl else "latent_sample"
    folded = graph.add("Conv", "sample", graph.weights(channels, 3, FACTOR, FACTOR, gain=4), strides=[FACTOR] * 2)
    graph.add("Tanh", folded, output=name)
    graph.save(
        file,
        [tensor("sample", ["batch", 3, "height", "width"])],
        [tensor(name, ["batch", channels, "latent_height", "latent_width"])],
    )


def vae_decoder(file: Path, kl: bool) -> None:
    graph = Graph(4)
    mixed = graph.add("Conv", "latent_sample", graph.weights(HIDDEN, LATENTS, 3, 3), pads=[1, 1, 1, 1])
    if kl:
        mixed = graph.add("Mul", mixed, graph.constant(0.25))
    kernel = graph.constant(graph.random.standard_normal((HIDDEN, 3, FACTOR, FACTOR)) * 0.25)
    unfolded = graph.add("ConvTranspose", graph.add("Tanh", mixed), kernel, strides=[FACTOR] * 2)
    graph.add("Tanh", unfolded, output="sample")
    graph.save(
        file,
        [tensor("latent_sample", ["batch", LATENTS, "latent_height", "latent_width"])],
        [tensor("sample", ["batch", 3, "height", "width"])],
    )


def selfie_segmentation(file: Path, height: int, width: int) -> None:
    """The interface of MediaPipe's selfie segmentation; its person is whatever is redder than it is blue."""
    graph = Graph(5)
    redness = graph.add("MatMul", "input_1", graph.constant([[4.0], [0.0], [-4.0]]))
    graph.add("Sigmoid", redness, output="segment_back")
    graph.save(
        file, [tensor("input_1", [1, height, width, 3])], [tensor("segment_back", [1, height, width, 1])]
    )
