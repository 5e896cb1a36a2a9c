"""Trains text encoder and UNet on the edit itself: ``python -m pocket.train_denoiser --data DIR --minutes 90``.

The noisy latent is formed from what was drawn (x_t = a z_input + b n) and the UNet learns the finished picture's
latent, so that a single step of a LatentConsistency schedule repaints the drawing. Resumes by itself.
"""

import argparse
import copy
import time
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from tqdm import tqdm

from pocket import scenes
from pocket.autoencoder import load_autoencoder
from pocket.colours import PALETTE
from pocket.denoiser import Denoiser, TextEncoder
from pocket.latents import LatentPool
from pocket.muon import Muon
from pocket.tokenizer import END, START, ClipTokenizer
from pocket.training import PairStream, choose_device, save_atomically, write_sheet

AVERAGE_EVERY = 4
AVERAGE_DECAY = 0.996
"""Of the running average, which takes a step in every few: it touches all parameters and would cost a tenth of the time."""

UNKNOWN_TOKEN_RATE = 0.02
SHEET_TIMESTEP = 199.0
SECOND_STEP_RATE = 0.15
"""Share of batches trained on the model's own re-noised output, as second steps see it."""


class Trained(nn.Module):
    """The two networks trained here."""

    def __init__(self, used_ids: list[int]):
        super().__init__()
        self.text_encoder = TextEncoder(used_ids)
        self.denoiser = Denoiser()

    def hidden_matrices(self) -> list[nn.Parameter]:
        """Weights of all layers between the first and the last: those that Muon is for."""
        ends = {self.text_encoder.token.weight, self.text_encoder.position, self.denoiser.enter.weight, self.denoiser.leave.weight}
        return [p for p in self.parameters() if p.ndim >= 2 and p not in ends]


def caption_ids(stream: PairStream, tokenizer: ClipTokenizer) -> list[int]:
    """All token ids that captions use: names, keywords and fixed phrases."""
    ids = {START, END}
    for concept in stream.sprites.concepts:
        for words in (concept.name, *concept.aliases, *concept.keywords):
            ids.update(tokenizer.encode(words), tokenizer.encode(words + "s"))
    fixed = [*PALETTE, *scenes.PREFIXES, "a of person everything in style on background s , 2 3 two three an 3d render flat cartoon and"]
    for words in [*fixed, *(word for words in (*scenes.FILTERS, *scenes.PLACES) for word in words)]:
        ids.update(tokenizer.encode(words))
    return sorted(ids)


def random_timesteps(size: int) -> Tensor:
    """Mostly 50..400, where a drawing's details can still be told; the others up to pure noise."""
    middle = 50 + 350 * torch.rand(size)
    rest = 1000 * torch.rand(size)
    return torch.where(torch.rand(size) < 0.7, middle, rest).floor()


class Training:
    """Networks, their running average, the optimisers and how far they have come; kept in ``<data>/denoiser.pt``."""

    def __init__(self, file: Path, used_ids: list[int], device: torch.device):
        self._file = file
        self._used_ids = used_ids
        self._device = device
        self.model = Trained(used_ids).to(device, memory_format=torch.channels_last)
        self.average = copy.deepcopy(self.model).requires_grad_(False)
        matrices = self.model.hidden_matrices()
        others = [p for p in self.model.parameters() if all(p is not matrix for matrix in matrices)]
        adam = torch.optim.AdamW(others, weight_decay=0.01, betas=(0.9, 0.99), fused=True)
        self._optimizers = (Muon(matrices, lr=0), adam)
        self.steps = self.samples = 0
        if file.exists():
            saved = torch.load(file, map_location=device)
            self.model.load_state_dict(saved["model"])
            self.average.load_state_dict(saved["average"])
            for optimizer, state in zip(self._optimizers, saved.get("optimizers", ())):
                optimizer.load_state_dict(state)
            self.steps, self.samples = saved["step"], saved["samples"]

    def save(self) -> None:
        content = {"model": self.model.state_dict(), "average": self.average.state_dict()}
        optimizers = [optimizer.state_dict() for optimizer in self._optimizers]
        save_atomically({**content, "optimizers": optimizers, "step": self.steps, "samples": self.samples, "used_ids": self._used_ids}, self._file)

    def learn(self, inputs: Tensor, targets: Tensor, captions: Tensor, rate: float) -> float:
        """One step of the optimisers at this learning rate; the loss."""
        loss = self._loss(inputs, targets, captions)
        self.model.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for optimizer in self._optimizers:
            for group in optimizer.param_groups:
                group["lr"] = rate * min(1, (self.steps + 1) / 200)
            optimizer.step()
        self.steps += 1
        self.samples += len(inputs)
        if self.steps % AVERAGE_EVERY == 0:
            decay = min(AVERAGE_DECAY, (self.steps + 1) / (self.steps + 40))
            with torch.no_grad():
                torch._foreach_lerp_(list(self.average.parameters()), list(self.model.parameters()), 1 - decay)
        return loss.item()

    def _loss(self, inputs: Tensor, targets: Tensor, captions: Tensor) -> Tensor:
        denoiser = self.model.denoiser
        timesteps = random_timesteps(len(inputs)).to(self._device)
        unknown = (torch.rand(captions.shape, device=self._device) < UNKNOWN_TOKEN_RATE) & (captions < START)
        with torch.autocast(self._device.type, torch.bfloat16):
            text = self.model.text_encoder(captions.masked_fill(unknown, 0))
            if self.steps > 500 and torch.rand(()) < SECOND_STEP_RATE:
                with torch.no_grad():
                    inputs = denoiser.finished(denoiser.noised(inputs, timesteps), timesteps, text).float()
                timesteps = (timesteps * (0.2 + 0.6 * torch.rand_like(timesteps))).floor()
            finished = denoiser.finished(denoiser.noised(inputs, timesteps), timesteps, text).float()
        return F.huber_loss(finished, targets, delta=0.5)

    @torch.no_grad()
    def repaint(self, drawn: Tensor, captions: Tensor, timestep: float) -> Tensor:
        """One step of the averaged networks: latents of drawings to latents of pictures."""
        timesteps = torch.full((len(drawn),), timestep, device=self._device)
        denoiser = self.average.denoiser
        return denoiser.finished(denoiser.noised(drawn, timesteps), timesteps, self.average.text_encoder(captions))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=90)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=5e-4, help="learning rate")
    parser.add_argument("--finish", action="store_true", help="lower the learning rate to nothing over the time given")
    parser.add_argument("--size", type=int, default=256, help="side of the pictures; begin with 128, where a step costs a third")
    options = parser.parse_args()
    device = choose_device()
    stream = PairStream(options.data, options.size)
    autoencoder = load_autoencoder(options.data, device)
    training = Training(options.data / "denoiser.pt", caption_ids(stream, ClipTokenizer()), device)
    pool = LatentPool(stream, copy.deepcopy(autoencoder.encoder).cpu(), batch=32)
    pool.wait_for(32 * options.batch)
    drawn, wanted, words = (part.to(device) for part in pool.draw(12))
    start = saved_at = time.monotonic()
    limit = 60 * options.minutes
    progress = tqdm(desc="denoiser", initial=training.samples, unit=" samples", mininterval=10)
    running = None
    while (elapsed := time.monotonic() - start) < limit:
        batch = (part.to(device) for part in pool.draw(options.batch))
        loss = training.learn(*batch, options.rate * ((limit - elapsed) / limit if options.finish else 1))
        running = loss if running is None else 0.98 * running + 0.02 * loss
        progress.update(options.batch)
        progress.set_postfix(loss=f"{running:.4f}", pairs=pool.made, refresh=False)
        if time.monotonic() - saved_at > 120 or time.monotonic() - start >= limit:
            saved_at = time.monotonic()
            training.save()
            rows = (drawn, training.repaint(drawn, words, SHEET_TIMESTEP), wanted)
            with torch.no_grad():
                write_sheet([autoencoder.decoder(latents) for latents in rows], options.data / "denoiser.png")


if __name__ == "__main__":
    main()
