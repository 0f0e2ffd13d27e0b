"""What is wrong with text that is no YAML, in a sentence for staff instead of the parser's English."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedKeyMap, CommentedMap
from ruamel.yaml.error import MarkedYAMLError, StringMark
from ruamel.yaml.tokens import ScalarToken

from dxrobot.i18n import _

_UNQUOTED_EXPRESSION = re.compile(r"(?:^|[:\-\[,])\s*\{\{")
# The keys of definitions are written in small letters: a colon in other text is left alone.
_KEY = r"(?:^|[{,]|^\s*-)\s*[a-z_][a-z0-9_]*\s*"
_WIDE_BLANK = re.compile(r"^ *\u3000")
_WIDE_COLON = re.compile(rf"{_KEY}：")
_NO_BLANK = re.compile(rf"{_KEY}:(?=[^\s/])")
_WIDE_COMMA = re.compile(r"{[^{}]*[、,](?=\s*[a-z_][a-z0-9_]*\s*:)")
_DASH = re.compile(r"^\s*-(?=[a-z_][a-z0-9_]*:(?:\s|$))")
_LINES_BEFORE = 1
# Where these are found is the end of the trouble; staff look for its beginning.
_BEGINNINGS = ("could not find expected ':'", "unexpected end of stream", "expected ',' or")


def yaml_problem(error: MarkedYAMLError, text: str) -> tuple[int, int, str]:
    """Line and column, from 1, of the mistake in ``text``, and the sentence about it."""
    problem = str(error.problem or error.context or "")
    mark = error.problem_mark or error.context_mark
    if isinstance(mark, StringMark) and (found := _misquoted(mark, text)):
        return found
    if error.context_mark and any(sign in problem for sign in _BEGINNINGS):
        mark = error.context_mark
    line, column = (mark.line, mark.column) if isinstance(mark, StringMark) else (0, 0)
    written = text.splitlines()[line : line + 1]
    if written and _UNQUOTED_EXPRESSION.search(written[0]):
        return line + 1, column + 1, unquoted_expression()
    return miswritten_line(text, line) or (line + 1, column + 1, _sentence(problem))


def _misquoted(mark: StringMark, text: str) -> tuple[int, int, str] | None:
    """Where the quote opened that closed on the line of ``mark``: what follows it is no YAML where it closed too late.

    A quote that is missing is only met at the next one, which may be many lines below.
    """
    quoted = _last_quoted(mark.index, text)
    if quoted is None or quoted.end_mark.line != mark.line:
        return None
    start, end = quoted.start_mark, quoted.end_mark
    if start.line < end.line:
        message = _("ここで開いた引用符が、{line} 行目まで閉じていません。")
        return start.line + 1, start.column + 1, message.format(line=end.line + 1)
    if text[end.index : mark.index].strip():
        return None
    message = _("引用符を閉じた後に、文字が続いています。値の中で引用符を使うときは、外側を別の種類の引用符にします。")
    return mark.line + 1, mark.column + 1, message


def _last_quoted(index: int, text: str) -> ScalarToken | None:
    """The last text in quotes that ends before ``index``."""
    found = None
    with contextlib.suppress(MarkedYAMLError):  # of the mistake itself
        for token in YAML().scan(text):
            if isinstance(token, ScalarToken) and token.style in ("'", '"') and token.end_mark.index <= index:
                found = token
    return found


def miswritten_line(text: str, last: int) -> tuple[int, int, str] | None:
    """The place, from 1, of a sign that is no YAML's on line ``last`` (from 0) or near it, and the sentence about it.

    The parser stumbles only after such a sign, often on the line below, and sometimes just before.
    """
    lines = text.splitlines()
    for number in range(min(last + 1, len(lines) - 1), max(last - _LINES_BEFORE, 0) - 1, -1):
        for pattern, sentence in (*_signs(), _wide_comma(), _dash()):
            if found := pattern.search(lines[number]):
                return number + 1, found.end(), sentence
    return None


def miswritten(data: Any, loc: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Where YAML reads something else than was meant, and the sentence about it.

    ``{{ x }}`` without quotes is a mapping whose key is a mapping; a full-width blank or colon, and a colon without
    a blank, become part of a key.
    """
    entries = data.items() if isinstance(data, CommentedMap) else enumerate(data) if isinstance(data, list) else ()
    for key, value in entries:
        if isinstance(key, CommentedKeyMap):
            yield loc, unquoted_expression()
            continue
        if isinstance(key, str) and (sentence := _of_key(key, value)):
            yield (*loc, key), sentence
        yield from miswritten(value, (*loc, key))


def _of_key(key: str, value: Any) -> str:
    for pattern, sentence in _signs():
        # A heading of the city's may well hold or end with a colon; it then has a value.
        meant = value is not None and (pattern is _NO_BLANK or key.endswith("："))
        if pattern.match(key) and not meant:
            return sentence
    return ""


def _signs() -> tuple[tuple[re.Pattern[str], str], ...]:
    return (
        (_WIDE_BLANK, _("全角の空白は使えません。字下げは半角の空白にしてください。")),
        (_WIDE_COLON, _("全角の「：」があります。半角の「:」と空白1つにしてください。")),
        (_NO_BLANK, _("「:」の後ろに半角の空白が要ります。")),
    )


def _wide_comma() -> tuple[re.Pattern[str], str]:
    return _WIDE_COMMA, _("全角の「、」か「,」で区切っています。半角の「,」と空白1つにしてください。")


def _dash() -> tuple[re.Pattern[str], str]:
    return _DASH, _("「-」の後ろに半角の空白が要ります。")


def unquoted_expression() -> str:
    """The sentence about an expression that YAML takes for a mapping."""
    return _('"{{ … }}" は、引用符で囲んで書いてください。')


def forbidden_character() -> str:
    """The sentence about a character that may not stand in YAML at all."""
    return _("使えない文字(制御文字)が混ざっています。打ち直してください。")


def _sentence(problem: str) -> str:
    twice = re.search(r'found duplicate key "(.*?)" with', problem)
    if twice:
        return _('同じキー "{key}" が2回書かれています。').format(key=twice[1])
    for sign, sentence in _sentences().items():
        if sign in problem:
            return sentence
    return _("YAML として読めません。この行と、すぐ上の行の書き方を確かめてください。")


def _sentences() -> dict[str, str]:
    """The sentence for each sign in the parser's message; the first that fits counts."""
    return {
        "'\\t'": _("タブは使えません。字下げは半角の空白にしてください。"),
        "cannot start any token": _('この記号で始まる値は、引用符 " で囲んでください。'),
        "mapping values are not allowed": _(
            '1行に「: 」が2つあるか、字下げがずれています。値に「: 」が入るときは引用符 " で囲んでください。'
        ),
        "could not find expected ':'": _("「キー: 値」の「: 」(半角のコロンと空白)がありません。"),
        "unexpected end of stream": _("引用符か括弧が閉じていません。"),
        "expected ',' or": _("括弧 [ ] か { } が閉じていません。"),
        "undefined alias": _(
            '「*」の後の名前は、どこにも「&」で決められていません。文字なら引用符 " で囲んでください。'
        ),
        "found another document": _("「---」で区切った2つ目の内容は書けません。"),
        "<block end>": _("字下げがそろっていません。同じ並びのキーは、行頭の空白の数を同じにしてください。"),
    }
