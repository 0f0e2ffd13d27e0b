"""Orders taken by workers: the first that may begin, in one statement where nothing else has to be asked.

Most orders want no lock and stand in a queue without a limit; they are taken several at once, and two who look at the
same moment get different ones. What wants more is looked at one by one and taken only as it was looked at.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import connection, transaction

from dxrobot.items import OrderState
from dxrobot.store.models import Lock, Order
from dxrobot.store.orders import LEASE_S, Lease
from dxrobot.store.run_rows import is_over
from dxrobot.store.statements import now, places, rows_of, unless_locked, without_waiting_for_the_disk

_LIMITING = 0x0D78_7175_6575_65
"""PostgreSQL's advisory lock of those who count how many orders of a queue are running ("dxqueue")."""


@dataclass(frozen=True, slots=True)
class Taker:
    """Who may take orders, and which."""

    worker: str
    host: str
    queues: tuple[str, ...]
    abilities: frozenset[str] = frozenset()
    limits: Mapping[str, int] = field(default_factory=dict)
    """How many orders of a queue may run at once, on all machines together."""


def claim_some(taker: Taker, most: int) -> list[Lease]:
    """Take up to ``most`` of the first orders that ``taker`` may carry out now; none when there is none."""
    for number, order in enumerate(_waiting(taker)):
        if number == 0 and order.is_plain_for(taker) and (taken := claim_plain(taker, most)):
            return taken
        if lease := _claim(order, taker):
            return [lease]
    return []


def claim_plain(taker: Taker, most: int, and_then: str = "") -> list[Lease]:
    """Take up to ``most`` of the first orders as long as they are plain: no lock, no limit, nothing that is missing.

    ``and_then`` is a statement for PostgreSQL, carried out together with it for the rows ``taken``.
    """
    head = f"SELECT id FROM store_order WHERE {_may_begin_now(taker)} {_TURN} LIMIT %s {unless_locked()}"
    take = _take_where(f"{_STATE_OF_FEW} AND id IN (SELECT id FROM head) AND {_plain(taker)}")
    statement = f"WITH head AS MATERIALIZED ({head}) {take} RETURNING id, attempt"
    if and_then:
        statement = (
            f"WITH head AS MATERIALIZED ({head}), taken AS ({take} RETURNING id, attempt, job), rest AS ({and_then})"
            " SELECT id, attempt FROM taken"
        )
    return _leases(statement, [*taker.queues, most, taker.worker, taker.host, *_able(taker)])


def claim(number: int, taker: Taker) -> Lease | None:
    """Take that order; None when it does not wait, or has to wait for a lock or a place in its queue."""
    wanted = f"id = %s AND {_may_begin_now(taker)}"
    if lease := _taken(taker, f"{wanted} AND {_plain(taker)}", [number, *taker.queues, *_able(taker)]):
        return lease
    for order in _rows(wanted, [number, *taker.queues]):
        return _claim(order, taker)
    return None


_TURN = "ORDER BY priority DESC, id"
_STATE_OF_FEW = "state || '' = 'waiting'"
"""That an order waits, said so that no index of those that wait is used: where a thousand do, and the database takes
them for a handful, it would go through all of them for one that it has by its number.
"""
_PAGE = 8


class _Waiting(NamedTuple):
    """What decides whether an order may be taken."""

    id: int
    attempt: int
    queue: str
    needs: frozenset[str]
    locks: frozenset[str]
    run_id: int | None

    def is_plain_for(self, taker: Taker) -> bool:
        return not self.locks and self.queue not in taker.limits and self.needs <= taker.abilities


def _waiting(taker: Taker) -> Iterator[_Waiting]:
    """The orders that wait, in their turn, as far as they are looked at."""
    looked_at = 0
    while page := _rows(f"{_may_begin_now(taker)} {_TURN} LIMIT %s OFFSET %s", [*taker.queues, _PAGE, looked_at]):
        yield from page
        looked_at += len(page)


def _rows(wanted: str, parameters: Sequence[object]) -> list[_Waiting]:
    rows = rows_of(f"SELECT id, attempt, queue, needs, locks, run_id FROM store_order WHERE {wanted}", parameters)
    return [
        _Waiting(number, attempt, queue, frozenset(json.loads(needs)), frozenset(json.loads(locks)), run)
        for number, attempt, queue, needs, locks, run in rows
    ]


def _claim(order: _Waiting, taker: Taker) -> Lease | None:
    if not order.needs <= taker.abilities:
        return None
    if order.is_plain_for(taker):
        return _take(order, taker)
    if _waits_for_lock(order):
        return None
    with transaction.atomic():
        return _take(order, taker) if _has_room(order, taker) else None


def _take(order: _Waiting, taker: Taker) -> Lease | None:
    """Take an order as it was looked at; None when another was quicker."""
    return _taken(taker, "state = 'waiting' AND id = %s AND attempt = %s", [order.id, order.attempt])


def _waits_for_lock(order: _Waiting) -> bool:
    """Whether another run that lives holds one of its locks, or an order at work is going to."""
    if not order.locks:
        return False
    running = Order.objects.filter(state=OrderState.RUNNING).exclude(locks=[])
    if any(order.locks & set(locks) for locks in running.values_list("locks", flat=True)):
        return True
    held = Lock.objects.select_related("run").filter(name__in=order.locks)
    return any(lock.run_id != order.run_id and not is_over(lock.run) for lock in held)


def _has_room(order: _Waiting, taker: Taker) -> bool:
    """Whether queue and locks have room for the order; that stays so until the caller's transaction ends."""
    if connection.vendor == "postgresql":  # SQLite lets one writer in at a time
        rows_of("SELECT pg_advisory_xact_lock(%s)", [_LIMITING])
    most = taker.limits.get(order.queue)
    running = Order.objects.filter(state=OrderState.RUNNING, queue=order.queue)
    return (most is None or running.count() < most) and not _waits_for_lock(order)


def _taken(taker: Taker, wanted: str, parameters: Sequence[object]) -> Lease | None:
    statement = f"{_take_where(wanted)} RETURNING id, attempt"
    return next(iter(_leases(statement, [taker.worker, taker.host, *parameters])), None)


def _take_where(wanted: str) -> str:
    """Takes worker and host as its first parameters; ``wanted`` says of the orders that they wait.

    Nothing durable can be done for an order before its being taken is durable: the journal's lines wait for the disk.
    """
    return (
        f"UPDATE store_order SET state = 'running', attempt = attempt + 1, lease_until = {now(LEASE_S)},"
        f" started_at = COALESCE(started_at, {now()}), worker = %s, host = %s, reason = '', not_before = NULL"
        f" WHERE {without_waiting_for_the_disk()} AND {wanted}"
    )


def _leases(statement: str, parameters: Sequence[object]) -> list[Lease]:
    return [Lease(number, attempt) for number, attempt in sorted(rows_of(statement, parameters))]


def _may_begin_now(taker: Taker) -> str:
    """Takes the queues as parameters."""
    return (
        f"state = 'waiting' AND queue IN ({places(len(taker.queues))})"
        f" AND (not_before IS NULL OR not_before <= {now()}) AND (deadline_at IS NULL OR deadline_at > {now()})"
    )


def _plain(taker: Taker) -> str:
    """Takes what :func:`_able` gives as parameters."""
    needs, limited = places(1 + len(taker.abilities)), places(len(taker.limits))
    return f"locks = '[]' AND needs IN ({needs})" + (f" AND queue NOT IN ({limited})" if taker.limits else "")


def _able(taker: Taker) -> list[str]:
    return ["[]", *(json.dumps([ability]) for ability in sorted(taker.abilities)), *taker.limits]
