"""Values in definitions: ``{{ … }}`` evaluated in the Jinja2 sandbox.

A value that is one whole expression keeps its type; anything else becomes text. Jinja2's native types are not used:
they would turn ``1,200`` into a tuple and ``1e5`` into a number.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from jinja2 import Template, TemplateError, TemplateSyntaxError, Undefined, nodes
from jinja2.environment import TemplateExpression
from jinja2.exceptions import SecurityError, UndefinedError

from dxrobot.definition import did_you_mean
from dxrobot.errors import BusinessError, DxrobotError, InputError, UndefinedName
from dxrobot.i18n import _
from dxrobot.scenario.filters import describe
from dxrobot.scenario.sandbox import ENVIRONMENT, NotAnExpression, insides, parse

_WHOLE = re.compile(r"\A\s*\{\{(?P<expression>(?:(?!\}\}).)*)\}\}\s*\Z", re.DOTALL)
_PATH = re.compile(r"\A\s*\{\{\s*(?P<path>[^\W\d]\w*(?:\.[^\W\d]\w*)*)\s*\}\}\s*\Z")


def has_expression(value: object) -> bool:
    """Whether ``value`` is text with a ``{{ … }}`` in it, or a statement or comment of Jinja2's, which are refused."""
    return isinstance(value, str) and any(opening in value for opening in ("{{", "{%", "{#"))


def evaluate(value: Any, variables: Mapping[str, Any]) -> Any:
    """``value`` with every expression in it evaluated, in mappings and lists too.

    Raises :class:`InputError` for an undefined variable or a wrong expression and :class:`BusinessError` when a filter
    finds the record's value wrong.
    """
    if isinstance(value, Mapping):
        return {key: evaluate(inner, variables) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [evaluate(inner, variables) for inner in value]
    if not has_expression(value):
        return value
    try:
        return _evaluate_text(value, variables)
    except NotAnExpression as error:
        raise InputError(no_statement(value)) from error
    except UndefinedError as error:
        raise UndefinedName(_undefined(value, variables)) from error
    except SecurityError as error:
        raise InputError(_("式 {text} は安全のため使えません。").format(text=value)) from error
    except TemplateError as error:
        raise InputError(_("式 {text} を計算できません。").format(text=value)) from error
    except (ValueError, TypeError, ArithmeticError):
        # "from None": these quote the record's value, which must not reach a log by way of the cause.
        raise BusinessError(_("{text} の値が正しくありません。").format(text=value), _filters_in(value)) from None


def _evaluate_text(text: str, variables: Mapping[str, Any]) -> Any:
    whole = _WHOLE.match(text)
    if whole:
        value = _compiled_expression(whole["expression"])(**variables)
        if isinstance(value, Undefined):
            str(value)  # raises: an undefined value would otherwise travel on and fail far from its expression
        return value
    return _compiled_template(text).render(**variables)


def _filters_in(text: str) -> str:
    """What the filters of an expression want, each with an example."""
    used = {node.name for node in parse(text).find_all(nodes.Filter)}
    return " ".join(f"{name}: {sentence}{shown}" for name, sentence, shown in describe() if name in used)


def _undefined(text: str, variables: Mapping[str, Any]) -> str:
    """Which name in ``text`` stands for nothing, and the one that was most likely meant."""
    for name in sorted(variables_of(text)):
        if name not in variables:
            hint = did_you_mean(name, list(variables))
            return _("式 {text} の「{name}」には値がありません。{hint}").format(text=text, name=name, hint=hint)
        for attribute in sorted(attributes_of(text, name)):
            if _lacks(variables[name], attribute):
                sentence = _("式 {text} の「{name}」に「{attribute}」はありません。{hint}")
                hint = did_you_mean(attribute, _words_of(variables[name]))
                return sentence.format(text=text, name=name, attribute=attribute, hint=hint)
    return _("式 {text} の中に、値の決まっていない名前があります。").format(text=text)


def _lacks(value: Any, attribute: str) -> bool:
    with contextlib.suppress(DxrobotError):  # it has it, and something is wrong with what it holds
        return isinstance(ENVIRONMENT.getitem(value, attribute), Undefined)
    return False


def _words_of(value: Any) -> list[str]:
    """What an expression may ask of ``value`` by a dot."""
    return [
        str(word) for word in (value if isinstance(value, Mapping) else dir(value)) if not str(word).startswith("_")
    ]


@cache
def _compiled_expression(text: str) -> TemplateExpression:
    """Definitions hold few expressions, and every item evaluates them all."""
    _refuse_insides(parse(f"{{{{{text}}}}}"))
    return ENVIRONMENT.compile_expression(text, undefined_to_none=False)


@cache
def _compiled_template(text: str) -> Template:
    _refuse_insides(parse(text))
    return ENVIRONMENT.from_string(text)


def _refuse_insides(tree: nodes.Template) -> None:
    for word in insides(tree):
        raise SecurityError(word)


def no_statement(text: str) -> str:
    """The sentence about a statement or a comment of Jinja2's."""
    return _(
        "{text} は書けません。式 {expression} だけが使えます。場合分けや繰り返しは、if や for_each の手順にします。"
    ).format(text=text, expression="{{ … }}")


def attributes_of(value: object, variable: str) -> set[str]:
    """The attributes of ``variable`` that ``value`` uses, written ``form.name`` or ``form['name']``, at any depth."""
    used: set[str] = set()
    for tree in _trees(value):
        used |= {node.attr for node in tree.find_all(nodes.Getattr) if _is_variable(node.node, variable)}
        for node in tree.find_all(nodes.Getitem):
            if _is_variable(node.node, variable) and isinstance(node.arg, nodes.Const):
                used.add(str(node.arg.value))
    return used


def variables_of(value: object) -> set[str]:
    """The variables that the expressions in ``value`` use, at any depth."""
    return {used.name for tree in _trees(value) for used in tree.find_all(nodes.Name)}


def uses_whole(value: object, variable: str) -> bool:
    """Whether an expression in ``value`` uses ``variable`` as it is, and not only one of its fields."""
    for tree in _trees(value):
        fields = [node.node for node in tree.find_all(nodes.Getattr)]
        fields += [node.node for node in tree.find_all(nodes.Getitem)]
        named = [node for node in tree.find_all(nodes.Name) if node.name == variable]
        if len(named) > sum(_is_variable(node, variable) for node in fields):
            return True
    return False


def variable_named_by(value: object) -> str:
    """The variable, or the dotted path of one, that ``value`` consists of: ``"{{ page.forms }}"``; else nothing."""
    found = _PATH.match(value) if isinstance(value, str) else None
    return found["path"] if found else ""


def is_whole_expression(value: object) -> bool:
    """Whether ``value`` is exactly one ``{{ … }}``, so that its value keeps its type."""
    return isinstance(value, str) and bool(_WHOLE.match(value))


def _trees(value: object) -> Iterator[nodes.Template]:
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _trees(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _trees(inner)
    elif isinstance(value, str) and has_expression(value):
        with contextlib.suppress(TemplateSyntaxError):  # what cannot be read uses nothing; the check names it
            yield _tree(value)


@cache
def _tree(text: str) -> nodes.Template:
    return parse(text)


def _is_variable(node: nodes.Expr, variable: str) -> bool:
    return isinstance(node, nodes.Name) and node.name == variable
