"""Measures whether the prompt steers: ``python -m pocket.evaluate --data DIR --bundle DIR``.

A classifier that has only ever seen sprites names what the exported graphs made of rough drawings that give the object
away as little as possible (one pen colour; blob, hatching or outline), half of them in a colour that training never
showed for that object. The same drawings under the prompt of another object are the negative control. Where the
drawing was is compared with where the picture is (intersection over union of what differs from the white paper).
Also writes the contact sheet: drawing, picture, drawing, picture, with the prompt below each pair.
"""

import argparse
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F
from tqdm import tqdm

from pocket.graphs import Graphs
from pocket.scenes import HUES, PairSampler, held_out, recoloured
from pocket.sprites import EVERYDAY_WEIGHT, SpriteSet, build_sprites

PAIRS = 200
SEEN = 64
"""Side of the pictures that the classifier sees."""
TOP = 5
SHEET_COLUMNS = 6
CLASSIFIER_STEPS = 1500
CLASSIFIER_BATCH = 96
PAPER_DIFFERENCE = 24
"""Sum of the channels' differences from white, of 765, from which a pixel belongs to the picture."""

SHEET = (
    "a red apple", "a sunflower", "a cat", "a dog", "a fish", "a rabbit", "a tree", "a cactus", "a mushroom", "a butterfly",
    "a slice of pizza", "a strawberry", "a cupcake", "a pumpkin", "a rocket", "a car", "a house", "a balloon", "a blue star",
    "a purple heart", "an orange fox, flat", "a penguin, cartoon", "a lemon, pencil sketch", "a duck, neon",
)  # fmt: skip


class Classifier(nn.Sequential):
    """Pictures [B, 3, 64, 64] in -1..1 to scores [B, classes]."""

    def __init__(self, classes: int):
        def stage(channels: int, out_channels: int) -> list[nn.Module]:
            return [nn.Conv2d(channels, out_channels, 3, padding=1), nn.BatchNorm2d(out_channels), nn.ReLU(), nn.MaxPool2d(2)]

        super().__init__(
            *stage(3, 32), *stage(32, 64), *stage(64, 128), *stage(128, 256),
            nn.Flatten(), nn.Dropout(0.3), nn.Linear(256 * 16, classes),
        )  # fmt: skip


def everyday_sprites(sprites: SpriteSet) -> np.ndarray:
    """Indices of the sprites of everyday objects."""
    return np.flatnonzero([sprites.concepts[c].weight >= EVERYDAY_WEIGHT for c in sprites.concept_of])


def spoken_name(sprites: SpriteSet, sprite: int) -> str:
    """What one calls the object: objects of the same name are one class (``dog`` and ``dog face``)."""
    concept = sprites.concepts[sprites.concept_of[sprite]]
    return concept.aliases[0] if concept.aliases else concept.name


def augmented(picture: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """A sprite RGBA [96, 96, 4] on paper, seen from elsewhere and in another light: uint8 RGB [64, 64, 3]."""
    if random.random() < 0.5:
        picture = recoloured(picture, HUES[random.integers(len(HUES))])
    side = picture.shape[0]
    scale, angle = random.uniform(0.7, 1.1), random.normal(0, 10)
    turn = cv2.getRotationMatrix2D((side / 2, side / 2), angle, scale)
    turn[:, 2] += random.uniform(-0.06, 0.06, 2) * side
    placed = cv2.warpAffine(picture, turn, (side, side))
    if random.random() < 0.5:
        placed = placed[:, ::-1]
    alpha = placed[..., 3:] / 255
    flat = placed[..., :3] * alpha + 255 * (1 - alpha)
    flat = cv2.GaussianBlur(flat, (0, 0), random.uniform(0.2, 2))
    flat = np.clip(flat * random.uniform(0.85, 1.1) + random.normal(0, 4, flat.shape), 0, 255)
    return cv2.resize(flat.astype(np.uint8), (SEEN, SEEN), interpolation=cv2.INTER_AREA)


def to_scores_input(pictures: list[np.ndarray]) -> Tensor:
    pixels = torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2)
    return (pixels.float() / 127.5 - 1).contiguous(memory_format=torch.channels_last)


def train_classifier(sprites: SpriteSet, chosen: np.ndarray, labels: np.ndarray, file: Path) -> Classifier:
    """Trains on sprites only, or reads what an earlier call trained."""
    classifier = Classifier(int(labels.max()) + 1).to(memory_format=torch.channels_last)
    if file.exists():
        classifier.load_state_dict(torch.load(file))
        return classifier.eval()
    random = np.random.default_rng(1)
    small = [cv2.resize(sprites.pictures[sprite], (96, 96), interpolation=cv2.INTER_AREA) for sprite in chosen]
    optimizer = torch.optim.AdamW(classifier.parameters(), lr=2e-3, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 2e-3, total_steps=CLASSIFIER_STEPS)
    for _ in tqdm(range(CLASSIFIER_STEPS), desc="classifier"):
        rows = random.integers(len(chosen), size=CLASSIFIER_BATCH)
        seen = to_scores_input([augmented(small[row], random) for row in rows])
        with torch.autocast("cpu", torch.bfloat16):
            scores = classifier(seen).float()
        loss = F.cross_entropy(scores, torch.from_numpy(labels[rows]), label_smoothing=0.05)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    torch.save(classifier.state_dict(), file)
    return classifier.eval()


def differs_from_paper(picture: np.ndarray) -> np.ndarray:
    """bool [S, S]: where something is drawn."""
    return (255 - picture.astype(int)).sum(2) > PAPER_DIFFERENCE * 3


def cut_out(picture: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """The square around the mask, at the classifier's size."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    centre = (rows[0] + rows[-1]) // 2, (columns[0] + columns[-1]) // 2
    half = int(0.62 * max(rows[-1] - rows[0], columns[-1] - columns[0])) + 2
    padded = cv2.copyMakeBorder(picture, half, half, half, half, cv2.BORDER_CONSTANT, value=(255, 255, 255))
    square = padded[centre[0] : centre[0] + 2 * half, centre[1] : centre[1] + 2 * half]
    return cv2.resize(square, (SEEN, SEEN), interpolation=cv2.INTER_AREA)


def overlap(first: np.ndarray, second: np.ndarray) -> float:
    return (first & second).sum() / max(1, (first | second).sum())


def with_article(words: str) -> str:
    return f"an {words}" if words[0] in "aeiou" else f"a {words}"


def measure(graphs: Graphs, sprites: SpriteSet, classifier: Classifier, names: list[str], chosen: np.ndarray, labels: np.ndarray) -> None:
    random = np.random.default_rng(2)
    sampler = PairSampler(sprites, [], seed=3)
    solid = np.flatnonzero(sprites.style_of[chosen] == 0)
    seen: dict[str, list[np.ndarray]] = {"drawing": [], "right prompt": [], "wrong prompt": []}
    intended, places = [], []
    for index in tqdm(range(PAIRS), desc="pairs"):
        row = int(random.choice(solid))
        sprite, name = chosen[row], names[labels[row]]
        unseen = [hue for hue in HUES if held_out(hue, sprites.concepts[sprites.concept_of[sprite]].name)]
        colour = unseen[random.integers(len(unseen))] if unseen and index % 2 else None
        drawing, mask = sampler.scribbled(sprite, colour)
        other = names[(labels[row] + 1 + random.integers(len(names) - 1)) % len(names)]
        adjective = f"{colour} " if colour else ""
        right = graphs.repaint(drawing, with_article(adjective + name), seed=index)
        wrong = graphs.repaint(drawing, with_article(adjective + other), seed=index)
        for kind, picture in (("drawing", drawing), ("right prompt", right), ("wrong prompt", wrong)):
            seen[kind].append(cut_out(picture, mask))
        intended.append(labels[row])
        places.append(overlap(mask, differs_from_paper(right)))
    for kind, pictures in seen.items():
        with torch.no_grad():
            best = classifier(to_scores_input(pictures)).topk(TOP).indices
        hits = (best == torch.tensor(intended)[:, None]).any(1)
        print(f"{kind}: the intended object is among the first {TOP} of {len(names)} for {hits.float().mean():.1%}")
    print(f"place kept (IoU >= 0.5): {np.mean(np.array(places) >= 0.5):.1%}, mean IoU {np.mean(places):.2f}")


def write_contact_sheet(graphs: Graphs, sprites: SpriteSet, chosen: np.ndarray, file: Path) -> None:
    sampler = PairSampler(sprites, [], seed=7)
    side, gap, tiles = 192, 22, []
    for index, prompt in enumerate(SHEET):
        words = set(prompt.replace(",", "").split())
        matches = [s for s in chosen if set(spoken_name(sprites, s).split()) <= words and sprites.style_of[s] == 0]
        colour = next((hue for hue in HUES if hue in words), None)
        drawing, _ = sampler.scribbled(matches[0], colour)
        picture = graphs.repaint(drawing, prompt, seed=index)
        pair = np.hstack([cv2.resize(part, (side, side), interpolation=cv2.INTER_AREA) for part in (drawing, picture)])
        tile = np.full((side + gap, 2 * side + 8, 3), 255, np.uint8)
        tile[:side, : 2 * side] = pair
        cv2.putText(tile, prompt, (4, side + 16), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (60, 60, 60), 1, cv2.LINE_AA)
        tiles.append(tile)
    rows = [np.hstack(tiles[i : i + SHEET_COLUMNS // 2]) for i in range(0, len(tiles), SHEET_COLUMNS // 2)]
    cv2.imwrite(str(file), cv2.cvtColor(np.vstack(rows), cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 88])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--bundle", type=Path, required=True)
    options = parser.parse_args()
    sprites = build_sprites(options.data / "npm", options.data / "sprites.npz")
    chosen = everyday_sprites(sprites)
    spoken = [spoken_name(sprites, sprite) for sprite in chosen]
    names = sorted(set(spoken))
    labels = np.array([names.index(name) for name in spoken])
    classifier = train_classifier(sprites, chosen, labels, options.data / "classifier.pt")
    graphs = Graphs(options.bundle)
    measure(graphs, sprites, classifier, names, chosen, labels)
    write_contact_sheet(graphs, sprites, chosen, options.bundle / "contact-sheet.jpg")


if __name__ == "__main__":
    main()
