"""Values in definitions: ``{{ … }}`` evaluated in the Jinja2 sandbox.

A value that is one whole expression keeps its type; anything else becomes text. Jinja2's native types are not used:
they would turn ``1,200`` into a tuple and ``1e5`` into a number.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import BuiltinMethodType, NoneType
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, Undefined, nodes
from jinja2.environment import TemplateExpression
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.meta import find_undeclared_variables
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment

from dxrobot.errors import BusinessError, InputError
from dxrobot.i18n import _
from dxrobot.masking import Secret
from dxrobot.scenario.filters import FILTERS

_WHOLE = re.compile(r"\A\s*\{\{(?P<expression>(?:(?!\}\}).)*)\}\}\s*\Z", re.DOTALL)
_PATH = re.compile(r"\A\s*\{\{\s*(?P<path>[^\W\d]\w*(?:\.[^\W\d]\w*)*)\s*\}\}\s*\Z")


# What an attribute may be: a value of a record or a secret, never one of our own objects. A form's doubtful readings
# can therefore not be reached past the check that holds them back.
_VALUES = (str, bool, int, float, NoneType, list, tuple, dict, Secret, BuiltinMethodType)
# Few characters that ask for gigabytes.
_GROWING = frozenset({"center", "expandtabs", "format", "format_map", "ljust", "rjust", "zfill"})


class _Environment(SandboxedEnvironment):
    """Jinja2's sandbox, in which a secret can be handed on and not be opened, and nothing grows without bounds."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if isinstance(obj, Secret) or not isinstance(value, _VALUES):
            return False
        if isinstance(obj, str) and attr in _GROWING:
            return False
        return super().is_safe_attribute(obj, attr, value)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """An entry of a mapping goes before the mapping's own methods: a value may be called ``items``."""
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def wrap_str_format(self, value: Any) -> None:
        """No way of its own around the rule for attributes."""

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if operator == "**" or not (isinstance(left, int | float) and isinstance(right, int | float)):
            raise SecurityError(f"no {operator} of these")
        return super().call_binop(context, operator, left, right)


def _environment() -> SandboxedEnvironment:
    environment = _Environment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True)
    environment.filters = {
        "default": environment.filters["default"],
        "length": environment.filters["length"],
        **FILTERS,
    }
    environment.globals.clear()
    return environment


_ENVIRONMENT = _environment()


def has_expression(value: object) -> bool:
    """Whether ``value`` is text with a ``{{ … }}``, or a statement of Jinja2's, in it."""
    return isinstance(value, str) and ("{{" in value or "{%" in value)


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
    except UndefinedError as error:
        raise InputError(_("式 {text} の中に、値の決まっていない名前があります。").format(text=value)) from error
    except SecurityError as error:
        raise InputError(_("式 {text} は安全のため使えません。").format(text=value)) from error
    except TemplateError as error:
        raise InputError(_("式 {text} を計算できません。").format(text=value)) from error
    except (ValueError, TypeError, ArithmeticError):
        # "from None": these quote the record's value, which must not reach a log by way of the cause.
        raise BusinessError(_("{text} の値が正しくありません。").format(text=value)) from None


def _evaluate_text(text: str, variables: Mapping[str, Any]) -> Any:
    whole = _WHOLE.match(text)
    if whole:
        value = _compiled_expression(whole["expression"])(**variables)
        if isinstance(value, Undefined):
            str(value)  # raises: an undefined value would otherwise travel on and fail far from its expression
        return value
    return _compiled_template(text).render(**variables)


@cache
def _compiled_expression(text: str) -> TemplateExpression:
    """Definitions hold few expressions, and every item evaluates them all."""
    return _ENVIRONMENT.compile_expression(text, undefined_to_none=False)


@cache
def _compiled_template(text: str) -> Template:
    return _ENVIRONMENT.from_string(text)


def problem(text: str, known: set[str]) -> tuple[str, str] | None:
    """What is wrong with the expressions in ``text`` as (kind, word): ``syntax``, ``variable`` or ``filter``."""
    try:
        tree = _ENVIRONMENT.parse(text)
    except TemplateSyntaxError as error:
        return "syntax", error.message or ""
    for used in tree.find_all(nodes.Filter):
        if used.name not in _ENVIRONMENT.filters:
            return "filter", used.name
    unknown = sorted(find_undeclared_variables(tree) - known)
    return ("variable", unknown[0]) if unknown else None


def filter_names() -> list[str]:
    """Every filter an expression may use."""
    return sorted(_ENVIRONMENT.filters)


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
    used: set[str] = set()
    for tree in _trees(value):
        with contextlib.suppress(TemplateSyntaxError):  # an unknown filter: the check names it
            used |= find_undeclared_variables(tree)
    return used


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
    return _ENVIRONMENT.parse(text)


def _is_variable(node: nodes.Expr, variable: str) -> bool:
    return isinstance(node, nodes.Name) and node.name == variable
