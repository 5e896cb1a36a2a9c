"""Makes a bundle faster on NVIDIA GPUs. In the UNet attention, normalisation and convolutions become operators of ONNX
Runtime's own, in half precision; a VAE in single precision is halved, and
doubles its picture by convolving. Writes BUNDLE/unet/model.cuda.onnx, and the same beside
the VAE's graphs, which the server takes on CUDA; model.onnx stays for every other device. It needs a UNet in single precision:
the fusions do not know the patterns that half precision leaves. Takes one to three minutes and as much memory as three times
the graph."""

import argparse
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper
from onnxruntime.transformers.float16 import convert_float_to_float16
from onnxruntime.transformers.fusion_options import FusionOptions
from onnxruntime.transformers.optimizer import optimize_model

LARGEST_GRAPH = 1_500_000_000


def weights(model: onnx.ModelProto, kind: int) -> int:
    return sum(1 for tensor in model.graph.initializer if tensor.data_type == kind)


def is_half(model: onnx.ModelProto) -> bool:
    return weights(model, onnx.TensorProto.FLOAT16) > weights(model, onnx.TensorProto.FLOAT)


def move_biases(graph: onnx.GraphProto) -> None:
    """A convolution's bias costs a pass over the whole tensor; the normalisation that follows adds one as it reads."""
    constants = {tensor.name: tensor for tensor in graph.initializer}
    readers = defaultdict(list)
    for node in graph.node:
        for place, name in enumerate(node.input):
            readers[name].append((node, place))
    for convolution in (node for node in graph.node if node.op_type == "NhwcConv" and len(node.input) == 3):
        following = readers[convolution.output[0]]
        bias = constants.get(convolution.input[2])
        if bias is None or len(following) != 1:
            continue
        norm, place = following[0]
        # Of the picture or of what is added to it; another bias may be there already.
        if norm.op_type != "SkipGroupNorm" or place not in (0, 3):
            continue
        values = numpy_helper.to_array(bias)
        if len(norm.input) == 5:
            if norm.input[4] not in constants:
                continue
            values = values + numpy_helper.to_array(constants[norm.input[4]])
            norm.input.pop()
        moved = numpy_helper.from_array(values, convolution.output[0] + "_bias")
        graph.initializer.append(moved)
        constants[moved.name] = moved
        norm.input.append(moved.name)
        convolution.input.pop()
    drop_unused(graph)


def attributes(node: onnx.NodeProto) -> dict:
    return {attribute.name: onnx.helper.get_attribute_value(attribute) for attribute in node.attribute}


def doubles(node: onnx.NodeProto | None, constants: dict) -> bool:
    """Whether it repeats every pixel twice in each direction."""
    if node is None or node.op_type != "Resize" or len(node.input) < 3 or node.input[2] not in constants:
        return False
    scales = numpy_helper.to_array(constants[node.input[2]]).tolist()
    return attributes(node).get("mode", b"nearest") == b"nearest" and scales == [1, 1, 2, 2]


def merge_doublings(graph: onnx.GraphProto) -> int:
    """Doubling a picture and a 3 x 3 convolution are one 4 x 4 transposed convolution, with less than half of the
    multiplications: of the three taps that a row or column of the result has, two always meet the same pixel."""
    constants = {tensor.name: tensor for tensor in graph.initializer}
    for node in graph.node:
        if node.op_type == "Constant" and "value" in attributes(node):
            constants[node.output[0]] = attributes(node)["value"]
    makers = {name: node for node in graph.node for name in node.output}
    readers = Counter(name for node in graph.node for name in node.input)
    merged = []
    for node in graph.node:
        doubling = makers.get(node.input[0]) if node.op_type == "Conv" else None
        given = attributes(node)
        plain = given.get("group", 1) == 1 and given.get("pads") == [1, 1, 1, 1] and given.get("strides", [1, 1]) == [1, 1]
        if not doubles(doubling, constants) or readers[doubling.output[0]] != 1 or not plain:
            continue
        weights = constants.get(node.input[1])
        if weights is None or list(weights.dims[2:]) != [3, 3] or given.get("dilations", [1, 1]) != [1, 1]:
            continue
        taps = numpy_helper.to_array(weights)
        single = taps.astype(np.float32)
        for axis in (2, 3):
            first, second, third = np.split(single, 3, axis)
            single = np.concatenate([third, second + third, first + second, first], axis)
        turned = np.ascontiguousarray(single.transpose(1, 0, 2, 3).astype(taps.dtype))
        graph.initializer.append(numpy_helper.from_array(turned, node.input[1] + "_doubled"))
        node.op_type = "ConvTranspose"
        node.input[0], node.input[1] = doubling.input[0], graph.initializer[-1].name
        del node.attribute[:]
        for name, value in (("kernel_shape", [4, 4]), ("strides", [2, 2]), ("pads", [1, 1, 1, 1])):
            node.attribute.append(onnx.helper.make_attribute(name, value))
        merged.append(doubling)
    for doubling in merged:
        graph.node.remove(doubling)
    drop_unused(graph)
    return len(merged)


def drop_unused(graph: onnx.GraphProto) -> None:
    """Drops constants that nothing reads any more."""
    read = {name for node in graph.node for name in node.input}
    kept = [tensor for tensor in graph.initializer if tensor.name in read]
    del graph.initializer[:]
    graph.initializer.extend(kept)


def fuse(source: Path, target: Path, packed: bool = True) -> Counter:
    """How often each operator is in the graph that was written."""
    if is_half(onnx.load(source, load_external_data=False)):
        sys.exit(f"{source} is in half precision already; export it in single precision (without --half or --dtype fp16)")
    options = FusionOptions("unet")
    # One weight for query, key and value: faster on CUDA, which is the only device that takes such a graph.
    options.enable_packed_qkv = options.enable_packed_kv = packed
    fused = optimize_model(
        str(source), model_type="unet", num_heads=0, hidden_size=0, opt_level=0, optimization_options=options, use_gpu=True
    )
    fused.convert_float_to_float16(keep_io_types=False)
    move_biases(fused.model.graph)
    beside = sum(tensor.ByteSize() for tensor in fused.model.graph.initializer) > LARGEST_GRAPH
    for file in (target, target.with_name(target.name + ".data")):
        file.unlink(missing_ok=True)
    fused.save_model_to_file(str(target), use_external_data_format=beside)
    return Counter(node.op_type for node in fused.model.graph.node if node.domain == "com.microsoft")


def hasten(bundle: Path, part: str) -> None:
    """A VAE that doubles by convolving, in half precision unless its numbers are known to be too large for that, as those
    of SDXL's own are."""
    config = bundle / part / "config.json"
    upcast = config.is_file() and json.loads(config.read_text()).get("force_upcast", False)
    sdxl = (bundle / "text_encoder_2").is_dir()
    model = onnx.load(bundle / part / "model.onnx")
    target = bundle / part / "model.cuda.onnx"
    target.unlink(missing_ok=True)
    halved = not is_half(model) and not (sdxl and upcast)
    merged = merge_doublings(model.graph)
    if not halved and merged == 0:
        return
    onnx.save(convert_float_to_float16(model) if halved else model, target)
    print(f"{target}: {'half precision, ' if halved else ''}{merged} doublings merged")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle", type=Path)
    given = parser.parse_args()
    target = given.bundle / "unet/model.cuda.onnx"
    counts = fuse(given.bundle / "unet/model.onnx", target)
    if not counts:
        target.unlink()
        sys.exit("nothing could be fused: this UNet is not built as diffusers builds them")
    print(f"{target}: " + ", ".join(f"{name} {count}" for name, count in counts.most_common()))
    for part in ("vae_encoder", "vae_decoder"):
        hasten(given.bundle, part)


if __name__ == "__main__":
    main()
