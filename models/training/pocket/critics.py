"""What tells the painter where its pictures fall short: features of a classifier of sprites, and a critic.

Neither is the judge of ``pocket.evaluate``: other networks, other sizes, other random numbers, and other pictures.
"""

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from tqdm import tqdm

from pocket.sprites import STYLES, SpriteSet
from pocket.tokenizer import END
from pocket.training import save_atomically

FEATURE_SIZE = 160
"""Side of the pictures on which the features are learned."""
FEATURE_STEPS, FEATURE_BATCH = 5000, 128


class Features(nn.Module):
    """Pictures [B, 3, S, S] in -1..1 to four feature maps, at 1/2, 1/4, 1/8 and 1/16 of the side."""

    WIDTHS = (48, 96, 192, 320)

    def __init__(self, classes: int):
        super().__init__()
        stages, before = [], 3
        for width in self.WIDTHS:
            stages.append(nn.Sequential(
                nn.Conv2d(before, width, 4, 2, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU(),
                nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU(),
            ))  # fmt: skip
            before = width
        self.stages = nn.ModuleList(stages)
        self.names = nn.Linear(before, classes)

    def forward(self, pictures: Tensor) -> list[Tensor]:
        maps = []
        for stage in self.stages:
            pictures = stage(pictures)
            maps.append(pictures)
        return maps


def load_features(sprites: SpriteSet, file: Path, device: torch.device) -> Features:
    """Reads the classifier, or trains it: to name every sprite and its style, from anywhere, on any colour, in any light."""
    network = Features(len(sprites.concepts) * len(STYLES)).to(device, memory_format=torch.channels_last)
    if file.exists():
        network.load_state_dict(torch.load(file, map_location=device))
    else:
        _train(network, sprites, device)
        save_atomically(network.state_dict(), file)
    return network.eval().requires_grad_(False)


def _train(network: Features, sprites: SpriteSet, device: torch.device) -> None:
    random = torch.Generator(device).manual_seed(20_711)
    pictures = torch.from_numpy(sprites.pictures).to(device)
    labels = torch.from_numpy(sprites.concept_of * len(STYLES) + sprites.style_of).to(device)
    optimizer = torch.optim.AdamW(network.parameters(), weight_decay=0.02)

    def uniform(*shape: int, low: float = -1.0, high: float = 1.0) -> Tensor:
        return low + (high - low) * torch.rand(shape, generator=random, device=device)

    for step in tqdm(range(FEATURE_STEPS), desc="features", mininterval=10):
        optimizer.param_groups[0]["lr"] = 2e-3 * min(1, (step + 1) / 50) * (1 - step / FEATURE_STEPS)
        rows = torch.randint(len(pictures), (FEATURE_BATCH,), generator=random, device=device)
        sprite = pictures[rows].permute(0, 3, 1, 2).float() / 255
        angle, zoom = uniform(FEATURE_BATCH) * 0.5, uniform(FEATURE_BATCH, low=0.9, high=2.2)
        mirror, shift = uniform(FEATURE_BATCH).sign(), uniform(FEATURE_BATCH, 2) * 0.4
        cos, sin = angle.cos() * zoom, angle.sin() * zoom
        turn = torch.stack([torch.stack([cos * mirror, -sin, shift[:, 0]], 1), torch.stack([sin * mirror, cos, shift[:, 1]], 1)], 1)
        grid = F.affine_grid(turn, [FEATURE_BATCH, 4, FEATURE_SIZE, FEATURE_SIZE], align_corners=False)
        placed = F.grid_sample(sprite, grid, align_corners=False)
        paper = torch.where(uniform(FEATURE_BATCH, 1, 1, 1) < 0, torch.ones((), device=device), uniform(FEATURE_BATCH, 3, 1, 1, low=0))
        seen = placed[:, :3] * placed[:, 3:] + paper * (1 - placed[:, 3:])
        seen = seen * uniform(FEATURE_BATCH, 3, 1, 1, low=0.75, high=1.1) + 0.03 * torch.randn(seen.shape, generator=random, device=device)
        with torch.autocast(device.type, torch.bfloat16):
            deepest = network((seen * 2 - 1).contiguous(memory_format=torch.channels_last))[-1]
            scores = network.names(deepest.mean((2, 3))).float()
        loss = F.cross_entropy(scores, labels[rows], label_smoothing=0.05)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


class CriticBlock(nn.Module):
    """[B, C, h, w] to [B, D, h/2, w/2], residual."""

    def __init__(self, channels: int, out_channels: int):
        super().__init__()
        self.first = nn.Conv2d(channels, channels, 3, padding=1)
        self.second = nn.Conv2d(channels, out_channels, 4, stride=2, padding=1)
        self.skip = nn.Conv2d(channels, out_channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        h = self.second(F.leaky_relu(self.first(F.leaky_relu(x, 0.2)), 0.2))
        return (h + self.skip(F.avg_pool2d(x, 2))) * 0.7


class Critic(nn.Module):
    """Whether patches of a picture were painted by hand, given the drawing and the words: scores at four scales.

    The words enter by projection (Miyato and Koyama, "cGANs with Projection Discriminator"): a patch is also compared with
    the mean of its own embeddings of the caption's tokens.

    Args:
        compact: row of each of CLIP's token ids, int32 [49408].
        tokens: embeddings to begin with, [rows, E].
    """

    WIDTHS = (64, 128, 256, 384, 512)
    WORDS = 192

    def __init__(self, compact: Tensor, tokens: Tensor):
        super().__init__()
        self.register_buffer("compact", compact.clone())
        self.tokens = nn.Embedding.from_pretrained(tokens.detach().clone(), freeze=False)
        self.words = nn.Sequential(nn.Linear(tokens.shape[1], 256), nn.LeakyReLU(0.2), nn.Linear(256, self.WORDS))
        self.enter = nn.Conv2d(6, self.WIDTHS[0], 4, stride=2, padding=1)
        self.blocks = nn.ModuleList(CriticBlock(c, d) for c, d in zip(self.WIDTHS, self.WIDTHS[1:]))
        self.plain = nn.ModuleList(nn.Conv2d(c, 1, 1) for c in self.WIDTHS[1:])
        self.matched = nn.ModuleList(nn.Conv2d(c, self.WORDS, 1) for c in self.WIDTHS[1:])

    def read(self, ids: Tensor) -> Tensor:
        """Token ids [B, L] to [B, 192]."""
        present = (ids != END).float()[..., None]
        mean = (self.tokens(self.compact[ids].long()) * present).sum(1) / present.sum(1).clamp(min=1)
        return self.words(mean)

    def forward(self, drawings: Tensor, pictures: Tensor, words: Tensor) -> list[Tensor]:
        """Scores [B, 1, s, s] for s of 1/4, 1/8, 1/16 and 1/32 of the side."""
        x = self.enter(torch.cat([drawings, pictures], 1))
        scores = []
        for block, plain, matched in zip(self.blocks, self.plain, self.matched, strict=True):
            x = block(x)
            h = F.leaky_relu(x, 0.2)
            scores.append(plain(h) + (matched(h) * words[:, :, None, None]).sum(1, keepdim=True) / self.WORDS**0.5)
        return scores
