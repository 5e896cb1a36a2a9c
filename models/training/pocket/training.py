"""What the trainers share: device choice, the pair stream, checkpoints, picture sheets."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from pocket.scenes import PairSampler, load_photographs
from pocket.sprites import build_sprites
from pocket.tokenizer import ClipTokenizer

cv2.setNumThreads(0)  # before its first use: a forked process lacks the threads that OpenCV would wait for

CAPTION_LENGTH = 24
"""Tokens per caption while training; the UNet ignores padding, so more would change nothing."""


def choose_device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def worker_count() -> int:
    """Processes that make pairs beside the training."""
    return max(1, (os.cpu_count() or 1) - 1)


def to_unit(pictures: Tensor) -> Tensor:
    """uint8 [B, S, S, 3] to float32 [B, 3, S, S] in -1..1."""
    return pictures.permute(0, 3, 1, 2).float() / 127.5 - 1


class PairStream(IterableDataset):
    """Endless (input, target, token ids) from ``PairSampler``; each worker has its own random numbers.

    Args:
        data: folder of sprites and caches.
        size: side of the pictures; what is smaller than 256 is the same pictures made smaller.
    """

    def __init__(self, data: Path, size: int = 256):
        self.size = size
        self.sprites = build_sprites(data / "npm", data / "sprites.npz")
        self._photographs = load_photographs()
        self._tokenizer = ClipTokenizer()

    def __iter__(self) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        worker = get_worker_info()
        seed = time.time_ns() // 1000 + (worker.id if worker else 0)
        sampler = PairSampler(self.sprites, self._photographs, seed)
        while True:
            pair = sampler.sample()
            yield self._sized(pair.input), self._sized(pair.target), np.array(self._tokenizer.encode(pair.caption, CAPTION_LENGTH))

    def _sized(self, picture: np.ndarray) -> np.ndarray:
        if picture.shape[0] == self.size:
            return picture
        return cv2.resize(picture, (self.size, self.size), interpolation=cv2.INTER_AREA)

    def batches(self, size: int) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
        """Batches, made by worker processes beside the training."""
        return iter(DataLoader(self, batch_size=size, num_workers=worker_count(), prefetch_factor=4))


def busiest_corners(pictures: Tensor, side: int, grid: int = 1) -> list[tuple[int, int]]:
    """Top and left of a square window in each picture [B, 3, S, S]: of three at random the one with most contrast.

    Most of a drawing is empty paper, from which there is little to learn.

    Args:
        side: of the windows, in pixels.
        grid: what top and left are multiples of.
    """

    def contrast(picture: Tensor, corner: tuple[int, int]) -> float:
        return float(window(picture, corner, side)[:, ::4, ::4].std())

    draws = (grid * torch.randint((pictures.shape[2] - side) // grid + 1, (len(pictures), 3, 2))).tolist()
    return [max(map(tuple, corners), key=lambda c: contrast(picture, c)) for picture, corners in zip(pictures, draws, strict=True)]


def window(plane: Tensor, corner: tuple[int, int], side: int) -> Tensor:
    """[C, S, S] to [C, side, side]."""
    top, left = corner
    return plane[:, top : top + side, left : left + side]


def save_atomically(content: dict, file: Path) -> None:
    """Writes a checkpoint so that an interruption leaves the previous one whole."""
    temporary = file.with_suffix(".tmp")
    torch.save(content, temporary)
    temporary.replace(file)


def write_sheet(rows: list[Tensor], file: Path) -> None:
    """Each row: float [B, 3, S, S] in -1..1; rows below each other, pictures side by side."""
    sheet = torch.cat([torch.cat(list(row.float().cpu()), dim=2) for row in rows], dim=1)
    pixels = (sheet.permute(1, 2, 0).numpy() * 127.5 + 127.5).clip(0, 255).astype(np.uint8)
    cv2.imwrite(str(file), cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))
