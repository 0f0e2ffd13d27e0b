"""Gate to text recognition: pictures of single lines in, character probabilities out."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np
import numpy.typing as npt

from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.ocr.model_files import own_model
from dxrobot.ocr.pages import Picture

Probabilities = npt.NDArray[np.float32]
"""(steps, characters) of CTC; column 0 is the CTC blank, column i + 1 is ``characters[i]``."""

HEIGHT = 48
STEP = 8
"""The networks read lines 48 pixels high and give one step for 8 pixels of width."""
_BATCH_WIDTH = 1500
"""Sum of padded widths in one call: small enough for the processor's caches and to keep every thread busy."""


class Recogniser(Protocol):
    """Anything that reads lines. ``characters`` are its dictionary in the order of its columns."""

    @property
    def characters(self) -> tuple[str, ...]:
        """The dictionary."""

    def recognise(self, pictures: Sequence[Picture]) -> list[Probabilities]:
        """Probabilities for each grey line picture, in order."""


class OnnxRecogniser:
    """A recognition network on ONNX Runtime, by default our own: PP-OCRv6 small, taught Japanese forms.

    Batches are read side by side, each in one thread: that is quicker than one batch in many threads. ``threads`` 0
    means all processors.
    """

    def __init__(self, model: Path | None = None, threads: int = 0) -> None:
        self._model = model
        self._threads = threads or os.cpu_count() or 1

    @cached_property
    def characters(self) -> tuple[str, ...]:
        """The model's dictionary without the CTC blank; PaddleOCR counts a space behind its list."""
        kept = str(self._session.get_modelmeta().custom_metadata_map["character"]).splitlines()
        columns = self._session.get_outputs()[0].shape[2]
        return (*kept, *" " * (columns - 1 - len(kept)))

    def recognise(self, pictures: Sequence[Picture]) -> list[Probabilities]:
        """Probabilities for each grey line picture, in order; widths alike are read together."""
        lines = [_line(picture) for picture in pictures]
        batches = list(_batches([line.shape[1] for line in lines]))
        read: list[Probabilities] = [np.zeros((0, 0), np.float32)] * len(lines)
        # The widest first, so that no thread is left with it at the end.
        answers = self._pool.map(lambda batch: self._run([lines[index] for index in batch]), reversed(batches))
        for batch, answer in zip(reversed(batches), answers, strict=True):
            for row, index in enumerate(batch):
                read[index] = answer[row, : -(-lines[index].shape[1] // STEP)]
        return read

    def _run(self, lines: Sequence[npt.NDArray[np.float32]]) -> Probabilities:
        width = -(-max(line.shape[1] for line in lines) // STEP) * STEP
        stacked = np.zeros((len(lines), 3, HEIGHT, width), np.float32)
        for row, line in enumerate(lines):
            stacked[row, :, :, : line.shape[1]] = line
        return np.asarray(self._session.run(None, {"x": stacked})[0], dtype=np.float32)

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._threads, "reading")

    @cached_property
    def _session(self) -> Any:
        import onnxruntime  # a fifth of a second: only when a page is read

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        # Lines differ in width, and an arena keeps the largest of each shape: 100 MB for no time gained.
        options.enable_cpu_mem_arena = False
        try:
            return onnxruntime.InferenceSession(str(self._model or own_model()), options)
        except Exception as error:  # ONNX Runtime raises kinds of its own for a file that is no model
            remedy = _("dxrobot doctor で確かめ、モデルを入れ直してください。")
            raise InputError(_("文字認識モデルを読み込めません。"), remedy) from error


def width_of(picture: Picture) -> int:
    """The width of a line at the height of the networks, in pixels."""
    height, width = picture.shape[:2]
    return max(1, round(int(width) * HEIGHT / int(height)))


def _line(picture: Picture) -> npt.NDArray[np.float32]:
    scaled = cv2.resize(picture, (width_of(picture), HEIGHT), interpolation=cv2.INTER_LINEAR)
    return scaled.astype(np.float32) / 127.5 - 1


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    batch: list[int] = []
    for index in sorted(range(len(widths)), key=widths.__getitem__):
        if batch and widths[index] * (len(batch) + 1) > _BATCH_WIDTH:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch
