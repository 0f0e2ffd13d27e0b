"""Going on with a run after people have answered: an order that continues it, or starts the same inputs once more."""

from __future__ import annotations

from django.db import transaction

from dxrobot.app.orders import Wish, engine_of, new_order
from dxrobot.config import Workspace
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.items import Mode, RunStatus
from dxrobot.store.models import Order, Run
from dxrobot.store.orders import open_order_of
from dxrobot.store.run_rows import has_open_items, is_over


def go_on(workspace: Workspace, run: Run, by: str) -> Order:
    """Place the order by which a worker goes on with ``run``, wanted by the person ``by``.

    What is open of the run is continued under its next attempt. Where nothing is open, its inputs are run once more: what
    people answered is used, and nothing is entered twice. Raises :class:`InputError` while the run is at work or already
    ordered, for inputs and definitions that no longer stand, and for a version that nobody approved.
    """
    with transaction.atomic():
        Run.objects.select_for_update().get(pk=run.pk)  # of two who press the button, one orders it
        run.refresh_from_db()
        _require_still(run)
        before = Order.objects.filter(run=run).order_by("-id").first()
        wish = Wish(
            run.scenario, Mode(run.mode), run.inputs, queue=before.queue if before else "", requested_by=by.strip()
        )
        order = new_order(workspace, wish)
        if run.status != RunStatus.FINISHED or has_open_items(run):
            order.run = run
        engine_of(workspace).submit(order)
    return order


def _require_still(run: Run) -> None:
    if not is_over(run):
        raise InputError(
            _("実行 {run} は、まだ動いています。").format(run=run.name), _("終わるのを待ってから続けてください。")
        )
    if order := open_order_of(run):
        raise InputError(
            _("実行 {run} の続きは、もう依頼されています(実行依頼 {number})。").format(run=run.name, number=order),
            _("実行の画面で、終わるのを待ってください。"),
        )
