"""Training pairs as latents: made and encoded beside the training, each used several times."""

import threading
import time
from collections.abc import Iterator

import torch
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset

from pocket.autoencoder import LATENT_CHANNELS, SPATIAL_FACTOR, Encoder
from pocket.training import CAPTION_LENGTH, PairStream, to_unit, worker_count

POOL_SIZE = 100_000
"""Pairs kept, 16 KiB each. The oldest are replaced."""

SIDE = 256 // SPATIAL_FACTOR


class _EncodedPairs(IterableDataset):
    """Batches (inputs, targets float16 [B, 16, 16, 16], token ids int64 [B, 24]), encoded where they are made."""

    def __init__(self, pairs: PairStream, encoder: Encoder, batch: int):
        self._pairs = pairs
        self._encoder = encoder.eval()
        self._batch = batch

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
        torch.set_num_threads(1)
        rows = iter(self._pairs)
        while True:
            inputs, targets, captions = zip(*(next(rows) for _ in range(self._batch)), strict=True)
            pictures = torch.stack([torch.from_numpy(picture) for picture in (*inputs, *targets)])
            with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
                latents = self._encoder(to_unit(pictures).contiguous(memory_format=torch.channels_last)).half()
            yield *latents.chunk(2), torch.stack([torch.from_numpy(ids) for ids in captions])


class LatentPool:
    """A ring of the newest pairs, filled by worker processes; training never waits for them.

    Args:
        pairs: source of pictures.
        encoder: on the CPU; copied to each worker.
        batch: pairs encoded together.
    """

    def __init__(self, pairs: PairStream, encoder: Encoder, batch: int):
        shape = (POOL_SIZE, LATENT_CHANNELS, SIDE, SIDE)
        self._inputs, self._targets = torch.empty(shape, dtype=torch.half), torch.empty(shape, dtype=torch.half)
        self._captions = torch.empty((POOL_SIZE, CAPTION_LENGTH), dtype=torch.long)
        self.made = 0
        loader = DataLoader(_EncodedPairs(pairs, encoder, batch), batch_size=None, num_workers=worker_count(), prefetch_factor=2)
        threading.Thread(target=self._fill, args=(loader,), daemon=True).start()

    def _fill(self, loader: DataLoader) -> None:
        for inputs, targets, captions in loader:
            places = (self.made + torch.arange(len(inputs))) % POOL_SIZE
            self._inputs[places], self._targets[places], self._captions[places] = inputs, targets, captions
            self.made += len(inputs)

    def wait_for(self, pairs: int) -> None:
        """Returns once so many pairs have been made."""
        while self.made < pairs:
            time.sleep(0.5)

    def draw(self, size: int) -> tuple[Tensor, Tensor, Tensor]:
        """Random pairs: inputs and targets float32 [size, 16, 16, 16], token ids int64 [size, 24]."""
        rows = torch.randint(min(self.made, POOL_SIZE), (size,))
        inputs, targets = (part[rows].float().contiguous(memory_format=torch.channels_last) for part in (self._inputs, self._targets))
        return inputs, targets, self._captions[rows]
