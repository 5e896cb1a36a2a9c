"""Adds T2I-Adapters of all three kinds, a relative of SD 1 as SDXS is one (no middle, a tiny autoencoder), torch's own files.

Random weights in half precision, saved by diffusers, with what diffusers makes of them: the UNet's prediction with an
adapter's features, which rows heed more or less, and of the light adapter, which the tiny UNets have too few blocks for, its
features alone.

usage: python relatives.py ../../backend/checkpoint/src/test/resources/checkpoints
(packages in ../export/requirements.txt; run checkpoints.py first)
"""

import sys
from pathlib import Path, PurePosixPath

import checkpoints
import torch
from diffusers import T2IAdapter
from safetensors.torch import save_file

HEIGHT, WIDTH = 48, 32
SCALES = (0.7, 1.0)


def adapter(kind: str, channels: tuple[int, ...], seen: int, factor: int):
    torch.manual_seed(120)
    net = T2IAdapter(
        in_channels=seen, channels=list(channels), num_res_blocks=2, downscale_factor=factor, adapter_type=kind
    )
    return checkpoints.halved(net)


def features(net, pictures: torch.Tensor, kind: str) -> list[torch.Tensor]:
    shown = checkpoints.hint(pictures, kind)
    return net(shown.mean(1, keepdim=True) if net.config.in_channels == 1 else shown)


@torch.no_grad()
def controlled(model, net, kind: str) -> dict[str, torch.Tensor]:
    torch.manual_seed(121)
    side = model.unet.config.cross_attention_dim
    sample = torch.randn(2, 4, HEIGHT // 8, WIDTH // 8)
    told = {"sample": sample, "timestep": torch.tensor([639, 199]), "encoder_hidden_states": torch.randn(2, checkpoints.TOKENS, side)}
    added = {}
    if model.sdxl:
        pooled = model.unet.config.projection_class_embeddings_input_dim - 6 * checkpoints.TIME
        added = {"text_embeds": torch.randn(2, pooled), "time_ids": torch.tensor([[48.0, 32, 0, 0, 48, 32]] * 2)}
    pictures = torch.rand(2, 3, HEIGHT, WIDTH) * 2 - 1
    scale = torch.tensor(SCALES)[:, None, None, None]
    scaled = [scale * each for each in features(net, pictures, kind)]
    shown = {"down_intrablock_additional_residuals": list(scaled)}
    out = model.unet(**told, added_cond_kwargs=added or None, return_dict=False, **shown)[0]
    plain = model.unet(**told, added_cond_kwargs=added or None, return_dict=False)[0]
    assert (out - plain).abs().max() > 0.05, "the adapter does not show"
    told["timestep"] = told["timestep"].float()
    return told | added | {"control_image": pictures, "scale": torch.tensor(SCALES), "out_sample": out}


@torch.no_grad()
def write_adapters(folder: Path) -> dict[str, dict[str, torch.Tensor]]:
    goldens = {}
    for name, model, net, kind in (
        ("sd1", checkpoints.sd1(), adapter("full_adapter", (8, 16), 1, 8), "scribble"),
        ("sdxl", checkpoints.sdxl(), adapter("full_adapter_xl", (8, 16), 3, 16), "picture"),
    ):
        goldens[f"{name}-t2i"] = controlled(model, net, kind)
        checkpoints.save(net, folder / f"t2i-{name}")
    light = adapter("light_adapter", (8, 16), 3, 8)
    pictures = torch.rand(1, 3, HEIGHT, WIDTH) * 2 - 1
    found = {f"adapter_{number}": each for number, each in enumerate(features(light, pictures, "edges"))}
    goldens["t2i-light"] = {"control_image": pictures} | found
    checkpoints.save(light, folder / "t2i-light")
    return goldens


def sdxs() -> checkpoints.Model:
    model = checkpoints.sd1(mid_block_type=None)
    model.vae = checkpoints.tiny_autoencoder()
    return model


def write_torch_files(folder: Path) -> None:
    """A UNet by itself in either format, and what training programs write: weights beside objects of any class."""
    weights = {name: checkpoints.stored(values) for name, values in checkpoints.unet(13, 16).state_dict().items()}
    folder.mkdir(exist_ok=True)
    torch.save(weights, folder / "unet.bin")
    save_file(weights, folder / "unet.safetensors")
    numbers = torch.arange(24.0)
    state = {"whole": numbers.reshape(4, 6), "part": numbers.half()[2:8].reshape(2, 3), "brain": numbers.bfloat16(),
             "one": torch.tensor(7.5), "step": torch.tensor(3), "parameter": torch.nn.Parameter(numbers[:3])}  # fmt: skip
    beside = {"epoch": 3, "rate": 1e-4, "folder": PurePosixPath("out"), "betas": (0.9, 0.999), "seen": {1, 2}, "more": [None, True]}
    torch.save({**beside, "state_dict": state}, folder / "training.ckpt")
    torch.save({"turned": numbers.reshape(4, 6).T}, folder / "turned.pt")


def main(folder: Path) -> None:
    write_torch_files(folder / "torch")
    goldens = write_adapters(folder)
    model = sdxs()
    goldens["sdxs-taesd"] = model.golden()
    checkpoints.save(model.unet, folder / "sdxs/unet")
    for name, golden in goldens.items():
        save_file({key: values.contiguous() for key, values in golden.items()}, folder / f"{name}.golden.safetensors")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
