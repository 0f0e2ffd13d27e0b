"""Memory: what the C library keeps of pages that were worked on goes back to the machine.

The GNU C library keeps freed blocks for later in an arena of each thread; over hundreds of pages those arenas grow to
what the largest page needed in every one of them.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import lru_cache


def hand_back() -> None:
    """Give the machine what is free; nothing where the C library is another, whose allocators do it by themselves."""
    trim = _trim()
    if trim:
        trim(0)


@lru_cache(maxsize=1)
def _trim() -> Callable[[int], int] | None:
    try:
        return ctypes.CDLL("libc.so.6").malloc_trim
    except (OSError, AttributeError):
        return None
