"""Is the software what it was tested with? Pure functions of what the probes found."""

from __future__ import annotations

import re

from packaging.markers import Marker

from dxrobot.doctor.check import Check, judged
from dxrobot.i18n import _
from dxrobot.ocr.tesseract import installing
from dxrobot.settings import OcrSettings, SecondEngine

OLDEST, NEWEST = (3, 11), (3, 13)
# A line of the lock: name==version, then perhaps "; marker", then a backslash.
_LOCK_LINE = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;]+)\s*(?:;\s*(?P<marker>[^\\]+?))?\s*\\?$")


def python_version(version: tuple[int, ...]) -> Check:
    """Python must be one of the versions that the package declares."""
    return judged(
        _("Python"),
        OLDEST <= version[:2] <= NEWEST,
        ".".join(str(part) for part in version),
        _("Python 3.11〜3.13 で導入し直してください。"),
    )


def locked_versions(lock: str) -> dict[str, str]:
    """Version by name of every package that the lock asks for on this machine."""
    lines = (_LOCK_LINE.match(line) for line in lock.splitlines() if not line.startswith((" ", "#")))
    return {
        line["name"]: line["version"]
        for line in lines
        if line and (line["marker"] is None or Marker(line["marker"]).evaluate())
    }


def packages(locked: dict[str, str], installed: dict[str, str]) -> Check:
    """Every locked package must be there in its locked version."""
    wrong = [
        f"{name} {installed.get(name, _('なし'))} → {version}"
        for name, version in locked.items()
        if installed.get(name) != version
    ]
    detail = _("{right}/{all} 個が試験済みの版です。").format(right=len(locked) - len(wrong), all=len(locked))
    return judged(_("部品"), not wrong, " ".join([detail, ", ".join(wrong)]).strip(), _install_anew())


def opencv(distributions: list[str], failure: str) -> Check:
    """cv2 must be importable and belong to one distribution only (docs/decisions/0002-one-opencv.md)."""
    name, listing = _("OpenCV"), ", ".join(distributions) or _("なし")
    if distributions != ["opencv-contrib-python"]:
        remedy = _(
            "OpenCV の配布物どうしが cv2 フォルダーを奪い合います。"
            "すべて pip uninstall したあと opencv-contrib-python だけを requirements.lock から入れ直してください。"
        )
        return Check(name, False, listing, remedy)
    if "libGL" in failure or "libgthread" in failure:
        return Check(name, False, failure, _("管理者に apt install libgl1 libglib2.0-0 を依頼してください。"))
    return judged(name, not failure, failure or listing, _install_anew())


def ocr_models(damage: dict[str, str]) -> Check:
    """The models of the rapidocr wheel must be there, bit by bit as delivered."""
    damaged = sorted(name for name, what in damage.items() if what)
    complete = {"PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"} <= set(damage)
    if damaged or not complete:
        detail = _("壊れているか、足りません: {names}").format(names=", ".join(damaged) or "PP-OCRv6")
        return Check(_("OCRモデル"), False, detail, _install_anew())
    return Check(_("OCRモデル"), True, _("PP-OCRv6 small(rapidocr に同梱、{count} 個を照合)").format(count=len(damage)))


def second_engine(settings: OcrSettings, failure: str) -> Check:
    """A recogniser named in dxrobot.toml takes the place of the bundled model that is asked in doubt."""
    named = "Tesseract" if settings.second_engine is SecondEngine.TESSERACT else settings.model_dir
    detail = failure or named or _("使いません(同梱のモデル)")
    remedy = _("dxrobot.toml の [ocr] model_dir を直すか、空にして同梱のモデルを使ってください。")
    if settings.second_engine is SecondEngine.TESSERACT:
        remedy = installing()
    return judged(_("迷ったときの認識エンジン"), not failure, detail, remedy)


def _install_anew() -> str:
    return _("導入をやり直してください(make なら make clean のあと make demo、閉域網なら install.sh)。")
