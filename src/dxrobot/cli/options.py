"""Options and words that many commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from dxrobot.i18n import _

FILE = click.Path(path_type=Path)
_Command = TypeVar("_Command", bound=Callable[..., Any])


def json_option() -> Callable[[_Command], _Command]:
    """``--json``."""
    return click.option("--json", "json_output", is_flag=True, help=_("結果を JSON で出します。"))


def folder_word() -> str:
    """What usage lines call a folder."""
    return _("フォルダー").upper()


def file_word() -> str:
    """What usage lines call a file."""
    return _("ファイル").upper()


def name_word() -> str:
    """What usage lines call a name."""
    return _("名前").upper()
