"""Adds a bundle with a T2I-Adapter to the reference data: random weights, run by diffusers itself.

The graphs are our export's; what the tests compare with is diffusers' own result, row by row, of one picture alone. Rows heed
their pictures fully, in part, and not at all.

usage: python t2i.py FOLDER, after reference.py; needs the packages in ../export/requirements.txt
"""

import shutil
import sys
from pathlib import Path

import networks
import numpy as np
import reference
import sdxl
import torch
from diffusers import T2IAdapter, UNet2DConditionModel

sys.path.append(str(Path(__file__).parent.parent / "export"))
import t2i_adapter  # noqa: E402

MODEL = "diffusion/models/made-t2i-tiny"
WIDTHS = (8, 16)
SIZES = ((32, 48), (24, 40))
SCALES = (1.0, 0.0, 0.6)


def unet():
    torch.manual_seed(70)
    return sdxl.rounded(
        UNet2DConditionModel(
            sample_size=64, block_out_channels=WIDTHS, norm_num_groups=4, layers_per_block=1,
            down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"), attention_head_dim=4,
            up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"), cross_attention_dim=networks.WIDTH,
        )
    )  # fmt: skip


def adapter(kind: str):
    torch.manual_seed(71)
    net = T2IAdapter(
        in_channels=1 if kind == "scribble" else 3, channels=list(WIDTHS), num_res_blocks=1, downscale_factor=8,
        adapter_type="full_adapter",
    )  # fmt: skip
    return sdxl.rounded(net)


@torch.no_grad()
def painted(network, net, sample, timestep, text, picture, scale: float, kind: str) -> np.ndarray:
    """One row alone, as StableDiffusionAdapterPipeline does it."""
    shown = torch.tensor(picture.astype(np.float32)).permute(2, 0, 1)[None] / 127.5 - 1
    shown = t2i_adapter.hint(shown, kind)
    shown = shown.mean(1, keepdim=True) if kind == "scribble" else shown
    features = [scale * each for each in net(shown)]
    tensors = [torch.tensor(np.array(values)[None]) for values in (sample, timestep, text)]
    return network(*tensors, down_intrablock_additional_residuals=features, return_dict=False)[0].numpy()


def main(root: Path) -> None:
    folder = root / MODEL
    shutil.rmtree(folder, ignore_errors=True)
    network = unet()
    random = np.random.default_rng(72)
    values = {}
    for kind in ("depth", "scribble"):
        net = adapter(kind)
        t2i_adapter.write(network, net, folder / kind, kind)
        for file in ("t2i_adapter/model.onnx", "unet/model.onnx"):
            sdxl.store_in_half(folder / kind / file)
        for height, width in SIZES:
            rows = len(SCALES)
            sample = random.standard_normal((rows, 4, height // 8, width // 8)).astype(np.float32)
            text = random.standard_normal((rows, networks.TOKENS, networks.WIDTH)).astype(np.float16).astype(np.float32)
            pictures = random.integers(0, 256, (rows, height, width, 3), dtype=np.uint8)
            timestep = np.array([639, 639, 319])
            out = np.concatenate(
                [painted(network, net, *row, kind) for row in zip(sample, timestep, text, pictures, SCALES, strict=True)]
            )
            with torch.no_grad():
                plain = network(*(torch.tensor(each) for each in (sample, timestep, text)), return_dict=False)[0].numpy()
            assert np.abs(out[1] - plain[1]).max() < 1e-5, "an adapter of no weight shows"
            assert min(np.abs(out[row] - plain[row]).max() for row in (0, 2)) > 0.01, "the adapter does not show"
            name = f"{kind}_{height}x{width}"
            values |= {f"sample_{name}": sample, f"timestep_{name}": timestep, f"text_{name}": text,
                       f"pictures_{name}": pictures, f"out_{name}": out}  # fmt: skip
    shutil.rmtree(folder / "scribble/unet")
    reference.write_json(folder / "depth/unet/config.json", {"cross_attention_dim": networks.WIDTH, "block_out_channels": list(WIDTHS)})
    reference.write_npz(folder / "golden.npz", scale=np.array(SCALES, np.float32), **values)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
