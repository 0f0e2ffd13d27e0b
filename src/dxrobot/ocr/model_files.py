"""Gate to the recognition model: the one inside the rapidocr wheel, laid out as PaddleOCR wants it."""

from __future__ import annotations

import importlib.util
import os
import shutil
import tempfile
from pathlib import Path

import onnxruntime
from ruamel.yaml import YAML

from dxrobot.errors import InputError
from dxrobot.i18n import _

MODEL_NAME = "PP-OCRv6_small_rec"
_WHEEL_FILE = "PP-OCRv6_rec_small.onnx"


def own_model() -> Path:
    """The ONNX file of our own recogniser (tools/recogniser); :class:`InputError` when it is missing."""
    file = Path(__file__).with_name("recogniser.onnx")
    if not file.is_file():
        remedy = _("dxrobot を入れ直してください。")
        raise InputError(_("文字認識モデル({name})がありません。").format(name=file.name), remedy)
    return file


def model_folder(configured: str = "") -> Path:
    """A folder with ``inference.onnx`` and ``inference.yml``: the configured one, or the bundled model's.

    The bundled model is laid out once in the user's cache. Raises :class:`InputError` when there is no model.
    """
    if configured:
        return _checked(Path(configured))
    source = bundled_model()
    folder = _cache() / f"{MODEL_NAME}-{source.stat().st_size}"
    if not (folder / "inference.yml").is_file():
        _lay_out(source, folder)
    return folder


def bundled_model() -> Path:
    """The ONNX file inside the rapidocr wheel, found without importing it; :class:`InputError` when it is missing."""
    spec = importlib.util.find_spec("rapidocr")
    for place in (spec.submodule_search_locations or []) if spec else []:
        file = Path(place) / "models" / _WHEEL_FILE
        if file.is_file():
            return file
    message = _("文字認識モデル({name})がありません。").format(name=_WHEEL_FILE)
    raise InputError(message, _("rapidocr を入れ直すか、dxrobot.toml の [ocr] model_dir を指定してください。"))


def _checked(folder: Path) -> Path:
    missing = [name for name in ("inference.onnx", "inference.yml") if not (folder / name).is_file()]
    if missing:
        message = _("文字認識モデルのフォルダーに {names} がありません。").format(names=", ".join(missing))
        raise InputError(message, _("dxrobot.toml の [ocr] model_dir を確かめてください。"))
    return folder


def _cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".cache") / "dxrobot" / "models"


def _lay_out(source: Path, folder: Path) -> None:
    """Write the folder beside its place and rename it, so that a second process never sees half of one."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=folder.name))
        shutil.copyfile(source, beside / "inference.onnx")
        _write_yml(source, beside / "inference.yml")
    except OSError as error:
        message = _("文字認識モデルを準備するフォルダーに書けません。")
        raise InputError(message, _("空き容量と、XDG_CACHE_HOME の書き込み権限を確かめてください。")) from error
    try:
        beside.replace(folder)
    except OSError:  # another process was first: its folder is as good
        shutil.rmtree(beside, ignore_errors=True)


def _write_yml(source: Path, target: Path) -> None:
    session = onnxruntime.InferenceSession(str(source), providers=["CPUExecutionProvider"])
    characters = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    model = {
        "Global": {"model_name": MODEL_NAME},
        "PreProcess": {"transform_ops": [{"RecResizeImg": {"image_shape": [3, 48, 320]}}]},
        "PostProcess": {"name": "CTCLabelDecode", "character_dict": characters},
    }
    with target.open("w", encoding="utf-8") as file:
        YAML().dump(model, file)
