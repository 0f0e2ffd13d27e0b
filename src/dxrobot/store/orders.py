"""Orders in the store: placed, taken under a lease, renewed, settled, and taken back from who is gone.

Every change of state is a conditional update on the attempt number, so of two who want one order only one goes on. The
clock is the database's: of machines that disagree about the time none holds an order longer than the others think.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce, Now

from dxrobot.errors import DxrobotError, InputError
from dxrobot.i18n import _
from dxrobot.items import OrderState
from dxrobot.store.lengths import must_fit
from dxrobot.store.models import Lock, Order, Run
from dxrobot.store.models.orders import OPEN
from dxrobot.store.run_rows import is_over

LEASE_S = 20.0
"""So long an order stays with whoever took it without a word from them."""
RENEW_EVERY_S = 3.0
_TAKEN_BACK_AFTER_S = 5.0
"""So long after its lease an order is left to its holder, who may only have lost the database for a while."""
MOST_ATTEMPTS = 10
"""An order that broke off so often is given up: something about it ends whoever carries it out."""
_LIMITING = 0x0D78_7175_6575_65
"""PostgreSQL's advisory lock of those who count how many orders of a queue are running ("dxqueue")."""


class OrderLost(DxrobotError):
    """Somebody else has taken over the order that is being carried out."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to carry out an order: it is under ``attempt`` that it was taken."""

    order: int
    attempt: int


@dataclass(frozen=True, slots=True)
class Taker:
    """Who may take orders, and which."""

    worker: str
    host: str
    queues: tuple[str, ...]
    abilities: frozenset[str] = frozenset()
    limits: Mapping[str, int] = field(default_factory=dict)
    """How many orders of a queue may run at once, on all machines together."""


def place(order: Order) -> None:
    """Write a new order down, in the caller's transaction if there is one.

    Raises :class:`InputError` for a name that the store has no room for.
    """
    must_fit(Order, _("列の名前"), queue=order.queue)
    must_fit(Order, _("シナリオの名前"), scenario=order.scenario)
    order.save(force_insert=True)


def find_order(number: int) -> Order:
    """The order of that number; raises :class:`InputError` when there is none."""
    order = Order.objects.select_related("run").filter(id=number).first()
    if order is None:
        raise InputError(
            _("実行依頼 {number} の記録がありません。").format(number=number),
            _("dxrobot order list で番号を確かめてください。"),
        )
    return order


def claim_next(taker: Taker) -> Lease | None:
    """Take the first order that ``taker`` may carry out now; None when there is none."""
    waiting = Order.objects.filter(_now_waiting(), queue__in=taker.queues).order_by("-priority", "id").only(*_LOOKED_AT)
    looked_at = 0
    while page := list(waiting[looked_at : looked_at + _PAGE]):
        for order in page:
            if lease := _claim(order, taker):
                return lease
        looked_at += _PAGE
    return None


def claim(number: int, taker: Taker) -> Lease | None:
    """Take that order; None when it does not wait, or has to wait for a lock or a place in its queue."""
    order = Order.objects.filter(_now_waiting(), id=number).only(*_LOOKED_AT).first()
    return _claim(order, taker) if order else None


_PAGE = 8
_LOOKED_AT = ("id", "attempt", "queue", "needs", "locks", "run_id")
"""What decides whether an order may be taken."""


def _claim(order: Order, taker: Taker) -> Lease | None:
    if not set(order.needs) <= taker.abilities:
        return None
    if not order.locks and order.queue not in taker.limits:
        return _take(order, taker)
    if _waits_for_lock(order):
        return None
    with transaction.atomic():
        return _take(order, taker) if _may_begin(order, taker) else None


def _take(order: Order, taker: Taker) -> Lease | None:
    """Take an order as it was looked at; None when another was quicker."""
    waiting = Order.objects.filter(id=order.pk, state=OrderState.WAITING, attempt=order.attempt)
    taken = waiting.update(
        state=OrderState.RUNNING,
        attempt=order.attempt + 1,
        lease_until=Now() + timedelta(seconds=LEASE_S),
        started_at=Coalesce("started_at", Now()),
        worker=taker.worker,
        host=taker.host,
        reason="",
        not_before=None,
    )
    return Lease(order.pk, order.attempt + 1) if taken else None


def _now_waiting() -> Q:
    return (
        Q(state=OrderState.WAITING)
        & (Q(not_before__isnull=True) | Q(not_before__lte=Now()))
        & (Q(deadline_at__isnull=True) | Q(deadline_at__gt=Now()))
    )


def _waits_for_lock(order: Order) -> bool:
    """Whether another run that lives holds one of its locks, or an order at work is going to."""
    if not order.locks:
        return False
    running = Order.objects.filter(state=OrderState.RUNNING).exclude(locks=[])
    if any(set(order.locks) & set(locks) for locks in running.values_list("locks", flat=True)):
        return True
    held = Lock.objects.select_related("run").filter(name__in=order.locks)
    return any(lock.run_id != order.run_id and not is_over(lock.run) for lock in held)


def _may_begin(order: Order, taker: Taker) -> bool:
    """Whether queue and locks have room for the order; that stays so until the caller's transaction ends."""
    if connection.vendor == "postgresql":  # SQLite lets one writer in at a time
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LIMITING])
    most = taker.limits.get(order.queue)
    running = Order.objects.filter(state=OrderState.RUNNING, queue=order.queue)
    return (most is None or running.count() < most) and not _waits_for_lock(order)


def held(lease: Lease) -> QuerySet[Order]:
    """The order while nobody has overtaken the holder of ``lease``."""
    return Order.objects.filter(id=lease.order, attempt=lease.attempt, state=OrderState.RUNNING)


def renew(lease: Lease) -> bool:
    """Hold the order for another while; False once somebody else has it, or it is settled."""
    return bool(held(lease).update(lease_until=Now() + timedelta(seconds=LEASE_S)))


def holds(lease: Lease) -> bool:
    """Whether the lease is unexpired; inside a transaction nobody can take the order over until that ends."""
    return held(lease).select_for_update().filter(lease_until__gt=Now()).exists()


def link_run(lease: Lease, run: Run) -> None:
    """Write down that ``run`` carries out the order; raises :class:`OrderLost` once somebody else has it."""
    if not held(lease).filter(lease_until__gt=Now()).update(run=run):
        raise OrderLost(_("実行依頼 {number} は、ほかで引き継がれました。").format(number=lease.order))


def settle(lease: Lease, state: OrderState, reason: str = "") -> bool:
    """Write down how the order ended; False once somebody else has it."""
    return bool(held(lease).update(state=state, reason=reason, ended_at=Now(), lease_until=None))


def put_back(lease: Lease, reason: str, rest_s: float = 0.0) -> bool:
    """Let the order wait for another attempt, first for ``rest_s`` seconds; False once somebody else has it."""
    return _wait_again(held(lease), reason, rest_s)


def _wait_again(orders: QuerySet[Order], reason: str, rest_s: float = 0.0) -> bool:
    rest = Now() + timedelta(seconds=rest_s) if rest_s else None
    return bool(orders.update(state=OrderState.WAITING, reason=reason, lease_until=None, not_before=rest))


def request_cancel(order: Order) -> OrderState:
    """Cancel an order that waits, or ask whoever carries it out to end it; the state it then has."""
    waiting = Order.objects.filter(id=order.pk, state=OrderState.WAITING)
    if waiting.update(state=OrderState.CANCELLED, reason=_("始まる前に取り消されました。"), ended_at=Now()):
        return OrderState.CANCELLED
    Order.objects.filter(id=order.pk, state=OrderState.RUNNING).update(cancel_requested_at=Now())
    order.refresh_from_db()
    return OrderState(order.state)


def expired() -> list[Order]:
    """Orders whose holder has said nothing for longer than its lease."""
    silent = Now() - timedelta(seconds=_TAKEN_BACK_AFTER_S)
    return list(Order.objects.select_related("run").filter(state=OrderState.RUNNING, lease_until__lt=silent))


def take_back(order: Order, reason: str) -> bool:
    """Let an order that expired wait for another attempt; False if its holder, or another, was quicker."""
    silent = Order.objects.filter(id=order.pk, attempt=order.attempt, state=OrderState.RUNNING, lease_until__lt=Now())
    return _wait_again(silent, reason)


def give_up(order: Order, state: OrderState, reason: str) -> bool:
    """Settle an order that expired and shall not be tried again; False if its holder, or another, was quicker."""
    silent = Order.objects.filter(id=order.pk, attempt=order.attempt, state=OrderState.RUNNING, lease_until__lt=Now())
    return bool(silent.update(state=state, reason=reason, ended_at=Now(), lease_until=None))


def miss_overdue() -> int:
    """Settle the orders whose deadline passed while they waited; how many."""
    overdue = Order.objects.filter(state=OrderState.WAITING, deadline_at__lte=Now())
    reason = _("期限までに始められなかったため、実行しませんでした。")
    return overdue.update(state=OrderState.MISSED, reason=reason, ended_at=Now())


def open_order_of(run: Run) -> int | None:
    """The number of the order that ``run`` is still to be continued for, if there is one."""
    return Order.objects.filter(run=run, state__in=OPEN).values_list("id", flat=True).first()


def latest_orders(most: int, states: Collection[OrderState] = ()) -> list[Order]:
    """The newest orders, newest first, of any of ``states`` if some are named."""
    orders = Order.objects.select_related("run").order_by("-id")
    return list((orders.filter(state__in=states) if states else orders)[:most])


def waiting_by_queue() -> dict[str, int]:
    """How many orders wait in each queue."""
    waiting = Order.objects.filter(state=OrderState.WAITING)
    return dict(waiting.values_list("queue").annotate(count=Count("id")).order_by("queue"))


def at_work(worker: str) -> Sequence[Order]:
    """The orders that the worker of that name carries out."""
    return list(Order.objects.select_related("run").filter(state=OrderState.RUNNING, worker=worker).order_by("id"))
