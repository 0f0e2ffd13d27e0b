"""A YAML definition file read into a frozen pydantic model, every mistake with its line and column."""

from __future__ import annotations

import difflib
import typing
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from dxrobot.errors import DefinitionError, InputError, Problem
from dxrobot.i18n import _


class Definition(BaseModel):
    """Base of everything that staff write in YAML: unknown keys are mistakes, and nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Model = TypeVar("Model", bound=BaseModel)
Loc = Sequence[str | int]


def load_yaml(path: Path) -> CommentedMap:
    """Parse ``path`` into a mapping that knows the line of every key.

    Raises :class:`DefinitionError` for YAML that cannot be parsed, :class:`InputError` for a missing file.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise InputError(_("定義ファイルがありません: {path}").format(path=path)) from error
    except UnicodeDecodeError as error:
        message = _("文字コードが UTF-8 ではありません。UTF-8 で保存し直してください。")
        raise DefinitionError([Problem(str(path), 1, 1, "", message)]) from error
    try:
        data = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        message = _("YAML として読めません: {problem}").format(problem=error.problem or error.context)
        raise DefinitionError([Problem(str(path), line, column, "", message)]) from error
    except YAMLError as error:
        message = _("YAML として読めません: {problem}").format(problem=error)
        raise DefinitionError([Problem(str(path), 1, 1, "", message)]) from error
    if not isinstance(data, CommentedMap):
        message = _("ファイルの中身が「キー: 値」の形ではありません。")
        raise DefinitionError([Problem(str(path), 1, 1, "", message)])
    return data


def kind_of(data: CommentedMap) -> str:
    """The kind of a definition file is its first key (design: Contract)."""
    return str(next(iter(data), ""))


def load_definition(path: Path, model: type[Model]) -> Model:
    """Read ``path`` as ``model``; raises :class:`DefinitionError` naming every mistake at once."""
    return validate(load_yaml(path), model, path)


def validate(data: CommentedMap, model: type[Model], path: Path) -> Model:
    """Turn parsed YAML into ``model``; raises :class:`DefinitionError` naming every mistake at once."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise DefinitionError(list(problems(error, data, model, path))) from error


def problems(error: ValidationError, data: CommentedMap, model: type[BaseModel], path: Path) -> Iterator[Problem]:
    """Pydantic's findings as problems with a place in the file and a sentence for staff."""
    for finding in error.errors(include_url=False):
        loc = finding["loc"]
        line, column = position(data, loc)
        yield Problem(str(path), line, column, dotted(data, loc), _sentence(finding, model))


def position(data: Any, loc: Loc) -> tuple[int, int]:
    """Line and column, from 1, of the key or list entry at ``loc``, or of the nearest one above it."""
    line, column = 1, 1
    for step in loc:
        if isinstance(data, CommentedMap) and step in data:
            row, col = data.lc.key(step)
            line, column = row + 1, col + 1
        elif isinstance(data, CommentedSeq) and isinstance(step, int) and step < len(data):
            row, col = data.lc.item(step)
            line, column = row + 1, col + 1
        else:
            continue  # a missing key, or a tag of pydantic's that does not stand in the file
        data = data[step]
    return line, column


def dotted(data: Any, loc: Loc) -> str:
    """``loc`` as people write it: ``steps[2].click.target``."""
    text = ""
    for index, step in enumerate(loc):
        present = (isinstance(data, CommentedMap) and step in data) or (
            isinstance(data, CommentedSeq) and isinstance(step, int) and step < len(data)
        )
        if not present and index < len(loc) - 1:
            continue
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
        data = data[step] if present else None
    return text


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """A hint naming the known word nearest to ``word``, or nothing when none is near."""
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return _('"{near}" ではありませんか。').format(near=near[0]) if near else ""


def _sentence(finding: Any, model: type[BaseModel]) -> str:
    kind, loc, context = finding["type"], finding["loc"], finding.get("ctx", {})
    if kind == "extra_forbidden":
        known = _known_keys(model, loc[:-1])
        hint = did_you_mean(str(loc[-1]), known)
        listing = _("使えるキー: {keys}").format(keys=", ".join(known)) if known and not hint else hint
        return _("知らないキーです。{hint}").format(hint=listing)
    if kind == "missing":
        return _("必須のキーがありません。")
    if kind in ("literal_error", "enum"):
        return _("{expected} のどれかを書いてください。").format(expected=context.get("expected", ""))
    if kind == "value_error":
        return str(context.get("error", finding["msg"]))
    sentences = {
        "string_type": _("文字で書いてください。"),
        "int_type": _("整数で書いてください。"),
        "int_parsing": _("整数で書いてください。"),
        "float_type": _("数で書いてください。"),
        "float_parsing": _("数で書いてください。"),
        "bool_type": _("true か false を書いてください。"),
        "bool_parsing": _("true か false を書いてください。"),
        "list_type": _("「- 」で始まる並びで書いてください。"),
        "tuple_type": _("「- 」で始まる並びで書いてください。"),
        "dict_type": _("「キー: 値」の形で書いてください。"),
        "model_type": _("「キー: 値」の形で書いてください。"),
        "date_from_datetime_parsing": _("日付は 2026-04-01 の形で書いてください。"),
        "date_parsing": _("日付は 2026-04-01 の形で書いてください。"),
    }
    return sentences.get(kind, str(finding["msg"]))


def _known_keys(model: Any, loc: Loc) -> list[str]:
    for step in loc:
        if isinstance(model, type) and issubclass(model, BaseModel) and step in model.model_fields:
            model = model.model_fields[str(step)].annotation
        model = _inner_model(model)
    if isinstance(model, type) and issubclass(model, BaseModel):
        return [field.alias or name for name, field in model.model_fields.items()]
    return []


def _inner_model(annotation: Any) -> Any:
    """The model inside ``list[Model]``, ``dict[str, Model]`` or ``Model | None``; the annotation itself otherwise."""
    for argument in reversed(typing.get_args(annotation)):
        inner = _inner_model(argument)
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            return inner
    return annotation
