"""Exports tiny checkpoints with Hugging Face Optimum, and paints one step from picture to picture with diffusers itself.

One bundle of each kind that people export (`KINDS`), as the installed version of Optimum makes it, with `expected.npz`
beside: the picture that goes in, the noise, and diffusers' own picture, 8 bits. `ExportedPicturesTest` loads them. The first
generation of Optimum exports autoencoders that draw their latent by chance, the second gives mean and log variance.

usage: python optimum_exports.py ../../backend/checkpoint/src/test/resources/checkpoints
           ../../backend/inference/src/test/resources/exports/optimum-2
(packages in optimum-2-requirements.txt; for optimum-1 in optimum-1-requirements.txt)
"""

import functools
import inspect
import json
import shutil
import sys
import tempfile
import zipfile
from importlib.metadata import version
from pathlib import Path

import numpy as np
import onnx
import torch
from diffusers import (
    AutoencoderKL, AutoencoderTiny, DDIMScheduler, LatentConsistencyModelPipeline, LCMScheduler, StableDiffusionPipeline,
    StableDiffusionXLPipeline, UNet2DConditionModel,
)  # fmt: skip
from optimum.exporters.onnx import main_export
from transformers import CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

SECOND = int(version("optimum").split(".")[0]) >= 2
LIBRARY = {"library_name": "diffusers"} if SECOND else {}
PROMPT = "a red fox in the snow"
WIDTH, HEIGHT = 48, 32
STEP = 30
"""Of the 50 of a latent consistency model's schedule."""
GUIDANCE = 8.5
"""What the server asks latent consistency models to imitate unless a bundle says otherwise."""


class Kind:
    """Of which checkpoint, with what changed."""

    def __init__(self, source: str, unet: str = "", half: bool = False, **scheduler):
        self.source, self.unet, self.half, self.scheduler = source, unet or f"{source}/unet", half, scheduler


KINDS = {
    "sd15": Kind("sd1"),
    "sd15-half": Kind("sd1", half=True),
    "sd-turbo": Kind("sd2", prediction_type="epsilon", timestep_spacing="trailing"),
    "sd21-v": Kind("sd2"),
    "sdxl": Kind("sdxl"),
    "lcm": Kind("sd1", unet="lcm/unet"),
}


def legacy_exporter() -> None:
    """Both versions of Optimum were written for it; torch has another one by default since 2.9."""
    if "dynamo" in inspect.signature(torch.onnx.export).parameters:
        torch.onnx.export = functools.partial(torch.onnx.export, dynamo=False)


def pipeline(checkpoints: Path, kind: Kind):
    folder = checkpoints / kind.source
    of = functools.partial(dict, torch_dtype=torch.float32)
    scheduler = json.loads((folder / "scheduler/scheduler_config.json").read_text()) | kind.scheduler
    parts = {
        "unet": UNet2DConditionModel.from_pretrained(checkpoints / kind.unet, **of()),
        "vae": AutoencoderKL.from_pretrained(folder / "vae", **of()),
        "text_encoder": CLIPTextModel.from_pretrained(folder / "text_encoder", **of()),
        "tokenizer": CLIPTokenizer.from_pretrained(folder / "tokenizer"),
        "scheduler": DDIMScheduler(**{key: value for key, value in scheduler.items() if not key.startswith("_")}),
    }
    if kind.source == "sdxl":
        return StableDiffusionXLPipeline(
            **parts,
            text_encoder_2=CLIPTextModelWithProjection.from_pretrained(folder / "text_encoder_2", **of()),
            tokenizer_2=CLIPTokenizer.from_pretrained(folder / "tokenizer_2"),
            add_watermarker=False,
        )
    rest = {"safety_checker": None, "feature_extractor": None, "requires_safety_checker": False}
    if parts["unet"].config.time_cond_proj_dim:
        parts["scheduler"] = LCMScheduler.from_config(parts["scheduler"].config)
        return LatentConsistencyModelPipeline(**parts, **rest)
    return StableDiffusionPipeline(**parts, **rest)


def embedded(pipe) -> dict:
    """Of the prompt: what the UNet takes of it."""
    if isinstance(pipe, StableDiffusionXLPipeline):
        text, _, pooled, _ = pipe.encode_prompt(PROMPT, device="cpu", num_images_per_prompt=1, do_classifier_free_guidance=False)
        sizes = torch.tensor([[HEIGHT, WIDTH, 0, 0, HEIGHT, WIDTH]], dtype=torch.float32)
        return {"encoder_hidden_states": text, "added_cond_kwargs": {"text_embeds": pooled, "time_ids": sizes}}
    text, _ = pipe.encode_prompt(PROMPT, device="cpu", num_images_per_prompt=1, do_classifier_free_guidance=False)
    if not isinstance(pipe, LatentConsistencyModelPipeline):
        return {"encoder_hidden_states": text}
    width = pipe.unet.config.time_cond_proj_dim
    guidance = pipe.get_guidance_scale_embedding(torch.tensor([GUIDANCE - 1]), embedding_dim=width)
    return {"encoder_hidden_states": text, "timestep_cond": guidance}


@torch.no_grad()
def painted(pipe, picture: np.ndarray, noise: torch.Tensor) -> np.ndarray:
    """One step of diffusers' consistency scheduler, which works with every kind of prediction."""
    scheduler = LCMScheduler.from_config(pipe.scheduler.config, timestep_spacing="leading")
    scheduler.set_timesteps(50)
    timestep = scheduler.timesteps[STEP]
    pixels = pipe.image_processor.preprocess(picture.astype(np.float32)[None] / 255)
    latent = pipe.vae.config.scaling_factor * pipe.vae.encode(pixels).latent_dist.mean
    noisy = scheduler.add_noise(latent, noise, timestep[None])
    predicted = pipe.unet(noisy, timestep, **embedded(pipe)).sample
    clean = scheduler.step(predicted, timestep, noisy).denoised
    decoded = pipe.vae.decode(clean / pipe.vae.config.scaling_factor).sample
    return (pipe.image_processor.postprocess(decoded, output_type="np")[0] * 255).round().astype(np.uint8)


def keep_constants(graph: onnx.GraphProto) -> None:
    """As initialisers, among which the converter knows those that have to stay as they are, such as the factors of Resize."""
    for node in [node for node in graph.node if node.op_type == "Constant" and node.attribute[0].name == "value"]:
        tensor = node.attribute[0].t
        tensor.name = node.output[0]
        graph.initializer.append(tensor)
        graph.node.remove(node)


def halve(bundle: Path) -> None:
    """Half precision with the weights beside the graph, which Optimum itself only does on a GPU and above 2 GB."""
    from onnxruntime.transformers.float16 import convert_float_to_float16

    for graph in bundle.glob("*/model.onnx"):
        model = onnx.load(graph)
        keep_constants(model.graph)
        model = convert_float_to_float16(model, keep_io_types=False, disable_shape_infer=True)
        graph.unlink()
        onnx.save_model(model, graph, save_as_external_data=True, location="model.onnx_data", size_threshold=256)


def task(pipe) -> str:
    if SECOND:
        return "text-to-image"
    return "stable-diffusion-xl" if isinstance(pipe, StableDiffusionXLPipeline) else "stable-diffusion"


def export(checkpoints: Path, name: str, kind: Kind, target: Path) -> None:
    torch.manual_seed(1)
    pipe = pipeline(checkpoints, kind)
    picture = torch.randint(0, 256, (HEIGHT // 8, WIDTH // 8, 3)).numpy().astype(np.uint8).repeat(8, 0).repeat(8, 1)
    factor = 2 ** (len(pipe.vae.config.block_out_channels) - 1)
    noise = torch.randn(1, 4, HEIGHT // factor, WIDTH // factor)
    with tempfile.TemporaryDirectory() as folder:
        pipe.save_pretrained(folder)
        main_export(folder, output=target / name, task=task(pipe), do_validation=False, no_post_process=True, **LIBRARY)
    if kind.half:
        halve(target / name)
    expected = {"picture": picture, "noise": noise.numpy(), "painted": painted(pipe, picture, noise)}
    np.savez_compressed(target / name / "expected.npz", **expected)
    pack(target / name)


def pack(folder: Path) -> None:
    """As one file."""
    with zipfile.ZipFile(folder.with_suffix(".zip"), "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            archive.writestr(zipfile.ZipInfo(file.relative_to(folder).as_posix()), file.read_bytes(), zipfile.ZIP_DEFLATED, 9)
    shutil.rmtree(folder)


def main(checkpoints: Path, target: Path) -> None:
    legacy_exporter()
    shutil.rmtree(target, ignore_errors=True)
    for name, kind in KINDS.items():
        export(checkpoints, name, kind, target)
    made_with = {package: version(package) for package in ("optimum", "diffusers", "transformers", "torch", "onnx")}
    (target / "made-with.json").write_text(json.dumps(made_with, indent=1) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
