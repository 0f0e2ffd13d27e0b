"""Regular expressions that staff write: right in shape, and never one that takes hours for a few characters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from math import inf, prod
from typing import Any

from dxrobot.errors import InputError
from dxrobot.i18n import _

LONGEST = 1000
"""Characters of a text that may be compared with a pattern."""
_MOST_WAYS = (LONGEST + 1) ** 3


@cache
def shape(pattern: str) -> re.Pattern[str]:
    """``pattern`` compiled; raises :class:`InputError` for a wrong one and for one that may never come to an end."""
    try:
        compiled = re.compile(pattern)
        parsed = re._parser.parse(pattern)  # type: ignore[attr-defined]
    except (re.error, OverflowError, RecursionError) as error:
        raise InputError(_("matches の正規表現 {pattern} が正しくありません。").format(pattern=pattern)) from error
    if _ways(parsed) > _MOST_WAYS:
        raise InputError(
            _("matches の正規表現 {pattern} は、時間がかかりすぎます。").format(pattern=pattern),
            _("繰り返しの中の繰り返しをやめ、+ と * は3つまでにしてください。"),
        )
    return compiled


def _ways(parts: Iterable[Any]) -> float:
    """In how many ways ``parts`` may match one text of the greatest length, roughly: what is tried at the worst."""
    return prod((_ways_of(str(operator), argument) for operator, argument in parts), start=1.0)


def _ways_of(operator: str, argument: Any) -> float:
    if operator == "BRANCH":
        return sum(_ways(branch) for branch in argument[1])
    if operator in ("MAX_REPEAT", "MIN_REPEAT"):
        least, most, repeated = argument
        inner = _ways(repeated)
        if int(most) > 1 and inner > 1:
            return inf
        return inner * (min(int(most), LONGEST) - min(int(least), LONGEST) + 1)
    inner_parts = argument if isinstance(argument, tuple | list) else (argument,)
    nested = (part for part in inner_parts if type(part).__name__ == "SubPattern")
    return prod((_ways(part) for part in nested), start=1.0)
