"""Writes recurrent-fp32.onnx, recurrent-fp16.onnx and recurrent-resnet50.onnx: graphs with the inputs and outputs of Robust Video Matting and
next to no weights, so that states, batches and element types are tested where the real network is absent.

A level's state is half its past and half the picture's brightness; the matte is the brightness mixed with the coarsest
level's state. Needs the Python package onnx: python recurrent_toy.py
"""

import pathlib

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

CHANNELS = [2, 3, 4, 5]
# As the network has them with ResNet50 in place of MobileNetV3.
RESNET50_CHANNELS = [16, 32, 64, 128]


def graph(kind: int, channels_of_levels: list[int] = CHANNELS) -> onnx.ModelProto:
    dtype = np.float32 if kind == TensorProto.FLOAT else np.float16
    node = helper.make_node
    constants, nodes = [], []

    def constant(name: str, values: np.ndarray) -> str:
        constants.append(numpy_helper.from_array(values, name))
        return name

    constant("half", np.array(0.5, dtype))
    constant("low", np.array(0, dtype))
    constant("high", np.array(1, dtype))
    constant("same", np.array([1, 1], np.float32))
    nodes += [
        node("ReduceMean", ["src"], ["brightness"], axes=[1], keepdims=1),
        node("Concat", ["same", "downsample_ratio", "downsample_ratio"], ["scales"], axis=0),
        node("Resize", ["brightness", "", "scales"], ["level0"], mode="linear"),
    ]
    for level, channels in enumerate(channels_of_levels, start=1):
        weights = np.linspace(0.5, 1, channels).reshape(channels, 1, 1, 1).astype(dtype)
        constant(f"weights{level}", weights)
        nodes += [
            node("AveragePool", [f"level{level - 1}"], [f"level{level}"], kernel_shape=[2, 2], strides=[2, 2], ceil_mode=1),
            node("Conv", [f"level{level}", f"weights{level}"], [f"seen{level}"]),
            node("Mul", [f"r{level}i", "half"], [f"past{level}"]),
            node("Mul", [f"seen{level}", "half"], [f"now{level}"]),
            node("Add", [f"past{level}", f"now{level}"], [f"r{level}o"]),
        ]
    nodes += [
        node("ReduceMean", ["r4o"], ["remembered"], axes=[1, 2, 3], keepdims=1),
        node("Mul", ["brightness", "half"], ["half_brightness"]),
        node("Add", ["half_brightness", "remembered"], ["mixed"]),
        node("Clip", ["mixed", "low", "high"], ["pha"]),
        node("Identity", ["src"], ["fgr"]),
    ]
    value = helper.make_tensor_value_info

    def level(name: str, number: int) -> onnx.ValueInfoProto:
        # Names of their own: ONNX Runtime takes dimensions of one name for equal and shares buffers among them.
        return value(name, kind, ["batch", f"channels{number}", f"height{number}", f"width{number}"])

    inputs = [value("src", kind, ["batch", 3, "height", "width"])]
    inputs += [level(f"r{k}i", k) for k in range(1, 5)]
    inputs += [value("downsample_ratio", TensorProto.FLOAT, [1])]
    outputs = [value("fgr", kind, ["batch", 3, "height", "width"]), value("pha", kind, ["batch", 1, "height", "width"])]
    outputs += [level(f"r{k}o", k) for k in range(1, 5)]
    model = helper.make_model(
        helper.make_graph(nodes, "recurrent", inputs, outputs, constants),
        opset_imports=[helper.make_opsetid("", 13)],
    )
    model.ir_version = 8
    onnx.checker.check_model(model)
    return model


if __name__ == "__main__":
    folder = pathlib.Path(__file__).parent
    onnx.save(graph(TensorProto.FLOAT), folder / "recurrent-fp32.onnx")
    onnx.save(graph(TensorProto.FLOAT16), folder / "recurrent-fp16.onnx")
    onnx.save(graph(TensorProto.FLOAT, RESNET50_CHANNELS), folder / "recurrent-resnet50.onnx")
