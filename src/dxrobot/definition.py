"""A YAML definition file read into a frozen pydantic model, every mistake with its line and column."""

from __future__ import annotations

import difflib
import math
import typing
import warnings
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Tag, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, ReusedAnchorWarning, YAMLError
from ruamel.yaml.reader import ReaderError

from dxrobot.errors import DefinitionError, InputError, Problem
from dxrobot.i18n import _
from dxrobot.yaml_places import Loc, dotted, is_member, origin, position
from dxrobot.yaml_scalars import reader
from dxrobot.yaml_words import forbidden_character, miswritten, miswritten_line, yaml_problem


class Definition(BaseModel):
    """Base of everything that staff write in YAML: unknown keys are mistakes, and nothing changes after loading."""

    # A value may be a record's: pydantic must not quote it in the text of its errors.
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, allow_inf_nan=False)

    @classmethod
    def written_keys(cls) -> list[str]:
        """The keys that may be written in the file."""
        return [field.alias or name for name, field in cls.model_fields.items()]


Model = TypeVar("Model", bound=BaseModel)
_MOST_ENTRIES = 100_000
"""No file that people write comes near it; a few lines of anchors of anchors do."""


def load_yaml(path: Path, *, to_change: bool = False) -> CommentedMap:
    """Parse ``path`` into a mapping that knows the line of every key; nobody may change it unless ``to_change``.

    Raises :class:`DefinitionError` for YAML that cannot be parsed, :class:`InputError` for a missing file.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise InputError(_("定義ファイルがありません: {path}").format(path=path)) from error
    except UnicodeDecodeError as error:
        message = _("文字コードが UTF-8 ではありません。UTF-8 で保存し直してください。")
        raise DefinitionError([_problem(path, 1, 1, message)]) from error
    return parse_definition(text, path, to_change=to_change)


def parse_definition(text: str, path: Path, *, to_change: bool = False) -> CommentedMap:
    """Parse what stands, or stood, in the file ``path``, as :func:`load_yaml` does."""
    data = _parse(text, path, to_change=to_change)
    if not isinstance(data, CommentedMap):
        if found := miswritten_line(text, text.count("\n")):
            raise DefinitionError([_problem(path, *found)])
        message = _("ファイルの中身が「キー: 値」の形ではありません。「:」は半角で書き、後に空白を入れてください。")
        raise DefinitionError([_problem(path, 1, 1, message)])
    if _entries(data, {}) > _MOST_ENTRIES:
        message = _("アンカー(&, *)の繰り返しで大きくなりすぎるファイルです。")
        raise DefinitionError([_problem(path, 1, 1, message)])
    wrong = {
        (origin(data, loc), words): Problem(str(path), *position(data, loc), dotted(data, loc), words)
        for loc, words in reversed(list(miswritten(data)))
    }
    if wrong:
        raise DefinitionError(sorted(wrong.values(), key=lambda problem: (problem.line, problem.column)))
    return data


@lru_cache(maxsize=256)
def _parsed(text: str) -> Any:
    """What stands in ``text``; a file that many use is parsed once, which takes some 0.1 s."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ReusedAnchorWarning)
        return reader().load(text)


def _parse(text: str, path: Path, *, to_change: bool) -> Any:
    try:
        return _parsed.__wrapped__(text) if to_change else _parsed(text)
    except RecursionError:
        raise DefinitionError([_problem(path, 1, 1, _("入れ子が深すぎます。"))]) from None
    except MarkedYAMLError as error:
        raise DefinitionError([_problem(path, *yaml_problem(error, text))]) from error
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        column = error.position - text.rfind("\n", 0, error.position)
        raise DefinitionError([_problem(path, line, column, forbidden_character())]) from error
    except YAMLError as error:
        raise DefinitionError([_problem(path, 1, 1, _("YAML として読めません。"))]) from error


def _entries(data: Any, known: dict[int, float]) -> float:
    """How many entries ``data`` has with all that anchors repeat; endless for one that holds itself."""
    if not isinstance(data, dict | list):
        return 1
    if id(data) not in known:
        known[id(data)] = math.inf  # until it is counted: it can only be met again inside itself
        inner = data.values() if isinstance(data, dict) else data
        known[id(data)] = 1 + sum(_entries(value, known) for value in inner)
    return known[id(data)]


def _problem(path: Path, line: int, column: int, message: str) -> Problem:
    return Problem(str(path), line, column, "", message)


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
        told: dict[object, Problem] = {}
        for finding, problem in zip(findings(error), problems(error, data, model, path), strict=True):
            told.setdefault((origin(data, finding["loc"]), problem.message), problem)
        raise DefinitionError(sorted(told.values(), key=lambda problem: (problem.line, problem.column))) from error


def problems(error: ValidationError, data: CommentedMap, model: type[BaseModel], path: Path) -> Iterator[Problem]:
    """Pydantic's findings as problems with a place in the file and a sentence for staff."""
    for finding in findings(error):
        loc = finding["loc"]
        line, column = position(data, loc)
        yield Problem(str(path), line, column, dotted(data, loc), sentence_about(finding, model))


def findings(error: ValidationError) -> list[ErrorDetails]:
    """What pydantic found, without the complaint that a list is short because its wrong entries do not count.

    Of a union's members only what the first one wants is told.
    """
    by_place: dict[object, ErrorDetails] = {}
    for finding in error.errors(include_url=False):
        loc = finding["loc"]
        by_place.setdefault(loc[:-1] if loc and is_member(loc[-1]) else (*loc, finding["type"]), finding)
    found = list(by_place.values())
    wrong = {other["loc"][:length] for other in found for length in range(len(other["loc"]))}
    return [finding for finding in found if finding["type"] != "too_short" or finding["loc"] not in wrong]


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """A hint naming the known word nearest to ``word``, or nothing when none is near."""
    near = nearest(word, known)
    return _('"{near}" ではありませんか。').format(near=near) if near else ""


def nearest(word: str, known: Sequence[str]) -> str:
    """The known word nearest to ``word``; empty when none is near."""
    return next(iter(difflib.get_close_matches(word, known, n=1, cutoff=0.6)), "")


def meant_key(finding: Any, model: type[BaseModel]) -> str:
    """The key that an unknown one was most likely meant to be; empty when none is near."""
    return nearest(str(finding["loc"][-1]), _known_keys(model, finding["loc"][:-1]))


def sentence_about(finding: Any, model: type[BaseModel]) -> str:
    """What one of pydantic's findings is, in a sentence for staff."""
    kind, loc, context = finding["type"], finding["loc"], finding.get("ctx", {})
    if kind == "extra_forbidden":
        known = _known_keys(model, loc[:-1])
        hint = did_you_mean(str(loc[-1]), known)
        listing = _("使えるキー: {keys}").format(keys=", ".join(known)) if known and not hint else hint
        return _("知らないキーです。{hint}").format(hint=listing)
    if kind == "missing":
        return _("必須のキーがありません。")
    if kind in ("literal_error", "enum"):
        return _one_of(str(context.get("expected", "")), finding["input"])
    if kind == "union_tag_invalid":
        return _one_of(str(context.get("expected_tags", "")), context.get("tag"))
    if kind == "value_error":
        return str(context.get("error", finding["msg"]))
    if kind == "string_pattern_mismatch":
        return _shape(str(context.get("pattern", "")))
    return _limit(kind, context) or _shapes().get(kind, _("書き方が正しくありません。"))


def _one_of(expected: str, written: object) -> str:
    words = [word.strip("' ") for word in expected.replace(" or ", ", ").split(",")]
    sentence = _("{expected} のどれかを書いてください。").format(expected=", ".join(words))
    return f"{sentence}{did_you_mean(str(written), words)}"


def _shape(pattern: str) -> str:
    if r"\." in pattern:
        return _("「ロボット名.操作名」の形で書いてください。")
    return _("英小文字で始まる、英小文字と数字と _ だけの名前にしてください。")


def _limit(kind: str, context: typing.Mapping[str, Any]) -> str:
    sentences = {
        "greater_than": _("{gt} より大きい数を書いてください。"),
        "greater_than_equal": _("{ge} 以上の数を書いてください。"),
        "less_than": _("{lt} より小さい数を書いてください。"),
        "less_than_equal": _("{le} 以下の数を書いてください。"),
        "too_short": _("{min_length} つ以上書いてください。"),
        "too_long": _("{max_length} つまでにしてください。"),
        "decimal_max_places": _("小数は {decimal_places} 桁までにしてください。"),
    }
    return sentences[kind].format(**context) if kind in sentences else ""


def _shapes() -> dict[str, str]:
    text = _('文字で書いてください。数や true を文字として書くときは、引用符 " で囲みます。')
    whole, number = _("整数で書いてください。"), _("数で書いてください。")
    truth, listing = _("true か false を書いてください。"), _("「- 」で始まる並びで書いてください。")
    mapping = _("「キー: 値」の形で書いてください。")
    day = _("日付は 2026-04-01 の形で、暦にある日を書いてください。")
    return {
        "string_type": text,
        **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), whole),
        **dict.fromkeys(("float_type", "float_parsing", "decimal_type", "decimal_parsing", "finite_number"), number),
        **dict.fromkeys(("bool_type", "bool_parsing"), truth),
        **dict.fromkeys(("list_type", "tuple_type"), listing),
        **dict.fromkeys(("dict_type", "model_type", "model_attributes_type", "union_tag_not_found"), mapping),
        **dict.fromkeys(("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"), day),
    }


def _known_keys(model: Any, loc: Loc) -> list[str]:
    for step in loc:
        model = _below(model, step)
    inner = _inner_model(model)
    return inner.written_keys() if isinstance(inner, type) and issubclass(inner, Definition) else []


def _below(annotation: Any, step: str | int) -> Any:
    """The annotation of what stands at ``step``, a key, an index or a tag of pydantic's, inside ``annotation``."""
    if isinstance(step, int):
        return annotation  # the tag that tells which member of a union stands there comes next
    tagged = _tagged(annotation, step)
    if tagged is not None:
        return tagged
    model = _inner_model(annotation)
    if isinstance(model, type) and issubclass(model, BaseModel):
        for name, field in model.model_fields.items():
            if step in (name, field.alias):
                return field.annotation
    return model


def _tagged(annotation: Any, step: str) -> Any:
    """The member of a union that pydantic chose: by its tag, or by the word that its discriminating key must be."""
    arguments = typing.get_args(annotation)
    if any(isinstance(argument, Tag) and argument.tag == step for argument in arguments):
        return arguments[0]
    for argument in arguments:
        if isinstance(argument, type) and issubclass(argument, BaseModel):
            words = [word for field in argument.model_fields.values() for word in typing.get_args(field.annotation)]
            found = argument if step in words else None
        else:
            found = _tagged(argument, step)
        if found is not None:
            return found
    return None


def _inner_model(annotation: Any) -> Any:
    """The model inside ``list[Model]``, ``dict[str, Model]`` or ``Model | None``; the annotation itself otherwise."""
    for argument in reversed(typing.get_args(annotation)):
        inner = _inner_model(argument)
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            return inner
    return annotation
