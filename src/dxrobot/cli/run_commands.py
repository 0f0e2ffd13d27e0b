"""The commands around runs, thin: ``run``, ``runs``, ``cancel``, ``settle``, ``answer``."""

from __future__ import annotations

from typing import Any

import click

from dxrobot.cli.options import json_option
from dxrobot.i18n import _


def _run() -> click.Command:
    @click.command(
        help=_(
            "シナリオを実行します。--production を付けなければ試行(test_address)です。\n\n"
            "途中で切れた実行、止まった実行、失敗した件のある実行は、--resume で続けます。"
            "済んだ件はそのままで、残りと失敗した件だけを処理します。"
        )
    )
    @click.argument("scenario", required=False, default="", metavar=f"[{_('シナリオ')}]")
    @click.option("-i", "--input", "inputs", multiple=True, metavar=_("名前=値"), help=_("シナリオの入力。"))
    @click.option("--production", is_flag=True, help=_("本番に登録し、台帳に数えます。"))
    @click.option("--resume", default="", metavar=_("実行"), help=_("その実行を続けます(名前は dxrobot runs で)。"))
    @click.option("--again", multiple=True, metavar=_("番号"), help=_("済んだ件を、わざともう一度登録します。"))
    @click.option("--reason", default="", metavar=_("理由"), help=_("--again の理由。記録に残ります。"))
    @click.option("--by", default="", metavar=_("名前"), help=_("--again を決めた人。省略するとログイン名です。"))
    @click.option(
        "--dry-run", is_flag=True, help=_("予行: 入力だけして何も登録せず、入力する内容の表(Excel)を作ります。")
    )
    @click.option("--limit", type=click.IntRange(1), default=None, metavar="N", help=_("最初の N 件だけを処理します。"))
    @click.option("--headed", is_flag=True, help=_("ブラウザーの画面を見せます。"))
    @click.option("--step", is_flag=True, help=_("1手順ずつ、次にすることを示して止まります。"))
    @click.option(
        "--trace", is_flag=True, help=_("操作の録画(個人情報を伏せられません)を残します。試行でだけ使えます。")
    )
    @json_option()
    def run(
        scenario: str,
        inputs: tuple[str, ...],
        resume: str,
        again: tuple[str, ...],
        reason: str,
        by: str,
        json_output: bool,
        **choices: Any,
    ) -> int:
        from dxrobot.cli.run import Wanted, run_and_show
        from dxrobot.cli.run_choices import RunChoices

        wanted = Wanted(scenario, inputs, resume, again, reason, by)
        return run_and_show(wanted, RunChoices(**choices), json_output=json_output)

    return run


def _runs() -> click.Command:
    @click.command(help=_("最近の実行と、どこまで済んだかを示します。"))
    @json_option()
    def runs(json_output: bool) -> int:
        from dxrobot.cli.run_control import show_runs

        return show_runs(json_output=json_output)

    return runs


def _cancel() -> click.Command:
    @click.command(help=_("動いている実行を、処理中の件が終わったところで止めます。"))
    @click.argument("run", metavar=_("実行"))
    def cancel(run: str) -> int:
        from dxrobot.cli.run_control import cancel_and_show

        return cancel_and_show(run)

    return cancel


def _answer() -> click.Command:
    @click.command(help=_("シナリオが職員に尋ねていることを示します。番号と答えを付けると答えます。"))
    @click.argument("number", required=False, type=int, metavar=f"[{_('番号')}]")
    @click.argument("written", required=False, default="", metavar=f"[{_('答え')}]")
    @click.option("--by", default="", metavar=_("名前"), help=_("答える人の名前。"))
    def answer(number: int | None, written: str, by: str) -> int:
        from dxrobot.cli.run_control import answer_and_show, show_questions

        return show_questions() if number is None else answer_and_show(number, written, by)

    return answer


def _settle() -> click.Command:
    @click.command(help=_("登録されたか不明な件を、対象システムを見て確かめた結果で閉じます。"))
    @click.argument("run", metavar=_("実行"))
    @click.argument("item_key", metavar=_("番号"))
    @click.option("--there/--not-there", required=True, help=_("対象システムに、あった / なかった。"))
    @click.option("--by", required=True, metavar=_("名前"), help=_("確かめた人の名前。"))
    @click.option("--reason", required=True, metavar=_("理由"), help=_("何を見て確かめたか。"))
    def settle(run: str, item_key: str, there: bool, by: str, reason: str) -> int:
        from dxrobot.cli.run_control import settle_and_show

        return settle_and_show(run, item_key, there=there, by=by, reason=reason)

    return settle


RUN_COMMANDS = (_run, _runs, _cancel, _answer, _settle)
"""Each makes its command in the language in use."""
