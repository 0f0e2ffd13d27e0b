"""A file of answers: what a person decided about doubtful fields, by file, page and field."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import Field, ValidationError

from dxrobot.definition import Definition
from dxrobot.errors import InputError
from dxrobot.i18n import _


class FieldAnswer(Definition):
    """One decision; ``file`` is the scan's file name without folders."""

    file: str
    page: int = Field(ge=1)
    field: str
    value: str | bool | None


class AnswerFile(Definition):
    """All decisions of one person."""

    settled_by: str
    answers: tuple[FieldAnswer, ...]

    def by_place(self) -> Mapping[tuple[str, int, str], FieldAnswer]:
        """The decisions by (file name, page, field)."""
        return {(answer.file, answer.page, answer.field): answer for answer in self.answers}


def load_answers(path: Path) -> AnswerFile:
    """Read an answer file; raises :class:`InputError` naming what is wrong in it."""
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
