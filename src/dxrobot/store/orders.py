"""Orders in the store: placed, held under a lease, settled, and taken back from who is gone (taken: ``store/taking``).

Every change of state is a conditional update on the attempt number, so of two who want one order only one goes on. The
clock is the database's: of machines that disagree about the time none holds an order longer than the others think.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, QuerySet
from django.db.models.functions import Now

from dxrobot.errors import DxrobotError, InputError
from dxrobot.i18n import _
from dxrobot.items import OrderState
from dxrobot.store.lengths import must_fit
from dxrobot.store.models import Order, Run
from dxrobot.store.models.orders import OPEN
from dxrobot.store.statements import changed_by, now, without_waiting_for_the_disk

LEASE_S = 20.0
"""So long an order stays with whoever took it without a word from them."""
RENEW_EVERY_S = 3.0
_TAKEN_BACK_AFTER_S = 5.0
"""So long after its lease an order is left to its holder, who may only have lost the database for a while."""
MOST_ATTEMPTS = 10
"""An order that broke off so often is given up: something about it ends whoever carries it out."""


class OrderLost(DxrobotError):
    """Somebody else has taken over the order that is being carried out."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to carry out an order: it is under ``attempt`` that it was taken."""

    order: int
    attempt: int


def place(*orders: Order) -> None:
    """Write new orders down, in the caller's transaction if there is one.

    Raises :class:`InputError` for a name that the store has no room for.
    """
    for order in orders:
        must_fit(Order, _("列の名前"), queue=order.queue)
        must_fit(Order, _("シナリオの名前"), scenario=order.scenario)
    if len(orders) == 1:  # writing several together costs two statements more
        orders[0].save(force_insert=True)
    else:
        Order.objects.bulk_create(orders)


def find_order(number: int) -> Order:
    """The order of that number; raises :class:`InputError` when there is none."""
    order = Order.objects.select_related("run").filter(id=number).first()
    if order is None:
        raise InputError(
            _("実行依頼 {number} の記録がありません。").format(number=number),
            _("dxrobot order list で番号を確かめてください。"),
        )
    return order


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
    """Write down how the order ended; False once somebody else has it.

    Lost with the server's power, it is written by whoever takes the order back: its run is known to have ended.
    """
    statement = (
        f"UPDATE store_order SET state = %s, reason = %s, ended_at = {now()}, lease_until = NULL"  # noqa: S608 - a constant
        f" WHERE id = %s AND attempt = %s AND state = 'running' AND {without_waiting_for_the_disk()}"
    )
    return changed_by(statement, [state.value, reason, lease.order, lease.attempt]) > 0


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
