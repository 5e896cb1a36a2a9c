"""What a painter learns from itself: drawings whose colours and inner lines were chosen by someone, not by the object."""

from dataclasses import dataclass

import cv2
import numpy as np

from pocket.colours import DARK_PEN, HUES, PALETTE, has_hue, held_out, over
from pocket.scenes import STYLE_WORDS, PairSampler
from pocket.sprites import STYLES

COLOURED_RATE, FACE_RATE = 0.35, 0.2
"""Shares of objects in an unnamed colour, and of objects with eyes and a mouth; the others are pairs as the painter knows them."""
OTHER_NAME_RATE = 0.4
"""Share of drawings under words for something else, which the painter shall follow as much as before."""
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
            drawing, _, heard, taught = self._coloured(has_face=False)
            return Lesson(drawing, heard, taught, nothing)
        if kind < COLOURED_RATE + FACE_RATE:
            drawing, inside, heard, taught = self._coloured(has_face=True)
            lines = self._face(inside)
            return Lesson(over(drawing, lines), heard, taught, lines)
        pair = self.sample()
        caption = self.sample().caption if self._random.random() < OTHER_NAME_RATE else pair.caption
        return Lesson(pair.input, caption, caption, nothing)

    def _coloured(self, has_face: bool) -> tuple[np.ndarray, np.ndarray, str, str]:
        """An object in a pen of any hue, or to get a face; where it is; the caption without the colour, and the teacher's.

        The teacher's names the colour where it is to be seen and is not the object's own anyway.
        """
        sprite = self._pick()
        said = self._pick() if self._random.random() < OTHER_NAME_RATE else sprite
        concept, colour = int(self._sprites.concept_of[said]), self._choice(HUES)
        while held_out(colour, self._sprites.concepts[concept].name):
            colour = self._choice(HUES)
        layer = self._bent(self._sprites.simple[sprite], self._placement(0, 1, centred=False), self._hand.wobble(), smooth=False)
        if has_face and self._random.random() < 0.5:
            layer = self._round()
        inside = layer[..., 3] > 127
        own = said == sprite and inside.any() and has_hue(layer[..., :3], inside, colour)
        name, style = self._caption_name(concept), self._choice(STYLE_WORDS[STYLES[self._sprites.style_of[said]]])
        plain = has_face and self._random.random() < 0.5
        if plain:
            drawing = self._hand.outlined(np.full((self._size, self._size, 3), 255, np.uint8), inside, DARK_PEN)
        else:
            layer[inside, :3] = PALETTE[colour]
            drawing = self._in_pen(layer, inside)
        return drawing, inside, f"a {name}{style}", f"a {name}{style}" if own or plain else f"a {colour} {name}{style}"

    def _in_pen(self, layer: np.ndarray, inside: np.ndarray) -> np.ndarray:
        """A layer of one colour on white paper: filled, a blob, hatched or its outline."""
        canvas, kind = np.full((self._size, self._size, 3), 255, np.uint8), self._random.random()
        if inside.sum() < FEW_PIXELS or kind < 0.6:
            canvas[inside] = layer[inside, :3]
            return self._hand.outlined(canvas, inside, DARK_PEN) if self._random.random() < 0.4 else canvas
        colour = tuple(int(value) for value in layer[inside][0, :3])
        if kind < 0.7:
            return self._hand.blob(canvas, inside, colour)
        if kind < 0.85:
            return self._hand.hatched(canvas, layer)
        return self._hand.outlined(canvas, inside, colour)

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
