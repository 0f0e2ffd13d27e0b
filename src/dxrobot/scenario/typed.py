"""Values as the type of an input wants them: what a person typed for a run, or what a part is called with."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from dxrobot.errors import BusinessError
from dxrobot.i18n import _
from dxrobot.japanese import wareki
from dxrobot.scenario.model import Input, InputType

_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?")


def read_typed(wanted: Input, written: str) -> Any:
    """What a person wrote, as the type of ``wanted`` has it; raises ValueError when it cannot be."""
    reader = _READERS.get(wanted.type)
    return reader(wanted, written) if reader else written


def typed(wanted: Input, value: Any) -> Any:
    """What a part is called with as its input wants it; raises :class:`BusinessError` for another kind of value.

    A blank stays blank.
    """
    if value is None or value == "" or wanted.type not in _READERS:
        return value
    if isinstance(value, bool):
        fits = wanted.type is InputType.TRUTH
    else:
        fits = isinstance(value, int | float) and wanted.type is InputType.NUMBER
    if fits:
        return value
    try:
        return read_typed(wanted, str(value))
    except ValueError:
        message = _("「{title}」の値が正しくありません。").format(title=wanted.title)
        raise BusinessError(message, wanted_shape(wanted)) from None


def wanted_shape(wanted: Input) -> str:
    """What a value of an input looks like, in a sentence."""
    return {
        InputType.CHOICE: _("選べるもの: {choices}").format(choices=", ".join(wanted.choices)),
        InputType.DATE: _("日付は 2026-04-01 や 令和8年4月1日 のように書きます。"),
        InputType.NUMBER: _("数は 1200 のように書きます。"),
        InputType.TRUTH: _("「はい」か「いいえ」(true か false)です。"),
    }.get(wanted.type, "")


def _date(_wanted: Input, written: str) -> str:
    return wareki.iso(written)


def _number(_wanted: Input, written: str) -> int | float:
    plain = unicodedata.normalize("NFKC", written).strip()
    if not _NUMBER.fullmatch(plain) or len(plain) > _LONGEST_NUMBER:
        raise ValueError("not a number")
    number = float(plain.replace(",", ""))
    return int(plain.partition(".")[0].replace(",", "")) if number.is_integer() else number


def _choice(wanted: Input, written: str) -> str:
    if written not in wanted.choices:
        raise ValueError("no such choice")
    return written


def _truth(_wanted: Input, written: str) -> bool:
    if written.lower() not in _TRUTHS:
        raise ValueError("neither true nor false")
    return _TRUTHS[written.lower()]


_LONGEST_NUMBER = 40
_TRUTHS = {"true": True, "false": False, "はい": True, "いいえ": False, "yes": True, "no": False}
_READERS: Mapping[InputType, Callable[[Input, str], Any]] = {
    InputType.DATE: _date,
    InputType.NUMBER: _number,
    InputType.CHOICE: _choice,
    InputType.TRUTH: _truth,
}
