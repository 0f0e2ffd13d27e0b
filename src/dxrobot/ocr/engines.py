"""The recognisers that read forms, by what dxrobot.toml says."""

from __future__ import annotations

import os
from functools import lru_cache

from dxrobot.ocr.engine import OnnxRecogniser
from dxrobot.ocr.model_files import bundled_model
from dxrobot.ocr.paddle import PaddleRecogniser
from dxrobot.ocr.read import Engines


@lru_cache(maxsize=1)
def engines_of(model_dir: str = "", threads: int = 0) -> Engines:
    """Our own recogniser with PP-OCRv6 small beside it, or with the PaddleOCR model in ``model_dir`` beside it.

    One for all readings of this process: loading takes a fifth of a second.
    """
    second = PaddleRecogniser(model_dir, threads) if model_dir else OnnxRecogniser(bundled_model(), threads)
    return Engines(OnnxRecogniser(threads=threads), second, threads or os.cpu_count() or 1)
