"""Drawings to test a bundle with, all on white paper."""

import numpy as np

from pocket.colours import DARK_PEN, PALETTE, over, recoloured
from pocket.scenes import PairSampler
from pocket.strokes import draw_strokes


class DrawingSampler(PairSampler):
    """Endless source of random test drawings of given sprites."""

    def scribbled(self, sprite: int, colour: str | None) -> tuple[np.ndarray, np.ndarray]:
        """Without what gives the object away: one pen colour, blob, hatching or outline.

        Returns:
            the drawing, uint8 RGB [S, S, 3], and where the object is, bool [S, S].
        """
        simple = self._sprites.simple[sprite]
        placement = self._placement(0, 1, centred=False)
        layer = self._place(simple if colour is None else recoloured(simple, colour), placement)
        canvas = np.full((self._size, self._size, 3), 255, np.uint8)
        rough = self._hand.with_pens(layer, layer[..., 3] > 127)
        return self._hand.roughly(canvas, rough, self._random.uniform(0.4, 1)), layer[..., 3] > 127

    def painted(self, sprite: int, colour: str) -> tuple[np.ndarray, np.ndarray]:
        """The object's shape in one pen, filled or hatched; as ``scribbled``."""
        layer = self._place(self._sprites.simple[sprite], self._placement(0, 1, centred=False))
        inside = layer[..., 3] > 127
        layer[inside, :3] = PALETTE[colour]
        canvas = np.full((self._size, self._size, 3), 255, np.uint8)
        return (over(canvas, layer) if self._random.random() < 0.5 else self._hand.hatched(canvas, layer)), inside

    def lined(self, sprite: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Dark lines only.

        Returns:
            the outline alone, and with its inner lines, both uint8 RGB [S, S, 3], and where the inner lines are, bool [S, S].
        """
        placement, wobble = self._placement(0, 1, centred=False), self._hand.wobble()
        outline, inner = (self._bent(draw_strokes(strokes, 1.0, 3, DARK_PEN), placement, wobble) for strokes in self._strokes_of(sprite))
        bare = over(np.full((self._size, self._size, 3), 255, np.uint8), outline)
        return bare, over(bare, inner), inner[..., 3] > 127
