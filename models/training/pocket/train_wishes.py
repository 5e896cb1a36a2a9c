"""Teaches the UNet to keep what someone chose, colours and inner lines: ``python -m pocket.train_wishes --data DIR --minutes 60``.

Someone who draws an orange fish and says "a fish" wants it orange. The painter obeys colours that are named, so it is
its own teacher: what it makes of the drawing under "an orange fish" is what it shall make of it under "a fish". Eyes
and a mouth that were drawn shall be seen where they were drawn, in the picture that it makes anyway. Other pairs shall
stay as they were. Only latents are compared, and the teacher's are sharp, so that one CPU thread and no critic are
enough. Goes on from ``painter.pt`` and replaces it.
"""

import argparse
import copy
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F
from tqdm import tqdm

from pocket.lessons import Lesson, LessonSampler
from pocket.painter import Painter, load_painter, save_painter
from pocket.picture_training import random_timesteps
from pocket.scenes import load_photographs
from pocket.sprites import build_sprites
from pocket.tokenizer import ClipTokenizer
from pocket.training import CAPTION_LENGTH, choose_device, to_unit

AVERAGE_DECAY = 0.99
PUPIL_SHARE = 0.9
"""How far the painter's UNet moves from the teacher's to the pupil's: all the way it follows the words a little less
(Wortsman et al., "Robust fine-tuning of zero-shot models")."""
SAVE_EVERY = 120.0


class WishTraining:
    """Teacher, pupil and the pupil's running average; only the UNet learns."""

    def __init__(self, painter: Painter, rate: float, device: torch.device):
        self._device, self._rate = device, rate
        self._teacher = painter.to(device, memory_format=torch.channels_last).eval().requires_grad_(False)
        self._pupil = copy.deepcopy(painter.denoiser).train().requires_grad_(True)
        self._average = copy.deepcopy(self._pupil).requires_grad_(False)
        self._optimizer = torch.optim.AdamW(self._pupil.parameters(), betas=(0.9, 0.99), weight_decay=0.0, fused=True)
        self._tokenizer = ClipTokenizer()
        self.steps = 0

    def learn(self, lessons: list[Lesson], share: float) -> float:
        """One step, when so large a share of the time is over, 0..1; the loss."""
        teacher, device = self._teacher, self._device
        drawings = self._pictures([lesson.drawing for lesson in lessons])
        timesteps = random_timesteps(len(lessons), device)
        with torch.autocast(device.type, torch.bfloat16):
            with torch.no_grad():
                noised = teacher.denoiser.noised(teacher.encoder(drawings).float(), timesteps)
                taught = teacher.text_encoder(self._ids([lesson.taught for lesson in lessons]))
                wanted = self._with_lines(teacher.denoiser.finished(noised, timesteps, taught).float(), lessons)
                heard = teacher.text_encoder(self._ids([lesson.heard for lesson in lessons]))
            finished = self._pupil.finished(noised, timesteps, heard).float()
        loss = F.huber_loss(finished, wanted, delta=0.5)
        self._optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._pupil.parameters(), 1.0)
        self._optimizer.param_groups[0]["lr"] = self._rate * min(1, (self.steps + 1) / 50, 2 * (1 - share) + 0.01)
        self._optimizer.step()
        self.steps += 1
        with torch.no_grad():
            decay = min(AVERAGE_DECAY, (self.steps + 1) / (self.steps + 10))
            torch._foreach_lerp_(list(self._average.parameters()), list(self._pupil.parameters()), 1 - decay)
        return loss.item()

    def _pictures(self, pictures: list[np.ndarray]) -> Tensor:
        return to_unit(torch.from_numpy(np.stack(pictures)).to(self._device)).contiguous(memory_format=torch.channels_last)

    def _ids(self, captions: list[str]) -> Tensor:
        return torch.tensor([self._tokenizer.encode(caption, CAPTION_LENGTH) for caption in captions], device=self._device)

    def _with_lines(self, latents: Tensor, lessons: list[Lesson]) -> Tensor:
        """The teacher's latents [B, 16, h, w], but where lines were drawn those of its picture with the lines laid over it."""
        rows = [row for row, lesson in enumerate(lessons) if lesson.lines.any()]
        if rows:
            lines = self._pictures([lessons[row].lines[..., :3] for row in rows])
            over = torch.from_numpy(np.stack([lessons[row].lines[..., 3] for row in rows])).to(self._device)[:, None] / 255
            pictures = self._teacher.decoder(latents[rows]).float().clamp(-1, 1)
            latents[rows] = self._teacher.encoder(pictures * (1 - over) + lines * over).float()
        return latents

    def painter(self) -> Painter:
        """The teacher with its UNet moved towards the pupil's average."""
        painter = copy.deepcopy(self._teacher)
        with torch.no_grad():
            torch._foreach_lerp_(list(painter.denoiser.parameters()), list(self._average.parameters()), PUPIL_SHARE)
        return painter


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=40)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=3e-4, help="learning rate")
    options = parser.parse_args()
    sprites = build_sprites(options.data / "npm", options.data / "sprites.npz")
    sampler = LessonSampler(sprites, load_photographs(), time.time_ns() // 1000)
    painter, samples = load_painter(options.data)
    training = WishTraining(painter, options.rate, choose_device())
    start = saved_at = time.monotonic()
    progress = tqdm(desc="wishes", unit=" samples", mininterval=10)
    share, running = 0.0, None
    while share < 1:
        share = min(1.0, (time.monotonic() - start) / (60 * options.minutes))
        loss = training.learn([sampler.lesson() for _ in range(options.batch)], share)
        running = loss if running is None else 0.98 * running + 0.02 * loss
        progress.update(options.batch)
        progress.set_postfix(loss=f"{running:.4f}", refresh=False)
        if time.monotonic() - saved_at > SAVE_EVERY or share == 1:
            saved_at = time.monotonic()
            save_painter(training.painter(), samples + training.steps * options.batch, options.data / "painter.pt")


if __name__ == "__main__":
    main()
