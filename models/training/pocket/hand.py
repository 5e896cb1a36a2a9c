"""How people draw: with few pens, in a hurry, never exactly."""

import cv2
import numpy as np

from pocket.colours import DARK_PEN, PALETTE, PENS, over
from pocket.strokes import draw_strokes

LEAST_CONTRAST = 40
"""Difference from the paper, 0..255 in some channel, that a pen's colour has at least."""


def _packed(pixels: np.ndarray) -> np.ndarray:
    """Colours uint8 [N, 3 or more] as one number each, int32 [N]: numpy sorts numbers far faster than rows."""
    return pixels[:, :3].astype(np.int32) @ np.array([65536, 256, 1], np.int32)


def _unpacked(packed: np.ndarray) -> np.ndarray:
    """The inverse of ``_packed``: float32 [N, 3]."""
    return np.stack([packed >> 16, packed >> 8 & 255, packed & 255], axis=1).astype(np.float32)


def _colours(layer: np.ndarray, inside: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The distinct colours of a layer where ``inside``, packed and ascending, and how many pixels have each."""
    return np.unique(_packed(layer[inside]), return_counts=True)


class Hand:
    """Draws roughly what it is given in flat areas: layers RGBA uint8 [S, S, 4] onto canvases RGB uint8 [S, S, 3].

    Args:
        random: its mood.
        size: side S of the canvas.
    """

    def __init__(self, random: np.random.Generator, size: int):
        self._random, self._size = random, size
        self._columns, self._rows = np.meshgrid(np.arange(size, dtype=np.float32), np.arange(size, dtype=np.float32))

    def wobble(self) -> tuple[np.ndarray, np.ndarray]:
        """A smooth random distortion of a few pixels, as maps of columns and rows for ``cv2.remap``: nobody draws exactly.

        The target bends with the drawing, so that what is learned is to follow the hand, and one drawing has one answer.
        """
        strength = self._random.uniform(0, 0.02) * self._size
        field = self._random.normal(0, strength, (4, 4, 2)).astype(np.float32)
        field = cv2.resize(field, (self._size, self._size), interpolation=cv2.INTER_CUBIC)
        return self._columns + field[..., 0], self._rows + field[..., 1]

    def scribble(self, canvas: np.ndarray, rough: np.ndarray) -> np.ndarray:
        """Draws one object, given in flat areas, onto the input canvas the way a hurried hand would."""
        inside = rough[..., 3] > 127
        if inside.sum() < 30:
            return over(canvas, rough)
        if self._random.random() < 0.5:
            rough = self.with_pens(rough, inside)
        kind = self._random.uniform(0.05, 1)
        return over(canvas, rough) if kind < 0.4 else self.roughly(canvas, rough, kind)

    def roughly(self, canvas: np.ndarray, rough: np.ndarray, kind: float) -> np.ndarray:
        """Blob (kind from 0.4), hatching (from 0.6) or outline (from 0.75)."""
        inside = rough[..., 3] > 127
        colours, uses = _colours(rough, inside)
        main = tuple(int(v) for v in _unpacked(colours)[uses.argmax()])
        if np.abs(canvas[inside].mean(0) - main).max() < LEAST_CONTRAST:
            # Nobody draws a sheep with a white pen on white paper.
            return self.outlined(canvas, inside, self._outline_pen(DARK_PEN))
        if kind < 0.6:
            return self.blob(canvas, inside, main)
        if kind < 0.75:
            return self.hatched(canvas, rough)
        return self.outlined(canvas, inside, self._outline_pen(main))

    def _outline_pen(self, main: tuple[int, int, int]) -> tuple[int, int, int]:
        return main if self._random.random() < 0.5 else DARK_PEN

    @staticmethod
    def with_pens(layer: np.ndarray, inside: np.ndarray) -> np.ndarray:
        """The layer with each colour replaced by the nearest of a painting program's pens."""
        packed, _ = _colours(layer, inside)
        pens = PENS[np.square(_unpacked(packed)[:, None] - PENS).sum(2).argmin(1)]
        result = layer.copy()
        result[inside, :3] = pens[np.searchsorted(packed, _packed(layer[inside]))]
        return result

    def blob(self, canvas: np.ndarray, inside: np.ndarray, colour: tuple[int, int, int]) -> np.ndarray:
        if self._random.random() < 0.5:
            points = cv2.findNonZero(inside.astype(np.uint8))
            cv2.ellipse(shape := canvas.copy(), cv2.minAreaRect(points), colour, -1, cv2.LINE_AA)
            return shape
        result = canvas.copy()
        result[cv2.GaussianBlur(inside.astype(np.float32), (0, 0), self._random.uniform(3, 8)) > 0.5] = colour
        return result

    def hatched(self, canvas: np.ndarray, rough: np.ndarray) -> np.ndarray:
        strokes = np.zeros(canvas.shape[:2], np.uint8)
        angle, gap = self._random.uniform(0, np.pi), self._random.uniform(7, 16)
        along, across = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
        for offset in np.arange(-self._size, self._size, gap):
            middle = self._size / 2 + across * (offset + self._random.normal(0, 1.5))
            ends = [tuple(int(v) for v in middle + along * self._size * sign) for sign in (-1, 1)]
            cv2.line(strokes, ends[0], ends[1], 255, int(self._random.integers(4, 9)), cv2.LINE_AA)
        layer = rough.copy()
        layer[..., 3] = np.minimum(rough[..., 3], strokes)
        return over(canvas, layer)

    def outlined(self, canvas: np.ndarray, inside: np.ndarray, colour: tuple[int, int, int]) -> np.ndarray:
        contours, _ = cv2.findContours(inside.astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
        result = canvas.copy()
        smooth = [cv2.approxPolyDP(c, self._random.uniform(0.5, 3), True) for c in contours if len(c) > 12]
        cv2.drawContours(result, smooth, -1, colour, int(self._random.integers(3, 9)), cv2.LINE_AA)
        return result

    def lines(self, strokes: list[np.ndarray], scale: float, canvas: np.ndarray) -> np.ndarray:
        """A line drawing as a layer RGBA of a sprite's size; a third of them are only a few strokes.

        Args:
            strokes: the longest first.
            scale: from the sprite's pixels to the canvas'.
            canvas: from which the pen has to differ.
        """
        if self._random.random() < 0.33:
            strokes = strokes[: int(self._random.integers(1, 9))]
        pen = DARK_PEN if self._random.random() < 0.7 else PENS[self._random.integers(len(PENS))]
        if np.abs(canvas[::16, ::16].mean((0, 1)) - pen).max() < LEAST_CONTRAST:
            pen = DARK_PEN if canvas[::16, ::16].mean() > 110 else PALETTE["white"]
        thickness = max(1, round(self._random.uniform(2, 6) / scale))
        return draw_strokes(strokes, self._random.uniform(0.6, 2.4), thickness, tuple(int(v) for v in pen))
