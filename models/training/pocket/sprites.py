"""Sprites: emoji pictures of several drawing styles, rasterised once, with their names and keywords.

Sources are npm packages with open licences, fetched by ``train.sh`` into ``<data>/npm``:
Fluent Emoji 3D and Fluent Emoji Flat (MIT), Noto Emoji (Apache-2.0), words from emojilib (MIT).
"""

import io
import json
import re
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import resvg_py
from PIL import Image
from tqdm import tqdm

SPRITE_SIZE = 192
"""Side of a rasterised sprite in pixels."""

STYLES = ("3d", "flat", "cartoon")
"""Drawing styles: Fluent Emoji 3D, Fluent Emoji Flat, Noto Emoji."""

CATEGORY_WEIGHTS = {
    "Animals & Nature": 3.0,
    "Food & Drink": 3.0,
    "Travel & Places": 1.0,
    "Activities": 0.8,
    "Objects": 0.6,
    "Smileys & Emotion": 0.6,
    "People & Body": 0.15,
}
"""How often an object of a category is drawn, relative to the others. Categories not listed are left out."""

EVERYDAY_WEIGHT = 48.0
"""The same for the objects that ``SHORT_NAMES`` or ``EVERYDAY`` list, whatever their category: nine of ten are theirs."""

EXCLUDED_NAMES = re.compile(
    r"flag|button|arrow|sign$|keycap|symbol|clock$|o_clock|thirty|hand\b|_hand|index_pointing|finger|fist|"
    r"middle_finger|cigarette|pistol|banknote|chart|mailbox|man_|woman_|men_|women_|couple|kiss_|family|person_|"
    r"people_|moai|atm|map_of|globe|pregnant|breast|bust|silhouette|square$|zodiac|calendar|currency|_tray|muted|"
    r"speaker_|moon_face|quarter|gibbous|coffin|urn|love_hotel|kaaba|synagogue|hindu|mosque|shrine"
)

# Everyday words for what emoji names spell out; the emoji's own name stays in use as well.
SHORT_NAMES = {
    "red apple": "apple", "glass of milk": "milk", "hot beverage": "coffee", "steaming bowl": "ramen",
    "beer mug": "beer", "wine glass": "wine", "french fries": "fries", "soft ice cream": "ice cream",
    "ear of corn": "corn", "hot pepper": "chili pepper", "deciduous tree": "tree", "evergreen tree": "pine tree",
    "honeybee": "bee", "lady beetle": "ladybug", "t rex": "dinosaur", "sauropod": "dinosaur",
    "spouting whale": "whale", "slice of pizza": "pizza", "red heart": "heart", "light bulb": "lamp",
    "snowman without snow": "snowman", "sun with face": "sun", "full moon": "moon", "crescent moon": "moon",
    "high speed train": "train", "automobile": "car", "sport utility vehicle": "car", "airplane": "plane",
    "sailboat": "boat", "grinning face": "smiley", "slightly smiling face": "smiley", "soccer ball": "football",
    "closed book": "book", "snow capped mountain": "mountain", "house with garden": "house",
    "spiral shell": "shell", "potted plant": "plant", "birthday cake": "cake", "cheese wedge": "cheese",
    "fried egg": "egg", "cooking": "fried egg", "bouquet": "flowers", "cherry blossom": "flower",
    "jack o lantern": "pumpkin", "wrapped gift": "present", "bread": "toast", "hatching chick": "chick",
    "baby chick": "chick", "closed umbrella": "umbrella", "cloud with rain": "rain cloud",
    "cloud with lightning": "thunder cloud", "locomotive": "steam train", "delivery truck": "truck",
    "santa claus": "santa", "pile of poo": "poo", "alien monster": "space invader",
}

EVERYDAY = frozenset(
    "dog cat rabbit fox bear panda lion tiger horse unicorn cow pig frog monkey chicken penguin bird duck eagle owl bat "
    "wolf snake turtle dragon dolphin fish tropical_fish shark octopus snail butterfly bug ant spider crab elephant "
    "giraffe mouse ewe rose sunflower tulip hibiscus cactus palm_tree mushroom four_leaf_clover maple_leaf grapes "
    "watermelon tangerine lemon banana pineapple mango pear peach cherries strawberry kiwi_fruit tomato coconut "
    "avocado carrot broccoli hamburger hot_dog taco cookie doughnut cupcake pie chocolate_bar candy lollipop "
    "rocket bicycle bus tractor helicopter castle tent volcano rainbow cloud fire droplet snowflake star crown "
    "guitar drum trumpet violin key gem_stone robot ghost skull alien basketball balloon anchor scissors camera "
    "laptop telephone television bell umbrella glasses top_hat backpack t_shirt dress pizza sushi ice_cream".split()
)
"""Other objects that a class thinks of first, with underscores for spaces."""


@dataclass(frozen=True)
class Concept:
    """What a sprite shows, in words.

    Attributes:
        name: plain lower-case name, for example ``hot dog``.
        aliases: other whole names used in captions.
        keywords: single words that only few concepts share.
        weight: how often it is drawn, relative to others.
    """

    name: str
    aliases: tuple[str, ...]
    keywords: tuple[str, ...]
    weight: float


@dataclass(frozen=True)
class SpriteSet:
    """All sprites in memory.

    Attributes:
        concepts: the objects.
        pictures: uint8 [N, 192, 192, 4], straight RGBA, one row a picture.
        simple: uint8 [N, 192, 192, 4], the same reduced to a few flat, smooth areas, as someone would paint it.
        concept_of: int [N], index into ``concepts``.
        style_of: int [N], index into ``STYLES``.
    """

    concepts: list[Concept]
    pictures: np.ndarray
    simple: np.ndarray
    concept_of: np.ndarray
    style_of: np.ndarray


def _codepoints(emoji: str) -> str:
    """Hexadecimal code points joined by hyphens, without the emoji presentation selector."""
    return "-".join(f"{ord(c):x}" for c in emoji if ord(c) != 0xFE0F)


def _package(npm: Path, name: str) -> Path:
    return npm / "node_modules" / name


def _categories(npm: Path) -> dict[str, str]:
    """Category by code point string, from the Noto icon set's metadata."""
    root = _package(npm, "@iconify-json/noto")
    by_icon = {}
    for category, icons in json.loads((root / "metadata.json").read_text())["categories"].items():
        for icon in icons:
            by_icon[icon] = category
    chars = json.loads((root / "chars.json").read_text())
    return {code.replace("-fe0f", ""): by_icon[icon] for code, icon in chars.items() if icon in by_icon}


def load_concepts(npm: Path) -> dict[str, Concept]:
    """Concepts by code point string."""
    words = json.loads((_package(npm, "emojilib") / "dist" / "emoji-en-US.json").read_text())
    categories = _categories(npm)
    chosen: dict[str, list[str]] = {}
    for emoji, names in words.items():
        code = _codepoints(emoji)
        name = names[0].replace(" ", "_")
        weight = CATEGORY_WEIGHTS.get(categories.get(code, ""), 0.0)
        if weight and "200d" not in code and not EXCLUDED_NAMES.search(name):
            chosen[code] = [n.replace("_", " ").lower() for n in names]
    uses: dict[str, int] = {}
    for names in chosen.values():
        for word in names[1:]:
            uses[word] = uses.get(word, 0) + 1
    all_names = {names[0] for names in chosen.values()}
    concepts = {}
    for code, names in chosen.items():
        name = names[0]
        aliases = []
        if name in SHORT_NAMES:
            aliases.append(SHORT_NAMES[name])
        if name.endswith(" face") and categories[code] == "Animals & Nature":
            aliases.append(name.removesuffix(" face"))
        keywords = tuple(
            w for w in names[1:] if uses[w] <= 3 and w not in all_names and re.fullmatch(r"[a-z][a-z ]{2,18}", w)
        )
        everyday = {name, *aliases} & {word.replace("_", " ") for word in EVERYDAY} or name in SHORT_NAMES
        weight = EVERYDAY_WEIGHT if everyday else CATEGORY_WEIGHTS[categories[code]]
        concepts[code] = Concept(name, tuple(aliases), keywords, weight)
    return concepts


def _icon_svgs(npm: Path, package: str) -> dict[str, str]:
    """SVG text by code point string of one iconify package."""
    root = _package(npm, package)
    data = json.loads((root / "icons.json").read_text())
    chars = json.loads((root / "chars.json").read_text())
    svgs = {}
    for code, icon in chars.items():
        entry = data["icons"].get(icon)
        if entry:
            width, height = entry.get("width", data["width"]), entry.get("height", data["height"])
            svgs[code.replace("-fe0f", "")] = (
                f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
                f'viewBox="0 0 {width} {height}">{entry["body"]}</svg>'
            )
    return svgs


def _open_rgba(encoded: bytes) -> np.ndarray:
    picture = Image.open(io.BytesIO(encoded)).convert("RGBA")
    return np.asarray(picture.resize((SPRITE_SIZE, SPRITE_SIZE), Image.Resampling.LANCZOS))


def _simplify(picture: np.ndarray) -> np.ndarray:
    """Few flat areas with smooth borders: k-means colours on a blurred copy, median filtered."""
    small = cv2.resize(picture, (48, 48), interpolation=cv2.INTER_AREA)
    inside = small[..., 3] > 96
    result = np.zeros_like(picture)
    if inside.sum() < 8:
        return result
    pixels = small[..., :3][inside].astype(np.float32)
    cv2.setRNGSeed(1)
    count = min(4, len(pixels))
    criteria = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 12, 1.0)
    _, labels, centres = cv2.kmeans(pixels, count, None, criteria, 1, cv2.KMEANS_PP_CENTERS)
    areas = np.zeros((48, 48), np.uint8)
    areas[inside] = labels[:, 0] + 1
    areas = cv2.medianBlur(areas, 5)
    palette = np.zeros((count + 1, 4), np.uint8)
    palette[1:, :3] = np.clip(centres, 0, 255)
    palette[1:, 3] = 255
    large = cv2.resize(areas, (SPRITE_SIZE, SPRITE_SIZE), interpolation=cv2.INTER_NEAREST)
    return palette[cv2.medianBlur(large, 9)]


def build_sprites(npm: Path, cache: Path) -> SpriteSet:
    """Rasterises every sprite, or reads the cache written by an earlier call."""
    concepts_by_code = load_concepts(npm)
    codes = sorted(concepts_by_code)
    concepts = [concepts_by_code[code] for code in codes]
    if not cache.exists():
        flat = _icon_svgs(npm, "@iconify-json/fluent-emoji-flat")
        noto = _icon_svgs(npm, "@iconify-json/noto")
        solid = {p.stem.replace("-fe0f", ""): p for p in (_package(npm, "@lobehub/fluent-emoji-3d") / "assets").glob("*.webp")}
        pictures, concept_of, style_of = [], [], []
        for index, code in enumerate(tqdm(codes, desc="sprites")):
            found = []
            if code in solid:
                found.append((0, _open_rgba(solid[code].read_bytes())))
            for style, svgs in ((1, flat), (2, noto)):
                if code in svgs:
                    png = bytes(resvg_py.svg_to_bytes(svg_string=svgs[code], width=SPRITE_SIZE, height=SPRITE_SIZE))
                    found.append((style, _open_rgba(png)))
            for style, picture in found:
                pictures.append(picture)
                concept_of.append(index)
                style_of.append(style)
        pictures = np.stack(pictures)
        simple = np.stack([_simplify(p) for p in tqdm(pictures, desc="simplified sprites")])
        cache.parent.mkdir(parents=True, exist_ok=True)
        np.savez(cache, pictures=pictures, simple=simple, concept_of=concept_of, style_of=style_of)
    data = np.load(cache)
    return SpriteSet(concepts, data["pictures"], data["simple"], data["concept_of"], data["style_of"])
