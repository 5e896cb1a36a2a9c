"""What ``pocket.evaluate`` measures of a bundle. Every measure draws its own random numbers, so each can be repeated alone."""

import cv2
import numpy as np
from tqdm import tqdm

from pocket.colours import HUES, PALETTE, has_hue, held_out
from pocket.drawings import DrawingSampler
from pocket.graphs import Graphs
from pocket.judge import Judge, differs_from_paper

PAIRS = 200
FEWER = 60
"""Pairs of the measures that repaint each of them many times."""
STRENGTHS = tuple(step / 10 for step in range(1, 10))
LINE_REACH = 4
"""Pixels that a line may have moved."""
LEAST_FEATURE = 15
"""Difference in CIE Lab between an eye or a mouth and its surroundings, from which it is to be seen."""
CAMERA_NOISE = 2.0
"""Standard deviation of a camera's noise, of 255."""
FACES = ("smiley", "cat", "dog", "bear", "pig", "monkey", "sun", "baby", "robot", "panda")
EVERYWHERE = np.ones((256, 256), bool)


def with_article(words: str) -> str:
    return f"an {words}" if words[0] in "aeiou" else f"a {words}"


def overlap(first: np.ndarray, second: np.ndarray) -> float:
    return (first & second).sum() / max(1, (first | second).sum())


def _solid_rows(judge: Judge, random: np.random.Generator, count: int) -> list[int]:
    """Random rows of the judge's sprites that are three-dimensional."""
    solid = np.flatnonzero(judge.sprites.style_of[judge.chosen] == 0)
    return [int(random.choice(solid)) for _ in range(count)]


def steering(graphs: Graphs, judge: Judge) -> None:
    """Right prompt, wrong prompt and the drawing itself; and whether the picture is where the drawing was.

    The drawings give the object away as little as possible (one pen; blob, hatching or outline), half of them in a colour
    that training never showed for that object.
    """
    random, sampler = np.random.default_rng(2), DrawingSampler(judge.sprites, [], seed=3)
    solid = np.flatnonzero(judge.sprites.style_of[judge.chosen] == 0)
    seen: dict[str, list[np.ndarray]] = {"drawing": [], "right prompt": [], "wrong prompt": []}
    intended, places, masks = [], [], []
    for index in tqdm(range(PAIRS), desc="steering", mininterval=10):
        row = int(random.choice(solid))
        sprite, label = judge.chosen[row], judge.labels[row]
        unseen = [hue for hue in HUES if held_out(hue, judge.sprites.concepts[judge.sprites.concept_of[sprite]].name)]
        colour = unseen[random.integers(len(unseen))] if unseen and index % 2 else None
        drawing, mask = sampler.scribbled(sprite, colour)
        other = judge.names[(label + 1 + random.integers(len(judge.names) - 1)) % len(judge.names)]
        adjective = f"{colour} " if colour else ""
        right = graphs.repaint(drawing, with_article(adjective + judge.names[label]), index)
        wrong = graphs.repaint(drawing, with_article(adjective + other), index)
        for kind, picture in zip(seen, (drawing, right, wrong), strict=True):
            seen[kind].append(picture)
        intended.append(label)
        masks.append(mask)
        places.append(overlap(mask, differs_from_paper(right)))
    for kind, pictures in seen.items():
        print(f"{kind}: the intended object is among the first five of {len(judge.names)} for {judge.recognised(pictures, masks, intended):.1%}")
    print(f"place kept (IoU >= 0.5): {np.mean(np.array(places) >= 0.5):.1%}, mean IoU {np.mean(places):.3f}")


def colours(graphs: Graphs, judge: Judge) -> None:
    """Whether the pen's colour stays where the words name none: an object's shape in any of the hues, filled or hatched."""
    random, sampler = np.random.default_rng(11), DrawingSampler(judge.sprites, [], seed=12)
    kept, pictures, masks, intended = [], [], [], []
    for index, row in enumerate(tqdm(_solid_rows(judge, random, PAIRS), desc="colours", mininterval=10)):
        colour = HUES[index % len(HUES)]
        drawing, mask = sampler.painted(judge.chosen[row], colour)
        picture = graphs.repaint(drawing, with_article(judge.names[judge.labels[row]]), index)
        kept.append(has_hue(picture, mask, colour))
        pictures.append(picture)
        masks.append(mask)
        intended.append(judge.labels[row])
    print(
        f"colour kept where the words name none: {np.mean(kept):.1%}; of these drawings {judge.recognised(pictures, masks, intended):.1%} recognised"
    )


def face(random: np.random.Generator) -> tuple[np.ndarray, np.ndarray, list[np.ndarray]]:
    """A face as a child draws it, round, with two eyes and a mouth, plain or coloured.

    Returns:
        without and with eyes and mouth, both uint8 RGB [256, 256, 3], and where each of the three is, bool [256, 256].
    """
    bare = np.full((256, 256, 3), 255, np.uint8)
    centre, radius = random.integers(105, 151, 2), int(random.integers(60, 96))
    if random.random() < 0.5:
        skin = PALETTE[("yellow", "orange", "brown", "pink", "light blue", "grey")[random.integers(6)]]
        cv2.circle(bare, centre.tolist(), radius, skin, -1, cv2.LINE_AA)
    cv2.circle(bare, centre.tolist(), radius, PALETTE["black"], int(random.integers(3, 7)), cv2.LINE_AA)
    apart, height = random.uniform(0.28, 0.45) * radius, random.uniform(0.15, 0.35) * radius
    features = []
    for side in (-1, 1):
        eye = np.zeros((256, 256), np.uint8)
        cv2.circle(eye, (int(centre[0] + side * apart), int(centre[1] - height)), int(random.integers(4, 10)), 255, -1, cv2.LINE_AA)
        features.append(eye)
    mouth, size = np.zeros((256, 256), np.uint8), (int(random.uniform(0.3, 0.5) * radius), int(random.uniform(0.1, 0.35) * radius))
    smiles = random.random() < 0.7
    middle = (int(centre[0]), int(centre[1] + (0.3 if smiles else 0.55) * radius))
    cv2.ellipse(mouth, middle, size, 0, *((20, 160) if smiles else (200, 340)), 255, int(random.integers(3, 7)), cv2.LINE_AA)
    features.append(mouth)
    drawn = bare.copy()
    for feature in features:
        drawn[feature > 127] = PALETTE["black"]
    return bare, drawn, [feature > 127 for feature in features]


def stands_out(picture: np.ndarray, feature: np.ndarray) -> bool:
    """Whether what is at a feature's place differs from what is around it."""
    lab = cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2Lab)
    grown = cv2.dilate(feature.astype(np.uint8), np.ones((5, 5), np.uint8))
    around = cv2.dilate(grown, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (13, 13))) > grown
    return bool(np.linalg.norm(lab[feature].mean(0) - lab[around].mean(0)) >= LEAST_FEATURE)


def inner_lines(graphs: Graphs, judge: Judge) -> None:
    """Whether lines drawn inside an object survive; each time also where they were not drawn, since the model has its own ideas."""
    random = np.random.default_rng(21)
    kept, invented = [], []
    for index in tqdm(range(PAIRS // 2), desc="faces", mininterval=10):
        bare, drawn, features = face(random)
        prompt = with_article(FACES[index % len(FACES)])
        with_lines, without = graphs.repaint(drawn, prompt, index), graphs.repaint(bare, prompt, index)
        kept += [stands_out(with_lines, feature) for feature in features]
        invented += [stands_out(without, feature) for feature in features]
    print(f"eyes and mouths drawn into round faces: {np.mean(kept):.1%} stay; at these places without being drawn {np.mean(invented):.1%}")
    sampler = DrawingSampler(judge.sprites, [], seed=22)
    found, control = [], []
    for index, row in enumerate(tqdm(_solid_rows(judge, random, PAIRS // 2), desc="lines", mininterval=10)):
        bare, drawn, lines = sampler.lined(judge.chosen[row])
        if not lines.any():
            continue
        prompt = with_article(judge.names[judge.labels[row]])
        found.append(near_edges(graphs.repaint(drawn, prompt, index), lines))
        control.append(near_edges(graphs.repaint(bare, prompt, index), lines))
    print(f"inner lines of line drawings: {np.mean(found):.1%} of their length stays; at these places without being drawn {np.mean(control):.1%}")


def near_edges(picture: np.ndarray, lines: np.ndarray) -> float:
    """Share of the lines that is near an edge of the picture."""
    soft = cv2.GaussianBlur(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), (0, 0), 1.0)
    reach = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * LINE_REACH + 1, 2 * LINE_REACH + 1))
    return float((cv2.dilate(cv2.Canny(soft, 30, 75), reach) > 0)[lines].mean())


def flicker(graphs: Graphs, judge: Judge) -> None:
    """How much two pictures of the same drawing differ, where it is drawn, when a camera's noise is in both frames."""
    random, sampler = np.random.default_rng(31), DrawingSampler(judge.sprites, [], seed=32)
    changes = []
    for index, row in enumerate(tqdm(_solid_rows(judge, random, FEWER), desc="flicker", mininterval=10)):
        drawing, mask = sampler.scribbled(judge.chosen[row], None)
        frames = [(drawing + random.normal(0, CAMERA_NOISE, drawing.shape)).clip(0, 255).round().astype(np.uint8) for _ in range(2)]
        prompt = with_article(judge.names[judge.labels[row]])
        pictures = [graphs.repaint(frame, prompt, index) for frame in frames]
        changes.append([differ(*(part[mask] for part in parts)) for parts in (frames, pictures)])
    drawn, made = np.mean(changes, axis=0)
    print(f"flicker: frames differ by {drawn:.2f} of 255, pictures by {made:.2f}")


def differ(first: np.ndarray, second: np.ndarray) -> float:
    """Mean absolute difference, of 255."""
    return float(cv2.absdiff(first, second).mean())


def words_only(graphs: Graphs, judge: Judge) -> None:
    """Pictures from pure noise, without a drawing."""
    names = list(range(len(judge.names)))
    pictures = [graphs.imagine(with_article(judge.names[name]), seed=name) for name in tqdm(names, desc="words", mininterval=10)]
    masks = [differs if (differs := differs_from_paper(picture)).any() else EVERYWHERE for picture in pictures]
    print(f"words only: {judge.recognised(pictures, masks, names):.1%} of {len(names)} names recognised")


def strengths(graphs: Graphs, judge: Judge) -> None:
    """How the picture leaves the drawing as the strength rises."""
    rows, found = _solid_rows(judge, np.random.default_rng(41), FEWER), []
    for strength in tqdm(STRENGTHS, desc="strengths", mininterval=10):
        sampler = DrawingSampler(judge.sprites, [], seed=42)
        pictures, masks, left, places = [], [], [], []
        for index, row in enumerate(rows):
            drawing, mask = sampler.scribbled(judge.chosen[row], None)
            pictures.append(graphs.repaint(drawing, with_article(judge.names[judge.labels[row]]), index, strength))
            masks.append(mask)
            left.append(differ(drawing, pictures[-1]))
            places.append(overlap(mask, differs_from_paper(pictures[-1])))
        found.append((strength, judge.recognised(pictures, masks, [judge.labels[row] for row in rows]), np.mean(places), np.mean(left)))
    for strength, recognised, place, far in found:
        print(f"strength {strength}: {recognised:.1%} recognised, mean IoU {place:.3f}, differs from the drawing by {far:.1f} of 255")


MEASURES = (steering, colours, inner_lines, flicker, words_only, strengths)
