"""The autoencoder: pictures to latents at a sixteenth of their side and back.

Follows the plain style of TAESD (convolutions and ReLU, no normalisation inside, deterministic encoder), without work at
full resolution, which is what makes it fast on a CPU: pictures are read in patches and written by depth-to-space. Patches
by convolutions with a step rather than by space-to-depth, which takes a CPU longer than the convolution after it.
"""

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

LATENT_CHANNELS = 16
SPATIAL_FACTOR = 16
"""Picture side divided by latent side."""


class ResidualBlock(nn.Module):
    """Two 3x3 convolutions on a residual path; keeps shape [B, C, h, w]."""

    def __init__(self, channels: int):
        super().__init__()
        self.first = nn.Conv2d(channels, channels, 3, padding=1)
        self.second = nn.Conv2d(channels, channels, 3, padding=1)
        nn.init.zeros_(self.second.weight)
        nn.init.zeros_(self.second.bias)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.second(F.relu(self.first(F.relu(x))))


class Down(nn.Conv2d):
    """[B, C, h, w] to [B, D, h/2, w/2]."""

    def __init__(self, channels: int, out_channels: int):
        super().__init__(channels, out_channels, 2, stride=2)


class Up(nn.Sequential):
    """[B, C, h, w] to [B, D, 2h, 2w]."""

    def __init__(self, channels: int, out_channels: int):
        super().__init__(nn.Conv2d(channels, 4 * out_channels, 1), nn.PixelShuffle(2))


class Encoder(nn.Module):
    """Pictures [B, 3, H, W] in -1..1 to latents [B, 16, H/16, W/16] of about zero mean and unit variance."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(3, 64, 12, stride=4, padding=4),
            nn.ReLU(),
            Down(64, 128),
            ResidualBlock(128),
            Down(128, 192),
            ResidualBlock(192),
            nn.ReLU(),
            nn.Conv2d(192, LATENT_CHANNELS, 3, padding=1),
        )
        # Without affine parameters: in training it fixes the latents' scale, in use it is a constant affine map.
        self.standardise = nn.BatchNorm2d(LATENT_CHANNELS, affine=False, momentum=0.02)

    def forward(self, pictures: Tensor) -> Tensor:
        return self.standardise(self.body(pictures).float())


class Decoder(nn.Module):
    """Latents [B, 16, h, w] to pictures [B, 3, 16h, 16w] in about -1..1 (not clipped)."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(LATENT_CHANNELS, 192, 3, padding=1),
            ResidualBlock(192),
            ResidualBlock(192),
            Up(192, 128),
            ResidualBlock(128),
            ResidualBlock(128),
            Up(128, 64),
            ResidualBlock(64),
            ResidualBlock(64),
            Up(64, 32),
            nn.Conv2d(32, 32, 3, padding=1),
            nn.ReLU(),
            nn.Conv2d(32, 12, 3, padding=1),
            nn.PixelShuffle(2),
        )

    def forward(self, latents: Tensor) -> Tensor:
        return self.body(torch.tanh(latents / 4) * 4)


class Autoencoder(nn.Module):
    """Encoder and decoder together, as trained."""

    def __init__(self):
        super().__init__()
        self.encoder = Encoder()
        self.decoder = Decoder()


def load_autoencoder(data: Path, device: torch.device) -> Autoencoder:
    """The trained autoencoder of ``<data>/autoencoder.pt``, frozen."""
    autoencoder = Autoencoder().to(device, memory_format=torch.channels_last)
    autoencoder.load_state_dict(torch.load(data / "autoencoder.pt", map_location=device)["model"])
    return autoencoder.eval().requires_grad_(False)
