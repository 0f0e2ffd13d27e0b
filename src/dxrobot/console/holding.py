"""Who has which doubtful field on the screen, so that two people on one batch are not given the same one.

It is a courtesy and no lock: who settles first has settled. It lives as long as this process.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Collection

HOLD_S = 120.0
"""So long a field stays with whoever asked for it last."""
_held: dict[int, tuple[str, float]] = {}
_lock = threading.Lock()


def hold(numbers: Collection[int], login: str, now: float | None = None) -> frozenset[int]:
    """Hold the fields for the person; those of them that somebody else holds, who keeps them."""
    at = time.monotonic() if now is None else now
    with _lock:
        for number in [number for number, (_login, until) in _held.items() if until <= at]:
            del _held[number]
        others = frozenset(number for number in numbers if _held.get(number, (login, 0))[0] != login)
        _held.update(dict.fromkeys(set(numbers) - others, (login, at + HOLD_S)))
    return others


def let_go(number: int) -> None:
    """The field is settled, or given to whoever comes next."""
    with _lock:
        _held.pop(number, None)
