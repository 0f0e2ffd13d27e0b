"""Answers: what a person decided about doubtful fields, in a JSON file or in the sheet 確認 of a register workbook."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import Field, ValidationError

from dxrobot.definition import Definition
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.ocr.normalise import normal_form
from dxrobot.ocr.template import FieldType, Template, TemplateField

_AS_READ = frozenset("○〇◯")
_BLANK = frozenset({"空白", "空欄", "(空欄)"})
_CHECKED = {"あり": True, "☑": True, "なし": False, "☐": False}


class FieldAnswer(Definition):
    """One decision; ``file`` is the scan's file name without folders."""

    file: str
    page: int = Field(ge=1)
    field: str
    value: str | bool | None
    settled_by: str = ""
    """Who decided, where that differs from field to field."""


class AnswerFile(Definition):
    """All decisions handed over at once."""

    settled_by: str = ""
    answers: tuple[FieldAnswer, ...]

    def by_place(self) -> Mapping[tuple[str, int, str], FieldAnswer]:
        """The decisions by (file name, page, field)."""
        return {(answer.file, answer.page, answer.field): answer for answer in self.answers}


def load_answers(path: Path, templates: Iterable[Template]) -> AnswerFile:
    """Read answers from a JSON file or a register workbook; raises :class:`InputError` naming what is wrong in it."""
    if path.suffix.lower() == ".xlsx":
        return _from_register(path, {field.name: field for template in templates for field in template.plain_fields})
    return _from_json(path)


def _from_register(path: Path, fields: Mapping[str, TemplateField]) -> AnswerFile:
    from dxrobot.sheets.review_answers import read_answers  # only here: most runs read no workbook of answers

    answers = []
    for answer in read_answers(path):
        field = fields.get(answer.field)
        if field is None:
            continue  # a row of a form that this run does not read
        value, problem = decided(answer.written, answer.read, field)
        if not answer.settled_by:
            problem = _("「確定した人」に名前を書いてください。")
        if problem:
            place = _("登録簿 {path} の「確認」シート {row} 行目(項目「{label}」)").format(
                path=path, row=answer.row, label=field.label
            )
            raise InputError(f"{place}: {problem}")
        answers.append(
            FieldAnswer(
                file=answer.file, page=answer.page, field=answer.field, value=value, settled_by=answer.settled_by
            )
        )
    return AnswerFile(answers=tuple(answers))


def decided(answer: str, read: str, field: TemplateField) -> tuple[str | bool | None, str]:
    """The value that a person meant by ``answer``, or what is wrong with it (never the value itself).

    ``read`` is the value as the machine had it, which ○ stands for.
    """
    written = read if answer in _AS_READ else answer
    # The register writes an earlier answer back in the language it was made in.
    if written in _BLANK or written == _("(空欄)"):
        return None, ""
    if not written:
        return None, _("整えた値が空なので ○ では決まりません。値か、空欄なら 空白 と書いてください。")
    if field.type is FieldType.CHECKBOX:
        marked = _CHECKED.get(written)
        return marked, "" if marked is not None else _("チェックの有無は あり か なし で書いてください。")
    if field.type is FieldType.CHOICE:
        choices = "、".join(field.options)
        return written, "" if written in field.options else _("{choices} のどれかを書いてください。").format(
            choices=choices
        )
    value = normal_form(field, written)
    return value, "" if value is not None else _("この項目の値として正しくありません。桁数や日付を確かめてください。")


def _from_json(path: Path) -> AnswerFile:
    try:
        return AnswerFile.model_validate(json.loads(path.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise InputError(_("確認の答えのファイルを読めません: {path}").format(path=path)) from error
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise InputError(_("確認の答えのファイルが JSON として読めません: {path}").format(path=path)) from error
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise InputError(
            _("確認の答えのファイル {path} の {where} が正しくありません。").format(path=path, where=where)
        ) from error
