"""The commands around orders and workers, thin: ``order``, ``worker``, ``workers``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from dxrobot.cli.options import json_option
from dxrobot.i18n import _

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _order() -> click.Group:
    group = click.Group("order", help=_("実行依頼: ワーカーに実行を頼み、様子を見て、取り消します。"))
    _add_order(group)

    @group.command("list", help=_("実行依頼を、新しい順に示します。"))
    @click.option("--open", "open_only", is_flag=True, help=_("待っているものと実行中のものだけを示します。"))
    @json_option()
    def list_(open_only: bool, json_output: bool) -> int:
        from dxrobot.cli.orders import show_orders

        return show_orders(open_only=open_only, json_output=json_output)

    @group.command(help=_("実行依頼を取り消します。実行中なら、2秒以内に止めます。"))
    @click.argument("number", type=int, metavar=_("番号"))
    @json_option()
    def cancel(number: int, json_output: bool) -> int:
        from dxrobot.cli.orders import cancel_and_show

        return cancel_and_show(number, json_output=json_output)

    return group


def _add_order(group: click.Group) -> None:
    @group.command(help=_("シナリオの実行を頼みます。--production を付けなければ試行です。"))
    @click.argument("scenario", metavar=_("シナリオ"))
    @click.option("-i", "--input", "inputs", multiple=True, metavar=_("名前=値"), help=_("シナリオの入力。"))
    @click.option("--production", is_flag=True, help=_("本番に登録し、台帳に数えます。"))
    @click.option("--dry-run", is_flag=True, help=_("予行: 何も登録しません。"))
    @click.option("--queue", default="", metavar=_("列"), help=_("頼む先の列(ロボットPCや網の名前)。"))
    @click.option(
        "--priority", type=click.IntRange(-99, 99), default=0, metavar="N", help=_("大きいほど先。ふだんは 0。")
    )
    @click.option("--deadline", default="", metavar=_("日時"), help=_("これを過ぎたら始めない日時(2026-12-01 17:00)。"))
    @click.option(
        "--limit-minutes", type=click.FloatRange(0, min_open=True), metavar=_("分"), help=_("実行時間の上限。")
    )
    @json_option()
    def add(scenario: str, inputs: tuple[str, ...], json_output: bool, **options: Any) -> int:
        from dxrobot.cli.orders import add_and_show

        return add_and_show(scenario, inputs, json_output=json_output, **options)


def _worker() -> click.Command:
    @click.command(
        short_help=_("このPCをロボットPCとして働かせます。止めるときは Ctrl+C(か SIGTERM)。"),
        help=_(
            "このPCをロボットPCとして働かせます。止めるときは Ctrl+C(か SIGTERM): 実行中のものを終えてから止まります。"
            "もう一度押すと、処理中の件だけを終えて止まり、続きはほかのワーカーに任せます。"
        ),
    )
    @click.option(
        "--queues", default="", metavar=_("列,列"), help=_("引き受ける列。省略すると default とこのPCの名前。")
    )
    @click.option("--name", default="", metavar=_("名前"), help=_("ワーカーの名前。省略すると、このPCの名前。"))
    @click.option("--at-once", type=click.IntRange(1, 32), default=1, metavar="N", help=_("同時に実行する数。"))
    @click.option(
        "--warm",
        type=click.IntRange(0, 8),
        default=0,
        metavar="N",
        help=_("すぐ始められるよう、読み込んで待たせておく子の数。"),
    )
    @click.option("--until-empty", is_flag=True, help=_("待っている実行依頼がなくなったら終わります。"))
    @click.option(
        "--no-schedules", is_flag=True, help=_("スケジュールは見張りません(別に dxrobot dispatcher を動かします)。")
    )
    def worker(queues: str, name: str, at_once: int, warm: int, until_empty: bool, no_schedules: bool) -> int:
        from dxrobot.cli.workers import work_and_show

        return work_and_show(
            queues, name, at_once=at_once, warm=warm, until_empty=until_empty, no_schedules=no_schedules
        )

    return worker


def _workers() -> click.Command:
    @click.command(help=_("全ロボットPCの様子(動いているか、版、ブラウザー、実行中のもの、最後の異常)を示します。"))
    @json_option()
    def workers(json_output: bool) -> int:
        from dxrobot.cli.workers import show_workers

        return show_workers(json_output=json_output)

    return workers


ORDER_COMMANDS = (_order, _worker, _workers)
"""Each makes its command in the language in use."""
