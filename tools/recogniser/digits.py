"""Train the digit network of src/dxrobot/ocr/digit_network.py on drawn lines, cut where the recogniser sees characters.

usage: python -m tools.recogniser.digits OUT [--lines N] [--epochs N] [--seed S]

Needs what tools/recogniser/train.py needs. OUT gets cells.npz (kept and used again when it is there) and digits.npz.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from numpy.random import Generator
from torch import nn

from dxrobot.ocr.charset import charset_of
from dxrobot.ocr.decode import peaks
from dxrobot.ocr.digit_network import OTHER, SIZE, cells_of, seen_of
from dxrobot.ocr.engine import OnnxRecogniser
from dxrobot.ocr.template import FieldType, TemplateField
from tools.forms.glyphs import Split
from tools.forms.persons import chance
from tools.recogniser.strips import invent_sample
from tools.recogniser.texts import invent_number

_AT_ONCE, _BATCH = 40, 512
_RATE, _HIDDEN = 4e-3, 160
_COPIES = 2
"""Each character is trained on as it is, and so often turned and stretched another way."""
_OTHERS = 0.15
"""Share of the characters that are no digits which are kept."""
_FIELD = TemplateField(name="drawn", label="drawn", type=FieldType.TEXT, zone=(0, 0, 1, 1))
Cells = tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]


def main() -> None:
    """Draw, train, score, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--lines", type=int, default=8000)
    parser.add_argument("--epochs", type=int, default=8)
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
    write(trained(_with_copies(train, rng), scored, given.epochs), given.out / "digits.npz")


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
            for cell, one in zip(cells_of(sample.picture, narrow), sample.text, strict=True):
                if cell.any() and (one.isdecimal() or chance(rng, _OTHERS)):
                    pictures.append(cell)
                    labels.append(int(one) if one.isdecimal() else OTHER)
    print(f"{split}: {len(labels)} characters of {lines} lines", flush=True)
    return np.stack(pictures), np.array(labels)


def _with_copies(train: Cells, rng: Generator) -> Cells:
    pictures = [train[0], *(_turned(train[0], rng) for _copy in range(_COPIES))]
    return np.concatenate(pictures), np.tile(train[1], 1 + _COPIES)


def _turned(pictures: npt.NDArray[np.uint8], rng: Generator) -> npt.NDArray[np.uint8]:
    middle, turned = np.full(2, (SIZE - 1) / 2), np.empty_like(pictures)
    for picture, into in zip(pictures, turned, strict=True):
        way = np.eye(2) + rng.normal(0, (0.07, 0.10), (2, 2))
        moved = middle - way @ middle + rng.normal(0, 0.7, 2)
        into[:] = cv2.warpAffine(picture, np.hstack([way, moved[:, None]]), (SIZE, SIZE), flags=cv2.INTER_LINEAR)
    return turned


class Network(nn.Module):
    """One hidden layer; log probabilities of ten digits and of anything else."""

    def __init__(self, seen: torch.Tensor) -> None:
        super().__init__()
        self.middle, self.spread = seen.mean(0), seen.std(0) + 1e-3
        self.first, self.second = nn.Linear(seen.shape[1], _HIDDEN), nn.Linear(_HIDDEN, OTHER + 1)

    def forward(self, seen: torch.Tensor) -> torch.Tensor:
        """Log probabilities for rows of dxrobot.ocr.digit_network.seen_of."""
        scaled = F.dropout((seen - self.middle) / self.spread, 0.15, self.training)
        hidden = F.dropout(F.relu(self.first(scaled)), 0.3, self.training)
        return F.log_softmax(self.second(hidden), dim=1)


def trained(train: Cells, scored: Cells, epochs: int) -> Network:
    """The network after ``epochs`` rounds over the characters."""
    seen, meant = torch.from_numpy(seen_of(list(train[0]))), torch.from_numpy(train[1])
    network = Network(seen)
    optimiser = torch.optim.AdamW(network.parameters(), _RATE, weight_decay=0.03)
    steps = len(meant) // _BATCH
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, _RATE, total_steps=epochs * steps)
    for epoch in range(epochs):
        network.train()
        for places in torch.randperm(len(meant)).split(_BATCH)[:steps]:
            loss = F.nll_loss(network(seen[places]), meant[places])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
        print(f"epoch {epoch + 1}: wrong of digits kept back {wrong_share(network.eval(), scored):.4%}", flush=True)
    return network.eval()


def wrong_share(network: Network, scored: Cells) -> float:
    """The share of digits that the network takes for something else."""
    digits = scored[1] != OTHER
    with torch.no_grad():
        read = network(torch.from_numpy(seen_of(list(scored[0][digits])))).argmax(1).numpy()
    return float((read != scored[1][digits]).mean())


def write(network: Network, out: Path) -> None:
    """The network as dxrobot.ocr.digit_network loads it, the large weights in 16 bits."""
    first = network.first.weight.detach() / network.spread
    first_bias = network.first.bias.detach() - first @ network.middle
    second, second_bias = network.second.weight.detach(), network.second.bias.detach()
    np.savez_compressed(
        out,
        first=first.T.numpy().astype(np.float16),
        first_bias=first_bias.numpy(),
        second=second.T.numpy().astype(np.float16),
        second_bias=second_bias.numpy(),
    )


if __name__ == "__main__":
    main()
