"""The judge of ``pocket.evaluate``: a classifier that has only ever seen sprites."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F
from tqdm import tqdm

from pocket.colours import HUES, recoloured
from pocket.sprites import EVERYDAY_WEIGHT, SpriteSet, build_sprites

SEEN = 64
"""Side of the pictures that the classifier sees."""
TOP = 5
CLASSIFIER_STEPS = 1500
CLASSIFIER_BATCH = 96
PAPER_DIFFERENCE = 72
"""Sum of the channels' differences from white, of 765, from which a pixel belongs to the picture."""


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
    torch.manual_seed(1)  # first weights and dropout: another judge would give other figures
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
    return (255 - picture.astype(int)).sum(2) > PAPER_DIFFERENCE


def cut_out(picture: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """The square around the mask, at the classifier's size."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    centre = (rows[0] + rows[-1]) // 2, (columns[0] + columns[-1]) // 2
    half = int(0.62 * max(rows[-1] - rows[0], columns[-1] - columns[0])) + 2
    padded = cv2.copyMakeBorder(picture, half, half, half, half, cv2.BORDER_CONSTANT, value=(255, 255, 255))
    square = padded[centre[0] : centre[0] + 2 * half, centre[1] : centre[1] + 2 * half]
    return cv2.resize(square, (SEEN, SEEN), interpolation=cv2.INTER_AREA)


class Judge:
    """Names what a picture shows, among the everyday objects.

    Attributes:
        sprites: all of them.
        chosen: indices of those of everyday objects.
        names: what they are called, each once.
        labels: for each of ``chosen``, the index of its name.
    """

    def __init__(self, data: Path):
        self.sprites = build_sprites(data / "npm", data / "sprites.npz")
        self.chosen = everyday_sprites(self.sprites)
        spoken = [spoken_name(self.sprites, sprite) for sprite in self.chosen]
        self.names = sorted(set(spoken))
        self.labels = np.array([self.names.index(name) for name in spoken])
        self._classifier = train_classifier(self.sprites, self.chosen, self.labels, data / "classifier.pt")

    def recognised(self, pictures: list[np.ndarray], masks: list[np.ndarray], intended: Sequence[int]) -> float:
        """Share of pictures whose intended name is among the first five for what is inside the mask."""
        with torch.no_grad():
            best = self._classifier(to_scores_input(list(map(cut_out, pictures, masks)))).topk(TOP).indices
        return (best == torch.tensor(intended)[:, None]).any(1).float().mean().item()
