"""Train the variant network of src/dxrobot/ocr/variant_network.py on drawn kanji that have variants.

usage: python -m tools.recogniser.variants OUT [--each N] [--epochs N] [--seed S]

Needs what tools/recogniser/train.py needs. OUT gets variants.npz.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.random import Generator

from dxrobot.ocr.cells import squared
from dxrobot.ocr.ink import ink_level
from dxrobot.ocr.variant_network import CLASSES, SIZE
from tools.forms.glyphs import Split
from tools.recogniser.cell_network import Cells, trained, write
from tools.recogniser.strips import invent_sample


def main() -> None:
    """Draw, train, score, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--each", type=int, default=160, help="how often each kanji is drawn")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--seed", type=int, default=20261128)
    given = parser.parse_args()
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    torch.manual_seed(given.seed)
    given.out.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(given.seed)
    train, scored = cells(rng, "train", given.each), cells(rng, "calibrate", given.each // 10)
    write(trained(train, scored, given.epochs, rng), given.out / "variants.npz")


def cells(rng: Generator, split: Split, each: int) -> Cells:
    """Every kanji ``each`` times, alone in its line."""
    pictures, classes = [], []
    for place, character in enumerate(CLASSES):
        for _time in range(each):
            line = invent_sample(rng, split, lambda _rng, one=character: one).picture  # type: ignore[misc]
            cell = squared(line, line < ink_level(line), SIZE)
            if cell.any():
                pictures.append(cell)
                classes.append(place)
    print(f"{split}: {len(classes)} kanji", flush=True)
    return np.stack(pictures), np.array(classes)


if __name__ == "__main__":
    main()
