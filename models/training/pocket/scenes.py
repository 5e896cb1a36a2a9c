"""Training pairs: what someone draws or films (input), what should come of it (target), and the words for it."""

import sysconfig
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from pocket.colours import HUES, PALETTE, held_out, over, recoloured
from pocket.hand import Hand
from pocket.places import PLACES
from pocket.sprites import SPRITE_SIZE, STYLES, Concept, SpriteSet
from pocket.strokes import strokes_of
from pocket.styles import FILTERS

OTHER_STYLE_RATE = 0.08
"""Share of objects whose input is the finished picture in some style."""
LINES_RATE = 0.27
"""Share whose input is a line drawing with its inner lines, whole or a few strokes of it."""
COLOURED_LINES_RATE = 0.15
"""Share whose input is a line drawing over a coloured scribble, as in a colouring book."""
PLACE_RATE = 0.1
"""Share of drawings that are set in a painted place."""

FIRST_DRAWN = frozenset(
    "cat dog smiley house tree car flower sun fish bird heart star boat rocket robot dragon unicorn pizza cake guitar boy girl "
    "man woman baby princess prince butterfly rainbow cloud moon apple horse cow pig rabbit bear plane train ghost snowman "
    "lion mouse duck bee face penguin fox monkey panda frog turtle owl sunflower rose king queen person witch fairy mermaid".split()
)
"""What people draw first. Faces among them, of animals and of people, are what one looks at most."""
FIRST_DRAWN_WEIGHT = 110.0
"""How often they are drawn, on the scale of ``Concept.weight``."""

COUNTS = {1: ("",), 2: ("two ", "2 "), 3: ("three ", "3 ")}
COUNT_DRAWS = (1,) * 87 + (2,) * 10 + (3,) * 3
PREFIXES = ("", "", "a ", "a ", "a ", "a ", "a picture of ", "the ", "a cute ", "a drawing of a ", "my ", "a little ")
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


def _drawn_weight(concept: Concept) -> float:
    names = {concept.name, *concept.aliases, concept.name.removesuffix(" face")}
    return FIRST_DRAWN_WEIGHT if names & FIRST_DRAWN else concept.weight


class PairSampler:
    """Endless source of random training pairs."""

    def __init__(self, sprites: SpriteSet, photographs: list[np.ndarray], seed: int, size: int = 256):
        self._sprites = sprites
        self._photographs = photographs
        self._random = np.random.default_rng(seed)
        self._size = size
        self._hand = Hand(self._random, size)
        weights = np.array([_drawn_weight(sprites.concepts[c]) for c in sprites.concept_of])
        weights = weights * STYLE_WEIGHTS[sprites.style_of]
        self._until = np.cumsum(weights / weights.sum())
        self._strokes: dict[int, tuple[list[np.ndarray], list[np.ndarray]]] = {}

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
        if self._random.random() < PLACE_RATE:
            words = self._choice(list(PLACES))
            painted = PLACES[words](self._random, self._size)
            rough = white
            if self._random.random() < 0.5:
                # A few broad strokes: what the place is like, in four by four colours.
                rough = cv2.resize(cv2.resize(painted, (4, 4), interpolation=cv2.INTER_AREA), shape[:2], interpolation=cv2.INTER_NEAREST)
            return rough, painted, f" {self._choice(words)}"
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

    def _pick(self) -> int:
        """A random sprite, by weight."""
        return min(int(np.searchsorted(self._until, self._random.random())), len(self._until) - 1)

    def _drawing(self) -> Pair:
        chosen = self._pick()
        concept, style = int(self._sprites.concept_of[chosen]), int(self._sprites.style_of[chosen])
        count = int(self._choice(COUNT_DRAWS))
        blank = count == 1 and self._random.random() < 0.08
        input_canvas, target_canvas, place_words = self._background()
        colour = self._choice(HUES) if self._random.random() < 0.15 else None
        if colour and held_out(colour, self._sprites.concepts[concept].name):
            colour = None
        second = self._pick() if count == 2 and self._random.random() < 0.6 else chosen
        for index in range(count):
            placement = self._placement(index, count, centred=blank)
            sprite = second if index else chosen
            hue = colour if sprite == chosen else None
            if blank:
                target_canvas = over(target_canvas, self._place(self._picture(sprite, hue), placement))
            else:
                wobble = self._hand.wobble()
                target_canvas = over(target_canvas, self._bent(self._picture(sprite, hue), placement, wobble))
                input_canvas = self._drawn(input_canvas, sprite, hue, placement, wobble)
        name, adjective = self._caption_name(concept), f"{colour} " if colour else ""
        if second != chosen:
            plain = f"{adjective}{name} and a {self._caption_name(int(self._sprites.concept_of[second]))}{place_words}"
            prefix = "a "
        else:
            prefix = self._choice(COUNTS[count]) if count > 1 else self._choice(PREFIXES)
            plural = "" if count == 1 or name.endswith("s") else "s"
            plain = f"{adjective}{name}{plural}{place_words}"
        caption = f"{prefix}{plain}{self._choice(STYLE_WORDS[STYLES[style]])}"
        if self._random.random() < STYLED_DRAWINGS:
            words = self._choice(list(FILTERS))
            style = self._choice(words)
            article = "an" if style[0] in "aeiou" else "a"
            caption = self._choice((f"{caption}, {style}", f"{article} {style} {plain}", f"{article} {style} of {prefix}{plain}"))
            return Pair(input_canvas, FILTERS[words](target_canvas), caption)
        return Pair(input_canvas, target_canvas, caption)

    def _picture(self, sprite: int, colour: str | None) -> np.ndarray:
        picture = self._sprites.pictures[sprite]
        return recoloured(picture, colour) if colour else picture

    def _bent(self, layer: np.ndarray, placement: np.ndarray, wobble: tuple[np.ndarray, np.ndarray], smooth: bool = True) -> np.ndarray:
        return cv2.remap(self._place(layer, placement), *wobble, cv2.INTER_LINEAR if smooth else cv2.INTER_NEAREST)

    # What people draw -------------------------------------------------------------------------------------------

    def _drawn(self, canvas: np.ndarray, sprite: int, colour: str | None, placement: np.ndarray, wobble: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
        """The canvas with one object drawn onto it, in one of the ways people have."""
        kind = self._random.random()
        if kind < OTHER_STYLE_RATE:
            return over(canvas, self._bent(self._other_style(sprite), placement, wobble))
        kind -= OTHER_STYLE_RATE
        if kind < LINES_RATE:
            return over(canvas, self._bent(self._lines(sprite, placement, canvas), placement, wobble))
        simple = self._sprites.simple[sprite]
        rough = self._bent(recoloured(simple, colour) if colour else simple, placement, wobble, smooth=False)
        if kind < LINES_RATE + COLOURED_LINES_RATE:
            inside = rough[..., 3] > 127
            if self._random.random() < 0.6 and inside.any():
                rough = self._hand.with_pens(rough, inside)
            filled = self._hand.hatched(canvas, rough) if self._random.random() < 0.4 else over(canvas, rough)
            return over(filled, self._bent(self._lines(sprite, placement, canvas), placement, wobble))
        return self._hand.scribble(canvas, rough)

    def _other_style(self, sprite: int) -> np.ndarray:
        same = np.flatnonzero(self._sprites.concept_of == self._sprites.concept_of[sprite])
        return self._sprites.pictures[self._choice(same)]

    def _lines(self, sprite: int, placement: np.ndarray, canvas: np.ndarray) -> np.ndarray:
        outline, inner = self._strokes_of(sprite)
        return self._hand.lines([*outline, *inner], abs(np.linalg.det(placement[:, :2])) ** 0.5, canvas)

    def _strokes_of(self, sprite: int) -> tuple[list[np.ndarray], list[np.ndarray]]:
        if sprite not in self._strokes:
            self._strokes[sprite] = strokes_of(self._sprites.pictures[sprite])
        return self._strokes[sprite]
