"""Fuses a bundle's UNet for NVIDIA GPUs: attention, normalisation and convolutions become operators of ONNX Runtime's own,
in half precision. Writes BUNDLE/unet/model.cuda.onnx, which the server takes on CUDA; unet/model.onnx stays for every other
device. It needs a UNet in single precision: the fusions do not know the patterns that half precision leaves. Takes one to
three minutes and as much memory as three times the graph."""

import argparse
import sys
from collections import Counter
from pathlib import Path

import onnx
from onnxruntime.transformers.fusion_options import FusionOptions
from onnxruntime.transformers.optimizer import optimize_model

LARGEST_GRAPH = 1_500_000_000


def weights(model: onnx.ModelProto, kind: int) -> int:
    return sum(1 for tensor in model.graph.initializer if tensor.data_type == kind)


def fuse(source: Path, target: Path, packed: bool = True) -> Counter:
    """How often each operator is in the graph that was written."""
    plain = onnx.load(source, load_external_data=False)
    if weights(plain, onnx.TensorProto.FLOAT16) > weights(plain, onnx.TensorProto.FLOAT):
        sys.exit(f"{source} is in half precision already; export it in single precision (without --half or --dtype fp16)")
    options = FusionOptions("unet")
    # One weight for query, key and value: faster on CUDA, which is the only device that takes such a graph.
    options.enable_packed_qkv = options.enable_packed_kv = packed
    fused = optimize_model(
        str(source), model_type="unet", num_heads=0, hidden_size=0, opt_level=0, optimization_options=options, use_gpu=True
    )
    fused.convert_float_to_float16(keep_io_types=False)
    beside = sum(tensor.ByteSize() for tensor in fused.model.graph.initializer) > LARGEST_GRAPH
    for file in (target, target.with_name(target.name + ".data")):
        file.unlink(missing_ok=True)
    fused.save_model_to_file(str(target), use_external_data_format=beside)
    return Counter(node.op_type for node in fused.model.graph.node if node.domain == "com.microsoft")


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


if __name__ == "__main__":
    main()
