"""Train a network of src/dxrobot/ocr/cells.py: one hidden layer on characters cut from their lines."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from numpy.random import Generator
from torch import nn

from dxrobot.ocr.cells import seen_of

_BATCH, _RATE, _HIDDEN = 512, 4e-3, 160
_COPIES = 2
"""Each character is trained on as it is, and so often turned and stretched another way."""
Cells = tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]
"""Pictures (n, size, size) and the class of each."""


def _with_copies(train: Cells, rng: Generator) -> Cells:
    pictures = [train[0], *(turned(train[0], rng) for _copy in range(_COPIES))]
    return np.concatenate(pictures), np.tile(train[1], 1 + _COPIES)


def turned(pictures: npt.NDArray[np.uint8], rng: Generator) -> npt.NDArray[np.uint8]:
    """Each picture turned, stretched and moved a way of its own."""
    size = pictures.shape[1]
    middle, turned = np.full(2, (size - 1) / 2), np.empty_like(pictures)
    for picture, into in zip(pictures, turned, strict=True):
        way = np.eye(2) + rng.normal(0, (0.07, 0.10), (2, 2))
        moved = middle - way @ middle + rng.normal(0, 0.7, 2)
        into[:] = cv2.warpAffine(picture, np.hstack([way, moved[:, None]]), (size, size), flags=cv2.INTER_LINEAR)
    return turned


class Network(nn.Module):
    """The layers, and how what they see is scaled."""

    def __init__(self, seen: torch.Tensor, classes: int) -> None:
        super().__init__()
        self.middle, self.spread = seen.mean(0), seen.std(0) + 1e-3
        self.first, self.second = nn.Linear(seen.shape[1], _HIDDEN), nn.Linear(_HIDDEN, classes)

    def forward(self, seen: torch.Tensor) -> torch.Tensor:
        """Log probabilities for rows of dxrobot.ocr.cells.seen_of."""
        scaled = F.dropout((seen - self.middle) / self.spread, 0.15, self.training)
        hidden = F.dropout(F.relu(self.first(scaled)), 0.3, self.training)
        return F.log_softmax(self.second(hidden), dim=1)


def trained(train: Cells, scored: Cells, epochs: int, rng: Generator) -> Network:
    """The network after ``epochs`` rounds over the characters and their copies."""
    pictures, classes = _with_copies(train, rng)
    seen, meant = torch.from_numpy(seen_of(list(pictures))), torch.from_numpy(classes)
    network = Network(seen, int(classes.max()) + 1)
    optimiser = torch.optim.AdamW(network.parameters(), _RATE, weight_decay=0.03)
    steps = len(meant) // _BATCH
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, _RATE, total_steps=epochs * steps)
    for epoch in range(epochs):
        network.train()
        one_round(network, seen, meant, _BATCH, optimiser, schedule)
        print(f"epoch {epoch + 1}: wrong of those kept back {wrong_share(network.eval(), scored):.4%}", flush=True)
    return network.eval()


def one_round(
    network: nn.Module,
    seen: torch.Tensor,
    meant: torch.Tensor,
    batch: int,
    optimiser: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
) -> None:
    """Train once on all that is ``seen``, in an order of its own, but for a last batch that is not full."""
    for places in torch.randperm(len(meant)).split(batch)[: len(meant) // batch]:
        loss = F.nll_loss(network(seen[places]), meant[places])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()


def wrong_share(network: Network, scored: Cells) -> float:
    """The share of characters that the network takes for others."""
    with torch.no_grad():
        read = network(torch.from_numpy(seen_of(list(scored[0])))).argmax(1).numpy()
    return float((read != scored[1]).mean())


def write(network: Network, out: Path) -> None:
    """The network as dxrobot.ocr.cells loads it, the large weights in 16 bits."""
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
