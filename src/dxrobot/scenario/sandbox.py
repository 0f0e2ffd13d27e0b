"""The Jinja2 sandbox in which expressions are evaluated: nothing is opened, nothing grows without bounds.

Of Jinja2 only ``{{ … }}`` is the language: no loops, macros, includes or comments, so that an expression always ends
and reads as one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_FLOOR, Decimal
from types import BuiltinMethodType, NoneType
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment

from dxrobot.masking import Secret
from dxrobot.scenario.filters import FILTERS

# What an attribute may be: a value of a record or a secret, never one of our own objects. A form's doubtful readings
# can therefore not be reached past the check that holds them back.
_VALUES = (str, bool, int, float, NoneType, list, tuple, dict, Secret, BuiltinMethodType)
# Few characters that ask for gigabytes.
_GROWING = frozenset({"center", "expandtabs", "format", "format_map", "ljust", "rjust", "zfill"})

METHODS = frozenset(
    name
    for kind in (str, list, dict)
    for name, method in vars(kind).items()
    if callable(method) and not name.startswith("_") and name not in _GROWING
)
"""What may be called: the methods of values."""

_EXACT: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
    "//": lambda left, right: (left / right).to_integral_value(ROUND_FLOOR),
    "%": lambda left, right: left - right * (left / right).to_integral_value(ROUND_FLOOR),
}
_ONLY_OF_NUMBERS = frozenset({"*", "**", "%"})


class _Environment(SandboxedEnvironment):
    """Jinja2's sandbox, in which a secret can be handed on and not be opened, and nothing grows without bounds."""

    intercepted_binops = frozenset({*_EXACT, "**"})

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
        """Sums are those of paper: 0.1 + 0.2 is 0.3, and 1,200 ÷ 2 is 600 and not 600.0."""
        numbers = isinstance(left, int | float) and isinstance(right, int | float)
        if operator == "**" or (operator in _ONLY_OF_NUMBERS and not numbers):
            raise SecurityError(f"no {operator} of these")
        if not numbers or (isinstance(left, int) and isinstance(right, int) and operator != "/"):
            return super().call_binop(context, operator, left, right)
        return _plain(_EXACT[operator](Decimal(repr(left + 0)), Decimal(repr(right + 0))))


def _plain(value: Decimal) -> int | float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError("too large")
    return int(value) if value == value.to_integral_value() else number


def _environment() -> SandboxedEnvironment:
    environment = _Environment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True)
    environment.filters = {
        "default": environment.filters["default"],
        "length": environment.filters["length"],
        **FILTERS,
    }
    environment.globals.clear()
    return environment


ENVIRONMENT = _environment()


class NotAnExpression(TemplateSyntaxError):
    """A statement or a comment of Jinja2's, which this language does not have."""


def parse(text: str) -> nodes.Template:
    """``text`` as a tree; raises :class:`NotAnExpression` for ``{% … %}`` and ``{# … #}``, and for other mistakes
    Jinja2's own :class:`TemplateSyntaxError`."""
    for line, token, value in ENVIRONMENT.lex(text):
        if token in ("block_begin", "comment_begin", "raw_begin"):
            raise NotAnExpression(value.strip(), line)
    return ENVIRONMENT.parse(text)


def insides(tree: nodes.Node) -> Iterator[str]:
    """What an expression may never name, whatever its variables are."""
    yield from (used.name for used in tree.find_all(nodes.Name) if used.name == "self")
    yield from (used.attr for used in tree.find_all(nodes.Getattr) if used.attr.startswith("_"))
    for used in tree.find_all(nodes.Getitem):
        if isinstance(used.arg, nodes.Const) and str(used.arg.value).startswith("__"):
            yield str(used.arg.value)
