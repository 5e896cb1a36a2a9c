"""Training pairs: what someone draws or films (input), what should come of it (target), and the words for it."""

import sysconfig
import zlib
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from pocket.sprites import SPRITE_SIZE, STYLES, SpriteSet
from pocket.styles import FILTERS

PALETTE = {
    "red": (225, 40, 40), "orange": (245, 140, 30), "yellow": (250, 210, 50), "green": (60, 170, 70),
    "blue": (50, 110, 225), "light blue": (150, 205, 250), "purple": (140, 70, 190), "pink": (245, 140, 190),
    "brown": (130, 85, 50), "black": (20, 20, 20), "white": (255, 255, 255), "grey": (140, 140, 140),
}  # fmt: skip
"""Colours by name, RGB 0..255."""

HUES = ("red", "orange", "yellow", "green", "blue", "purple", "pink")
"""Colours that objects are turned into."""


def held_out(colour: str, name: str) -> bool:
    """Whether training never sees this object in this colour, so that the pair may test the model."""
    return zlib.crc32(f"{colour} {name}".encode()) % 8 == 0


PENS = np.array(list(PALETTE.values()), np.float32)
DARK_PEN = PALETTE["black"]
LEAST_CONTRAST = 40
"""Difference from the paper, 0..255 in some channel, that a pen's colour has at least."""
OTHER_STYLE_RATE = 0.1
"""Share of objects whose input is the finished picture in some style."""

COUNTS = {1: ("",), 2: ("two ", "2 "), 3: ("three ", "3 ")}
PREFIXES = ("", "", "a ", "a ", "a ", "a picture of ", "the ")
STYLE_WORDS = {"3d": (", 3d", ", 3d render", ""), "flat": (", flat",), "cartoon": (", cartoon",)}
STYLED_DRAWINGS = 0.12
"""Share of drawings whose picture is seen through one of the filters."""
STYLE_WEIGHTS = np.array([0.74, 0.13, 0.13])


@dataclass(frozen=True)
class Pair:
    """Input and target, both uint8 RGB [S, S, 3], and the caption."""

    input: np.ndarray
    target: np.ndarray
    caption: str


def load_photographs() -> list[np.ndarray]:
    """Colour photographs that scikit-image and scikit-learn carry, uint8 RGB. Licences are in the bundle's notes."""
    packages = Path(sysconfig.get_paths()["purelib"])
    files = [packages / "skimage" / "data" / name for name in ("astronaut.png", "chelsea.png", "coffee.png", "rocket.jpg")]
    files += [packages / "sklearn" / "datasets" / "images" / name for name in ("china.jpg", "flower.jpg")]
    return [cv2.cvtColor(cv2.imread(str(file)), cv2.COLOR_BGR2RGB) for file in files]


def recoloured(picture: np.ndarray, colour: str) -> np.ndarray:
    """RGBA ``picture`` with every hue turned to that of the named colour."""
    hsv = cv2.cvtColor(picture[..., :3], cv2.COLOR_RGB2HSV)
    hsv[..., 0] = cv2.cvtColor(np.uint8([[PALETTE[colour]]]), cv2.COLOR_RGB2HSV)[0, 0, 0]
    return np.dstack([cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB), picture[..., 3]])


def _over(canvas: np.ndarray, layer: np.ndarray) -> np.ndarray:
    """Straight RGBA ``layer`` over RGB ``canvas``, both uint8 of the same size."""
    alpha = layer[..., 3:].astype(np.uint16)
    return ((canvas * (255 - alpha) + layer[..., :3] * alpha + 127) // 255).astype(np.uint8)


def _packed(pixels: np.ndarray) -> np.ndarray:
    """Colours uint8 [N, 3 or more] as one number each, int32 [N]: numpy sorts numbers far faster than rows."""
    return pixels[:, :3].astype(np.int32) @ np.array([65536, 256, 1], np.int32)


def _unpacked(packed: np.ndarray) -> np.ndarray:
    """The inverse of ``_packed``: float32 [N, 3]."""
    return np.stack([packed >> 16, packed >> 8 & 255, packed & 255], axis=1).astype(np.float32)


def _colours(layer: np.ndarray, inside: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The distinct colours of a layer where ``inside``, packed and ascending, and how many pixels have each."""
    return np.unique(_packed(layer[inside]), return_counts=True)


class PairSampler:
    """Endless source of random training pairs."""

    def __init__(self, sprites: SpriteSet, photographs: list[np.ndarray], seed: int, size: int = 256):
        self._sprites = sprites
        self._photographs = photographs
        self._random = np.random.default_rng(seed)
        self._size = size
        weights = np.array([sprites.concepts[c].weight for c in sprites.concept_of])
        weights = weights * STYLE_WEIGHTS[sprites.style_of]
        self._weights = weights / weights.sum()

    def sample(self) -> Pair:
        kind = self._random.random()
        if kind < 0.13:
            return self._styled_photograph()
        pair = self._drawing()
        if kind < 0.18:
            return Pair(pair.input, pair.input, "")
        return pair

    def _choice(self, options):
        return options[int(self._random.integers(len(options)))]

    def _colour(self) -> tuple[str, np.ndarray]:
        name = self._choice(list(PALETTE))
        return name, np.clip(np.array(PALETTE[name]) + self._random.normal(0, 8, 3), 0, 255)

    # Photographs ------------------------------------------------------------------------------------------------

    def _photograph(self) -> np.ndarray:
        source = self._choice(self._photographs)
        height, width = source.shape[:2]
        side = int(self._random.uniform(0.4, 1.0) * min(height, width))
        top, left = self._random.integers(height - side + 1), self._random.integers(width - side + 1)
        crop = cv2.resize(source[top : top + side, left : left + side], (self._size, self._size), interpolation=cv2.INTER_AREA)
        if self._random.random() < 0.5:
            crop = crop[:, ::-1]
        gain, shift = self._random.uniform(0.7, 1.2, 3), self._random.uniform(-20, 30)
        return np.ascontiguousarray(np.clip(crop * gain + shift, 0, 255).astype(np.uint8))

    def _styled_photograph(self) -> Pair:
        photograph = self._photograph()
        if self._random.random() < 0.1:
            return Pair(photograph, photograph, "")
        words = self._choice(list(FILTERS))
        phrase = self._choice(("a {}", "{}", "everything in {}", "a {} of a person", "{} style")).format(self._choice(words))
        return Pair(photograph, FILTERS[words](photograph), phrase)

    # Drawings ---------------------------------------------------------------------------------------------------

    def _background(self) -> tuple[np.ndarray, np.ndarray, str]:
        """Canvas of the input, canvas of the target, words for the target's."""
        shape = (self._size, self._size, 3)
        white = np.full(shape, 255, np.uint8)
        kind = self._random.random()
        if kind < 0.55:
            return white, white, ""
        name, colour = self._colour()
        plain = np.empty(shape, np.uint8)
        plain[:] = colour
        if kind < 0.75:
            return plain, plain, ""
        if kind < 0.88:
            return (white if self._random.random() < 0.6 else plain), plain, f" on a {name} background"
        _, other = self._colour()
        ramp = np.linspace(0, 1, self._size)[:, None, None]
        mixed = (colour * (1 - ramp) + other * ramp).astype(np.uint8) * np.ones(shape, np.uint8)
        return mixed, mixed, ""

    def _placement(self, index: int, count: int, centred: bool) -> np.ndarray:
        """Affine 2x3 from sprite to canvas pixels."""
        if centred:
            scale, angle, mirrored = 0.8 * self._size / SPRITE_SIZE, 0.0, False
            centre = np.array([self._size / 2, self._size / 2])
        else:
            scale = self._random.uniform(0.4, 0.9) * self._size / SPRITE_SIZE / (1, 1.6, 2.2)[count - 1]
            angle = self._random.normal(0, 0.12)
            mirrored = self._random.random() < 0.5
            radius = scale * SPRITE_SIZE / 2
            slot = self._size / count
            centre = np.array([
                self._random.uniform(index * slot + min(radius, slot / 2), (index + 1) * slot - min(radius, slot / 2)),
                self._random.uniform(0.9 * radius, self._size - 0.9 * radius),
            ])  # fmt: skip
        turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        if mirrored:
            turn = turn @ np.diag([-1, 1])
        offset = centre - turn @ [SPRITE_SIZE / 2, SPRITE_SIZE / 2]
        return np.float32(np.column_stack([turn, offset]))

    def _place(self, sprite: np.ndarray, placement: np.ndarray) -> np.ndarray:
        flags = cv2.INTER_AREA if abs(np.linalg.det(placement[:, :2])) < 0.5 else cv2.INTER_LINEAR
        return cv2.warpAffine(sprite, placement, (self._size, self._size), flags=flags)

    def _caption_name(self, concept_index: int) -> str:
        concept = self._sprites.concepts[concept_index]
        draw = self._random.random()
        if concept.aliases and draw < 0.6:
            return self._choice(concept.aliases)
        if concept.keywords and draw > 0.95:
            return self._choice(concept.keywords)
        return concept.name

    def _drawing(self) -> Pair:
        chosen = int(self._random.choice(len(self._weights), p=self._weights))
        concept, style = int(self._sprites.concept_of[chosen]), int(self._sprites.style_of[chosen])
        count = int(self._random.choice([1, 2, 3], p=[0.9, 0.07, 0.03]))
        blank = count == 1 and self._random.random() < 0.08
        input_canvas, target_canvas, place_words = self._background()
        picture, simple, adjective = self._sprites.pictures[chosen], self._sprites.simple[chosen], ""
        if self._random.random() < 0.15:
            colour = self._choice(HUES)
            if not held_out(colour, self._sprites.concepts[concept].name):
                picture, simple, adjective = recoloured(picture, colour), recoloured(simple, colour), f"{colour} "
        for index in range(count):
            placement = self._placement(index, count, centred=blank)
            layer = self._place(picture, placement)
            if not blank:
                wobble = self._wobble()
                layer = cv2.remap(layer, *wobble, cv2.INTER_LINEAR)
                if self._random.random() < OTHER_STYLE_RATE:
                    drawn = cv2.remap(self._place(self._other_style(chosen), placement), *wobble, cv2.INTER_LINEAR)
                    input_canvas = _over(input_canvas, drawn)
                else:
                    drawn = cv2.remap(self._place(simple, placement), *wobble, cv2.INTER_NEAREST)
                    input_canvas = self._scribble(input_canvas, drawn)
            target_canvas = _over(target_canvas, layer)
        name = self._caption_name(concept)
        prefix = self._choice(COUNTS[count]) if count > 1 else self._choice(PREFIXES)
        plural = "" if count == 1 or name.endswith("s") else "s"
        caption = f"{prefix}{adjective}{name}{plural}{place_words}{self._choice(STYLE_WORDS[STYLES[style]])}"
        if self._random.random() < STYLED_DRAWINGS:
            words = self._choice(list(FILTERS))
            style = self._choice(words)
            article = "an" if style[0] in "aeiou" else "a"
            plain = f"{adjective}{name}{plural}{place_words}"
            caption = self._choice((f"{caption}, {style}", f"{article} {style} {plain}", f"{article} {style} of {prefix}{plain}"))
            return Pair(input_canvas, FILTERS[words](target_canvas), caption)
        return Pair(input_canvas, target_canvas, caption)

    # What people draw -------------------------------------------------------------------------------------------

    def scribbled(self, sprite: int, colour: str | None) -> tuple[np.ndarray, np.ndarray]:
        """A test drawing on white, without what gives the object away: one pen colour, blob, hatching or outline.

        Returns:
            the drawing, uint8 RGB [S, S, 3], and where the object is, bool [S, S].
        """
        simple = self._sprites.simple[sprite]
        placement = self._placement(0, 1, centred=False)
        layer = self._place(simple if colour is None else recoloured(simple, colour), placement)
        canvas = np.full((self._size, self._size, 3), 255, np.uint8)
        rough = self._with_pens(layer, layer[..., 3] > 127)
        return self._roughly(canvas, rough, self._random.uniform(0.4, 1)), layer[..., 3] > 127

    def _wobble(self) -> tuple[np.ndarray, np.ndarray]:
        """A smooth random distortion of a few pixels, as maps of columns and rows for ``cv2.remap``: nobody draws exactly.

        The target bends with the drawing, so that what is learned is to follow the hand, and one drawing has one answer.
        """
        strength = self._random.uniform(0, 0.02) * self._size
        field = self._random.normal(0, strength, (4, 4, 2)).astype(np.float32)
        field = cv2.resize(field, (self._size, self._size), interpolation=cv2.INTER_CUBIC)
        y, x = np.mgrid[: self._size, : self._size].astype(np.float32)
        return x + field[..., 0], y + field[..., 1]

    def _scribble(self, canvas: np.ndarray, rough: np.ndarray) -> np.ndarray:
        """Draws one object, given in flat areas, onto the input canvas the way a hurried hand would."""
        inside = rough[..., 3] > 127
        if inside.sum() < 30:
            return _over(canvas, rough)
        if self._random.random() < 0.5:
            rough = self._with_pens(rough, inside)
        kind = self._random.uniform(0.05, 1)
        return _over(canvas, rough) if kind < 0.4 else self._roughly(canvas, rough, kind)

    def _roughly(self, canvas: np.ndarray, rough: np.ndarray, kind: float) -> np.ndarray:
        """Blob (kind from 0.4), hatching (from 0.6) or outline (from 0.75)."""
        inside = rough[..., 3] > 127
        colours, uses = _colours(rough, inside)
        main = tuple(int(v) for v in _unpacked(colours)[uses.argmax()])
        if np.abs(canvas[inside].mean(0) - main).max() < LEAST_CONTRAST:
            # Nobody draws a sheep with a white pen on white paper.
            return self._outlined(canvas, inside, DARK_PEN)
        if kind < 0.6:
            return self._blob(canvas, inside, main)
        if kind < 0.75:
            return self._hatched(canvas, rough)
        return self._outlined(canvas, inside, main)

    def _other_style(self, sprite: int) -> np.ndarray:
        same = np.flatnonzero(self._sprites.concept_of == self._sprites.concept_of[sprite])
        return self._sprites.pictures[self._choice(same)]

    @staticmethod
    def _with_pens(layer: np.ndarray, inside: np.ndarray) -> np.ndarray:
        """The layer with each colour replaced by the nearest of a painting program's pens."""
        packed, _ = _colours(layer, inside)
        pens = PENS[np.square(_unpacked(packed)[:, None] - PENS).sum(2).argmin(1)]
        result = layer.copy()
        result[inside, :3] = pens[np.searchsorted(packed, _packed(layer[inside]))]
        return result

    def _blob(self, canvas: np.ndarray, inside: np.ndarray, colour: tuple[int, int, int]) -> np.ndarray:
        if self._random.random() < 0.5:
            points = cv2.findNonZero(inside.astype(np.uint8))
            cv2.ellipse(shape := canvas.copy(), cv2.minAreaRect(points), colour, -1, cv2.LINE_AA)
            return shape
        result = canvas.copy()
        result[cv2.GaussianBlur(inside.astype(np.float32), (0, 0), self._random.uniform(3, 8)) > 0.5] = colour
        return result

    def _hatched(self, canvas: np.ndarray, rough: np.ndarray) -> np.ndarray:
        strokes = np.zeros(canvas.shape[:2], np.uint8)
        angle, gap = self._random.uniform(0, np.pi), self._random.uniform(7, 16)
        along, across = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
        for offset in np.arange(-self._size, self._size, gap):
            middle = self._size / 2 + across * (offset + self._random.normal(0, 1.5))
            ends = [tuple(int(v) for v in middle + along * self._size * sign) for sign in (-1, 1)]
            cv2.line(strokes, ends[0], ends[1], 255, int(self._random.integers(4, 9)), cv2.LINE_AA)
        layer = rough.copy()
        layer[..., 3] = np.minimum(rough[..., 3], strokes)
        return _over(canvas, layer)

    def _outlined(self, canvas: np.ndarray, inside: np.ndarray, main: tuple[int, int, int]) -> np.ndarray:
        contours, _ = cv2.findContours(inside.astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
        colour = main if self._random.random() < 0.5 else DARK_PEN
        result = canvas.copy()
        smooth = [cv2.approxPolyDP(c, self._random.uniform(0.5, 3), True) for c in contours if len(c) > 12]
        cv2.drawContours(result, smooth, -1, colour, int(self._random.integers(3, 9)), cv2.LINE_AA)
        return result
