"""Actions on files and folders, only where the run may go; nothing is replaced unless the scenario says so."""

from __future__ import annotations

import os
import secrets
import shutil
import time
from pathlib import Path
from typing import ClassVar

from pydantic import Field

from dxrobot.actions.base import RunContext, ScenarioAction
from dxrobot.actions.digests import digest_of
from dxrobot.actions.made_files import made_earlier, making, require_free
from dxrobot.actions.places import existing, inside, to_make
from dxrobot.errors import InputError, RunCancelled, TargetError
from dxrobot.i18n import _
from dxrobot.items import Mode
from dxrobot.sheets.fill import exists_already
from dxrobot.sheets.safe_write import Placing

_SETTLED_S = 2.0
"""A file whose size has stood still so long is complete; whoever copies it over a network writes more often."""
_LOOK_EVERY_S = 0.5
_OPEN_ELSEWHERE = ("~$", ".")


class ListFiles(ScenarioAction):
    """List the files of a folder; the output is the list of their paths, by name."""

    name: ClassVar[str] = "ファイルを一覧する"
    sentence: ClassVar[str] = "フォルダーの中のファイルを、名前の順に並べた一覧にします。"
    main_argument: ClassVar[str] = "folder"

    folder: str
    pattern: str = Field(default="*", pattern=r"^[^/\\]+$")
    """``*.csv``; folders inside the folder are not looked into."""

    def perform(self, context: RunContext) -> list[str]:
        """List them; raises :class:`InputError` when there is no such folder."""
        folder = existing(context, self.folder)
        if not folder.is_dir():
            raise InputError(_("フォルダーがありません: {folder}").format(folder=folder))
        found = (path for path in folder.glob(self.pattern) if path.is_file() and inside(context, path))
        return sorted(str(path) for path in found if not path.name.startswith(_OPEN_ELSEWHERE))


class _Transfer(ScenarioAction):
    """The arguments of copying and moving."""

    file: str
    to: str
    """The new path, or a folder that is there already."""
    replace: bool = False

    def places(self, context: RunContext) -> tuple[Path, Path]:
        """Where the file stands and where it is to stand; raises :class:`InputError` when it may not be there."""
        source = existing(context, self.file)
        into = existing(context, self.to).is_dir()
        return source, to_make(context, str(Path(self.to) / source.name) if into else self.to)

    def put(self, context: RunContext, source: Path, target: Path) -> None:
        """Copy it; raises :class:`InputError` when there is none, or none can be at ``target``.

        What an earlier attempt of the run has put there is only replaced by the same: it may be the last of its kind.
        """
        if not source.is_file():
            raise InputError(_("ファイルがありません: {path}").format(path=source))
        if target.exists() and not self.replace:
            require_free(context, target)
            if digest_of(target) != digest_of(source):
                raise exists_already(target)
        if not target.parent.is_dir():
            raise InputError(
                _("保存先のフォルダーがありません: {folder}").format(folder=target.parent),
                _("手順 make_folder で先に作ってください。"),
            )
        _copy(source, target, making(context, target))


class CopyFile(_Transfer):
    """Copy a file; the output is the new path."""

    name: ClassVar[str] = "ファイルをコピーする"
    sentence: ClassVar[str] = (
        "ファイルをコピーします。同じ名前のファイルがあれば、replace: true のときだけ置き換えます。"
    )

    def perform(self, context: RunContext) -> str:
        """Copy it beside first, so that nobody meets half a file."""
        source, target = self.places(context)
        self.put(context, source, target)
        return str(target)


class MoveFile(_Transfer):
    """Move a file; the output is the new path."""

    name: ClassVar[str] = "ファイルを移動する"
    sentence: ClassVar[str] = (
        "ファイルを移動します(処理済みフォルダーへ移すなど)。dry run では移さず、実行の記録にコピーします。"
    )

    def perform(self, context: RunContext) -> str:
        """Move it; a dry run leaves it where it is and copies it into its own folder.

        A run that is continued finds it where an earlier attempt has moved it to.
        """
        source, target = self.places(context)
        if not source.exists() and made_earlier(context, target):
            return str(target)
        self.put(context, source, target)
        if context.mode is not Mode.DRY:
            source.unlink()
        return str(target)


def _copy(source: Path, target: Path, placing: Placing) -> None:
    if source.resolve() == target.resolve():
        raise InputError(_("コピー元とコピー先が同じです: {path}").format(path=source))
    beside = target.with_name(f".dxrobot-{secrets.token_hex(8)}.tmp")
    try:
        shutil.copy2(source, beside)
        placing(digest_of(beside))
        beside.replace(target)
    except OSError as error:
        raise InputError(
            _("{path} に書き込めません({reason})。").format(path=target, reason=error.strerror or type(error).__name__),
            _("空き容量と権限を確かめ、ほかで開いていれば閉じてください。"),
        ) from error
    finally:
        beside.unlink(missing_ok=True)


class MakeFolder(ScenarioAction):
    """Make a folder with those above it; the output is its path. One that is there already is left as it is."""

    name: ClassVar[str] = "フォルダーを作る"
    sentence: ClassVar[str] = "フォルダーを作ります。既にあればそのままにします。"
    main_argument: ClassVar[str] = "folder"

    folder: str

    def perform(self, context: RunContext) -> str:
        """Make it; raises :class:`InputError` when a file has its name."""
        folder = to_make(context, self.folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(
                _("フォルダーを作れません({reason}): {folder}").format(reason=error.strerror, folder=folder)
            ) from error
        return str(folder)


class WaitForFile(ScenarioAction):
    """Wait until a file is there, complete and not open elsewhere; the output is its path."""

    name: ClassVar[str] = "ファイルを待つ"
    sentence: ClassVar[str] = "ファイルが届いて書き終わるまで、決めた分数まで待ちます。"
    main_argument: ClassVar[str] = "file"

    file: str
    minutes: float = Field(default=5, gt=0, le=480)

    def perform(self, context: RunContext) -> str:
        """Wait; raises :class:`TargetError` when it does not come in time, :class:`RunCancelled` when it is to stop."""
        end = time.monotonic() + self.minutes * 60
        before, since = -1, time.monotonic()
        while True:
            path = existing(context, self.file)
            size, now = _size_if_readable(path), time.monotonic()
            if size != before:
                before, since = size, now
            elif size > 0 and now - since >= _SETTLED_S:
                return str(path)
            if context.asked_to_stop():
                raise RunCancelled(_("中止の指示を受けたため、待つのをやめました。再開すると続きます。"))
            if now >= end:
                raise TargetError(
                    _("{path} が {minutes} 分待っても届きません。").format(path=path, minutes=self.minutes)
                )
            time.sleep(min(_LOOK_EVERY_S, max(0.0, end - now)))


def _size_if_readable(path: Path) -> int:
    """The size of a file in bytes; 0 while it is not there or another program holds it."""
    try:
        with path.open("rb") as file:
            return file.seek(0, os.SEEK_END)
    except OSError:
        return 0
