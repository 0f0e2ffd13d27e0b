"""The open fonts that forms are drawn and filled with, found by file name; none is part of this repository."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from PIL import ImageFont

from tools.forms import glyphs

Kind = Literal["print", "hwfont", "real"]
_NARROW = str.maketrans("０１２３４５６７８９－", "0123456789-")
MISSING = "\U0010ffff"
"""A code point that no font draws: its picture is that of every absent character."""


@dataclass(frozen=True)
class Face:
    """One font as a person might have written with it."""

    name: str
    kind: Kind
    file: str


FACES = {
    face.name: face
    for face in (
        Face("notosans", "print", "NotoSansCJK-Regular.ttc"),
        Face("notoserif", "print", "NotoSerifCJK-Regular.ttc"),
        Face("ipag", "print", "ipag.ttf"),
        Face("ipam", "print", "ipam.ttf"),
        Face("klee", "hwfont", "KleeOne_400Regular.ttf"),
        Face("klee_bold", "hwfont", "KleeOne_600SemiBold.ttf"),
        Face("yomogi", "hwfont", "Yomogi_400Regular.ttf"),
        Face("kurenaido", "hwfont", "ZenKurenaido_400Regular.ttf"),
        Face("glyphs", "real", ""),
        Face("cedar", "print", "MTLc3m.ttf"),
        Face("sawarabi", "print", "sawarabi-mincho-medium.ttf"),
        Face("kiloji", "hwfont", "kiloji.ttf"),
    )
}
KEPT = ("cedar", "sawarabi", "kiloji")
"""Faces that nothing was trained on or calibrated with: for the test split alone."""
SERIF, SERIF_BOLD = "NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc"


def folders() -> tuple[Path, ...]:
    """Where fonts are looked for: ``DXROBOT_FORM_FONTS`` (paths as in PATH), then the system's folders."""
    named = [Path(part) for part in os.environ.get("DXROBOT_FORM_FONTS", "").split(os.pathsep) if part]
    return (*named, Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")


@lru_cache
def font_path(file: str) -> Path:
    """The font file called ``file``; FileNotFoundError says how to get it."""
    for folder in folders():
        for path in sorted(folder.rglob(file)):
            return path
    raise FileNotFoundError(f"font {file} is missing; samples/demo/README.md says which packages carry it")


@lru_cache(maxsize=256)
def load(file: str, size: int) -> ImageFont.FreeTypeFont:
    """The font at ``size`` pixels; the first face of a Noto collection is the Japanese one."""
    return ImageFont.truetype(str(font_path(file)), size)


def draws(face: Face, text: str) -> bool:
    """Whether ``face`` has a glyph for every character of ``text``."""
    if face.kind == "real":
        return glyphs.handwriting().draws(narrow(text))
    return all(char.isspace() or _has(face.file, char) for char in text)


def narrow(text: str) -> str:
    """``text`` with the digits and hyphens of full width as a person writes them: like any other."""
    return text.translate(_NARROW)


@lru_cache(maxsize=8192)
def _has(file: str, char: str) -> bool:
    font = load(file, 40)
    return bytes(font.getmask(char)) != bytes(font.getmask(MISSING))
