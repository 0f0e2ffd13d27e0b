"""What a workbook holds that openpyxl, and programs built on it, would leave out when they save it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from dxrobot.i18n import _
from dxrobot.sheets.fill import open_package
from dxrobot.sheets.package import Package


class _Kind(NamedTuple):
    """One kind of content: how staff call it, in which parts it lies, and by which bytes it is known there."""

    sentence: Callable[[], str]
    part: str
    known_by: str = ""


_KINDS = (
    _Kind(
        lambda: _("図形(印影、矢印、テキストボックスなど)"),
        r"xl/drawings/drawing\d+\.xml",
        r"<xdr:(?:sp|cxnSp|grpSp)\b",
    ),
    _Kind(lambda: _("ボタンやチェックボックスなどの部品"), r"xl/(?:ctrlProps|activeX)/.*\.xml"),
    _Kind(lambda: _("ボタンなどの部品の絵"), r"xl/drawings/.*\.vml", r'<x:ClientData ObjectType="(?!Note")'),
    _Kind(lambda: _("ヘッダー・フッターの画像"), r"xl/worksheets/sheet\d+\.xml", r"<(?:\w+:)?legacyDrawingHF\b"),
    _Kind(lambda: _("スライサーやタイムライン"), r"xl/(?:slicers|timelines)/.*\.xml"),
    _Kind(lambda: _("埋め込んだ文書"), r"xl/embeddings/.*"),
    _Kind(lambda: _("スレッド形式のコメント"), r"xl/threadedComments/.*\.xml"),
    _Kind(lambda: _("マクロ"), r"xl/vbaProject\.bin"),
    _Kind(lambda: _("印刷機の設定"), r"xl/printerSettings/.*\.bin"),
    _Kind(lambda: _("グラフの細かな書式"), r"xl/charts/chart\d*\.xml"),
    _Kind(lambda: _("ふりがな"), r"xl/sharedStrings\.xml", r"<(?:\w+:)?rPh\b"),
    _Kind(lambda: _("セルの中の一部の文字だけの書式"), r"xl/sharedStrings\.xml", r"<(?:\w+:)?rPr\b"),
    _Kind(
        lambda: _("新しい形の条件付き書式、入力規則、スパークライン"),
        r"xl/worksheets/sheet\d+\.xml",
        r"<x14:(?:conditionalFormatting|dataValidation|sparklineGroup)\b",
    ),
)


def what_openpyxl_would_lose(path: Path) -> list[str]:
    """The contents of a .xlsx or .xlsm that a program built on openpyxl would lose, as staff call them; none if none.

    Actions of dxrobot keep them: they change cells in the file itself. Raises :class:`~dxrobot.errors.InputError` when
    the file cannot be read.
    """
    package = open_package(path)
    return [kind.sentence() for kind in _KINDS if _holds(package, kind)]


def _holds(package: Package, kind: _Kind) -> bool:
    parts = [part for part in package.names() if re.fullmatch(kind.part, part)]
    pattern = re.compile(kind.known_by.encode())
    return any(pattern.search(package.read(part)) for part in parts)
