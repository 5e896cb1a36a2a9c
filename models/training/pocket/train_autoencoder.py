"""Trains the autoencoder: ``python -m pocket.train_autoencoder --data DIR --minutes 30``. Resumes by itself."""

import argparse
import time
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F
from tqdm import tqdm

from pocket.autoencoder import SPATIAL_FACTOR, Autoencoder
from pocket.training import PairStream, choose_device, save_atomically, to_unit, write_sheet

CROP = 128
BATCH = 16
LATENT_NOISE = 0.1
"""Standard deviation of the noise the decoder must forgive, relative to the latents' own."""


def reconstruction_loss(output: Tensor, target: Tensor) -> Tensor:
    """Mean absolute error of pixels, of their differences (sharp edges) and of 4x4 means (right colours)."""
    error = output - target
    across, down = error[..., 1:] - error[..., :-1], error[..., 1:, :] - error[..., :-1, :]
    edges = across.abs().mean() + down.abs().mean()
    return error.abs().mean() + 0.5 * edges + F.avg_pool2d(error, 4).abs().mean()


def interesting_crops(pictures: Tensor) -> Tensor:
    """A crop of each picture: of a few at random the one with most contrast, since most of a drawing is empty paper."""

    def crop(picture: Tensor) -> Tensor:
        top, left = (int(torch.randint(picture.shape[i] - CROP + 1, ())) for i in (1, 2))
        return picture[:, top : top + CROP, left : left + CROP]

    return torch.stack([max((crop(p) for _ in range(3)), key=lambda c: float(c[:, ::4, ::4].std())) for p in pictures])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=30)
    options = parser.parse_args()
    device = choose_device()
    model = Autoencoder().to(device, memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=1e-4, betas=(0.9, 0.99))
    file, step = options.data / "autoencoder.pt", 0
    if file.exists():
        saved = torch.load(file, map_location=device)
        model.load_state_dict(saved["model"])
        step = saved["step"]
    model.train()
    start = saved_at = time.monotonic()
    limit = 60 * options.minutes
    progress = tqdm(PairStream(options.data).batches(BATCH // 2), desc="autoencoder", mininterval=10)
    for inputs, targets, _ in progress:
        elapsed = time.monotonic() - start
        # Warm up for 100 steps, then constant, then linearly to zero over the last 40 % of the time.
        rate = 1.5e-3 * min(1, (step + 1) / 100, (limit - elapsed) / (0.4 * limit))
        for group in optimizer.param_groups:
            group["lr"] = max(rate, 1e-6)
        pictures = interesting_crops(to_unit(torch.cat([inputs, targets]).to(device)))
        with torch.autocast(device.type, torch.bfloat16):
            latents = model.encoder(pictures)
            output = model.decoder(latents + LATENT_NOISE * torch.randn_like(latents)).float()
        loss = reconstruction_loss(output, pictures)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        step += 1
        progress.set_postfix(loss=f"{loss.item():.4f}", step=step)
        if time.monotonic() - saved_at > 120 or elapsed > limit:
            saved_at = time.monotonic()
            save_atomically({"model": model.state_dict(), "step": step, "factor": SPATIAL_FACTOR}, file)
            write_sheet([pictures[:12], output[:12].detach()], options.data / "autoencoder.png")
        if elapsed > limit:
            break


if __name__ == "__main__":
    main()
