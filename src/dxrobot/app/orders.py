"""Wanting a run: an order is checked before it is placed, so that what can be known now is not learned at night."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from dxrobot.app.inputs import input_values, lasting_inputs
from dxrobot.config import Workspace
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.items import Mode, OrderState
from dxrobot.library import Library
from dxrobot.queue.embedded import EmbeddedEngine
from dxrobot.queue.engine import BROWSER, DEFAULT_QUEUE, Engine
from dxrobot.runner.addresses import address_of, login_locks
from dxrobot.settings import EngineKind
from dxrobot.store.models import Order
from dxrobot.store.orders import find_order, latest_orders, request_cancel
from dxrobot.store.workers import living_workers

_SHOWN = 30
_OVERTIME_MINUTES = 5.0
"""A run ends itself between two items when its time is over; so much later it is ended whatever it does."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to be run."""

    scenario: str
    mode: Mode
    inputs: Mapping[str, Sequence[str]]
    queue: str = ""
    """Empty: the scenario's own queue, or the one for all."""
    priority: int = 0
    deadline_at: datetime | None = None
    limit_minutes: float | None = None
    """Empty: what the scenario says."""
    requested_by: str = ""


def engine_of(workspace: Workspace) -> Engine:
    """The engine that dxrobot.toml names."""
    if workspace.settings.engine.kind is EngineKind.PROCRASTINATE:
        from dxrobot.queue.procrastinate_engine import ProcrastinateEngine

        return ProcrastinateEngine(workspace.settings.engine.at_once)
    return EmbeddedEngine()


def new_order(workspace: Workspace, wish: Wish) -> Order:
    """The order for ``wish``, not yet placed.

    Raises :class:`InputError` for what is wrong with its scenario, inputs or robots' addresses, and for a version that
    nobody approved.
    """
    # Only here: they load every action there is, which those who list or cancel orders need not wait for.
    from dxrobot.app.checking import require_sound
    from dxrobot.app.versions import definition_hash, require_approval

    library = Library(workspace)
    loaded = library.scenario(wish.scenario)
    require_sound(loaded, library)
    scenario = loaded.model
    scenario.own_job()
    input_values(scenario, wish.inputs)
    if wish.mode is Mode.PRODUCTION:
        require_approval(scenario.scenario, definition_hash(workspace, loaded))
    robots = [robot.model for robot in library.uses(scenario).robots.values()]
    address_mode = Mode.TRIAL if wish.mode is Mode.DRY else wish.mode
    for robot in robots:
        address_of(workspace, robot, address_mode)
    return Order(
        scenario=scenario.scenario,
        mode=wish.mode,
        inputs=lasting_inputs(scenario, wish.inputs),
        queue=wish.queue or scenario.queue or DEFAULT_QUEUE,
        priority=wish.priority,
        needs=[BROWSER] if robots else [],
        locks=sorted({*scenario.locks, *login_locks(workspace, robots, address_mode)}),
        limit_minutes=wish.limit_minutes or scenario.limits.run_minutes + _OVERTIME_MINUTES,
        deadline_at=wish.deadline_at,
        requested_by=wish.requested_by,
        requested_at=timezone.now(),
    )


def place_order(workspace: Workspace, wish: Wish) -> Order:
    """Have ``wish`` carried out as soon as a worker can; raises :class:`InputError` as :func:`new_order` does."""
    order = new_order(workspace, wish)
    with transaction.atomic():
        engine_of(workspace).submit(order)
    return order


def cancel_order(workspace: Workspace, number: int) -> OrderState:
    """Cancel the order of that number; RUNNING while its run is still being ended.

    Raises :class:`InputError` when there is none, or it is over.
    """
    order = find_order(number)
    with transaction.atomic():
        state = request_cancel(order)
        if state is OrderState.CANCELLED and order.ended_at is None:
            engine_of(workspace).cancel(order)
            return state
    if state is not OrderState.RUNNING:
        raise InputError(
            _("実行依頼 {number} は、もう終わっています。").format(number=number),
            _("dxrobot order list で確かめてください。"),
        )
    return state


def list_orders(*, open_only: bool = False) -> list[Order]:
    """The newest orders, newest first, or all that are not settled yet."""
    if open_only:
        return latest_orders(1000, (OrderState.WAITING, OrderState.RUNNING))
    return latest_orders(_SHOWN)


def reason_of(order: Order) -> str:
    """Why it stands as it does: what was written down, or that no worker at work would take it."""
    if order.state != OrderState.WAITING:
        return order.reason
    serving = [worker for worker in living_workers() if order.queue in worker.queues]
    if not serving:
        nobody = _("列「{queue}」を引き受けるワーカーが、いま動いていません。").format(queue=order.queue)
    elif BROWSER in order.needs and not any(worker.browser for worker in serving):
        nobody = _("列「{queue}」のワーカーに、ブラウザーのあるものがありません。").format(queue=order.queue)
    else:
        nobody = ""
    return "\n".join(filter(None, (order.reason, nobody)))


def order_json(order: Order) -> dict[str, Any]:
    """One order for ``--json``."""
    return {
        "order": order.pk,
        "scenario": order.scenario,
        "mode": order.mode,
        "queue": order.queue,
        "priority": order.priority,
        "state": order.state,
        "reason": reason_of(order),
        "run": order.run.name if order.run else None,
        "run_status": order.run.status if order.run else None,
        "attempt": order.attempt,
        "worker": order.worker or None,
        "schedule": order.schedule or None,
        "fire_at": _moment(order.fire_at),
        "deadline_at": _moment(order.deadline_at),
        "requested_by": order.requested_by,
        "requested_at": _moment(order.requested_at),
        "started_at": _moment(order.started_at),
        "ended_at": _moment(order.ended_at),
    }


def _moment(moment: datetime | None) -> str | None:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None
