"""Teaches the decoder what the denoiser makes: ``python -m pocket.train_decoder --data DIR --minutes 30``. Resumes by itself.

A denoiser that takes one step returns the mean of what the picture may be, which is soft. Here the decoder sees such
latents beside exact ones, and learns to turn both into the finished picture; a small discriminator of patches (hinge
loss: Lim and Ye, "Geometric GAN"; patches: Isola et al., "Image-to-Image Translation with Conditional Adversarial
Networks") keeps it from being soft where it cannot know. The encoder stays as it is, and so do all latents.
"""

import argparse
import time
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F
from tqdm import tqdm

from pocket.autoencoder import SPATIAL_FACTOR, load_autoencoder
from pocket.tokenizer import ClipTokenizer
from pocket.train_autoencoder import CROP, LATENT_NOISE, reconstruction_loss
from pocket.train_denoiser import Training, caption_ids
from pocket.training import PairStream, busiest_corners, choose_device, save_atomically, to_unit, window, write_sheet

PAIRS = 8
ADVERSARIAL_WEIGHT = 0.03
TIMESTEPS = (100.0, 350.0)
"""Range of timesteps from which the denoiser's single step starts."""


class PatchDiscriminator(nn.Sequential):
    """Pictures [B, 3, S, S] to scores [B, 1, S/8, S/8]: whether a patch was drawn rather than decoded."""

    def __init__(self):
        super().__init__(
            nn.Conv2d(3, 32, 4, 2, 1), nn.LeakyReLU(0.2),
            nn.Conv2d(32, 64, 4, 2, 1), nn.LeakyReLU(0.2),
            nn.Conv2d(64, 128, 4, 2, 1), nn.LeakyReLU(0.2),
            nn.Conv2d(128, 1, 3, 1, 1),
        )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--rate", type=float, default=5e-4, help="learning rate")
    options = parser.parse_args()
    device = choose_device()
    stream = PairStream(options.data)
    autoencoder = load_autoencoder(options.data, device)
    decoder = autoencoder.decoder.train().requires_grad_(True)
    denoiser = Training(options.data / "denoiser.pt", caption_ids(stream, ClipTokenizer()), device)
    critic = PatchDiscriminator().to(device, memory_format=torch.channels_last)
    painter = torch.optim.AdamW(decoder.parameters(), lr=options.rate, betas=(0.8, 0.99))
    judge = torch.optim.AdamW(critic.parameters(), lr=options.rate, betas=(0.8, 0.99))
    file = options.data / "autoencoder.pt"
    start = saved_at = time.monotonic()
    limit = 60 * options.minutes
    progress = tqdm(stream.batches(PAIRS), desc="decoder", mininterval=10)
    for inputs, targets, captions in progress:
        elapsed = time.monotonic() - start
        for group in (*painter.param_groups, *judge.param_groups):
            group["lr"] = options.rate * max(0.01, min(1, (limit - elapsed) / (0.5 * limit)))
        pictures = to_unit(targets.to(device))
        with torch.no_grad(), torch.autocast(device.type, torch.bfloat16):
            exact, drawn = autoencoder.encoder(torch.cat([pictures, to_unit(inputs.to(device))])).float().chunk(2)
            timestep = float(torch.empty(()).uniform_(*TIMESTEPS))
            made = denoiser.repaint(drawn, captions.to(device), timestep).float()
        corners = busiest_corners(pictures, CROP, SPATIAL_FACTOR)
        wanted = torch.stack([window(p, c, CROP) for p, c in zip(pictures, corners, strict=True)]).repeat(2, 1, 1, 1)
        latents = torch.cat([exact + LATENT_NOISE * torch.randn_like(exact), made])
        latent_corners = [(top // SPATIAL_FACTOR, left // SPATIAL_FACTOR) for top, left in corners * 2]
        latents = torch.stack([window(z, c, CROP // SPATIAL_FACTOR) for z, c in zip(latents, latent_corners, strict=True)])
        with torch.autocast(device.type, torch.bfloat16):
            output = decoder(latents).float()
            critic.requires_grad_(False)
            believed = critic(output)
        critic.requires_grad_(True)
        faithful = reconstruction_loss(output, wanted)
        loss = faithful - ADVERSARIAL_WEIGHT * believed.float().mean()
        painter.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(decoder.parameters(), 1.0)
        painter.step()
        with torch.autocast(device.type, torch.bfloat16):
            real, false = critic(torch.cat([wanted, output.detach()])).float().chunk(2)
        judged = F.relu(1 - real).mean() + F.relu(1 + false).mean()
        judge.zero_grad()
        judged.backward()
        judge.step()
        progress.set_postfix(loss=f"{faithful.item():.3f}", judge=f"{judged.item():.2f}", refresh=False)
        if time.monotonic() - saved_at > 120 or elapsed > limit:
            saved_at = time.monotonic()
            content = torch.load(file, map_location=device)
            save_atomically({**content, "model": autoencoder.state_dict()}, file)
            write_sheet([wanted[PAIRS:], output[:PAIRS].detach(), output[PAIRS:].detach()], options.data / "decoder.png")
        if elapsed > limit:
            break


if __name__ == "__main__":
    main()
