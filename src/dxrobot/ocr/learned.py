"""Learned: what people's corrections taught, in numbered versions of which one is in force and any can be left again.

The files lie in the workspace's private folder.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from pydantic import Field, TypeAdapter, ValidationError

from dxrobot.definition import Definition
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.ocr.word_lists import Word

_CURRENT = "current"


class LearnedWord(Definition):
    """A value that people wrote again and again where another was read."""

    text: str
    count: int = Field(ge=1)


class LearnedField(Definition):
    """What was learned of one field; of a table's column as ``table.column``."""

    words: tuple[LearnedWord, ...] = ()
    reviewed: int = 0
    """Readings that people looked at."""
    right: int = 0
    """Of these, the ones that were right as read."""
    offset: float = 0.0
    """To be added to the log-odds of a reading's confidence, so that on these readings it means what it says."""


class LearnedVersion(Definition):
    """Everything learned up to one moment, by template and field."""

    version: int = Field(ge=1)
    made_at: str
    made_by: str
    templates: dict[str, dict[str, LearnedField]]

    def words(self, template: str) -> dict[str, tuple[Word, ...]]:
        """The words to be added to the lists of ``template``, by field."""
        fields = self.templates.get(template, {})
        return {name: tuple(Word(one.text, count=one.count) for one in field.words) for name, field in fields.items()}

    def offsets(self, template: str) -> Mapping[str, float]:
        """The offsets of the confidence of ``template``'s fields."""
        return {name: field.offset for name, field in self.templates.get(template, {}).items()}


def versions(folder: Path) -> list[LearnedVersion]:
    """All versions, the oldest first; :class:`InputError` for a file that was damaged."""
    return [_load(path) for path in sorted(folder.glob("[0-9]*.json"))]


def current(folder: Path) -> LearnedVersion | None:
    """The version in force; None before anything was learned, and when all was left again."""
    path = current_file(folder)
    return _load(path) if path else None


def current_file(folder: Path) -> Path | None:
    """The file of the version in force."""
    pointer = folder / _CURRENT
    number = pointer.read_text(encoding="ascii").strip() if pointer.is_file() else "0"
    path = _file(folder, int(number)) if number.isdecimal() else None
    return path if path and path.is_file() else None


def keep(folder: Path, version: LearnedVersion) -> None:
    """Write a new version and put it in force."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write(_file(folder, version.version), version.model_dump_json(indent=1))
    use(folder, version.version)


def use(folder: Path, number: int) -> None:
    """Put the version called ``number`` in force, 0 for none."""
    _write(folder / _CURRENT, f"{number}\n")


def _file(folder: Path, number: int) -> Path:
    return folder / f"{number:04}.json"


def _load(path: Path) -> LearnedVersion:
    try:
        return TypeAdapter(LearnedVersion).validate_json(path.read_bytes())
    except ValidationError as error:
        raise InputError(
            _("学習の版 {path} が壊れています。").format(path=path),
            _("dxrobot ocr learn --undo で前の版に戻すか、もう一度 dxrobot ocr learn を実行してください。"),
        ) from error


def _write(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    beside.replace(path)
