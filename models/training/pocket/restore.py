"""A checkpoint from a committed bundle: ``python -m pocket.restore --data DIR --bundle DIR``, for ``pocket.train_pictures`` to go on from.

The graphs keep the parameters under their own names, so the bundle is the checkpoint and nothing is committed twice.
Only digits beyond the eighth bit of a weight and the optimiser's state are lost.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from pocket.export import BYTES_SUFFIX, SCALE_SUFFIX
from pocket.painter import Painter, save_painter


def weights(bundle: Path, part: str) -> dict[str, Tensor]:
    """Parameters and buffers of one graph by their names."""
    tensors = {t.name: np.array(numpy_helper.to_array(t)) for t in onnx.load(bundle / part / "model.onnx").graph.initializer}
    kept = {}
    for name, values in tensors.items():
        if name.endswith(BYTES_SUFFIX):
            name = name.removesuffix(BYTES_SUFFIX)
            values = values * tensors[name + SCALE_SUFFIX]
        kept[name] = torch.from_numpy(values)
    return kept


def fill(network: nn.Module, kept: dict[str, Tensor]) -> None:
    """Fills a network of the same shape.

    Raises:
        RuntimeError: when a parameter is missing or has another shape.
    """
    missing = {name for name, _ in network.named_parameters()} - kept.keys()
    if missing:
        raise RuntimeError(f"the graph lacks {sorted(missing)}")
    network.load_state_dict({name: kept.get(name, value) for name, value in network.state_dict().items()})


def restored(bundle: Path) -> tuple[Painter, int]:
    """The painter of a bundle, and its samples so far."""
    text = weights(bundle, "text_encoder")
    painter = Painter(torch.nonzero(text["compact"]).flatten().tolist())
    fill(painter.text_encoder, text)
    for network, part in ((painter.denoiser, "unet"), (painter.encoder, "vae_encoder"), (painter.decoder, "vae_decoder")):
        fill(network, weights(bundle, part))
    return painter, json.loads((bundle / "speakdraw.json").read_text())["trained_samples"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--bundle", type=Path, required=True)
    options = parser.parse_args()
    options.data.mkdir(parents=True, exist_ok=True)
    save_painter(*restored(options.bundle), options.data / "painter.pt")


if __name__ == "__main__":
    main()
