"""The days and hours of the city as its files say now, read again only when one of them has changed."""

from __future__ import annotations

import threading
from datetime import date

from dxrobot.calendar_files.city import calendar_path, city_of
from dxrobot.config import CONFIG_FILE, load_workspace
from dxrobot.console.accounts import today
from dxrobot.console.here import workspace
from dxrobot.schedule.city import City

Stamp = tuple[date, tuple[tuple[str, int, int], ...]]


class _Kept:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.stamp: Stamp | None = None
        self.city = City()


_kept = _Kept()


def city() -> City:
    """The city's time; the same object as long as nothing changes.

    Raises :class:`DefinitionError` for a calendar or settings with mistakes.
    """
    with _kept.lock:
        place = workspace()
        files = (path for path in (place.root / CONFIG_FILE, calendar_path(place)) if path.is_file())
        found = ((path, path.stat()) for path in files)
        stamp = today(), tuple((str(path), told.st_mtime_ns, told.st_size) for path, told in found)
        if stamp != _kept.stamp:
            _kept.city, _kept.stamp = city_of(load_workspace(place.root), today()), stamp
        return _kept.city
