"""Slips of the pen in expressions: full-width signs, one brace for two, one ``=`` for two."""

from __future__ import annotations

import re

from dxrobot.i18n import _

_WIDE_BRACES = re.compile(r"[｛{]｛|｛\{|[｝}]｝|｝\}")
_WIDE_QUOTES = re.compile(r"\s*[”“＂].*\{\{.*\}\}.*[”“＂]\s*", re.DOTALL)
_EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_ONE_BRACE = re.compile(r"(?<!\{)[{｛]\s*([^\W\d]\w*)\s*[.|}｝\[]")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_WIDE_SIGN = re.compile("[｜（）［］＝＞＜＋－＊／，．、。”“’‘＂＇　]")
_ONE_EQUAL = re.compile(r"(?<![=!<>])=(?!=)")


def miswritten(text: str, known: set[str]) -> str:
    """The sentence about what was surely meant as an expression and is none; empty for anything else."""
    if _WIDE_BRACES.search(text):
        return _("全角の「｛」「｝」では式になりません。半角の {braces} で書いてください。").format(braces="{{ }}")
    if _WIDE_QUOTES.fullmatch(text):
        return _('全角の引用符「”」は、そのまま入力されてしまいます。半角の " にしてください。')
    for found in _ONE_BRACE.finditer(_EXPRESSION.sub("", text)):
        if found[1] in known:
            example = f"{{{{ {found[1]} … }}}}"
            return _("括弧が1つだけでは式になりません。{example} のように2つずつ書いてください。").format(
                example=example
            )
    return ""


def unreadable(text: str) -> str:
    """The sentence about an expression that cannot be read, by the slip that is most likely in it."""
    for inside in re.findall(r"\{\{(.*?)(?:\}\}|\Z)", text, re.DOTALL):
        plain = _QUOTED.sub("", inside)
        if wide := _WIDE_SIGN.search(plain):
            return _("式 {text} に、全角の「{sign}」があります。半角にしてください。").format(text=text, sign=wide[0])
        if _ONE_EQUAL.search(plain):
            return _("式 {text} の「=」は、等しいかどうかなら「==」と書いてください。").format(text=text)
    if text.count("{{") != text.count("}}"):
        opening, closing = "{{", "}}"
        message = _("式 {text} の {opening} と {closing} の数が合いません。")
        return message.format(text=text, opening=opening, closing=closing)
    return _("式 {text} が読めません。括弧、引用符、「|」の後の名前を確かめてください。").format(text=text)
