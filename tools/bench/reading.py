"""Read the demo's scans with dxrobot and with the engines it stands on, page by page in turn.

Prints a table and writes build/bench/reading.json: the median seconds a page of each reader, and the ratio to dxrobot.
"""

from __future__ import annotations

import importlib.util
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from dxrobot.bundled import demo_samples
from dxrobot.ocr.engines import engines_of
from dxrobot.ocr.form_reader import FormReader
from dxrobot.ocr.model_files import model_folder
from dxrobot.ocr.pages import BadPage, Page, read_pages
from dxrobot.ocr.template_files import load_templates

ROOT = Path(__file__).parent.parent.parent
OUT = ROOT / "build" / "bench" / "reading.json"
Reader = Callable[[Page], object]


def readers(scratch: Path) -> dict[str, Reader]:
    """dxrobot first, then whole-page PaddleOCR and RapidOCR with the same models."""
    ours = FormReader(load_templates(ROOT / "ocr_templates"), engines_of())
    paddle, rapid = _paddle(scratch), _rapid()
    return {
        "dxrobot": ours.read_page,
        "paddleocr, whole page": lambda page: paddle.predict(_colour(page)),
        "rapidocr, whole page": lambda page: rapid(_colour(page)),
    }


def _colour(page: Page) -> Any:
    picture = np.asarray(page.picture)
    return picture if picture.ndim == 3 else np.dstack([picture] * 3)


def _paddle(scratch: Path) -> Any:
    from paddleocr import PaddleOCR

    return PaddleOCR(
        text_detection_model_name="PP-OCRv6_small_det",
        text_detection_model_dir=str(_detection_model(scratch)),
        text_recognition_model_name="PP-OCRv6_small_rec",
        text_recognition_model_dir=str(model_folder()),
        use_doc_orientation_classify=False,
        use_doc_unwarping=False,
        use_textline_orientation=False,
        engine="onnxruntime",
        device="cpu",
    )


def _detection_model(scratch: Path) -> Path:
    """The detection model of the rapidocr wheel, laid out as PaddleOCR wants it."""
    spec = importlib.util.find_spec("rapidocr")
    if spec is None or spec.origin is None:
        raise SystemExit("rapidocr is not installed")
    folder = scratch / "det"
    folder.mkdir()
    (folder / "inference.onnx").symlink_to(Path(spec.origin).parent / "models" / "PP-OCRv6_det_small.onnx")
    steps = [
        {"DetResizeForTest": None},
        {
            "NormalizeImage": {
                "mean": [0.485, 0.456, 0.406],
                "std": [0.229, 0.224, 0.225],
                "order": "hwc",
                "scale": "1./255.",
            }
        },
        {"ToCHWImage": None},
    ]
    after = {"name": "DBPostProcess", "thresh": 0.2, "box_thresh": 0.45, "max_candidates": 3000, "unclip_ratio": 1.4}
    settings = {
        "Global": {"model_name": "PP-OCRv6_small_det"},
        "PreProcess": {"transform_ops": steps},
        "PostProcess": after,
    }
    (folder / "inference.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    return folder


def _rapid() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR()


def measure(rounds: int) -> list[dict[str, Any]]:
    """Median seconds a page: every reader reads each page in turn, so that a busy moment hits all of them."""
    pages = [page for path in sorted((demo_samples() / "scans").iterdir()) for page in read_pages(path)]
    good = [page for page in pages if not isinstance(page, BadPage)]
    with tempfile.TemporaryDirectory() as scratch:
        known = readers(Path(scratch))
        seconds: dict[str, list[float]] = {name: [] for name in known}
        for read in known.values():
            read(good[0])
        for page in good * rounds:
            for name, read in known.items():
                started = time.perf_counter()
                read(page)
                seconds[name].append(time.perf_counter() - started)
    ours = statistics.median(seconds["dxrobot"])
    return [
        {"reader": name, "pages": len(times), "seconds_a_page": round(statistics.median(times), 3),
         "ratio": round(statistics.median(times) / ours, 2)}
        for name, times in seconds.items()
    ]  # fmt: skip


def main(rounds: int = 1) -> None:
    """Measure, print, write."""
    rows = measure(rounds)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    for row in rows:
        print(f"{row['reader']:24} {row['seconds_a_page']:8.3f} s a page   {row['ratio']:5.2f} x")
