"""``dxrobot order``: wanting runs, seeing how they stand, cancelling them."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from datetime import datetime

import click
from django.utils import timezone

from dxrobot.app.orders import Wish, cancel_order, list_orders, order_json, place_order, reason_of
from dxrobot.app.workspaces import open_workspace
from dxrobot.cli.input_pairs import input_pairs
from dxrobot.cli.output import current_workspace, print_json
from dxrobot.cli.state_words import order_labels, status_labels
from dxrobot.errors import ExitStatus, InputError
from dxrobot.i18n import _
from dxrobot.items import Mode, OrderState, RunStatus
from dxrobot.japanese.wareki import JAPAN
from dxrobot.ledger.notes import mode_label
from dxrobot.store.models import Order


def add_and_show(
    scenario: str,
    inputs: Sequence[str],
    *,
    production: bool,
    dry_run: bool,
    queue: str,
    priority: int,
    deadline: str,
    limit_minutes: float | None,
    json_output: bool,
) -> int:
    """Place an order and say its number."""
    mode = Mode.PRODUCTION if production else Mode.TRIAL
    wish = Wish(
        scenario,
        Mode.DRY if dry_run else mode,
        input_pairs(inputs),
        queue=queue,
        priority=priority,
        deadline_at=_moment(deadline) if deadline else None,
        limit_minutes=limit_minutes,
        requested_by=getpass.getuser(),
    )
    workspace = current_workspace()
    open_workspace(workspace)
    order = place_order(workspace, wish)
    if json_output:
        print_json(order_json(order))
    else:
        click.echo(_("実行依頼 {number} を、列「{queue}」に出しました。").format(number=order.pk, queue=order.queue))
    return int(ExitStatus.SETTLED)


def _moment(written: str) -> datetime:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise InputError(
            _("--deadline の {written} を、日時として読めません。").format(written=written),
            _("例: --deadline '2026-12-01 17:00'"),
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=JAPAN)


def show_orders(*, open_only: bool, json_output: bool) -> int:
    """The orders and how they stand."""
    open_workspace(current_workspace())
    orders = list_orders(open_only=open_only)
    if json_output:
        print_json([order_json(order) for order in orders])
    elif not orders:
        click.echo(_("実行依頼はありません。"))
    else:
        for order in orders:
            _show(order)
    return int(ExitStatus.SETTLED)


def _show(order: Order) -> None:
    when = f"{timezone.localtime(order.requested_at):%Y-%m-%d %H:%M:%S}"
    at = f"({order.worker})" if order.state == OrderState.RUNNING else ""
    state = order_labels()[OrderState(order.state)]
    click.echo(f"{order.pk}  {when}  {order.scenario}  {mode_label(Mode(order.mode))}  {order.queue}  {state}{at}")
    if order.run is not None:
        click.echo(f"    {order.run.name}  {status_labels()[RunStatus(order.run.status)]}")
    for line in reason_of(order).splitlines():
        click.echo(f"    {line}")


def cancel_and_show(number: int, *, json_output: bool) -> int:
    """Cancel an order."""
    workspace = current_workspace()
    open_workspace(workspace)
    state = cancel_order(workspace, number)
    if json_output:
        print_json({"order": number, "state": state.value})
    elif state is OrderState.CANCELLED:
        click.echo(_("実行依頼 {number} を取り消しました。").format(number=number))
    else:
        click.echo(_("実行依頼 {number} の実行を止めています。").format(number=number))
    return int(ExitStatus.SETTLED)
