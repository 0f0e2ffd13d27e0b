"""The recognisers that read forms, by what dxrobot.toml says."""

from __future__ import annotations

import os
from functools import lru_cache

from dxrobot.ocr.engine import OnnxRecogniser, Recogniser
from dxrobot.ocr.model_files import bundled_model
from dxrobot.ocr.paddle import PaddleRecogniser
from dxrobot.ocr.read import Engines
from dxrobot.ocr.tesseract import TesseractRecogniser
from dxrobot.settings import SecondEngine


@lru_cache(maxsize=1)
def engines_of(
    model_dir: str = "", threads: int = 0, second: SecondEngine = SecondEngine.PADDLE, tesseract: str = ""
) -> Engines:
    """Our own recogniser with PP-OCRv6 small beside it, the PaddleOCR model in ``model_dir``, or Tesseract.

    One for all readings of this process: loading takes a fifth of a second.
    """
    beside = (
        TesseractRecogniser(tesseract) if second is SecondEngine.TESSERACT else printed_recogniser(model_dir, threads)
    )
    return Engines(OnnxRecogniser(threads=threads), beside, threads or os.cpu_count() or 1)


@lru_cache(maxsize=1)
def printed_recogniser(model_dir: str = "", threads: int = 0) -> Recogniser:
    """PP-OCRv6 small or the PaddleOCR model in ``model_dir``: it knows signs that nobody writes into a form."""
    return PaddleRecogniser(model_dir, threads) if model_dir else OnnxRecogniser(bundled_model(), threads)
