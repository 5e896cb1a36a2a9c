"""Writes the bundle: ``python -m pocket.export --data DIR --bundle DIR``. Each file is replaced atomically."""

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from pocket.autoencoder import LATENT_CHANNELS, load_autoencoder
from pocket.denoiser import TEXT_WIDTH
from pocket.tokenizer import ClipTokenizer
from pocket.train_denoiser import Trained

OPSET = 17
BYTES_SUFFIX, SCALE_SUFFIX = "_int8", "_scale"
SIZE = 256
LATENT_SIZE = SIZE // 16

VAE_CONFIG = {
    "_class_name": "AutoencoderTiny", "in_channels": 3, "out_channels": 3, "latent_channels": LATENT_CHANNELS,
    "block_out_channels": [32, 64, 128, 192, 192], "scaling_factor": 1.0, "sample_size": SIZE,
}  # fmt: skip
UNET_CONFIG = {
    "_class_name": "UNet2DConditionModel", "in_channels": LATENT_CHANNELS, "out_channels": LATENT_CHANNELS,
    "sample_size": LATENT_SIZE, "cross_attention_dim": TEXT_WIDTH, "block_out_channels": [128, 256],
}  # fmt: skip
SCHEDULER_CONFIG = {
    "_class_name": "LCMScheduler", "num_train_timesteps": 1000, "beta_start": 0.00085, "beta_end": 0.012,
    "beta_schedule": "scaled_linear", "prediction_type": "epsilon", "original_inference_steps": 50,
    "set_alpha_to_one": False, "steps_offset": 1, "clip_sample": False,
}  # fmt: skip
MODEL_INDEX = {
    "_class_name": "OnnxStableDiffusionPipeline", "tokenizer": ["transformers", "CLIPTokenizer"],
    "text_encoder": ["diffusers", "OnnxRuntimeModel"], "unet": ["diffusers", "OnnxRuntimeModel"],
    "vae_encoder": ["diffusers", "OnnxRuntimeModel"], "vae_decoder": ["diffusers", "OnnxRuntimeModel"],
    "scheduler": ["diffusers", "LCMScheduler"],
}  # fmt: skip
EXAMPLES = [
    "a red apple", "a sunflower", "a cat", "a fish", "a tree", "a house", "a rocket", "a slice of pizza",
    "a blue heart", "a mushroom", "a sailboat", "a snowman", "a butterfly, flat", "a pencil sketch", "neon", "pixel art",
]  # fmt: skip


def store_as_bytes(model: onnx.ModelProto) -> None:
    """Quarters the file: each row of a large weight becomes int8 with a scale; ONNX Runtime folds the product when loading."""
    nodes, rows = [], []
    for weight in list(model.graph.initializer):
        if weight.data_type != TensorProto.FLOAT or len(weight.dims) < 2 or np.prod(weight.dims) < 1024:
            continue
        name, values = weight.name, numpy_helper.to_array(weight)
        largest = np.abs(values).max(axis=tuple(range(1, values.ndim)), keepdims=True)
        scale = np.maximum(largest, 1e-12).astype(np.float32) / 127
        model.graph.initializer.remove(weight)
        rows += [
            numpy_helper.from_array(np.rint(values / scale).astype(np.int8), name + BYTES_SUFFIX),
            numpy_helper.from_array(scale, name + SCALE_SUFFIX),
        ]
        nodes += [
            helper.make_node("Cast", [name + BYTES_SUFFIX], [name + "_unscaled"], to=TensorProto.FLOAT),
            helper.make_node("Mul", [name + "_unscaled", name + SCALE_SUFFIX], [name]),
        ]
    model.graph.initializer.extend(rows)
    nodes += model.graph.node
    del model.graph.node[:]
    model.graph.node.extend(nodes)


def export(network: nn.Module, folder: Path, config: dict, inputs: dict[str, Tensor], output: str, axes: dict) -> None:
    """Writes ``model.onnx`` and ``config.json``. Without folding, parameters keep their names, see ``pocket.restore``."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        file = Path(temporary) / "model.onnx"
        torch.onnx.export(
            network, tuple(inputs.values()), file, input_names=list(inputs), output_names=[output],
            dynamic_axes=axes, opset_version=OPSET, dynamo=False, do_constant_folding=False,
        )  # fmt: skip
        model = onnx.load(file)
        store_as_bytes(model)
        onnx.checker.check_model(model)
        onnx.save(model, file)
        file.replace(folder / "model.onnx")
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")


def run(bundle: Path, part: str, **inputs: np.ndarray) -> np.ndarray:
    session = onnxruntime.InferenceSession(bundle / part / "model.onnx", providers=["CPUExecutionProvider"])
    return session.run(None, inputs)[0]


def check(bundle: Path) -> None:
    """Proves batches, sizes and the independence of rows on the written graphs."""
    random = np.random.default_rng(0)
    ids = np.array([ClipTokenizer().encode(words) for words in ("a red apple", "", "neon")])
    text = run(bundle, "text_encoder", input_ids=ids)
    for height, width in ((128, 128), (256, 256), (192, 256)):
        picture = random.uniform(-1, 1, (3, 3, height, width)).astype(np.float32)
        latent = run(bundle, "vae_encoder", sample=picture)
        timestep = np.array([499, 299, 999], np.float32)
        epsilon = run(bundle, "unet", sample=latent, timestep=timestep, encoder_hidden_states=text)
        decoded = run(bundle, "vae_decoder", latent_sample=latent)
        assert latent.shape == epsilon.shape == (3, LATENT_CHANNELS, height // 16, width // 16)
        assert decoded.shape == picture.shape
        alone = run(bundle, "unet", sample=latent[1:2], timestep=timestep[1:2], encoder_hidden_states=text[1:2])
        differences = [
            np.abs(run(bundle, "text_encoder", input_ids=ids[1:2]) - text[1:2]).max(),
            np.abs(run(bundle, "vae_encoder", sample=picture[1:2]) - latent[1:2]).max(),
            np.abs(alone - epsilon[1:2]).max(),
            np.abs(run(bundle, "vae_decoder", latent_sample=latent[1:2]) - decoded[1:2]).max(),
        ]
        print(f"{width}x{height}: a row alone differs from the row in a batch by", [f"{d:.1e}" for d in differences])
        assert max(differences) <= 2e-5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--bundle", type=Path, required=True)
    options = parser.parse_args()
    bundle = options.bundle
    autoencoder = load_autoencoder(options.data, torch.device("cpu"))
    saved = torch.load(options.data / "denoiser.pt", map_location="cpu")
    trained = Trained(saved["used_ids"]).eval()
    trained.load_state_dict(saved["average"])
    picture, latent = torch.zeros(2, 3, SIZE, SIZE), torch.randn(2, LATENT_CHANNELS, LATENT_SIZE, LATENT_SIZE)
    ids = torch.tensor([ClipTokenizer().encode("a red apple")] * 2)
    text = trained.text_encoder(ids).detach()
    plane = {0: "batch", 2: "height", 3: "width"}
    export(
        trained.text_encoder, bundle / "text_encoder", {"hidden_size": TEXT_WIDTH, "vocab_size": 49408, "max_position_embeddings": 77},
        {"input_ids": ids}, "last_hidden_state", {"input_ids": {0: "batch"}, "last_hidden_state": {0: "batch"}},
    )  # fmt: skip
    export(
        trained.denoiser, bundle / "unet", UNET_CONFIG,
        {"sample": latent, "timestep": torch.tensor([499.0, 299.0]), "encoder_hidden_states": text}, "out_sample",
        {"sample": plane, "timestep": {0: "batch"}, "encoder_hidden_states": {0: "batch", 1: "tokens"}, "out_sample": plane},
    )  # fmt: skip
    export(autoencoder.encoder, bundle / "vae_encoder", VAE_CONFIG, {"sample": picture}, "latent_sample", {"sample": plane, "latent_sample": plane})
    export(autoencoder.decoder, bundle / "vae_decoder", VAE_CONFIG, {"latent_sample": latent}, "sample", {"latent_sample": plane, "sample": plane})
    ClipTokenizer().write(bundle / "tokenizer")
    (bundle / "scheduler").mkdir(exist_ok=True)
    (bundle / "scheduler" / "scheduler_config.json").write_text(json.dumps(SCHEDULER_CONFIG, indent=2) + "\n")
    (bundle / "model_index.json").write_text(json.dumps(MODEL_INDEX, indent=2) + "\n")
    description = {
        "title": "Pocket",
        "licence": "as the project; see LICENSES.md",
        "description": f"A small diffusion model that finishes drawings, trained on {saved['samples']:,} samples so far.",
        "size_multiple": 32,
        "trained_samples": saved["samples"],
        "recommended": {
            "width": SIZE, "height": SIZE, "steps": 1, "t_index_list": [32],
            "guidance_scale": 1.0, "cfg_type": "none", "prompt": EXAMPLES[0],
        },
        "examples": EXAMPLES,
    }  # fmt: skip
    (bundle / "speakdraw.json").write_text(json.dumps(description, indent=2) + "\n")
    training = Path(__file__).parent.parent
    shutil.copy(training / "LICENSES.md", bundle / "LICENSES.md")
    shutil.copytree(training.parent / "handmade" / "matting", bundle / "matting", dirs_exist_ok=True)
    check(bundle)
    size = sum(file.stat().st_size for file in bundle.rglob("*") if file.is_file())
    print(f"{bundle}: {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
