"""Train the digit network of src/dxrobot/ocr/digit_network.py: six small layers of convolution and one that decides."""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from numpy.random import Generator
from torch import nn

from tools.recogniser.cell_network import Cells, one_round, turned

_BATCH, _RATE = 128, 3e-3
_SCORED_AT_ONCE = 500
_WIDTHS = (16, 32, 64)


def _layer(seen: int, made: int) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(seen, made, 3, padding=1, bias=False), nn.BatchNorm2d(made), nn.ReLU())


class DigitNetwork(nn.Module):
    """Log probabilities of ``classes`` for squares (n, 1, 28, 28) of ink from 0 to 1."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for seen, made in zip((1, *_WIDTHS), _WIDTHS, strict=False):
            layers += [_layer(seen, made), _layer(made, made), nn.MaxPool2d(2)]
        self.body = nn.Sequential(*layers)
        self.out = nn.Linear(_WIDTHS[-1] * 9, classes)

    def forward(self, ink: torch.Tensor) -> torch.Tensor:
        """See the class."""
        seen = F.dropout(self.body(ink).flatten(1), 0.3, self.training)
        return F.log_softmax(self.out(seen), dim=1)


def trained(train: Cells, scored: Cells, epochs: int, rng: Generator) -> DigitNetwork:
    """The network after ``epochs`` rounds: each shows every character turned and stretched anew, the last as it is."""
    meant = torch.from_numpy(train[1])
    network = DigitNetwork(int(train[1].max()) + 1)
    optimiser = torch.optim.AdamW(network.parameters(), _RATE, weight_decay=0.02)
    steps = len(meant) // _BATCH
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, _RATE, total_steps=epochs * steps)
    for epoch in range(epochs):
        network.train()
        ink = _ink(train[0] if epoch + 1 == epochs else turned(train[0], rng))
        one_round(network, ink, meant, _BATCH, optimiser, schedule)
        print(f"epoch {epoch + 1}: wrong of those kept back {_wrong_share(network.eval(), scored):.4%}", flush=True)
    return network.eval()


def _ink(pictures: object) -> torch.Tensor:
    return torch.as_tensor(pictures).float().unsqueeze(1) / 255


def _wrong_share(network: DigitNetwork, scored: Cells) -> float:
    with torch.no_grad():
        read = torch.cat([network(part).argmax(1) for part in _ink(scored[0]).split(_SCORED_AT_ONCE)])
    return float((read != torch.from_numpy(scored[1])).float().mean())


def write(network: DigitNetwork, out: Path) -> None:
    """The network as ONNX: ``x`` squares of ink, the only output log probabilities."""
    names = {"input_names": ["x"], "output_names": ["y"], "dynamic_axes": {"x": {0: "n"}, "y": {0: "n"}}}
    torch.onnx.export(network, (torch.zeros(2, 1, 28, 28),), str(out), dynamo=False, **names)
