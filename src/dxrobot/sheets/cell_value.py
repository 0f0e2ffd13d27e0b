"""What one cell of a workbook can hold."""

from __future__ import annotations

import re

from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.sheets.grid import Place, address

_LONGEST = 32_767
_ILLEGAL = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONTROL = re.compile("[^\t\r\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """``text`` without characters that XML cannot hold, and not longer than a cell can be (32,767 characters)."""
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))[:_LONGEST]


def require_holdable(place: Place, value: object) -> None:
    """Raise :class:`InputError` naming the cell for text that would come out shortened or changed."""
    if not isinstance(value, str):
        return
    cell = address(*place)
    if len(value) > _LONGEST:
        message = _("{cell} に書く文字が長すぎます({length} 文字)。1つのセルは {longest} 文字までです。")
        raise InputError(message.format(cell=cell, length=len(value), longest=_LONGEST))
    if found := _CONTROL.search(value):
        raise InputError(
            _("{cell} に書く文字に、セルに書けない制御文字(U+{code:04X})があります。").format(
                cell=cell, code=ord(found[0])
            ),
            _("元の値から取り除いてください。"),
        )
