"""How far an action is, told to the person who waits for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """Where an action reports how far it is: what is counted, how many are done, how many there are."""

    report: Callable[[str, int, int], None]
    say: Callable[[str], None] = lambda _sentence: None
    """Tell the person who waits for the run, e.g. what it waits for."""
    step: Callable[[str], None] = lambda _words: None
    """Tell which step has begun, as people call it."""
