"""What a painter learns from itself: drawings whose colours and inner lines were chosen by someone, not by the object."""

from dataclasses import dataclass

import cv2
import numpy as np

from pocket.colours import DARK_PEN, HUES, PALETTE, has_hue, held_out
from pocket.scenes import STYLE_WORDS, PairSampler
from pocket.sprites import STYLES

COLOURED_RATE, FACE_RATE = 0.45, 0.3
"""Shares of objects in an unnamed colour, and of objects with eyes and a mouth; the others are pairs as the painter knows them."""
FEW_PIXELS = 400


@dataclass(frozen=True)
class Lesson:
    """A drawing uint8 RGB [S, S, 3], the caption that the pupil reads and the one that the teacher reads, and lines as a
    layer RGBA uint8 [S, S, 4] that shall be seen in the picture."""

    drawing: np.ndarray
    heard: str
    taught: str
    lines: np.ndarray


class LessonSampler(PairSampler):
    """Endless source of random lessons."""

    def lesson(self) -> Lesson:
        kind = self._random.random()
        nothing = np.zeros((self._size, self._size, 4), np.uint8)
        if kind < COLOURED_RATE:
            drawing, _, heard, taught = self._coloured(may_be_plain=False)
            return Lesson(drawing, heard, taught, nothing)
        if kind < COLOURED_RATE + FACE_RATE:
            drawing, inside, heard, taught = self._coloured(may_be_plain=True)
            lines = self._face(inside)
            over = lines[..., 3:] / 255
            return Lesson((drawing * (1 - over) + lines[..., :3] * over).astype(np.uint8), heard, taught, lines)
        pair = self.sample()
        return Lesson(pair.input, pair.caption, pair.caption, nothing)

    def _coloured(self, may_be_plain: bool) -> tuple[np.ndarray, np.ndarray, str, str]:
        """An object in a pen of any hue, or in a dark outline; where it is; its caption, and the teacher's.

        The teacher's names the colour where it is not the object's own anyway.
        """
        sprite, colour = self._pick(), self._choice(HUES)
        concept = self._sprites.concepts[self._sprites.concept_of[sprite]]
        while held_out(colour, concept.name):
            colour = self._choice(HUES)
        placement, wobble = self._placement(0, 1, centred=False), self._hand.wobble()
        layer = self._bent(self._sprites.simple[sprite], placement, wobble, smooth=False)
        if may_be_plain and self._random.random() < 0.5:
            layer = self._round()
        inside = layer[..., 3] > 127
        own = has_hue(layer[..., :3], inside, colour)
        layer[inside, :3] = PALETTE[colour]
        canvas = np.full((self._size, self._size, 3), 255, np.uint8)
        kind = self._random.random()
        plain = may_be_plain and kind < 0.5
        if inside.sum() < FEW_PIXELS:
            drawing = canvas = layer[..., :3].copy()
            drawing[~inside] = 255
        elif plain:
            drawing = self._hand.outlined(canvas, inside, DARK_PEN)
        elif kind < 0.6:
            drawing = canvas.copy()
            drawing[inside] = PALETTE[colour]
            if self._random.random() < 0.4:
                drawing = self._hand.outlined(drawing, inside, DARK_PEN)
        elif kind < 0.7:
            drawing = self._hand.blob(canvas, inside, PALETTE[colour])
        elif kind < 0.85:
            drawing = self._hand.hatched(canvas, layer)
        else:
            drawing = self._hand.outlined(canvas, inside, PALETTE[colour])
        name = self._caption_name(int(self._sprites.concept_of[sprite]))
        tail = self._choice(STYLE_WORDS[STYLES[self._sprites.style_of[sprite]]])
        heard = f"a {name}{tail}"
        return drawing, inside, heard, heard if own or plain else f"a {colour} {name}{tail}"

    def _round(self) -> np.ndarray:
        """A round shape as a layer RGBA."""
        layer = np.zeros((self._size, self._size, 4), np.uint8)
        size = self._random.uniform(0.18, 0.42, 2) * self._size
        size[1] = size[0] * self._random.uniform(0.8, 1.25)
        centre = self._random.uniform(0.45, 0.55, 2) * self._size
        box = (tuple(map(float, centre)), tuple(map(float, 2 * size)), float(self._random.uniform(-20, 20)))
        cv2.ellipse(layer, box, (128, 128, 128, 255), -1)
        return layer

    def _face(self, inside: np.ndarray) -> np.ndarray:
        """Eyes and mostly a mouth somewhere inside an object, as a layer RGBA."""
        rows, columns = np.nonzero(cv2.erode(inside.astype(np.uint8), np.ones((9, 9), np.uint8)))
        alpha = np.zeros(inside.shape, np.uint8)
        if len(rows) < FEW_PIXELS:
            return np.zeros((*inside.shape, 4), np.uint8)
        chosen = int(self._random.integers(len(rows)))
        wide, high = np.ptp(columns) + 1, np.ptp(rows) + 1
        centre = 0.5 * np.array([columns.mean(), rows.mean()]) + 0.5 * np.array([columns[chosen], rows[chosen]])
        side = min(wide, high) * self._random.uniform(0.35, 0.9)
        apart, thickness = side * self._random.uniform(0.12, 0.28), int(self._random.integers(3, 7))
        radius = int(np.clip(side * self._random.uniform(0.03, 0.09), 2, 11))
        for sign in (-1, 1):
            eye = (int(centre[0] + sign * apart), int(centre[1] - side * 0.12))
            cv2.circle(alpha, eye, radius, 255, -1 if self._random.random() < 0.8 else 2, cv2.LINE_AA)
        if self._random.random() < 0.85:
            size = (int(side * self._random.uniform(0.1, 0.28)), int(side * self._random.uniform(0.02, 0.18)))
            smiles = self._random.random() < 0.7
            middle = (int(centre[0]), int(centre[1] + side * (0.1 if smiles else 0.25)))
            cv2.ellipse(alpha, middle, size, 0, *((15, 165) if smiles else (195, 345)), 255, thickness, cv2.LINE_AA)
        layer = np.empty((*inside.shape, 4), np.uint8)
        layer[..., :3] = DARK_PEN if self._random.random() < 0.85 else PALETTE[self._choice(("blue", "brown", "red", "white"))]
        layer[..., 3] = np.where(inside, alpha, 0)
        return layer
