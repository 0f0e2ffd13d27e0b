"""Schedules in a store, and a desk whose engine keeps orders without carrying them out."""

from __future__ import annotations

from datetime import UTC, datetime

from dxrobot.items import Mode, OrderState
from dxrobot.japanese.wareki import JAPAN
from dxrobot.schedule.city import City
from dxrobot.schedule.fires import next_fire
from dxrobot.schedule.reading import read_rule
from dxrobot.schedule.rules import RULE, AfterScenario, Cron, Folder, Once, OnDays
from dxrobot.schedule.written import in_words
from dxrobot.scheduler.desk import Desk, Prepared
from dxrobot.store.models import Order, Schedule
from tools.prove.schedules import CountingEngine, prepare


def at(hour: int, minute: int = 0, *, day: int = 1, second: int = 0) -> datetime:
    """A moment of April 2026, which begins on a Wednesday."""
    return datetime(2026, 4, day, hour, minute, second, tzinfo=JAPAN).astimezone(UTC)


def keep(name: str, words: str, *, start: datetime | None = None, **fields: object) -> Schedule:
    """A schedule that waits for its first moment after ``start``."""
    rule = read_rule(words)
    begin, city = start or at(0), City()
    timed = isinstance(rule, OnDays | Cron | Once)
    values: dict[str, object] = {
        "scenario": "entry",
        "mode": Mode.TRIAL,
        "on_missed": "last",
        "next_fire_at": next_fire(rule, begin, city.opening, city.hours) if timed else None,
        "follows": rule.scenario if isinstance(rule, AfterScenario) else "",
        "folder": rule.path if isinstance(rule, Folder) else "",
        "file_input": "scan" if isinstance(rule, Folder) else "",
        "created_at": begin,
    }
    said = {"words": in_words(rule), "rule": RULE.dump_python(rule, mode="json")}
    return Schedule.objects.create(name=name, **{**values, **said, **fields})


def desk(city: City | None = None, **prepared: object) -> Desk:
    """A desk; ``prepared`` are fields of what every order is like."""

    def ready(schedule: Schedule) -> Prepared:
        order = prepare(schedule).order
        return Prepared(**{"order": order, **prepared})  # type: ignore[arg-type]

    return Desk(CountingEngine(), city or City(), ready)


def outcomes(name: str) -> list[tuple[str, str]]:
    """The moments of a schedule that have orders, as local times, each with its state."""
    orders = Order.objects.filter(schedule=name, fire_at__isnull=False).order_by("fire_at")
    return [(f"{order.fire_at.astimezone(JAPAN):%d %H:%M}", order.state) for order in orders if order.fire_at]


WAITING, MISSED = OrderState.WAITING.value, OrderState.MISSED.value
