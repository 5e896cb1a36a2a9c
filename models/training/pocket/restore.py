"""Checkpoints from a committed bundle: ``python -m pocket.restore --data DIR --bundle DIR``, to go on training it.

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

from pocket.autoencoder import SPATIAL_FACTOR, Autoencoder
from pocket.export import BYTES_SUFFIX, SCALE_SUFFIX
from pocket.train_denoiser import Trained
from pocket.training import save_atomically


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--bundle", type=Path, required=True)
    options = parser.parse_args()
    options.data.mkdir(parents=True, exist_ok=True)
    autoencoder = Autoencoder()
    fill(autoencoder.encoder, weights(options.bundle, "vae_encoder"))
    fill(autoencoder.decoder, weights(options.bundle, "vae_decoder"))
    save_atomically({"model": autoencoder.state_dict(), "step": 0, "factor": SPATIAL_FACTOR}, options.data / "autoencoder.pt")
    text = weights(options.bundle, "text_encoder")
    used_ids = torch.nonzero(text["compact"]).flatten().tolist()
    trained = Trained(used_ids)
    fill(trained.text_encoder, text)
    fill(trained.denoiser, weights(options.bundle, "unet"))
    samples = json.loads((options.bundle / "speakdraw.json").read_text())["trained_samples"]
    state = trained.state_dict()
    save_atomically({"model": state, "average": state, "step": 1000, "samples": samples, "used_ids": used_ids}, options.data / "denoiser.pt")


if __name__ == "__main__":
    main()
