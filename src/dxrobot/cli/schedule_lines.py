"""A schedule in lines for staff."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from dxrobot.app.schedule_view import Standing
from dxrobot.cli.state_words import order_labels, status_labels
from dxrobot.i18n import _
from dxrobot.items import Mode, OrderState, RunStatus
from dxrobot.ledger.notes import mode_label
from dxrobot.schedule.moments import Moment
from dxrobot.store.models import Order


def schedule_lines(standing: Standing) -> Iterator[str]:
    """How one schedule stands."""
    one = standing.schedule
    yield f"{one.name}  {one.words}  ({one.scenario}、{mode_label(Mode(one.mode))})"
    if one.paused:
        yield _("    停止中(dxrobot schedule resume {name} で再開)").format(name=one.name)
    elif one.next_fire_at is not None:
        yield _("    次回 {moment}").format(moment=Moment(one.next_fire_at))
    elif one.folder or one.follows:
        yield _("    きっかけを待っています")
    else:
        yield _("    もう動きません(終わりました)")
    for skip in one.skips:
        yield _("    とばす回 {moment}").format(moment=Moment(datetime.fromisoformat(skip)))
    if one.trouble:
        yield f"    {one.trouble}"
    if standing.last is not None:
        yield _("    前回 {outcome}").format(outcome=_outcome(standing.last))


def _outcome(order: Order) -> str:
    when = Moment(order.fire_at) if order.fire_at is not None else ""
    state = order_labels()[OrderState(order.state)]
    if order.run is not None and order.state == OrderState.ENDED:
        state = status_labels()[RunStatus(order.run.status)]
    return f"{when}  {state}{'  ' + order.reason if order.reason else ''}"
