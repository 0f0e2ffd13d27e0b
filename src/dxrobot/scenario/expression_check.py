"""What is wrong with the expressions of a text, all of it, before anything runs."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import TemplateSyntaxError, nodes

from dxrobot.errors import BusinessError, InputError
from dxrobot.i18n import _
from dxrobot.scenario import expression, filters, patterns
from dxrobot.scenario.sandbox import ENVIRONMENT, METHODS, NotAnExpression, insides, parse
from dxrobot.scenario.slips import miswritten, unreadable


@dataclass(frozen=True, slots=True)
class Mistake:
    """A whole ``sentence``, or a ``word`` that is not among what is ``known``."""

    sentence: str = ""
    what: str = ""
    word: str = ""
    known: tuple[str, ...] = ()


def mistakes(text: str, known: set[str]) -> list[Mistake]:
    """Every mistake in ``text``, which may use the variables ``known``."""
    if slip := miswritten(text, known):
        return [Mistake(slip)]
    if not expression.has_expression(text):
        return []
    try:
        tree = parse(text)
    except NotAnExpression:
        return [Mistake(expression.no_statement(text))]
    except TemplateSyntaxError:
        return [Mistake(unreadable(text))]
    found = list(dict.fromkeys((*_names(tree, known), *_calls(tree), *_filters(tree))))
    return found or list(_constant(text))


def _names(tree: nodes.Template, known: set[str]) -> Iterator[Mistake]:
    for word in insides(tree):
        yield Mistake(_("式の中の {word} は、安全のため使えません。").format(word=word))
    for used in tree.find_all(nodes.Name):
        if used.name not in known and used.name != "self":
            yield Mistake(what=_("使える値"), word=used.name, known=tuple(known))
    for test in tree.find_all(nodes.Test):
        if test.name not in ENVIRONMENT.tests:
            yield Mistake(what=_("is の後に書ける言葉"), word=test.name, known=("defined", "none", "number", "string"))


def _calls(tree: nodes.Template) -> Iterator[Mistake]:
    for call in tree.find_all(nodes.Call):
        if not isinstance(call.node, nodes.Getattr):
            yield Mistake(_("式の中の「名前(…)」の呼び出しは使えません。変換は「値 | 変換」と書いてください。"))
        elif call.node.attr not in METHODS:
            yield Mistake(
                what=_("呼び出せる操作"), word=call.node.attr, known=("replace", "split", "startswith", "strip")
            )


def _filters(tree: nodes.Template) -> Iterator[Mistake]:
    for used in tree.find_all(nodes.Filter):
        if used.name not in ENVIRONMENT.filters:
            yield Mistake(what=_("変換(フィルター)"), word=used.name, known=tuple(ENVIRONMENT.filters))
        elif not _fits(used):
            example = next(shown for name, _sentence, shown in filters.describe() if name == used.name)
            sentence = _("変換 {name} の括弧の中の数が違います。例: {example}")
            yield Mistake(sentence.format(name=used.name, example=example))
        elif used.name == "matches" and isinstance(pattern := used.args[0], nodes.Const):
            try:
                patterns.shape(str(pattern.value))
            except InputError as error:
                yield Mistake(str(error))


def _fits(used: nodes.Filter) -> bool:
    """Whether the filter takes so many arguments."""
    if used.name not in filters.FILTERS:
        return True
    try:
        inspect.signature(filters.FILTERS[used.name]).bind(None, *used.args)
    except TypeError:
        return False
    return not used.kwargs


def _constant(text: str) -> Iterator[Mistake]:
    """What an expression that depends on nothing gives at every run."""
    if expression.variables_of(text):
        return
    try:
        expression.evaluate(text, {})
    except (InputError, BusinessError) as error:
        yield Mistake(str(error))
