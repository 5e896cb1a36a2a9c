"""Training pairs as pictures where the training is: made by worker processes, each used several times, the oldest replaced."""

import threading
import time

import torch
from torch import Tensor

from pocket.training import CAPTION_LENGTH, PairStream, to_unit

CHUNK = 16
"""Pairs handed over together."""
TINTED_RATE, DARKEST_TINT = 0.15, 0.25
"""Share of pairs seen in coloured light, as paper is not always white, and how much a channel loses at most."""


class PicturePool:
    """A ring of the newest pairs; training never waits for the processes that fill it.

    Args:
        pairs: source of pictures.
        capacity: pairs kept, 393 kB each.
        device: where they are kept.
    """

    def __init__(self, pairs: PairStream, capacity: int, device: torch.device):
        self._capacity, self._device = max(1, capacity // CHUNK) * CHUNK, device
        shape = (self._capacity, pairs.size, pairs.size, 3)
        self._inputs, self._targets = (torch.empty(shape, dtype=torch.uint8, device=device) for _ in range(2))
        self._captions = torch.empty((self._capacity, CAPTION_LENGTH), dtype=torch.long, device=device)
        self.made = 0
        self._batches = pairs.batches(CHUNK)
        self._problem: Exception | None = None
        threading.Thread(target=self._fill, daemon=True).start()

    def _fill(self) -> None:
        try:
            for inputs, targets, captions in self._batches:
                place = self.made % self._capacity
                rows = slice(place, place + CHUNK)
                self._inputs[rows], self._targets[rows], self._captions[rows] = inputs, targets, captions
                self.made += CHUNK
        except Exception as problem:  # most likely a process that has ended; ``wait_for`` raises it
            self._problem = problem

    def wait_for(self, pairs: int) -> None:
        """Returns once so many pairs have been made, or all that there is room for.

        Raises:
            RuntimeError: when the processes that make them have ended.
        """
        while self.made < min(pairs, self._capacity):
            if self._problem:
                raise RuntimeError(f"{self.made} pairs were made") from self._problem
            time.sleep(0.2)

    def draw(self, size: int) -> tuple[Tensor, Tensor, Tensor]:
        """Random pairs: inputs and targets float32 [size, 3, S, S] in -1..1, token ids int64 [size, 24]; mirrored and tinted alike."""
        rows = torch.randint(min(self.made, self._capacity), (size,), device=self._device)
        mirrored = torch.rand((size, 1, 1, 1), device=self._device) < 0.5
        tinted = torch.rand((size, 1, 1, 1), device=self._device) < TINTED_RATE
        light = 1 - DARKEST_TINT * torch.rand((size, 3, 1, 1), device=self._device) * tinted

        def seen(pictures: Tensor) -> Tensor:
            unit = to_unit(pictures[rows])
            return (torch.where(mirrored, unit.flip(3), unit) * light + light - 1).contiguous(memory_format=torch.channels_last)

        return seen(self._inputs), seen(self._targets), self._captions[rows]
