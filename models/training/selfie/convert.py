"""Converts MediaPipe's selfie segmentation from TensorFlow Lite to ONNX, float32, NHWC in and out.

usage: python convert.py selfie_segmentation.tflite model.onnx

The file comes from the npm package @mediapipe/selfie_segmentation (Apache-2.0). Its weights are float16 and stay so in the
ONNX file, behind casts that the runtime folds.

The graph computes the same as the file, in a form that lets ONNX Runtime keep to its blocked layout of channels on a CPU:
each node that it cannot run there costs two conversions of the layout.
"""

import struct
import sys
from pathlib import Path

import flatbuffers.number_types as types
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

import tflite

OPSET = 13
RELU, RELU6 = 1, 3
VALID = 1


def same_padding(size: int, kernel: int, stride: int) -> tuple[int, int]:
    """TensorFlow's SAME: what is odd goes to the end."""
    outputs = -(-size // stride)
    total = max((outputs - 1) * stride + kernel - size, 0)
    return total // 2, total - total // 2


class Converter:
    """Walks the operators in order; tensor i of the file is ``t<i>`` in the graph, in NCHW."""

    def __init__(self, model: tflite.Model):
        self.model = model
        self.constants = {i: t.constant for i, t in enumerate(model.tensors) if t.constant is not None}
        self.nodes = []
        self.initializers = []
        self.postponed = {}

    def convert(self) -> onnx.ModelProto:
        for i in self.model.inputs:
            self.node("Transpose", [self.model.tensors[i].name], f"t{i}", perm=[0, 3, 1, 2])
        for operator in self.model.operators:
            self.operator(operator)
        for i in self.model.outputs:
            self.node("Transpose", [f"t{i}"], self.model.tensors[i].name, perm=[0, 2, 3, 1])
        graph = helper.make_graph(
            self.nodes,
            "selfie_segmentation",
            [self.declare(i) for i in self.model.inputs],
            [self.declare(i) for i in self.model.outputs],
            self.initializers,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
        model.producer_name = "speakdraw models/training/selfie/convert.py"
        onnx.checker.check_model(model, full_check=True)
        return model

    def declare(self, i: int):
        tensor = self.model.tensors[i]
        return helper.make_tensor_value_info(tensor.name, TensorProto.FLOAT, tensor.shape)

    def node(self, op: str, inputs: list[str], output: str, **attributes) -> None:
        self.nodes.append(helper.make_node(op, inputs, [output], name=f"{op}_{len(self.nodes)}", **attributes))

    def constant(self, value: np.ndarray) -> str:
        name = f"c{len(self.initializers)}"
        self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def weights(self, value: np.ndarray) -> str:
        """A constant kept in half precision."""
        name = self.constant(value.astype(np.float16))
        self.node("Cast", [name], name + "_f32", to=TensorProto.FLOAT)
        return name + "_f32"

    def operator(self, operator: tflite.Operator) -> None:
        output = f"t{operator.outputs[0]}"
        inputs = [f"t{i}" for i in operator.inputs]
        name = operator.name
        if name == "DEQUANTIZE":
            self.constants[operator.outputs[0]] = self.constants[operator.inputs[0]]
        elif name in ("CONV_2D", "DEPTHWISE_CONV_2D"):
            self.convolution(operator, output)
        elif name == "Convolution2DTransposeBias":
            self.transposed_convolution(operator, output)
        elif name in ("AVERAGE_POOL_2D", "MEAN"):
            self.node("GlobalAveragePool", inputs[:1], output)
        elif name == "RESIZE_BILINEAR":
            self.resize(operator, output)
        elif name in ("ADD", "MUL"):
            inputs[1] = self.spread(operator, output)
            code = operator.options.number(0, types.Int8Flags) if operator.options else 0
            self.activated(code, output, lambda target: self.node(name.capitalize(), inputs, target))
        elif name == "RELU":
            self.node("Relu", inputs, output)
        elif name == "LOGISTIC":
            self.node("Sigmoid", inputs, output)
        elif name == "HARD_SWISH":
            self.node("HardSigmoid", inputs, output + "_gate", alpha=1 / 6, beta=0.5)
            self.node("Mul", [inputs[0], output + "_gate"], output)
        else:
            raise NotImplementedError(name)

    def activated(self, code: int, output: str, emit) -> None:
        """Emits a node followed by its fused activation."""
        if code == 0:
            emit(output)
            return
        raw = output + "_raw"
        emit(raw)
        if code == RELU:
            self.node("Relu", [raw], output)
        elif code == RELU6:
            bounds = [self.constant(np.float32(0)), self.constant(np.float32(6))]
            self.node("Clip", [raw, *bounds], output)
        else:
            raise NotImplementedError(f"fused activation {code}")

    def convolution(self, operator: tflite.Operator, output: str) -> None:
        """Weights OHWI, or for depthwise ones 1HWC."""
        source, kernel, bias = operator.inputs
        resize = self.postponed.pop(source, None)
        if resize:
            source = resize.inputs[0]
        weights = self.constants[kernel]
        depthwise = operator.name.startswith("DEPTHWISE")
        height, width = weights.shape[1:3]
        options = operator.options
        stride_w, stride_h = options.number(1), options.number(2)
        shape = self.model.tensors[source].shape
        pads = [0, 0, 0, 0]
        if options.number(0, types.Int8Flags) != VALID:
            top, bottom = same_padding(shape[1], height, stride_h)
            left, right = same_padding(shape[2], width, stride_w)
            pads = [top, left, bottom, right]
        inputs = [
            f"t{source}",
            self.weights(weights.transpose((3, 0, 1, 2) if depthwise else (0, 3, 1, 2))),
            self.weights(self.constants[bias]),
        ]
        activation = options.number(4 if depthwise else 3, types.Int8Flags)
        self.activated(
            activation,
            output + "_small" if resize else output,
            lambda target: self.node(
                "Conv",
                inputs,
                target,
                kernel_shape=[height, width],
                strides=[stride_h, stride_w],
                group=weights.shape[3] if depthwise else 1,
                pads=pads,
            ),
        )
        if resize:
            self.resized(resize, output + "_small", output)

    def spread(self, operator: tflite.Operator, output: str) -> str:
        """The second operand at the size of the first: the blocked layout does not broadcast one value a channel."""
        source, gate = operator.inputs
        size, given = (self.model.tensors[i].shape[1:3] for i in (source, gate))
        if given == size:
            return f"t{gate}"
        scales = self.constant(np.array([1, 1, *size], np.float32) / np.array([1, 1, *given], np.float32))
        self.node(
            "Resize",
            [f"t{gate}", "", scales],
            output + "_gate",
            mode="nearest",
            coordinate_transformation_mode="asymmetric",
            nearest_mode="floor",
        )
        return output + "_gate"

    def transposed_convolution(self, operator: tflite.Operator, output: str) -> None:
        """MediaPipe's custom operator; only the form it has here, kernel = stride = 2 and one channel: nothing overlaps, so
        each pixel becomes four by a convolution of single pixels."""
        source, kernel, bias = operator.inputs
        _, stride_w, stride_h = struct.unpack("<iii", operator.custom[:12])
        weights = self.constants[kernel]
        if not (stride_w, stride_h) == weights.shape[2:0:-1] == (2, 2) or weights.shape[0] != 1:
            raise NotImplementedError("a transposed convolution that overlaps or has several channels")
        pointwise = self.weights(weights.reshape(4, 1, 1, -1).transpose(0, 3, 1, 2))
        inputs = [f"t{source}", pointwise, self.weights(np.repeat(self.constants[bias], 4))]
        self.node("Conv", inputs, output + "_four", kernel_shape=[1, 1])
        self.node("DepthToSpace", [output + "_four"], output, blocksize=2)

    def resize(self, operator: tflite.Operator, output: str) -> None:
        """Before a convolution of single pixels it is put off until after it: that gives the same, as the weights of an
        interpolation sum up to 1, with fewer pixels to convolve and often fewer channels to resize."""
        consumers = [each for each in self.model.operators if operator.outputs[0] in each.inputs]
        if len(consumers) == 1 and self.is_linear_pointwise(consumers[0]):
            self.postponed[operator.outputs[0]] = operator
        else:
            self.resized(operator, f"t{operator.inputs[0]}", output)

    def is_linear_pointwise(self, operator: tflite.Operator) -> bool:
        return (
            operator.name == "CONV_2D"
            and self.model.tensors[operator.inputs[1]].shape[1:3] == [1, 1]
            and (operator.options.number(1), operator.options.number(2)) == (1, 1)
            and operator.options.number(3, types.Int8Flags) == 0
        )

    def resized(self, operator: tflite.Operator, given: str, output: str) -> None:
        source, size = operator.inputs
        corners = bool(operator.options.number(2, types.BoolFlags))
        centres = bool(operator.options.number(3, types.BoolFlags))
        mode = "align_corners" if corners else "half_pixel" if centres else "asymmetric"
        # Scales rather than sizes, which would name the channels.
        height, width = self.constants[size] / self.model.tensors[source].shape[1:3]
        scales = self.constant(np.array([1, 1, height, width], np.float32))
        self.node("Resize", [given, "", scales], output, mode="linear", coordinate_transformation_mode=mode)


def main() -> None:
    source, target = map(Path, sys.argv[1:3])
    target.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(Converter(tflite.read(source)).convert(), target)
    print(f"{target}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
