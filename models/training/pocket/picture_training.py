"""The networks of ``pocket.train_pictures`` in training: a painter, and the critic that it learns from."""

import copy
import math
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from pocket.critics import Critic, Features
from pocket.painter import Painter, save_painter
from pocket.picture_losses import Balance, difference, perceptual_loss, pixel_loss, prefers
from pocket.tokenizer import START
from pocket.train_autoencoder import LATENT_NOISE, reconstruction_loss
from pocket.train_denoiser import UNKNOWN_TOKEN_RATE
from pocket.training import save_atomically

RATES = {"encoder": 1e-4, "text_encoder": 2e-4, "denoiser": 3e-4, "decoder": 3e-4}
CRITIC_RATE = 3e-4
WARM_UP_STEPS = 300
FALLING_FROM = 0.5
"""Share of the time after which the learning rates fall to nothing."""
AVERAGE_DECAY = 0.999
PERCEPTUAL_SHARE, ADVERSARIAL_SHARE = 1.0, 1.2
"""Sizes of the features' and of the critic's gradient at the picture, as shares of the pixels' own."""
SMOOTHNESS, SMOOTHNESS_NOISE = 50.0, 0.03
"""Weight of the squared difference that a little noise makes to a score: R1 and R2 without second derivatives
(Lin et al., "Diffusion Adversarial Post-Training for One-Step Video Generation")."""
MOMENTS_OF = 100
"""First steps, over which mean and deviation of the latents are measured, to which they are then held."""


@dataclass(frozen=True)
class Batch:
    """Inputs and targets [B, 3, S, S], token ids [B, 24], and what to start from when it is a second step."""

    inputs: Tensor
    targets: Tensor
    captions: Tensor
    latents: Tensor | None = None
    timesteps: Tensor | None = None


def random_timesteps(size: int, device: torch.device) -> Tensor:
    """Mostly around the single step's 199; the others from anywhere up to pure noise."""
    near, wide, rest, draw = torch.rand((4, size), device=device)
    return torch.where(draw < 0.6, 120 + 160 * near, torch.where(draw < 0.85, 40 + 380 * wide, 1000 * rest)).floor()


class PictureTraining:
    """Painter, its running average, critic and optimisers; kept in ``<data>/pictures.pt``."""

    PARTS = ("painter", "average", "critic", "painting", "judging")

    def __init__(self, painter: Painter, samples: int, features: Features, device: torch.device, compiled: bool):
        self._device = device
        self.painter = painter.to(device, memory_format=torch.channels_last).train()
        self.painter.encoder.standardise.eval()  # its constants stay; the weights before it are held to them
        self.average = copy.deepcopy(self.painter).eval().requires_grad_(False)
        text = self.painter.text_encoder
        self.critic = Critic(text.compact, text.token.weight).to(device, memory_format=torch.channels_last)
        groups = [{"params": list(getattr(painter, part).parameters()), "first_rate": rate} for part, rate in RATES.items()]
        judges = [{"params": list(self.critic.parameters()), "first_rate": CRITIC_RATE}]
        self.painting = torch.optim.AdamW(groups, betas=(0.7, 0.99), weight_decay=0.01, fused=True)
        self.judging = torch.optim.AdamW(judges, betas=(0.5, 0.99), weight_decay=0.0, fused=True)
        self.steps, self.samples, self.skipped = 0, samples, 0
        self._balance, self._moments = Balance(), None
        self._before: Batch | None = None

        def quick(function):
            return torch.compile(function, dynamic=False) if compiled else function

        self._encode, self._decode = quick(self.painter.encoder), quick(self.painter.decoder)
        self._finished, self._features, self._scores = quick(self.painter.denoiser.finished), quick(features), quick(self.critic)

    def load(self, file: Path) -> None:
        saved = torch.load(file, map_location=self._device)
        for name in self.PARTS:
            getattr(self, name).load_state_dict(saved[name])
        self.steps, self.samples, self._moments = saved["steps"], saved["samples"], saved["moments"]

    def save(self, data: Path) -> None:
        states = {name: getattr(self, name).state_dict() for name in self.PARTS}
        save_atomically({**states, "steps": self.steps, "samples": self.samples, "moments": self._moments}, data / "pictures.pt")
        save_painter(self.average, self.samples, data / "painter.pt")

    def slow_down(self, share: float) -> None:
        """Sets the learning rates for when so large a share of the time is over, 0..1."""
        fall = 0.5 + 0.5 * math.cos(math.pi * max(0.0, share - FALLING_FROM) / (1 - FALLING_FROM))
        for group in (*self.painting.param_groups, *self.judging.param_groups):
            group["lr"] = group["first_rate"] * min(1, (self.steps + 1) / WARM_UP_STEPS) * max(fall, 0.004)

    def learn(self, batch: Batch, say: float, judges: bool) -> Tensor:
        """One step of the painter, and of the critic if it ``judges``; the pixels' loss.

        Args:
            batch: now and then what the last step made is taken further instead.
            say: how much of its share the critic's gradient gets, 0..1.
        """
        if self._before is not None and (self.steps % 6 == 5 or self.steps % 24 == 6):
            batch = self._before
        output, made, loss = self._paint(batch, say)
        if judges:
            self._judge(batch, output)
        norms = [nn.utils.clip_grad_norm_(self.painter.parameters(), 1.0)]
        if judges:
            norms.append(nn.utils.clip_grad_norm_(self.critic.parameters(), 10.0))
        # The only place where the processor waits for the GPU.
        if torch.stack(norms).isfinite().all():
            self.painting.step()
            if judges:
                self.judging.step()
            self._before = made
        else:
            self.skipped += 1
            self._before = None
        self.steps += 1
        self.samples += len(output)
        decay = min(AVERAGE_DECAY, (self.steps + 1) / (self.steps + 20))
        with torch.no_grad():
            torch._foreach_lerp_(list(self.average.parameters()), list(self.painter.parameters()), 1 - decay)
        return loss

    def _paint(self, batch: Batch, say: float) -> tuple[Tensor, Batch, Tensor]:
        """Gradients of the painter; its pictures, what a second step starts from, and the pixels' loss."""
        painter, targets, rows = self.painter, batch.targets, len(batch.inputs)
        timesteps = random_timesteps(rows, self._device)
        unknown = (torch.rand(batch.captions.shape, device=self._device) < UNKNOWN_TOKEN_RATE) & (batch.captions < START)
        with torch.autocast(self._device.type, torch.bfloat16):
            both = self._encode(torch.cat([batch.inputs, targets])).float()
            drawn, exact = both.chunk(2)
            if batch.latents is not None:
                drawn, timesteps = batch.latents, (batch.timesteps * (0.2 + 0.6 * torch.rand_like(batch.timesteps))).floor()
            text = painter.text_encoder(batch.captions.masked_fill(unknown, 0))
            finished = self._finished(painter.denoiser.noised(drawn, timesteps), timesteps, text).float()
            quarter = max(1, rows // 4)
            # The decoder also keeps what the encoder means, which photographs need.
            noisy = exact[:quarter] + LATENT_NOISE * torch.randn_like(exact[:quarter])
            output, again = self._decode(torch.cat([finished, noisy])).float().split([rows, quarter])
        seen = output.detach().requires_grad_(True)
        pixels = pixel_loss(seen, targets)
        others = {"features": (self._felt(seen, targets), PERCEPTUAL_SHARE)}
        if say > 0:
            others["critic"] = (self._doubted(batch, seen), say * ADVERSARIAL_SHARE)
        gradient = self._balance.joined(torch.autograd.grad(pixels, seen)[0], others)
        latent = F.huber_loss(finished, exact.detach(), delta=0.5)
        kept = reconstruction_loss(again, targets[:quarter])
        rest = (1 - 0.7 * say) * latent + 0.25 * kept + 0.2 * self._drift(both)
        self.painting.zero_grad()
        torch.autograd.backward([output, rest], [gradient, torch.ones_like(rest)])
        return output.detach(), Batch(batch.inputs, targets, batch.captions, finished.detach(), timesteps), pixels.detach()

    def _felt(self, seen: Tensor, targets: Tensor) -> Tensor:
        """Gradient at the picture of what the classifier of sprites sees otherwise."""
        with torch.autocast(self._device.type, torch.bfloat16):
            with torch.no_grad():
                wanted = self._features(targets)
            return torch.autograd.grad(perceptual_loss(self._features(seen), wanted), seen)[0]

    def _doubted(self, batch: Batch, seen: Tensor) -> Tensor:
        """Gradient at the picture of what the critic holds against it."""
        self.critic.requires_grad_(False)
        with torch.autocast(self._device.type, torch.bfloat16):
            words = self.critic.read(batch.captions)
            real = self._scores(batch.inputs, batch.targets, words)
            gradient = torch.autograd.grad(prefers(self._scores(batch.inputs, seen, words), real), seen)[0]
        self.critic.requires_grad_(True)
        return gradient

    def _drift(self, latents: Tensor) -> Tensor:
        """How far mean and deviation of the latents are from what they were while the rates were still small."""
        moments = torch.stack([latents.mean((0, 2, 3)), latents.std((0, 2, 3))])
        if self._moments is None:
            self._moments = moments.detach()
        elif self.steps < MOMENTS_OF:
            self._moments = self._moments.lerp(moments.detach(), 1 / (self.steps + 1))
        return (moments - self._moments).square().mean()

    def _judge(self, batch: Batch, output: Tensor) -> None:
        """Gradients of the critic."""
        drawings, targets, rows = batch.inputs, batch.targets, len(output)
        few = max(1, rows // 4)
        with torch.autocast(self._device.type, torch.bfloat16):
            words = self.critic.read(batch.captions)
            noise = SMOOTHNESS_NOISE * torch.randn_like(targets[:few])
            # Real, made, both with a little noise, and real with another caption: all in one pass.
            pictures = torch.cat([targets, output, targets[:few] + noise, output[:few] + noise, targets[:few]])
            sights = torch.cat([drawings, drawings, drawings[:few], drawings[:few], drawings[:few]])
            spoken = torch.cat([words, words, words[:few], words[:few], words.roll(1, 0)[:few]])
            scores = self._scores(
                sights.contiguous(memory_format=torch.channels_last), pictures.contiguous(memory_format=torch.channels_last), spoken
            )
        parts = [score.split([rows, rows, few, few, few]) for score in scores]
        real, made, real_noisy, made_noisy, other = ([part[index] for part in parts] for index in range(5))
        first_real, first_made = [score[:few] for score in real], [score[:few] for score in made]
        smooth = difference(real_noisy, first_real) + difference(made_noisy, first_made)
        loss = prefers(real, made) + 0.3 * prefers(first_real, other) + SMOOTHNESS * smooth
        self.judging.zero_grad()
        loss.backward()
