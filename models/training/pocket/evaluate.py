"""Judges a bundle: ``python -m pocket.evaluate --data DIR --bundle DIR``, and writes its contact sheet.

A classifier that has only ever seen sprites names what the exported graphs made of drawings (``pocket.judge``); the measures
are described where they are made (``pocket.measures``). The sheet shows drawing and picture side by side, the prompt below.
"""

import argparse
from pathlib import Path

import cv2
import numpy as np

from pocket.colours import HUES
from pocket.drawings import DrawingSampler
from pocket.graphs import Graphs
from pocket.judge import Judge, spoken_name
from pocket.measures import MEASURES

SHEET_COLUMNS = 3
SHEET = (
    "a red apple", "a sunflower", "a cat", "a dog", "a fish", "a rabbit", "a tree", "a cactus", "a mushroom", "a butterfly",
    "a slice of pizza", "a strawberry", "a cupcake", "a pumpkin", "a rocket", "a car", "a house", "a balloon", "a blue star",
    "a purple heart", "an orange fox, flat", "a penguin, cartoon", "a lemon, pencil sketch", "a duck, neon",
)  # fmt: skip


def write_contact_sheet(graphs: Graphs, judge: Judge, file: Path) -> None:
    sprites, sampler = judge.sprites, DrawingSampler(judge.sprites, [], seed=7)
    side, gap, tiles = 192, 22, []
    for index, prompt in enumerate(SHEET):
        words = set(prompt.replace(",", "").split())
        matches = [s for s in judge.chosen if set(spoken_name(sprites, s).split()) <= words and sprites.style_of[s] == 0]
        colour = next((hue for hue in HUES if hue in words), None)
        drawing, _ = sampler.scribbled(matches[0], colour)
        picture = graphs.repaint(drawing, prompt, index)
        pair = np.hstack([cv2.resize(part, (side, side), interpolation=cv2.INTER_AREA) for part in (drawing, picture)])
        tile = np.full((side + gap, 2 * side + 8, 3), 255, np.uint8)
        tile[:side, : 2 * side] = pair
        cv2.putText(tile, prompt, (4, side + 16), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (60, 60, 60), 1, cv2.LINE_AA)
        tiles.append(tile)
    rows = [np.hstack(tiles[i : i + SHEET_COLUMNS]) for i in range(0, len(tiles), SHEET_COLUMNS)]
    cv2.imwrite(str(file), cv2.cvtColor(np.vstack(rows), cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 88])


def main() -> None:
    by_name = {measure.__name__: measure for measure in MEASURES}
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--bundle", type=Path, required=True)
    parser.add_argument("--only", choices=by_name, action="append", help="one measure, without the sheet; may be repeated")
    options = parser.parse_args()
    judge, graphs = Judge(options.data), Graphs(options.bundle)
    for name in options.only or by_name:
        by_name[name](graphs, judge)
    if not options.only:
        write_contact_sheet(graphs, judge, options.bundle / "contact-sheet.jpg")


if __name__ == "__main__":
    main()
