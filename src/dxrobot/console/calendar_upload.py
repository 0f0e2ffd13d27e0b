"""A calendar that somebody hands in: which kind it is, is told by its content, and its name is only a label."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.core import signing
from django.core.files.uploadedfile import UploadedFile

from dxrobot.app.city_calendar import days_of_file
from dxrobot.calendar_files.days import CityDay
from dxrobot.calendar_files.importing import Imported
from dxrobot.console.here import workspace
from dxrobot.errors import InputError
from dxrobot.i18n import _

_MOST_BYTES = 1024 * 1024
_MOST_DAYS = 2000
_LONGEST_NAME = 100
_HEAD = 1024
_SALT = "calendar.days"
_HELD_S = 3600


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a file would do."""

    label: str
    imported: Imported
    token: str
    """The days of the file, signed: what was shown is what is taken."""


def preview_of(file: UploadedFile[Any], *, opens: bool) -> Preview:
    """Read the calendar in ``file``; raises :class:`InputError` with every mistake in it, under the file's own name."""
    label = "".join(sign for sign in (file.name or "") if sign.isprintable())[:_LONGEST_NAME] or _("ファイル")
    if (file.size or 0) > _MOST_BYTES:
        raise InputError(
            _("{file} は大きすぎます(1MBまで)。").format(file=label), _("カレンダーだけを書き出してください。")
        )
    content = file.read()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"calendar{_suffix(content, label)}"
        path.write_bytes(content)
        try:
            days, imported = days_of_file(workspace(), path, opens=opens)
        except InputError as error:
            raise InputError(str(error).replace(str(path), label)) from error
    if not days:
        raise InputError(_("{file} に日付がありません。").format(file=label))
    if len(days) > _MOST_DAYS or any(len(one.name) > _LONGEST_NAME for one in days):
        raise InputError(
            _("{file} は、日数か名前の長さが多すぎます({days}日、1つの名前が{signs}文字まで)。").format(
                file=label, days=_MOST_DAYS, signs=_LONGEST_NAME
            )
        )
    told = [[one.day.isoformat(), one.opens, one.name] for one in days]
    return Preview(label, imported, signing.dumps(told, salt=_SALT, compress=True))


def _suffix(content: bytes, label: str) -> str:
    if content[:_HEAD].lstrip(b"\xef\xbb\xbf \r\n").upper().startswith(b"BEGIN:VCALENDAR"):
        return ".ics"
    if content.startswith((b"PK", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise InputError(
            _("{file} は、読めるカレンダーの種類ではありません。").format(file=label),
            _("Excel なら、CSV で保存し直してください。"),
        )
    return ".csv"


def days_in_token(token: str) -> list[CityDay]:
    """The days that were shown; raises :class:`InputError` for what this console has not signed within the hour."""
    try:
        told = signing.loads(token, salt=_SALT, max_age=_HELD_S)
    except signing.BadSignature as error:
        raise InputError(
            _("確かめてから時間がたちました。"), _("もう一度ファイルを選んでください。何も変わっていません。")
        ) from error
    return [CityDay(date.fromisoformat(day), opens, name) for day, opens, name in told]
