"""Files that people hand in on the console: kept under names of our own until no run needs them any more."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import unicodedata
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path, PureWindowsPath
from typing import Any

from dxrobot.app.workspaces import private_folder
from dxrobot.config import Workspace
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.store.models import Order, Run, Schedule
from dxrobot.store.models.orders import OPEN

_LONGEST_LABEL = 80
_HEAD = 65536
_LONGEST_SIGN = 4
_UNUSED_FOR = timedelta(days=1)
_OWN_FOLDER = re.compile(r"[0-9a-f]{32}")
_SPARE = 1024**3
"""So many bytes stay free for the store and the audit trail whatever is handed in."""
"""So long a file that nobody has started a run with is kept."""
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices."""


class FileKind(Enum):
    """Kinds of files that runs can take, each with the ending that readers know it by."""

    PDF = (".pdf", "PDF")
    JPEG = (".jpg", "JPEG")
    PNG = (".png", "PNG")
    TIFF = (".tif", "TIFF")
    XLSX = (".xlsx", "Excel (xlsx)")
    XLSM = (".xlsm", "Excel (xlsm)")
    XLS = (".xls", "Excel (xls)")
    CSV = (".csv", "CSV")
    JSON = (".json", "JSON")

    @property
    def ending(self) -> str:
        """How the names of such files end."""
        return str(self.value[0])

    @property
    def label(self) -> str:
        """What people call it."""
        return str(self.value[1])


SCANS = frozenset({FileKind.PDF, FileKind.JPEG, FileKind.PNG, FileKind.TIFF})
TABLES = frozenset({FileKind.XLSX, FileKind.XLSM, FileKind.XLS, FileKind.CSV})
ANSWERS = frozenset({FileKind.XLSX, FileKind.JSON})
EVERY_KIND = frozenset(FileKind)
_MORE_ENDINGS = {".jpeg": FileKind.JPEG, ".tiff": FileKind.TIFF, ".txt": FileKind.CSV, ".tsv": FileKind.CSV}


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A file that was handed in."""

    path: Path
    size: int
    """In bytes."""


def keep_file(
    workspace: Workspace, name: str, content: Iterable[bytes], takes: Collection[FileKind], most: int
) -> HandedIn:
    """Keep a file called ``name`` by who hands it in, of at most ``most`` bytes and of a kind that is taken.

    Its kind is told by its content; its name is a label for people. Raises :class:`InputError` for what is too large,
    empty or of another kind, and then keeps nothing.
    """
    private_folder(workspace.uploads)
    if shutil.disk_usage(workspace.uploads).free < _SPARE:
        raise InputError(
            _("ディスクの空きが足りないため、ファイルを受け取れません。"), _("デジタル戦略課に知らせてください。")
        )
    folder = workspace.uploads / secrets.token_hex(16)
    private_folder(folder)
    try:
        size = _write(folder / "file", content, most)
        kind = kind_of_file(folder / "file")
        if kind is None or kind not in takes:
            raise InputError(
                _("「{name}」は、ここでは使えない種類のファイルです。").format(name=label_of(name)),
                _("使えるもの: {kinds}").format(kinds=kinds_in_words(takes)),
            )
        path = (folder / "file").rename(folder / label_of(name, kind))
    except (InputError, OSError):
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return HandedIn(path, size)


def kinds_in_words(kinds: Collection[FileKind]) -> str:
    """The kinds as people call them, in one line."""
    return _("、").join(kind.label for kind in FileKind if kind in kinds)


def endings_of(kinds: Collection[FileKind]) -> tuple[str, ...]:
    """The endings of names by which a browser offers files of these kinds."""
    more = tuple(ending for ending, kind in _MORE_ENDINGS.items() if kind in kinds)
    return (*(kind.ending for kind in FileKind if kind in kinds), *more)


def label_of(name: str, kind: FileKind | None = None) -> str:
    """``name`` as a harmless label: letters, digits, kana, kanji, ``- _ .``, at most 80 of them, with a fitting end."""
    last = PureWindowsPath(unicodedata.normalize("NFC", name)).name  # takes both kinds of strokes for folders
    kept = "".join(sign if sign.isalnum() or sign in "-_." else "_" for sign in last)
    stem, dot, ending = kept.strip("._ ").rpartition(".")
    if not dot:
        stem, ending = ending, ""
    fits = kind is None or kind in _kinds_called(f".{ending.lower()}")
    suffix = f".{ending[: _LONGEST_LABEL // 8]}" if ending and fits else (kind.ending if kind else "")
    if ending and not fits:
        stem = f"{stem}_{ending}" if stem else ending
    stem = re.sub(r"_{2,}", "_", stem)
    whole = (stem.strip("._") or _("ファイル"))[: _LONGEST_LABEL - len(suffix)] + suffix
    return f"_{whole}"[:_LONGEST_LABEL] if _RESERVED.fullmatch(whole) else whole


def kind_of_file(path: Path) -> FileKind | None:
    """The kind of the file by its content alone; None for one that no run can take."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if b"%PDF-" in head[:1024]:
        return FileKind.PDF
    for start, kind in _STARTS.items():
        if head.startswith(start):
            return kind
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_package(path)
    return _kind_of_text(head)


_STARTS = {
    b"\xff\xd8\xff": FileKind.JPEG,
    b"\x89PNG\r\n\x1a\n": FileKind.PNG,
    b"II*\x00": FileKind.TIFF,
    b"MM\x00*": FileKind.TIFF,
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": FileKind.XLS,
}


def _kinds_called(ending: str) -> set[FileKind]:
    return {kind for kind in FileKind if kind.ending == ending} | {
        kind for called, kind in _MORE_ENDINGS.items() if called == ending
    }


def _write(path: Path, content: Iterable[bytes], most: int) -> int:
    size = 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for part in content:
            size += len(part)
            if size > most:
                raise too_large(most)
            file.write(part)
    if not size:
        raise InputError(_("ファイルが空です。"), _("中身のあるファイルを選んでください。"))
    return size


def too_large(most: int) -> InputError:
    """That more than ``most`` bytes cannot be handed in at once."""
    return InputError(
        _("ファイルが大きすぎます。一度に渡せるのは {most} MB までです。").format(most=most // (1024 * 1024)),
        _("いくつかに分けて渡すか、上限(dxrobot.toml の [console] upload_mb)をデジタル戦略課に相談してください。"),
    )


def _kind_of_package(path: Path) -> FileKind | None:
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return None
    if "xl/workbook.xml" not in names:
        return None
    return FileKind.XLSM if "xl/vbaProject.bin" in names else FileKind.XLSX


def _kind_of_text(head: bytes) -> FileKind | None:
    for encoding in ("utf-8-sig", "cp932", "utf-16"):
        if encoding == "utf-16" and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            text = head.decode(encoding)
        except UnicodeDecodeError as error:
            if len(head) < _HEAD or error.start < _HEAD - _LONGEST_SIGN:
                continue
            text = head[: error.start].decode(encoding)  # the last sign was cut in two
        if any(sign < " " and sign not in "\t\r\n\x1a" for sign in text):
            return None
        return FileKind.JSON if text.lstrip()[:1] in ("{", "[") else FileKind.CSV
    return None


def handed_in_of(workspace: Workspace, inputs: Mapping[str, Any]) -> list[Path]:
    """The files among the inputs of a run that were handed in on the console and are still there."""
    given = (Path(value) for values in inputs.values() for value in values if value)
    return [path for path in given if _was_handed_in(workspace, path)]


def _was_handed_in(workspace: Workspace, path: Path) -> bool:
    """Whether a place that an input names is a file of ours: people can type any place into an input of text."""
    folder = path.parent
    ours = folder.parent == workspace.uploads and _OWN_FOLDER.fullmatch(folder.name) and path.name not in ("", "..")
    return bool(ours) and not path.is_symlink() and path.is_file()


def unneeded(workspace: Workspace, now: datetime, purged: Collection[str]) -> list[Path]:
    """The folders of files that no run, open order or schedule needs, ``purged`` runs left aside; none of today."""
    if not workspace.uploads.is_dir():
        return []
    before = (now - _UNUSED_FOR).timestamp()
    old = [folder for folder in sorted(workspace.uploads.iterdir()) if folder.stat().st_mtime < before]
    if not old:
        return []
    needed = {Path(value).parent.name for inputs in _inputs(purged) for value in _texts(inputs)}
    return [folder for folder in old if folder.name not in needed]


def _inputs(purged: Collection[str]) -> Iterator[Mapping[str, Any]]:
    for name, inputs in Run.objects.exclude(inputs={}).values_list("name", "inputs").iterator():
        if name not in purged:
            yield inputs
    yield from Order.objects.filter(state__in=OPEN).values_list("inputs", flat=True)
    yield from Schedule.objects.values_list("inputs", flat=True)


def _texts(inputs: Mapping[str, Any]) -> Iterator[str]:
    for values in inputs.values():
        yield from (value for value in values if isinstance(value, str) and value)
