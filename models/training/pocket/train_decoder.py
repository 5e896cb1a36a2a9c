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
from torch import Tensor, nn
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


class DecoderTraining:
    """Decoder and discriminator, taught in turns."""

    def __init__(self, data: Path, used_ids: list[int], rate: float, device: torch.device):
        self._device, self._rate, self._file = device, rate, data / "autoencoder.pt"
        self._autoencoder = load_autoencoder(data, device)
        self._decoder = self._autoencoder.decoder.train().requires_grad_(True)
        self._denoiser = Training(data / "denoiser.pt", used_ids, device)
        self._critic = PatchDiscriminator().to(device, memory_format=torch.channels_last)
        self._painter = torch.optim.AdamW(self._decoder.parameters(), lr=rate, betas=(0.8, 0.99))
        self._judge = torch.optim.AdamW(self._critic.parameters(), lr=rate, betas=(0.8, 0.99))

    def slow_down(self, share: float) -> None:
        """Lowers the learning rate to a share of the first one, 0..1."""
        for group in (*self._painter.param_groups, *self._judge.param_groups):
            group["lr"] = self._rate * share

    @torch.no_grad()
    def windows(self, inputs: Tensor, targets: Tensor, captions: Tensor) -> tuple[Tensor, Tensor]:
        """Latents to decode, exact ones and then those that the denoiser makes, and the pictures wanted of them.

        Args:
            inputs: drawings, uint8 [B, 3, S, S].
            targets: finished pictures, likewise.
            captions: token ids [B, 77].

        Returns:
            [2B, 16, c, c] and [2B, 3, 16c, 16c] in -1..1, where most is to be seen.
        """
        pictures = to_unit(targets.to(self._device))
        with torch.autocast(self._device.type, torch.bfloat16):
            both = self._autoencoder.encoder(torch.cat([pictures, to_unit(inputs.to(self._device))]))
            exact, drawn = both.float().chunk(2)
            timestep = float(torch.empty(()).uniform_(*TIMESTEPS))
            made = self._denoiser.repaint(drawn, captions.to(self._device), timestep).float()
        corners = busiest_corners(pictures, CROP, SPATIAL_FACTOR)
        wanted = torch.stack([window(p, c, CROP) for p, c in zip(pictures, corners, strict=True)]).repeat(2, 1, 1, 1)
        latents = torch.cat([exact + LATENT_NOISE * torch.randn_like(exact), made])
        latent_corners = [(top // SPATIAL_FACTOR, left // SPATIAL_FACTOR) for top, left in corners * 2]
        latents = torch.stack([window(z, c, CROP // SPATIAL_FACTOR) for z, c in zip(latents, latent_corners, strict=True)])
        return latents, wanted

    def paint(self, latents: Tensor, wanted: Tensor) -> tuple[Tensor, float]:
        """One step of the decoder: what it makes of the latents, and how far that is from what is wanted."""
        with torch.autocast(self._device.type, torch.bfloat16):
            output = self._decoder(latents).float()
            self._critic.requires_grad_(False)
            believed = self._critic(output)
        faithful = reconstruction_loss(output, wanted)
        loss = faithful - ADVERSARIAL_WEIGHT * believed.float().mean()
        self._painter.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self._decoder.parameters(), 1.0)
        self._painter.step()
        return output.detach(), faithful.item()

    def judge(self, output: Tensor, wanted: Tensor) -> float:
        """One step of the discriminator; its loss."""
        self._critic.requires_grad_(True)
        with torch.autocast(self._device.type, torch.bfloat16):
            real, false = self._critic(torch.cat([wanted, output])).float().chunk(2)
        judged = F.relu(1 - real).mean() + F.relu(1 + false).mean()
        self._judge.zero_grad()
        judged.backward()
        self._judge.step()
        return judged.item()

    def save(self) -> None:
        content = torch.load(self._file, map_location=self._device)
        save_atomically({**content, "model": self._autoencoder.state_dict()}, self._file)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--rate", type=float, default=5e-4, help="learning rate")
    options = parser.parse_args()
    stream = PairStream(options.data)
    training = DecoderTraining(options.data, caption_ids(stream, ClipTokenizer()), options.rate, choose_device())
    start = saved_at = time.monotonic()
    limit = 60 * options.minutes
    progress = tqdm(stream.batches(PAIRS), desc="decoder", mininterval=10)
    for pairs in progress:
        elapsed = time.monotonic() - start
        training.slow_down(max(0.01, min(1, (limit - elapsed) / (0.5 * limit))))
        latents, wanted = training.windows(*pairs)
        output, faithful = training.paint(latents, wanted)
        judged = training.judge(output, wanted)
        progress.set_postfix(loss=f"{faithful:.3f}", judge=f"{judged:.2f}", refresh=False)
        if time.monotonic() - saved_at > 120 or elapsed > limit:
            saved_at = time.monotonic()
            training.save()
            write_sheet([wanted[PAIRS:], output[:PAIRS], output[PAIRS:]], options.data / "decoder.png")
        if elapsed > limit:
            break


if __name__ == "__main__":
    main()
