"""Which written digits the digit network is unsure of, so that training draws them more often.

usage: python -m tools.recogniser.hard_digits

Reads the folder ``DXROBOT_HANDWRITING`` names and puts hard_digits.json into it: for each digit the places of those
pictures of the train split (tools/forms/glyphs.py). Most of the 45,000 are so plain that nothing is learnt of them.
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

import cv2
import numpy as np

from dxrobot.ocr.cells import squared
from dxrobot.ocr.digit_network import SIZE, odds_of
from tools.forms.glyphs import HARD, Mask, handwriting, share_of

_SURE = 0.97
_ENLARGED, _SOFT = 3, 1.6
_AT_ONCE = 500


def main() -> None:
    """Look at every digit once, as it was scanned and blurred, and write which are hard."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    cv2.setNumThreads(1)
    hard: dict[str, list[int]] = {}
    for digit, pictures in handwriting().digits.items():
        first, end = share_of(pictures, "train")
        parts = [pictures[at : min(at + _AT_ONCE, end)] for at in range(first, end, _AT_ONCE)]
        sure = np.concatenate([_sure(part, int(digit)) for part in parts])
        hard[digit] = [first + int(place) for place in np.flatnonzero(sure < _SURE)]
        print(f"{digit}: {len(hard[digit])} of {end - first}", flush=True)
    out = Path(os.environ["DXROBOT_HANDWRITING"]) / HARD
    out.write_text(json.dumps(hard), encoding="utf-8")


def _sure(pictures: Mask, digit: int) -> np.ndarray:
    cells = []
    for picture in pictures:
        large = cv2.resize(255 - picture, None, fx=_ENLARGED, fy=_ENLARGED, interpolation=cv2.INTER_CUBIC)
        soft = cv2.GaussianBlur(large, (0, 0), _SOFT)
        cells.append(squared(soft, soft < 190, SIZE))
    return np.asarray(np.exp(odds_of(cells)[:, digit]))


if __name__ == "__main__":
    main()
