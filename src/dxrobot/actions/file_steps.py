"""Actions on files: handed to a system, received from it, printed from its screens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, ClassVar

from pydantic import model_validator

from dxrobot.actions.desk import Desk
from dxrobot.actions.run_files import RunFiles
from dxrobot.actions.screen_action import Mention, ScreenAction
from dxrobot.browser import transfers
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.robot.dialog import DialogAnswers


class Upload(ScreenAction):
    """Hand files to the system."""

    name: ClassVar[str] = "ファイルを渡す"
    sentence: ClassVar[str] = "ファイルを選ぶ欄に、実行で指定したファイルか、この実行が書いたファイルを渡します。"
    main_argument: ClassVar[str] = "files"
    implied_argument: ClassVar[str] = "files"

    files: dict[str, Any]
    """The path, or several paths, for each field."""

    @classmethod
    def arguments(cls, written: Any) -> Any:
        """The fields stand directly below ``upload``."""
        return {"files": written}

    @classmethod
    def mentions(cls, arguments: Mapping[str, Any]) -> Iterator[Mention]:
        """Every field that gets a file."""
        files = arguments.get("files")
        for name in files if isinstance(files, Mapping) else ():
            yield Mention("fields", ("files", name), str(name))

    def perform(self, desk: Desk) -> None:
        """Raises :class:`InputError` for a file that is not the run's."""
        allowed = _run_files(desk)
        for name, written in self.files.items():
            paths = written if isinstance(written, list | tuple) else [written]
            files = [allowed.to_hand_over(str(path)) for path in paths]
            target = desk.field(name)
            desk.run(partial(transfers.upload, target=target, files=files))


class Download(ScreenAction):
    """Receive a file from the system."""

    name: ClassVar[str] = "ファイルを受け取る"
    sentence: ClassVar[str] = (
        "ボタンを押してファイルをダウンロードし、実行のフォルダーに置きます。その場所を結果として返します。"
    )
    enters: ClassVar[bool] = False

    button: str
    file: str
    """The name it gets; if a file of that name is there already, a number is added."""
    dialog: DialogAnswers = ()

    def perform(self, desk: Desk) -> str:
        """The path of the file, once it is there as a whole."""
        path = _run_files(desk).to_keep(self.file)
        desk.download(desk.button(self.button), path, self.dialog)
        return str(path)


class PrintPdf(ScreenAction):
    """Print the screen to PDF."""

    name: ClassVar[str] = "PDF に印刷する"
    sentence: ClassVar[str] = "今の画面を PDF に印刷し、実行のフォルダーに置きます。その場所を結果として返します。"
    enters: ClassVar[bool] = False
    main_argument: ClassVar[str] = "file"

    file: str

    @model_validator(mode="after")
    def _is_pdf(self) -> PrintPdf:
        if "{{" not in self.file and not self.file.lower().endswith(".pdf"):
            raise ValueError(_("ファイル名の終わりを .pdf にしてください。"))
        return self

    def perform(self, desk: Desk) -> str:
        """The path of the PDF."""
        path = _run_files(desk).to_keep(self.file)
        headless = desk.session.headless
        desk.run(lambda page: transfers.print_pdf(page, path, headless=headless))
        return str(path)


def _run_files(desk: Desk) -> RunFiles:
    if desk.files is None:
        raise InputError(_("ここでは、ファイルを渡したり受け取ったりできません。"))
    return desk.files
