"""The scripts that do in the page, in one step, what would otherwise take a step a field."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def script(call: str, *names: str) -> str:
    """A function for ``evaluate``: the .js files ``names`` of this folder, then ``call`` with what was ``given``.

    To a locator's ``evaluate`` its element is ``given``, and ``more`` is what is handed over besides.
    """
    folder = Path(__file__).parent
    parts = [(folder / f"{name}.js").read_text(encoding="utf-8") for name in names]
    return "(given, more) => {\n" + "\n".join(parts) + f"\nreturn {call};\n}}"
