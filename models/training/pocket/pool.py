"""A pool of training pairs, made beside the training and each used several times."""

import threading
import time
from collections.abc import Iterable

import torch
from torch import Tensor


class Pool:
    """A ring of the newest rows of an endless stream; training never waits for the processes that make them.

    Args:
        batches: tensors with the same rows of different parts, always as many rows.
        parts: where the rows are kept, [capacity, ...] each; the capacity is a multiple of a batch's rows.
    """

    def __init__(self, batches: Iterable[tuple[Tensor, ...]], parts: tuple[Tensor, ...]):
        self._batches, self._parts, self._capacity = batches, parts, len(parts[0])
        self.made = 0
        self._problem: Exception | None = None
        self._thread = threading.Thread(target=self._fill, daemon=True)
        self._thread.start()

    def _fill(self) -> None:
        try:
            for batch in self._batches:
                place = self.made % self._capacity
                for kept, rows in zip(self._parts, batch, strict=True):
                    kept[place : place + len(rows)] = rows
                self.made += len(batch[0])
        except Exception as problem:  # most likely a process that has ended; ``wait_for`` raises it
            self._problem = problem

    def wait_for(self, rows: int) -> None:
        """Returns once so many have been made, or all that there is room for.

        Raises:
            RuntimeError: when what makes them has ended.
        """
        while self.made < min(rows, self._capacity):
            if self._problem:
                raise RuntimeError(f"{self.made} pairs were made") from self._problem
            time.sleep(0.2)

    def draw(self, size: int) -> tuple[Tensor, ...]:
        """Random rows of each part."""
        rows = torch.randint(min(self.made, self._capacity), (size,), device=self._parts[0].device)
        return tuple(part[rows] for part in self._parts)
