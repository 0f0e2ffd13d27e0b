"""Train our recogniser: PP-OCRv6 small, taught Japanese handwriting and given a dictionary of Japanese characters.

usage: python -m tools.recogniser.train OUT [--minutes M] [--seed S] [--resume]

Needs torch and onnx (not in the lock), the fonts of tools/recogniser/strips.py (``DXROBOT_FORM_FONTS``) and written
glyphs (``DXROBOT_HANDWRITING``, see tools/forms/glyphs.py). OUT gets checkpoint.pt, log.jsonl and the model,
recogniser.onnx, whose metadata hold the dictionary.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from pathlib import Path

import cv2
import numpy as np
import onnx
import torch
import torch.nn.functional as F

from dxrobot.ocr.model_files import bundled_model, own_model
from tools.recogniser.batches import SPLIT, Batch, Frozen, batches_of, columns_of, endless_batches
from tools.recogniser.dictionary import characters, parents
from tools.recogniser.graph import Graph
from tools.recogniser.store import weights_of, write_model
from tools.recogniser.strips import invent_sample

_LAST = 1e-5
_WARM_STEPS = 200
_AVERAGE = 0.998
_SCORED = 400
_EVERY_S = 300
_KEPT, _REPLAY_FROM = 600, 40
"""Each batch is trained on when it is new, and about once more later: making it costs as much as training on it."""


def main() -> None:
    """Train until the minutes are over."""
    given = _arguments()
    cv2.setNumThreads(1)
    torch.set_num_threads(given.threads)
    torch.manual_seed(given.seed)
    given.out.mkdir(parents=True, exist_ok=True)
    Training(given.out, given.seed, given.minutes * 60, given.peak, resume=given.resume).run(given.makers)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=20261128)
    parser.add_argument("--peak", type=float, default=3e-4, help="the highest rate of learning")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--makers", type=int, default=1, help="processes that make samples")
    parser.add_argument("--resume", action="store_true", help="go on from OUT/checkpoint.pt, or the shipped model")
    return parser.parse_args()


class Training:
    """One course of training, and the slow average of its weights, which is what is kept."""

    def __init__(self, out: Path, seed: int, seconds: float, peak: float, *, resume: bool) -> None:
        self.out, self.seed, self.seconds, self.peak = out, seed, seconds, peak
        self.graph = inherited()
        if resume:
            self._take_up(out / "checkpoint.pt")
        for weights in self.graph.parameters():
            if weights.dim() == 4:  # half the time of the other order on a processor
                weights.data = weights.data.contiguous(memory_format=torch.channels_last)
        self.average = {name: value.detach().clone() for name, value in self.graph.named_parameters()}
        log = out / "log.jsonl"
        self._told = len(log.read_text().splitlines()) if log.is_file() else 0
        """Lines of the log: a course that is resumed sees other samples than before."""
        self.optimiser = torch.optim.AdamW(self.graph.parameters(), peak, weight_decay=0.01)
        rng, frozen = np.random.default_rng((seed, 999)), Frozen(onnx.load(str(bundled_model())))
        scored = [invent_sample(rng, "calibrate") for _ in range(_SCORED)]
        self.scored = batches_of(scored, columns_of(characters()), frozen, rng)

    def _take_up(self, checkpoint: Path) -> None:
        """Go on from ``checkpoint``; where there is none, from the model that is shipped."""
        if checkpoint.is_file():
            self.graph.load_state_dict(torch.load(checkpoint))
        else:
            print("no checkpoint: going on from the shipped model", flush=True)
            self.graph.take(weights_of(own_model()))

    def run(self, makers: int) -> None:
        """Train, score and write until the time is over."""
        rng = np.random.default_rng(self.seed)
        began = told = time.monotonic()
        self._tell(0, 0.0, 0.0)
        step, losses, kept = 0, [], []
        for batch in endless_batches(self.seed + self._told, makers):
            kept.append(batch)
            older = [kept[int(rng.integers(len(kept)))]] if len(kept) > _REPLAY_FROM else []
            for one in (batch, *older):
                losses.append(self._step(one, step, min(1.0, (time.monotonic() - began) / self.seconds)))
                step += 1
            del kept[:-_KEPT]
            now = time.monotonic()
            if now - told > _EVERY_S or now - began > self.seconds:
                told = now
                self._tell(step, now - began, float(np.mean(losses)))
                losses = []
                self._write()
            if now - began > self.seconds:
                return

    def _step(self, batch: Batch, step: int, done: float) -> float:
        rate = _LAST + (self.peak - _LAST) * 0.5 * (1 + math.cos(math.pi * done))
        for group in self.optimiser.param_groups:
            group["lr"] = rate * min(1.0, (step + 1) / _WARM_STEPS)
        logs = F.log_softmax(self.graph(_laid(batch)), dim=2).permute(1, 0, 2)
        loss = F.ctc_loss(logs, batch.targets, batch.steps, batch.target_lengths, zero_infinity=True)
        self.optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.graph.parameters(), 5.0)
        self.optimiser.step()
        keep = min(_AVERAGE, (step + 1) / (step + 10))
        with torch.no_grad():
            for name, value in self.graph.named_parameters():
                self.average[name].mul_(keep).add_(value, alpha=1 - keep)
        return float(loss.detach())

    def _tell(self, step: int, seconds: float, loss: float) -> None:
        own = {name: value.detach().clone() for name, value in self.graph.named_parameters()}
        self.graph.load_state_dict(self.average)
        right = lines = 0
        with torch.no_grad():
            for batch in self.scored:
                path = self.graph(_laid(batch)).argmax(2)
                for row, text in enumerate(batch.texts):
                    right += _collapsed(path[row, : batch.steps[row]].tolist()) == text
                    lines += 1
        self.graph.load_state_dict(own)
        minutes, share = round(seconds / 60, 1), round(right / lines, 4)
        line = {"step": step, "minutes": minutes, "loss": round(loss, 4), "right": share}
        with (self.out / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")
        print(line, flush=True)

    def _write(self) -> None:
        torch.save(self.average, self.out / "checkpoint.pt")
        own = {name: value.detach().clone() for name, value in self.graph.named_parameters()}
        self.graph.load_state_dict(self.average)
        write_model(self.graph.written_back(), characters(), self.out / "recogniser.onnx")
        self.graph.load_state_dict(own)


def _laid(batch: Batch) -> torch.Tensor:
    return batch.features.float().contiguous(memory_format=torch.channels_last)


_CHARACTERS = characters()


def _collapsed(path: list[int]) -> str:
    kept = [place for index, place in enumerate(path) if place and (index == 0 or place != path[index - 1])]
    return "".join(_CHARACTERS[place - 1] for place in kept)


def inherited() -> Graph:
    """PP-OCRv6 small whose last layer knows our dictionary: each character as the entries that meant it."""
    model = onnx.load(str(bundled_model()))
    metadata = {entry.key: entry.value for entry in model.metadata_props}
    graph = Graph(model, SPLIT)
    weights, bias = graph.head_values()
    old = parents(metadata["character"].splitlines(), characters())
    new_weights = torch.randn(len(weights), len(old) + 1) * weights.std() * 0.1
    new_bias = torch.full((len(old) + 1,), float(bias[1:].mean()))
    new_weights[:, 0], new_bias[0] = weights[:, 0], bias[0]
    for place, entries in enumerate(old):
        if entries:
            columns = [entry + 1 for entry in entries]
            new_weights[:, place + 1] = weights[:, columns].mean(1)
            new_bias[place + 1] = bias[columns].mean()
    graph.replace_head(new_weights, new_bias)
    return graph


if __name__ == "__main__":
    main()
