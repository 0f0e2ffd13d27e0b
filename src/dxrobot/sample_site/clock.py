"""The day and the time as the city's clocks show them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

_JAPAN = ZoneInfo("Asia/Tokyo")


def now() -> datetime:
    """The present moment in Japan."""
    return datetime.now(_JAPAN)
