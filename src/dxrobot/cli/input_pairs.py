"""Inputs as they are typed: ``-i name=value``."""

from __future__ import annotations

from collections.abc import Sequence

from dxrobot.errors import InputError
from dxrobot.i18n import _


def input_pairs(inputs: Sequence[str]) -> dict[str, list[str]]:
    """``name=value`` options by name; one name may stand several times."""
    pairs: dict[str, list[str]] = {}
    for written in inputs:
        name, equals, value = written.partition("=")
        if not equals:
            raise InputError(
                _("-i {written} は「名前=値」の形ではありません。").format(written=written),
                _("例: -i scans=scans/今日.pdf"),
            )
        pairs.setdefault(name, []).append(value)
    return pairs
