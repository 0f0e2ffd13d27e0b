"""The orders for the moments of a schedule: to be carried out, or recorded as missed with the reason."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from math import ceil
from types import MappingProxyType

from dxrobot.i18n import _
from dxrobot.items import OrderState
from dxrobot.schedule.city import City
from dxrobot.schedule.due import Fate, Verdict
from dxrobot.scheduler.desk import Desk, Prepared
from dxrobot.store.models import Order, Schedule
from dxrobot.store.orders import place
from dxrobot.store.schedules import wait_after_all

_AHEAD = timedelta(days=2)
"""So far ahead a blackout can bound the moment by which an order must have begun."""
_STATES = {Fate.MISSED: OrderState.MISSED, Fate.TAKEN_OUT: OrderState.CANCELLED}


def place_orders(
    desk: Desk,
    schedule: Schedule,
    prepared: Prepared,
    verdicts: Sequence[Verdict],
    now: datetime,
    *,
    known: Mapping[datetime, Order] = MappingProxyType({}),
    inputs: Mapping[str, Sequence[str]] | None = None,
) -> int:
    """Place an order for each moment, in the caller's transaction; how many are to be carried out.

    A moment that has its order already (``known``), from before the clock was put back, is not run again; one that was
    only recorded as missed then is run after all.
    """
    placing = Placing(desk, now)
    for verdict in verdicts:
        placing.add(schedule, prepared, verdict, known.get(verdict.fire_at), inputs)
    return placing.place()


class Placing:
    """Orders of several schedules that are written together."""

    def __init__(self, desk: Desk, now: datetime) -> None:
        self._desk, self._now = desk, now
        self._orders: list[Order] = []
        self._earlier: list[Order] = []

    def add(
        self,
        schedule: Schedule,
        prepared: Prepared,
        verdict: Verdict,
        earlier: Order | None = None,
        inputs: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Add the order for a moment, or have the ``earlier`` one for it run after all."""
        order = _new_order(self._desk, schedule, prepared, verdict, self._now, inputs)
        if earlier is None:
            self._orders.append(order)
        elif order.state == OrderState.WAITING and wait_after_all(earlier, order.deadline_at):
            self._earlier.append(earlier)

    def place(self) -> int:
        """Write them, in the caller's transaction; how many are to be carried out."""
        waiting = [order for order in self._orders if order.state == OrderState.WAITING]
        settled = [order for order in self._orders if order.state != OrderState.WAITING]
        if waiting:
            self._desk.engine.submit(*waiting)
        if settled:
            place(*settled)
        for order in self._earlier:
            order.refresh_from_db()
            self._desk.engine.submit_again(order)
        return len(waiting) + len(self._earlier)


def _new_order(
    desk: Desk,
    schedule: Schedule,
    prepared: Prepared,
    verdict: Verdict,
    now: datetime,
    inputs: Mapping[str, Sequence[str]] | None,
) -> Order:
    order = copy.copy(prepared.order) if prepared.order is not None else _bare_order(schedule)
    order.schedule, order.fire_at, order.requested_at = schedule.name, verdict.fire_at, now
    order.requested_by = schedule.created_by
    if inputs is not None:
        order.inputs = {**order.inputs, **{name: list(values) for name, values in inputs.items()}}
    state, reason = _standing(desk, prepared, verdict, now)
    order.state, order.reason = state, reason
    if state == OrderState.WAITING:
        order.deadline_at = _latest_start(desk, schedule, prepared, verdict.fire_at, now)
    else:
        order.ended_at = now
    return order


def _bare_order(schedule: Schedule) -> Order:
    return Order(
        scenario=schedule.scenario,
        mode=schedule.mode,
        inputs=schedule.inputs,
        queue=schedule.queue,
        priority=schedule.priority,
    )


def _standing(desk: Desk, prepared: Prepared, verdict: Verdict, now: datetime) -> tuple[OrderState, str]:
    """How the order stands when it is placed, with the reason."""
    if verdict.fate is not Fate.RUN:
        return _STATES[verdict.fate], verdict.reason
    if prepared.order is None:
        return OrderState.REFUSED, prepared.refused
    if reason := why_not(desk.city, prepared, now):
        return OrderState.MISSED, reason
    return OrderState.WAITING, ""


def why_not(city: City, prepared: Prepared, begin: datetime) -> str:
    """Why a run that begins at ``begin`` cannot come to its end in time, in words for staff; empty when it can.

    It is told of runs that are to come as well as of those that were not begun.
    """
    end, minutes = begin + timedelta(minutes=prepared.minutes), max(1, ceil(prepared.minutes))
    blackout = city.blackouts.in_the_way(begin, end, prepared.robots)
    if blackout is not None:
        return _("停止時間「{name}」に掛かる見込みのため、始めません(見込み {minutes} 分)。").format(
            name=blackout.name, minutes=minutes
        )
    if prepared.window is not None and not prepared.window.holds(begin, end):
        return _("決められた時間帯の中で終わらない見込みのため、始めません(見込み {minutes} 分)。").format(
            minutes=minutes
        )
    return ""


def _latest_start(
    desk: Desk, schedule: Schedule, prepared: Prepared, fire_at: datetime, now: datetime
) -> datetime | None:
    """When it is too late to begin: pointless by the schedule, or too long to come to an end in time."""
    takes = timedelta(minutes=prepared.minutes)
    bounds = []
    if schedule.deadline_minutes is not None:
        bounds.append(fire_at + timedelta(minutes=schedule.deadline_minutes))
    if start := desk.city.blackouts.next_start(now, prepared.robots, _AHEAD):
        bounds.append(start - takes)
    if prepared.window is not None and (stop := prepared.window.end_of(now)):
        bounds.append(stop - takes)
    # Whoever is quick begins within the minute in which it may just begin.
    return max(min(bounds), now + timedelta(minutes=1)) if bounds else None
