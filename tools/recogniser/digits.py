"""Train the digit network of src/dxrobot/ocr/digit_network.py on drawn lines, cut where the recogniser sees characters.

usage: python -m tools.recogniser.digits OUT [--lines N] [--epochs N] [--seed S]

Needs what tools/recogniser/train.py needs. OUT gets cells.npz (kept and used again when it is there) and digits.onnx.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import torch
from numpy.random import Generator

from dxrobot.ocr.cells import cells_of
from dxrobot.ocr.charset import charset_of
from dxrobot.ocr.decode import peaks
from dxrobot.ocr.digit_network import OTHER, SIZE
from dxrobot.ocr.engine import OnnxRecogniser
from dxrobot.ocr.template import FieldType, TemplateField
from tools.forms.glyphs import Split
from tools.forms.persons import chance
from tools.recogniser.cell_network import Cells
from tools.recogniser.digit_layers import trained, write
from tools.recogniser.strips import invent_sample
from tools.recogniser.texts import invent_number

_AT_ONCE = 40
_OTHERS = 0.15
"""Share of the characters that are no digits which are kept."""
_FIELD = TemplateField(name="drawn", label="drawn", type=FieldType.TEXT, zone=(0, 0, 1, 1))


def main() -> None:
    """Draw, train, score, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--lines", type=int, default=12000)
    parser.add_argument("--epochs", type=int, default=14)
    parser.add_argument("--seed", type=int, default=20261128)
    given = parser.parse_args()
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    torch.manual_seed(given.seed)
    given.out.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(given.seed)
    kept = given.out / "cells.npz"
    if not kept.is_file():
        train, scored = cells(rng, "train", given.lines), cells(rng, "calibrate", given.lines // 10)
        np.savez_compressed(kept, x=train[0], y=train[1], scored_x=scored[0], scored_y=scored[1])
    found = np.load(kept)
    train, scored = (found["x"], found["y"]), (found["scored_x"], found["scored_y"])
    write(trained(train, scored, given.epochs, rng), given.out / "digits.onnx")


def cells(rng: Generator, split: Split, lines: int) -> Cells:
    """Characters of drawn lines that the recogniser finds as many characters in as were written."""
    recogniser = OnnxRecogniser(threads=1)
    pictures: list[npt.NDArray[np.uint8]] = []
    labels: list[int] = []
    for _round in range(lines // _AT_ONCE):
        samples = [invent_sample(rng, split, invent_number) for _ in range(_AT_ONCE)]
        charset = charset_of(_FIELD, recogniser.characters)
        for sample, view in zip(samples, recogniser.recognise([one.picture for one in samples]), strict=True):
            narrow = charset.narrow(view)
            if len(peaks(narrow)) != len(sample.text):
                continue
            for cell, one in zip(cells_of(sample.picture, narrow, SIZE), sample.text, strict=True):
                if cell.any() and (one.isdecimal() or chance(rng, _OTHERS)):
                    pictures.append(cell)
                    labels.append(int(one) if one.isdecimal() else OTHER)
    print(f"{split}: {len(labels)} characters of {lines} lines", flush=True)
    return np.stack(pictures), np.array(labels)


if __name__ == "__main__":
    main()
