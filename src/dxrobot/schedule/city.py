"""The days and hours of a city, and of the systems that it uses."""

from __future__ import annotations

from dataclasses import dataclass, field

from dxrobot.schedule.hours import Blackouts, OfficeHours
from dxrobot.schedule.opening import OpeningCalendar


@dataclass(frozen=True)
class City:
    """When its offices are open and its systems must be left alone."""

    opening: OpeningCalendar = field(default_factory=OpeningCalendar)
    hours: OfficeHours = field(default_factory=OfficeHours)
    blackouts: Blackouts = field(default_factory=Blackouts)
