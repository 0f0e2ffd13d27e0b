"""A workspace: the folder with robots/, scenarios/, ocr_templates/ and dxrobot.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from dxrobot.definition import sentence_about
from dxrobot.errors import DefinitionError, InputError, Problem
from dxrobot.i18n import _
from dxrobot.settings import Settings
from dxrobot.toml_places import position

CONFIG_FILE = "dxrobot.toml"


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folders of one workspace and its settings."""

    root: Path
    settings: Settings

    @property
    def robots(self) -> Path:
        """Robot definitions."""
        return self.root / "robots"

    @property
    def scenarios(self) -> Path:
        """Scenario definitions."""
        return self.root / "scenarios"

    @property
    def ocr_templates(self) -> Path:
        """OCR templates, a folder each."""
        return self.root / "ocr_templates"

    @property
    def ledger(self) -> Path:
        """Tables that stand beside the ledger: costs, targets, staff, published figures."""
        return self.root / "ledger"

    @property
    def private(self) -> Path:
        """The store, evidence, logs and secrets; never committed."""
        return self.root / ".dxrobot"

    @property
    def store(self) -> Path:
        """The SQLite file of the embedded store."""
        return self.private / "dxrobot.sqlite3"

    @property
    def runs(self) -> Path:
        """Evidence, a folder a run."""
        return self.private / "runs"

    @property
    def uploads(self) -> Path:
        """Files that people hand in on the console, each in a folder of its own."""
        return self.private / "uploads"

    @property
    def vault(self) -> Path:
        """The encrypted credentials."""
        return self.private / "vault"

    @property
    def learned(self) -> Path:
        """What people's corrections taught the reading of forms."""
        return self.private / "learned"

    @property
    def features(self) -> Path:
        """What blank forms are recognised by; made anew when it is missing."""
        return self.private / "features"

    @property
    def log(self) -> Path:
        """The log file; tracebacks go here, masked."""
        return self.private / "log" / "dxrobot.log"


def find_workspace(start: Path) -> Workspace:
    """The workspace that ``start`` lies in; raises :class:`InputError` when there is none."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / CONFIG_FILE).is_file():
            return load_workspace(folder)
    raise InputError(
        _("作業フォルダー(dxrobot.toml のあるフォルダー)の中ではありません: {start}").format(start=start),
        _("dxrobot init フォルダー名 で作るか、作業フォルダーに移ってから実行してください。"),
    )


def load_workspace(root: Path) -> Workspace:
    """Read ``root/dxrobot.toml``; raises :class:`DefinitionError` with every mistake in it."""
    path = root / CONFIG_FILE
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise InputError(_("{path} がありません。").format(path=path)) from error
    except UnicodeDecodeError as error:
        message = _("文字コードが UTF-8 ではありません。UTF-8 で保存し直してください。")
        raise DefinitionError([Problem(str(path), 1, 1, "", message)]) from error
    try:
        settings = Settings.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError([_unreadable(path, str(error))]) from error
    except ValidationError as error:
        raise DefinitionError(_problems(path, text, error)) from error
    return Workspace(root=root, settings=settings)


def _unreadable(path: Path, told: str) -> Problem:
    place = re.search(r"line (\d+), column (\d+)", told)
    line, column = (int(place[1]), int(place[2])) if place else (1, 1)
    message = _('TOML として読めません。「キー = 値」の形にし、文字は引用符 " で囲んでください。')
    return Problem(str(path), line, column, "", message)


def _problems(path: Path, text: str, error: ValidationError) -> list[Problem]:
    """Every mistake at its place, in the order of the file."""
    found = []
    for finding in error.errors(include_url=False):
        where = ".".join(map(str, finding["loc"]))
        found.append(Problem(str(path), *position(text, finding["loc"]), where, sentence_about(finding, Settings)))
    return sorted(found, key=lambda problem: (problem.line, problem.column))
