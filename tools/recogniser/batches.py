"""Samples made in processes of their own and put together by width, so that little of a batch is padding."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import onnx
import onnxruntime
import torch

from dxrobot.ocr.model_files import bundled_model
from dxrobot.ocr.pages import Picture
from tools.recogniser.dictionary import characters
from tools.recogniser.strips import Sample, invent_sample

HEIGHT, STEP = 48, 8
_POOL = 128
SPLIT = "p2o.pd_op.add.52.0"
"""Where training begins: before the last stage of the backbone, which holds three quarters of the weights."""
_BATCH_WIDTH = 5000


@dataclass(frozen=True)
class Batch:
    """Lines of about one width. ``features`` are what the frozen part of the network makes of them, in 16 bits."""

    features: torch.Tensor
    targets: torch.Tensor
    target_lengths: torch.Tensor
    steps: torch.Tensor
    texts: tuple[str, ...]


def prepared(picture: Picture) -> np.ndarray:
    """The line at the height of the network, from -1 to 1."""
    width = max(STEP, round(picture.shape[1] * HEIGHT / picture.shape[0]))
    return cv2.resize(picture, (width, HEIGHT), interpolation=cv2.INTER_LINEAR).astype(np.float32) / 127.5 - 1


class Frozen:
    """The part of the network that is not trained, from the picture to the value called :data:`SPLIT`."""

    def __init__(self, model: onnx.ModelProto) -> None:
        part = onnx.utils.Extractor(model).extract_model(["x"], [SPLIT])
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(part.SerializeToString(), options)

    def __call__(self, pictures: np.ndarray) -> torch.Tensor:
        """Features of pictures (n, 3, 48, width) from -1 to 1, padded with 0."""
        return torch.from_numpy(self._session.run(None, {"x": pictures})[0]).half()


def batches_of(
    samples: Sequence[Sample], columns: dict[str, int], frozen: Frozen, rng: np.random.Generator
) -> list[Batch]:
    """All samples in batches, the batches in random order."""
    lines = sorted(((prepared(one.picture), one.text) for one in samples), key=lambda line: line[0].shape[1])
    made: list[Batch] = []
    group: list[tuple[np.ndarray, str]] = []
    for line in lines:
        if group and line[0].shape[1] * (len(group) + 1) > _BATCH_WIDTH:
            made.append(_batch(group, columns, frozen))
            group = []
        group.append(line)
    made.append(_batch(group, columns, frozen))
    return [made[int(place)] for place in rng.permutation(len(made))]


def _batch(lines: list[tuple[np.ndarray, str]], columns: dict[str, int], frozen: Frozen) -> Batch:
    width = -(-max(picture.shape[1] for picture, _text in lines) // STEP) * STEP
    pictures = np.zeros((len(lines), 3, HEIGHT, width), np.float32)
    for row, (picture, _text) in enumerate(lines):
        pictures[row, :, :, : picture.shape[1]] = picture
    texts = tuple(text for _picture, text in lines)
    return Batch(
        frozen(pictures),
        torch.tensor([columns[character] for text in texts for character in text]),
        torch.tensor([len(text) for text in texts]),
        torch.tensor([-(-picture.shape[1] // STEP) for picture, _text in lines]),
        texts,
    )


def endless_batches(seed: int, processes: int) -> Iterator[Batch]:
    """New batches without end, made by ``processes`` beside this one."""
    context = multiprocessing.get_context("spawn")
    queue = context.Queue(maxsize=40)
    for number in range(processes):
        context.Process(target=_make, args=(queue, (seed, number)), daemon=True).start()
    while True:
        yield queue.get()


def _make(queue: multiprocessing.Queue[Batch], seed: tuple[int, int]) -> None:
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    torch.multiprocessing.set_sharing_strategy("file_system")
    rng = np.random.default_rng(seed)
    frozen, columns = Frozen(onnx.load(str(bundled_model()))), columns_of(characters())
    while True:
        samples = [invent_sample(rng, "train") for _ in range(_POOL)]
        for batch in batches_of(samples, columns, frozen, rng):
            queue.put(batch)


def columns_of(known: str) -> dict[str, int]:
    """The column of each character; column 0 is the CTC blank."""
    return {character: place + 1 for place, character in enumerate(known)}
