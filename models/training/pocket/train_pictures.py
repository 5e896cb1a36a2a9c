"""Trains all four networks together on pictures, for the single step: ``python -m pocket.train_pictures --data DIR --minutes 24``.

A network that learns only the mean error returns the mean of all pictures that fit a drawing, which is soft. Here the
picture is also compared by the features of a classifier of sprites, and a critic that sees drawing, picture and words
says which of two pictures was painted by hand. Goes on from ``<data>/pictures.pt``, or else from what the other trainers or
``pocket.restore`` left, and writes ``painter.pt``, which ``pocket.export`` takes. Meant for a GPU: a CPU takes seconds a sample.
"""

import argparse
import time
from pathlib import Path

import torch
from tqdm import tqdm

from pocket.critics import load_features
from pocket.painter import load_painter
from pocket.picture_pool import PicturePool
from pocket.picture_training import Batch, PictureTraining
from pocket.tokenizer import ClipTokenizer
from pocket.train_denoiser import SHEET_TIMESTEP, caption_ids
from pocket.training import PairStream, choose_device, write_sheet

CRITIC_LEARNS_FROM, ADVERSARIAL_FROM, ADVERSARIAL_FULL = 0.06, 0.08, 0.2
"""Shares of the time at which a new critic begins to learn, gets a say, and has its whole say."""
SAVE_EVERY = 120.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=24)
    parser.add_argument("--batch", type=int, default=96 if torch.cuda.is_available() else 8)
    parser.add_argument("--capacity", type=int, default=100_000, help="pairs kept beside the networks, 393 kB each")
    parser.add_argument("--compile", action="store_true", help="compile the networks, which takes minutes and pays on a GPU")
    options = parser.parse_args()
    device = choose_device()
    torch.set_float32_matmul_precision("high")
    stream = PairStream(options.data)
    pool = PicturePool(stream, options.capacity, device)
    painter, samples = load_painter(options.data)
    painter.learn_words(caption_ids(stream, ClipTokenizer()))
    features = load_features(stream.sprites, options.data / "features.pt", device)
    training = PictureTraining(painter, samples, features, device, options.compile)
    known = (options.data / "pictures.pt").exists()
    if known:
        training.load(options.data / "pictures.pt")
    pool.wait_for(20 * options.batch)
    drawn, wanted, words = pool.draw(12)
    start = saved_at = time.monotonic()
    progress = tqdm(desc="pictures", initial=training.samples, unit=" samples", mininterval=10)
    share = 0.0
    while share < 1:
        share = min(1.0, (time.monotonic() - start) / (60 * options.minutes))
        say = 1.0 if known else min(1.0, max(0.0, (share - ADVERSARIAL_FROM) / (ADVERSARIAL_FULL - ADVERSARIAL_FROM)))
        training.slow_down(share)
        loss = training.learn(Batch(*pool.draw(options.batch)), say, judges=known or share > CRITIC_LEARNS_FROM)
        progress.update(options.batch)
        if time.monotonic() - saved_at > SAVE_EVERY or share == 1:
            saved_at = time.monotonic()
            progress.set_postfix(loss=f"{loss.item():.3f}", pairs=pool.made, skipped=training.skipped)
            training.save(options.data)
            with torch.no_grad():
                write_sheet([drawn, training.average.paint(drawn, words, SHEET_TIMESTEP), wanted], options.data / "pictures.png")


if __name__ == "__main__":
    main()
