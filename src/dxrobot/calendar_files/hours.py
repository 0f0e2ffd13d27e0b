"""The office hours of dxrobot.toml, written without touching anything else in it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

from dxrobot.config import CONFIG_FILE, Workspace
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.schedule.hours import OfficeHours
from dxrobot.schedule.written import clock
from dxrobot.sheets.safe_write import safe_write

_TABLE = re.compile(r"\s*\[calendar\]\s*(#.*)?")
_ANY_TABLE = re.compile(r"\s*\[")


def write_hours(workspace: Workspace, hours: OfficeHours) -> None:
    """Let the offices be open at ``hours`` from now on; comments and all other settings stay as they are.

    Raises :class:`InputError` for hours that do not end after they begin, and where the file is written in a way in
    which only a person can change it.
    """
    if not hours.opens < hours.closes:
        raise InputError(_("閉まる時刻を、開く時刻({opens})より後にしてください。").format(opens=clock(hours.opens)))
    path = workspace.root / CONFIG_FILE
    mark, text = _read(path.read_bytes())
    wanted = {"opens": clock(hours.opens), "closes": clock(hours.closes)}
    written = _with(text, wanted)
    expected = tomllib.loads(text)
    expected["calendar"] = {**expected.get("calendar", {}), **wanted}
    if _parsed(written) != expected:
        raise InputError(
            _("dxrobot.toml の [calendar] が、自動では直せない書き方です。"),
            _('[calendar] の下に opens = "{opens}" と closes = "{closes}" を書いてください。').format(**wanted),
        )
    safe_write(path, lambda file: file.write(mark + written.encode()))


def _read(content: bytes) -> tuple[bytes, str]:
    mark = b"\xef\xbb\xbf" if content.startswith(b"\xef\xbb\xbf") else b""
    return mark, content.removeprefix(mark).decode()


def _parsed(text: str) -> dict[str, object] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _with(text: str, wanted: Mapping[str, str]) -> str:
    """``text`` with the keys of its table ``calendar`` set, the table added at the end where there is none."""
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    start = next((number for number, line in enumerate(lines) if _TABLE.fullmatch(line.rstrip())), None)
    new = {key: f'{key} = "{value}"' for key, value in wanted.items()}
    if start is None:
        before = text if not text or text.endswith("\n") else text + end
        return before + end.join(("", "[calendar]", *new.values(), ""))
    stop = next((n for n in range(start + 1, len(lines)) if _ANY_TABLE.match(lines[n])), len(lines))
    for number in range(start + 1, stop):
        for key in list(new):
            if found := re.fullmatch(rf"(\s*){key}\s*=\s*(?:\"[^\"]*\"|'[^']*')(\s*(?:#.*)?)", lines[number].rstrip()):
                lines[number] = f"{found[1]}{new.pop(key)}{found[2]}{end}"
    lines[start] = lines[start].rstrip() + end
    lines[start + 1 : start + 1] = [f"{line}{end}" for line in new.values()]
    return "".join(lines)
