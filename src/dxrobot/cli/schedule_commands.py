"""The commands around schedules, thin: ``schedule`` and ``dispatcher``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from dxrobot.cli.options import FILE, json_option
from dxrobot.i18n import _

_Command = Callable[..., Any]
_Option = Callable[[_Command], _Command]


def _schedule() -> click.Group:
    group = click.Group("schedule", help=_("スケジュール: シナリオを動かす日時を、言葉で決めます。"))
    for add_to in (_add, _remove, _list, _next, _calendar, _add_changing):
        add_to(group)
    return group


def _all_of(*options: _Option) -> _Option:
    """Several options as one, in the order in which the help shows them."""

    def decorated(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorated


def _what_and_when() -> _Option:
    return _all_of(
        click.option(
            "--rule", "words", required=True, metavar=_("言葉"), help=_("いつ動かすか。'毎月第3開庁日 8:30' など。")
        ),
        click.option(
            "--scenario", default="", metavar=_("シナリオ"), help=_("動かすシナリオ。省略すると、名前と同じもの。")
        ),
        click.option("-i", "--input", "inputs", multiple=True, metavar=_("名前=値"), help=_("シナリオの入力。")),
        click.option("--production", is_flag=True, help=_("本番に登録し、台帳に数えます。")),
        click.option("--dry-run", is_flag=True, help=_("予行: 何も登録しません。")),
    )


def _terms() -> _Option:
    return _all_of(
        click.option(
            "--missed",
            type=click.Choice(["last", "none", "all"]),
            default="last",
            help=_("機械が止まっていた間の回: 最後の1回だけ動かす(last)、動かさない(none)、全部動かす(all)。"),
        ),
        click.option(
            "--deadline", type=click.IntRange(1), metavar=_("分"), help=_("予定から何分過ぎたら、もう始めないか。")
        ),
        click.option(
            "--minutes",
            type=click.IntRange(1),
            metavar=_("分"),
            help=_("実行に掛かる見込み。省略すると過去の実行から。"),
        ),
        click.option(
            "--window",
            default="",
            metavar=_("時間帯"),
            help=_("この中で終わる見込みのときだけ始めます('8:30から17:15')。"),
        ),
    )


def _place_and_turn() -> _Option:
    return _all_of(
        click.option("--queue", default="", metavar=_("列"), help=_("頼む先の列(ロボットPCや網の名前)。")),
        click.option(
            "--priority", type=click.IntRange(-99, 99), default=0, metavar="N", help=_("大きいほど先。ふだんは 0。")
        ),
        click.option("--by", default="", metavar=_("名前"), help=_("作る人。省略するとログイン名です。")),
    )


def _add(group: click.Group) -> None:
    @group.command(
        help=_(
            "スケジュールを作ります。--production を付けなければ試行です。\n\n"
            "例: dxrobot schedule add 名前 --scenario シナリオ --rule '毎月第3開庁日 8:30'"
        )
    )
    @click.argument("name", metavar=_("名前"))
    @_what_and_when()
    @_terms()
    @_place_and_turn()
    @json_option()
    def add(name: str, inputs: tuple[str, ...], json_output: bool, **options: Any) -> int:
        from dxrobot.cli.schedules import add_and_show

        return add_and_show(name, inputs, json_output=json_output, **options)


def _remove(group: click.Group) -> None:
    @group.command(help=_("スケジュールを消します。これまでの実行の記録は残ります。"))
    @click.argument("name", metavar=_("名前"))
    @json_option()
    def remove(name: str, json_output: bool) -> int:
        from dxrobot.cli.schedules import remove_and_show

        return remove_and_show(name, json_output=json_output)


def _list(group: click.Group) -> None:
    @group.command("list", help=_("スケジュールと、次に動く日時と、前回の結果を示します。"))
    @json_option()
    def list_(json_output: bool) -> int:
        from dxrobot.cli.schedules import show_schedules

        return show_schedules(json_output=json_output)


def _next(group: click.Group) -> None:
    @group.command(
        "next",
        help=_(
            "次に動く日時を示します。--rule なら、作る前に確かめられます(サーバーも作業フォルダーも要りません)。\n\n"
            "例: dxrobot schedule next --rule '毎月最終開庁日 8:30' --from 2026-04-01"
        ),
    )
    @click.argument("name", required=False, default="", metavar=f"[{_('名前')}]")
    @click.option("--rule", "words", default="", metavar=_("言葉"), help=_("スケジュールの代わりに、この言葉で。"))
    @click.option("--from", "start", default="", metavar=_("日付"), help=_("この日から(2026-04-01、令和8年4月1日)。"))
    @click.option(
        "-n", "number", type=click.IntRange(1, 1000), default=10, metavar="N", help=_("いくつ示すか(初めは 10)。")
    )
    @json_option()
    def next_(name: str, words: str, start: str, number: int, json_output: bool) -> int:
        if name and words:
            raise click.UsageError(_("名前と --rule は、どちらか1つにしてください。"))
        if words:
            from dxrobot.cli.schedule_rule import show_next_of_rule

            return show_next_of_rule(words, start, number, json_output=json_output)
        from dxrobot.cli.schedules import show_next

        return show_next(name, start, number, json_output=json_output)


def _calendar(group: click.Group) -> None:
    @group.command(
        help=_(
            "開庁日カレンダーを示します。ファイル(CSV か ICS)を付けると、市の休みとして取り込みます。\n\n"
            "CSV の見出しは 日付,区分,名前 です(区分は「休み」か「開庁」)。"
        )
    )
    @click.argument("file", required=False, type=FILE, metavar=f"[{_('ファイル')}]")
    @click.option(
        "--open", "opens", is_flag=True, help=_("区分のないファイルを、休みでなく臨時の開庁日として取り込みます。")
    )
    @click.option("--year", type=int, default=None, metavar=_("年度"), help=_("示す年度(初めは今年度)。"))
    @json_option()
    def calendar(file: Path | None, opens: bool, year: int | None, json_output: bool) -> int:
        from dxrobot.cli.calendars import import_and_show, show_calendar

        if file is not None:
            return import_and_show(file, opens=opens, json_output=json_output)
        return show_calendar(year, json_output=json_output)


def _add_changing(group: click.Group) -> None:
    @group.command(help=_("スケジュールをしばらく止めます。"))
    @click.argument("name", metavar=_("名前"))
    @json_option()
    def pause(name: str, json_output: bool) -> int:
        from dxrobot.cli.schedules import pause_and_show

        return pause_and_show(name, json_output=json_output)

    @group.command(help=_("止めたスケジュールを、次の回から動かします。止めていた間の回は動かしません。"))
    @click.argument("name", metavar=_("名前"))
    @json_option()
    def resume(name: str, json_output: bool) -> int:
        from dxrobot.cli.schedules import resume_and_show

        return resume_and_show(name, json_output=json_output)

    @group.command(help=_("次の1回だけをとばします。"))
    @click.argument("name", metavar=_("名前"))
    @click.option("--at", default="", metavar=_("日時"), help=_("次の回でなく、この日時の回をとばします。"))
    @click.option("--undo", is_flag=True, help=_("とばすのをやめます。"))
    @json_option()
    def skip(name: str, at: str, undo: bool, json_output: bool) -> int:
        from dxrobot.cli.schedules import skip_and_show

        return skip_and_show(name, at, undo=undo, json_output=json_output)

    @group.command("run-now", help=_("予定と関係なく、今すぐ1回動かします。"))
    @click.argument("name", metavar=_("名前"))
    @click.option("-i", "--input", "inputs", multiple=True, metavar=_("名前=値"), help=_("この回だけの入力。"))
    @json_option()
    def run_now(name: str, inputs: tuple[str, ...], json_output: bool) -> int:
        from dxrobot.cli.schedules import run_now_and_show

        return run_now_and_show(name, inputs, json_output=json_output)


def _dispatcher() -> click.Command:
    @click.command(
        help=_(
            "スケジュールを見張り、時刻が来たら実行依頼を出します。止めるときは Ctrl+C(か SIGTERM)。\n\n"
            "1台で使うときは dxrobot worker だけで足ります。何台で同時に動かしても、二重には動きません。"
        )
    )
    @click.option("--once", is_flag=True, help=_("1回だけ見て終わります。"))
    @json_option()
    def dispatcher(once: bool, json_output: bool) -> int:
        from dxrobot.cli.dispatcher import dispatch_and_show

        return dispatch_and_show(once=once, json_output=json_output)

    return dispatcher


SCHEDULE_COMMANDS = (_schedule, _dispatcher)
"""Each makes its command in the language in use."""
