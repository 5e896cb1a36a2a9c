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
from pocket.autoencoder import Autoencoder
from pocket.denoiser import Denoiser, TextEncoder
from pocket.tokenizer import END, START, ClipTokenizer
from pocket.training import PairStream, choose_device, save_atomically, to_unit, write_sheet

POOL_SIZE = 40_000
"""Pairs kept as latents. The oldest are replaced, each is used several times."""

EMA_DECAY = 0.999
UNKNOWN_TOKEN_RATE = 0.02
SECOND_STEP_RATE = 0.15
"""Share of batches trained on the model's own re-noised output, as second steps see it."""


class LatentPool:
    """A ring of encoded pairs: inputs and targets float16 [N, 16, 16, 16], captions int64 [N, 24]."""

    def __init__(self):
        self._rows: list[tuple[Tensor, Tensor, Tensor]] = []
        self._oldest = 0

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, inputs: Tensor, targets: Tensor, captions: Tensor) -> None:
        for row in zip(inputs.half(), targets.half(), captions, strict=True):
            if len(self._rows) < POOL_SIZE:
                self._rows.append(row)
            else:
                self._rows[self._oldest] = row
                self._oldest = (self._oldest + 1) % POOL_SIZE

    def draw(self, size: int) -> tuple[Tensor, Tensor, Tensor]:
        chosen = [self._rows[int(i)] for i in torch.randint(len(self._rows), (size,))]
        inputs, targets, captions = (torch.stack(column) for column in zip(*chosen, strict=True))
        return inputs.float(), targets.float(), captions


class Trained(nn.Module):
    """The two networks trained here."""

    def __init__(self, used_ids: list[int]):
        super().__init__()
        self.text_encoder = TextEncoder(used_ids)
        self.denoiser = Denoiser()


def caption_ids(stream: PairStream, tokenizer: ClipTokenizer) -> list[int]:
    """All token ids that captions use: names, keywords and fixed phrases."""
    ids = {START, END}
    for concept in stream.concepts:
        for words in (concept.name, *concept.aliases, *concept.keywords):
            ids.update(tokenizer.encode(words), tokenizer.encode(words + "s"))
    fixed = [*scenes.PALETTE, *scenes.PREFIXES, "a of person everything in style on background s , 2 3 two three an 3d render flat cartoon"]
    for words in [*fixed, *(word for words in scenes.FILTERS for word in words)]:
        ids.update(tokenizer.encode(words))
    return sorted(ids)


def random_timesteps(size: int) -> Tensor:
    """Mostly 200..650, where a drawing is neither lost nor settled; some nearly clean, some nearly pure noise."""
    middle = 200 + 450 * torch.rand(size)
    rest = 1000 * torch.rand(size)
    return torch.where(torch.rand(size) < 0.7, middle, rest).floor()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=90)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--fresh", type=int, default=8, help="new pairs encoded per step")
    parser.add_argument("--rate", type=float, default=6e-4, help="learning rate")
    parser.add_argument("--finish", action="store_true", help="lower the learning rate to nothing over the time given")
    options = parser.parse_args()
    device = choose_device()
    stream = PairStream(options.data)
    autoencoder = Autoencoder().to(device, memory_format=torch.channels_last)
    autoencoder.load_state_dict(torch.load(options.data / "autoencoder.pt", map_location=device)["model"])
    autoencoder.eval().requires_grad_(False)
    used_ids = caption_ids(stream, ClipTokenizer())
    model = Trained(used_ids).to(device, memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(model.parameters(), lr=options.rate, weight_decay=0.01, betas=(0.9, 0.99))
    average = copy.deepcopy(model).requires_grad_(False)
    file, step, samples = options.data / "denoiser.pt", 0, 0
    if file.exists():
        saved = torch.load(file, map_location=device)
        model.load_state_dict(saved["model"])
        average.load_state_dict(saved["average"])
        optimizer.load_state_dict(saved["optimizer"])
        step, samples = saved["step"], saved["samples"]
    batches, pool = stream.batches(options.fresh), LatentPool()

    @torch.no_grad()
    def refill() -> None:
        inputs, targets, captions = next(batches)
        with torch.autocast(device.type, torch.bfloat16):
            latents = autoencoder.encoder(to_unit(torch.cat([inputs, targets]).to(device)))
        pool.add(*latents.chunk(2), captions.to(device))

    while len(pool) < min(options.batch * 8, POOL_SIZE):
        refill()
    shown = pool.draw(12)
    start = saved_at = time.monotonic()
    limit = 60 * options.minutes
    progress = tqdm(desc="denoiser", initial=samples, unit=" samples", mininterval=10)
    running = None
    while (elapsed := time.monotonic() - start) < limit:
        refill()
        remaining = (limit - elapsed) / limit if options.finish else 1
        for group in optimizer.param_groups:
            group["lr"] = options.rate * min(remaining, (step + 1) / 200)
        inputs, targets, captions = pool.draw(options.batch)
        timesteps = random_timesteps(options.batch).to(device)
        unknown = (torch.rand(captions.shape, device=device) < UNKNOWN_TOKEN_RATE) & (captions < START)
        a, b = model.denoiser.levels(timesteps)
        with torch.autocast(device.type, torch.bfloat16):
            text = model.text_encoder(captions.masked_fill(unknown, 0))
            if step > 500 and torch.rand(()) < SECOND_STEP_RATE:
                noisy = a * inputs + b * torch.randn_like(inputs)
                with torch.no_grad():
                    inputs = model.denoiser.finished(noisy, timesteps, text).float()
                timesteps = (timesteps * (0.2 + 0.6 * torch.rand_like(timesteps))).floor()
                a, b = model.denoiser.levels(timesteps)
            noisy = a * inputs + b * torch.randn_like(inputs)
            finished = model.denoiser.finished(noisy, timesteps, text).float()
        loss = F.huber_loss(finished, targets, delta=0.5)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        step += 1
        samples += options.batch
        with torch.no_grad():
            decay = min(EMA_DECAY, (step + 1) / (step + 10))
            for kept, new in zip(average.parameters(), model.parameters(), strict=True):
                kept.lerp_(new, 1 - decay)
        running = loss.item() if running is None else 0.98 * running + 0.02 * loss.item()
        progress.update(options.batch)
        progress.set_postfix(loss=f"{running:.4f}", pool=len(pool))
        if time.monotonic() - saved_at > 120 or time.monotonic() - start >= limit:
            saved_at = time.monotonic()
            content = {"model": model.state_dict(), "average": average.state_dict(), "optimizer": optimizer.state_dict()}
            save_atomically({**content, "step": step, "samples": samples, "used_ids": used_ids}, file)
            with torch.no_grad():
                noisy_t = torch.full((12,), 499.0, device=device)
                a, b = average.denoiser.levels(noisy_t)
                drawn, wanted, words = shown
                noisy = a * drawn + b * torch.randn_like(drawn)
                made = average.denoiser.finished(noisy, noisy_t, average.text_encoder(words))
                write_sheet([autoencoder.decoder(z) for z in (drawn, made, wanted)], options.data / "denoiser.png")


if __name__ == "__main__":
    main()
