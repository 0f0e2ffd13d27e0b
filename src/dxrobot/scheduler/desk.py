"""What a dispatcher works with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dxrobot.queue.engine import Engine
from dxrobot.schedule.city import City
from dxrobot.schedule.hours import Span
from dxrobot.store.models import Order, Schedule


@dataclass(frozen=True, slots=True)
class Prepared:
    """What every order of a schedule is like, or why none can be placed now."""

    order: Order | None
    """An order that is not placed yet; None when what the schedule asks for is wrong."""
    refused: str = ""
    """What is wrong with it, in words for staff."""
    robots: tuple[str, ...] = ()
    minutes: float = 0
    """How long a run is expected to take."""
    window: Span | None = None
    """The part of the day inside which a run must begin and end."""


@dataclass(frozen=True)
class Desk:
    """The engine that takes the orders, the city's time, and how a schedule becomes an order."""

    engine: Engine
    city: City
    prepare: Callable[[Schedule], Prepared]
