"""Going on with a run from outside: an order under which a worker continues it where it stands."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from dxrobot.app.inputs import given_paths, input_values
from dxrobot.app.orders import Wish, engine_of, new_order
from dxrobot.config import Workspace
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.items import Mode, RunStatus
from dxrobot.library import Library
from dxrobot.store.models import Order, Run
from dxrobot.store.orders import open_order_of
from dxrobot.store.run_rows import has_open_items, is_over


def go_on(workspace: Workspace, run: Run, by: str) -> Order:
    """Have ``run`` continued for the person ``by``: items that came through stay, the open ones are worked on again.

    Where its definitions have changed since it began, a new run with the same inputs follows instead: nothing is
    entered twice. Raises :class:`InputError` when it is at work or wanted already, when it ended with nothing open,
    when its inputs are gone, and as :func:`dxrobot.app.orders.new_order` does.
    """
    inputs, before = _inputs(workspace, run), Order.objects.filter(run=run).order_by("-id").first()
    queue = before.queue if before else ""
    order = new_order(workspace, Wish(run.scenario, Mode(run.mode), inputs, queue=queue, requested_by=by))
    with transaction.atomic():
        held = Run.objects.select_for_update().get(pk=run.pk)
        _require_open(held)
        order.run = held
        engine_of(workspace).submit(order)
    return order


def may_go_on(run: Run) -> bool:
    """Whether :func:`go_on` has something to do, as far as the store tells."""
    return is_over(run) and not _settled(run) and open_order_of(run) is None


def _settled(run: Run) -> bool:
    """Whether it came to its end and nothing of it is open."""
    return run.status == RunStatus.FINISHED and not has_open_items(run)


def _require_open(run: Run) -> None:
    if (number := open_order_of(run)) is not None:
        raise InputError(
            _("実行 {run} の続きは、もう頼まれています(実行依頼 {number})。").format(run=run.name, number=number),
            _("終わるのを待ってください。"),
        )
    if not is_over(run):
        raise InputError(
            _("実行 {run} は、まだ動いています。").format(run=run.name),
            _("終わるのを待つか、止めてから続けてください。"),
        )
    if _settled(run):
        raise InputError(
            _("実行 {run} には、続ける件がありません。").format(run=run.name),
            _("別のファイルを処理するときは、シナリオの画面から新しく始めてください。"),
        )


def _inputs(workspace: Workspace, run: Run) -> dict[str, list[str]]:
    """What the run was started with, all of it still there."""
    scenario = Library(workspace).scenario(run.scenario).model
    lost = _("シナリオの画面から、同じファイルで新しく始めてください。登録の済んだ件は二重に登録されません。")
    try:
        values = input_values(scenario, run.inputs)
    except InputError as error:
        message = _("実行 {run} を始めたときの入力が、もう残っていないか、使えません。").format(run=run.name)
        raise InputError(message, lost) from error
    gone = [path.name for path in given_paths(scenario, values) if not Path(path).exists()]
    if gone:
        message = _("実行 {run} に渡したファイルが、もうありません: {files}").format(
            run=run.name, files="、".join(gone)
        )
        raise InputError(message, lost)
    return {name: list(given) for name, given in run.inputs.items()}
