"""Distances of pictures, and how much each of them has to say."""

import torch
from torch import Tensor
from torch.nn import functional as F

from pocket.train_autoencoder import reconstruction_loss


def pixel_loss(output: Tensor, target: Tensor) -> Tensor:
    """Of pixels and their differences, at the pictures' size and at half and a quarter of it; both [B, 3, S, S]."""
    loss = reconstruction_loss(output, target)
    for side in (2, 4):
        error = F.avg_pool2d(output - target, side)
        loss = loss + (error[..., 1:] - error[..., :-1]).abs().mean() + (error[..., 1:, :] - error[..., :-1, :]).abs().mean()
    return loss


def perceptual_loss(made: list[Tensor], wanted: list[Tensor]) -> Tensor:
    """Distance of feature maps whose vectors have unit length, as in LPIPS (Zhang et al., 2018) without its learned weights."""

    def unit(features: Tensor) -> Tensor:
        features = features.float()
        return features * (features.square().sum(1, keepdim=True) + 1e-4).rsqrt()

    return torch.stack([(unit(m) - unit(w)).square().sum(1).mean() for m, w in zip(made, wanted, strict=True)]).sum()


def prefers(better: list[Tensor], worse: list[Tensor]) -> Tensor:
    """Loss of a critic that should score ``better`` above ``worse``, patch by patch (the relativistic pairing of R3GAN,
    Huang et al., "The GAN is dead; long live the GAN!")."""
    return torch.stack([F.softplus(w.float() - b.float()).mean() for b, w in zip(better, worse, strict=True)]).mean()


def difference(first: list[Tensor], second: list[Tensor]) -> Tensor:
    """Mean squared difference of scores."""
    return torch.stack([(a.float() - b.float()).square().mean() for a, b in zip(first, second, strict=True)]).mean()


class Balance:
    """Brings gradients to shares of a reference's size, by running means of their sizes, so that none can drown the others."""

    LARGEST_GAIN = 30.0
    """Bound of the factor by which a gradient is brought to its share, relative to the factor it began with."""

    def __init__(self):
        self._sizes: dict[str, Tensor] = {}
        self._first_gains: dict[str, Tensor] = {}

    def _size(self, name: str, gradient: Tensor) -> Tensor:
        norm = gradient.float().norm().clamp(min=1e-12)
        mean = self._sizes.get(name, norm)
        self._sizes[name] = torch.where(norm.isfinite(), mean.lerp(torch.minimum(norm, 10 * mean), 0.02), mean)
        return self._sizes[name]

    def joined(self, reference: Tensor, others: dict[str, tuple[Tensor, float]]) -> Tensor:
        """The sum of a gradient and others, each brought to a share of the first one's size.

        Args:
            reference: the gradient whose size stays.
            others: gradient and share by name.
        """
        size, total = self._size("reference", reference), reference
        for name, (gradient, share) in others.items():
            gain = size / self._size(name, gradient)
            first = self._first_gains.setdefault(name, gain.detach())
            total = total + share * torch.minimum(gain, self.LARGEST_GAIN * first) * gradient
        return total
