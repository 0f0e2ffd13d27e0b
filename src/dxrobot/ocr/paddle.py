"""Gate to PaddleOCR: any of its recognition models, for those who have another than ours."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.ocr.engine import STEP, Probabilities, width_of
from dxrobot.ocr.model_files import model_folder
from dxrobot.ocr.pages import Picture

_BATCH_WIDTH = 4000
"""Sum of padded widths in one call: small enough for the processor's caches, large enough to keep it busy."""


class PaddleRecogniser:
    """PaddleOCR's TextRecognition on ONNX Runtime, loaded at first use and never reaching for a network."""

    def __init__(self, model_dir: str = "", threads: int = 0) -> None:
        self._model_dir = model_dir
        self._threads = threads or os.cpu_count() or 1
        self._alone = Lock()
        """Its predictor keeps the answer until it is fetched."""

    @cached_property
    def characters(self) -> tuple[str, ...]:
        """The model's dictionary without the CTC blank."""
        return tuple(self._predictor[0].post_op.characters)

    def recognise(self, pictures: Sequence[Picture]) -> list[Probabilities]:
        """Probabilities for each grey or RGB line picture, in order; widths alike are read together."""
        predictor, kept = self._predictor
        read: list[Probabilities | None] = [None] * len(pictures)
        for batch in _batches([width_of(picture) for picture in pictures]):
            with self._alone:
                predictor.batch_sampler.batch_size = len(batch)
                list(predictor.predict([_bgr(pictures[index]) for index in batch]))
                for row, index in enumerate(batch):
                    read[index] = kept.last[row, : -(-width_of(pictures[index]) // STEP)]
        return [one for one in read if one is not None]

    @cached_property
    def _predictor(self) -> tuple[Any, _KeepProbabilities]:
        predictor = _load(model_folder(self._model_dir), self._threads)
        kept = _KeepProbabilities(predictor.post_op.character[1:])
        predictor.post_op = kept
        return predictor, kept


class _KeepProbabilities:
    """Stands where PaddleOCR decodes greedily, and keeps the probabilities for our own decoder."""

    def __init__(self, characters: Sequence[str]) -> None:
        self.characters = characters
        self.last: npt.NDArray[np.float32] = np.zeros((0, 0, 0), np.float32)

    def __call__(self, predictions: Sequence[Any], **_options: Any) -> tuple[list[str], list[float]]:
        self.last = np.asarray(predictions[0], dtype=np.float32)
        return [""] * len(self.last), [0.0] * len(self.last)


def _load(folder: Path, threads: int) -> Any:
    os.environ.setdefault("PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK", "True")
    os.environ.setdefault("DISABLE_AUTO_LOGGING_CONFIG", "1")
    try:
        from paddleocr import TextRecognition  # three seconds and hundreds of modules: only when a page is read
    except ImportError as error:
        if "libGL" in str(error):
            remedy = _("libgl1(libGL.so.1)を OS に入れてください。")
            raise InputError(_("画像処理の部品 libGL がありません。"), remedy) from error
        raise InputError(_("PaddleOCR が入っていません。"), _("dxrobot doctor で確かめてください。")) from error
    for name in ("paddlex", "paddleocr"):
        logging.getLogger(name).setLevel(logging.ERROR)
    try:
        recognition = TextRecognition(
            model_name=_model_name(folder),
            model_dir=str(folder),
            engine="onnxruntime",
            # Lines differ in width, and an arena keeps the largest of each shape: 100 MB for no time gained.
            engine_config={"intra_op_num_threads": threads, "enable_cpu_mem_arena": False},
            device="cpu",
        )
    except Exception as error:  # PaddleX raises many kinds, down to bare Exception, for a model it cannot use
        remedy = _("dxrobot doctor で確かめ、モデルを入れ直してください。")
        raise InputError(_("文字認識モデルを読み込めません。"), remedy) from error
    return recognition.paddlex_predictor


def _model_name(folder: Path) -> str:
    for line in (folder / "inference.yml").read_text(encoding="utf-8").splitlines():
        key, _colon, value = line.strip().partition(":")
        if key == "model_name":
            return value.strip()
    raise InputError(_("inference.yml に model_name がありません。"))


def _bgr(picture: Picture) -> Picture:
    return np.repeat(picture[..., None], 3, axis=2) if picture.ndim == 2 else picture[..., ::-1]


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    batch: list[int] = []
    for index in sorted(range(len(widths)), key=widths.__getitem__):
        if batch and max(320, widths[index]) * (len(batch) + 1) > _BATCH_WIDTH:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch
