"""Training pairs as pictures where the training is."""

import torch
from torch import Tensor

from pocket.pool import Pool
from pocket.training import CAPTION_LENGTH, PairStream, to_unit

CHUNK = 16
"""Pairs handed over together."""
TINTED_RATE, DARKEST_TINT = 0.15, 0.25
"""Share of pairs seen in coloured light, as paper is not always white, and how much a channel loses at most."""


class PicturePool(Pool):
    """The newest pairs as pictures.

    Args:
        pairs: source of pictures.
        capacity: pairs kept, 393 kB each.
        device: where they are kept.
    """

    def __init__(self, pairs: PairStream, capacity: int, device: torch.device):
        capacity = max(1, capacity // CHUNK) * CHUNK
        shape = (capacity, pairs.size, pairs.size, 3)
        inputs, targets = (torch.empty(shape, dtype=torch.uint8, device=device) for _ in range(2))
        captions = torch.empty((capacity, CAPTION_LENGTH), dtype=torch.long, device=device)
        super().__init__(pairs.batches(CHUNK), (inputs, targets, captions))

    def draw(self, size: int) -> tuple[Tensor, Tensor, Tensor]:
        """Random pairs: inputs and targets float32 [size, 3, S, S] in -1..1, token ids int64 [size, 24]; mirrored and tinted alike."""
        inputs, targets, captions = super().draw(size)
        mirrored = torch.rand((size, 1, 1, 1), device=inputs.device) < 0.5
        tinted = torch.rand((size, 1, 1, 1), device=inputs.device) < TINTED_RATE
        light = 1 - DARKEST_TINT * torch.rand((size, 3, 1, 1), device=inputs.device) * tinted

        def seen(pictures: Tensor) -> Tensor:
            unit = to_unit(pictures)
            return (torch.where(mirrored, unit.flip(3), unit) * light + light - 1).contiguous(memory_format=torch.channels_last)

        return seen(inputs), seen(targets), captions
