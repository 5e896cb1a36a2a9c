"""Makes the picture that comes in say where things are: exports a T2I-Adapter, and the UNet that takes its features.

usage: python t2i_adapter.py PIPELINE ADAPTER BUNDLE --kind scribble|edges|canny|picture|depth|pose [--half]

PIPELINE  folder of a diffusers pipeline of SD 1.5 or SDXL
ADAPTER   folder of a T2I-Adapter for it, as diffusers saves it
BUNDLE    an exported bundle of the same pipeline; its unet/model.onnx is replaced

The adapter runs once a picture, the UNet once a step. (Mou et al., "T2I-Adapter", 2023)
"""

import argparse
import json
from pathlib import Path

import graphs
import torch
from diffusers import T2IAdapter, UNet2DConditionModel

KINDS = ("scribble", "edges", "canny", "picture", "depth", "pose")


def hint(picture: torch.Tensor, kind: str) -> torch.Tensor:
    """What an adapter is shown of a picture of -1..1: 0..1. Of the kinds that are not found here, whoever runs it shows
    them in the picture's place."""
    unit = picture * 0.5 + 0.5
    if kind not in ("scribble", "edges"):
        return unit
    weights = torch.tensor([0.299, 0.587, 0.114], dtype=picture.dtype).reshape(1, 3, 1, 1)
    grey = torch.nn.functional.conv2d(unit, weights)
    if kind == "scribble":
        return (1.5 - 2 * grey).clamp(0, 1).repeat(1, 3, 1, 1)
    wider = torch.nn.functional.pad(grey, (1, 1, 1, 1), mode="replicate")
    across = torch.tensor([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]], dtype=picture.dtype)
    slopes = torch.nn.functional.conv2d(wider, torch.stack([across, across.T])[:, None])
    return slopes.square().sum(1, keepdim=True).sqrt().clamp(0, 1).repeat(1, 3, 1, 1)


class AdapterGraph(torch.nn.Module):
    """From pictures [n, 3, H, W] of -1..1 to features adapter_0 [n, C, h, w] and so on."""

    def __init__(self, adapter: T2IAdapter, kind: str):
        super().__init__()
        self.adapter = adapter
        self.kind = kind

    def forward(self, control_image):
        shown = hint(control_image, self.kind)
        if self.adapter.config.in_channels == 1:
            shown = shown.mean(1, keepdim=True)
        return tuple(self.adapter(shown))

    def features(self, height: int, width: int, dtype=torch.float32) -> list[torch.Tensor]:
        """Of two pictures of that size, of zeros: their shapes are the UNet's."""
        with torch.no_grad():
            return [torch.zeros_like(each) for each in self(torch.zeros(2, 3, height, width, dtype=dtype))]

    def write(self, file: Path, dtype=torch.float32) -> None:
        names = feature_names(self)
        pixels = {"control_image": torch.zeros(2, 3, 304, 352, dtype=dtype)}
        axes = {"control_image": dict(graphs.LATENT), **feature_axes(names)}
        graphs.write(self, file, pixels, names, axes)


def feature_names(adapter: AdapterGraph) -> list[str]:
    return [f"adapter_{number}" for number in range(len(adapter.adapter.config.channels))]


def feature_axes(names: list[str]) -> dict:
    return {name: {0: "batch", 2: f"{name}_height", 3: f"{name}_width"} for name in names}


class AdaptedUNetGraph(graphs.UNetGraph):
    """A UNet that takes an adapter's features, each row its own."""

    def __init__(self, unet, adapter: AdapterGraph):
        super().__init__(unet)
        self.features = feature_names(adapter)
        # Latent sides that no halving divides, as far as the adapter takes pictures of them.
        self.sides = (19, 23) if adapter.adapter.downscale_factor <= 8 else (18, 22)
        dtype = next(adapter.parameters()).dtype
        self.shown = adapter.features(*(8 * side for side in self.sides), dtype)

    def names(self) -> list[str]:
        return super().names() + self.features

    def forward(self, *tensors):
        given = dict(zip(self.names(), tensors, strict=True))
        added = {name: given[name] for name in ("text_embeds", "time_ids") if name in given}
        return self.unet(
            given["sample"], given["timestep"], given["encoder_hidden_states"], added_cond_kwargs=added or None,
            down_intrablock_additional_residuals=[given[name] for name in self.features], return_dict=False,
        )[0]  # fmt: skip

    def write_adapted(self, file: Path, dtype=torch.float32) -> None:
        inputs = graphs.UNetGraph(self.unet).example(dtype=dtype)
        inputs["sample"] = torch.ones(2, self.unet.config.in_channels, *self.sides, dtype=dtype)
        inputs |= dict(zip(self.features, self.shown, strict=True))
        axes = {name: dict(graphs.ROWS) for name in inputs} | feature_axes(self.features)
        axes |= {"encoder_hidden_states": dict(graphs.TOKENS), "sample": dict(graphs.LATENT), "out_sample": dict(graphs.LATENT)}
        graphs.write(self, file, inputs, ["out_sample"], axes)


def write(unet, adapter: T2IAdapter, bundle: Path, kind: str, dtype=torch.float32) -> None:
    """Everything of `bundle` that control by the adapter needs."""
    graph = AdapterGraph(adapter.eval(), kind)
    graph.write(bundle / "t2i_adapter/model.onnx", dtype)
    AdaptedUNetGraph(unet.eval(), graph).write_adapted(bundle / "unet/model.onnx", dtype)
    file = bundle / "speakdraw.json"
    about = json.loads(file.read_text()) if file.exists() else {}
    file.write_text(json.dumps(about | {"control": kind}, indent=2) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("pipeline", "adapter", "bundle"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--kind", required=True, choices=KINDS, help="what the adapter was trained with")
    parser.add_argument("--half", action="store_true", help="half precision")
    given = parser.parse_args()
    dtype = torch.float16 if given.half else torch.float32
    unet = UNet2DConditionModel.from_pretrained(given.pipeline / "unet", torch_dtype=dtype)
    adapter = T2IAdapter.from_pretrained(given.adapter, torch_dtype=dtype)
    write(unet, adapter, given.bundle, given.kind, dtype)


if __name__ == "__main__":
    main()
