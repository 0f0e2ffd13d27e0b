"""Every command, thin: read the options, call a use case, print what it answers. Heavy imports happen inside."""

from __future__ import annotations

from pathlib import Path

import click

from dxrobot import __version__
from dxrobot.cli.keeping_commands import KEEPING_COMMANDS
from dxrobot.cli.ledger_commands import ledger_group
from dxrobot.cli.ocr_commands import ocr_group
from dxrobot.cli.options import FILE, file_word, folder_word, json_option, name_word
from dxrobot.cli.order_commands import ORDER_COMMANDS
from dxrobot.cli.run_commands import RUN_COMMANDS
from dxrobot.cli.schedule_commands import SCHEDULE_COMMANDS
from dxrobot.i18n import _


def command_line() -> click.Group:
    """The whole command line, in the language in use."""

    @click.group(help=_("職員が自分で直せる、自治体の RPA と AI-OCR。"))
    @click.option("--lang", type=click.Choice(["ja", "en"]), default="ja", help=_("表示の言語。"))
    @click.version_option(__version__, message="dxrobot %(version)s", help=_("版を表示します。"))
    def app(lang: str) -> None:
        """``lang`` was taken from the arguments before any message was made."""

    making = (_init, _look, _check, _schema, _test)
    for command in (
        _demo,
        *making,
        _doctor,
        *RUN_COMMANDS,
        *ORDER_COMMANDS,
        *SCHEDULE_COMMANDS,
        _approve,
        _trace,
        ocr_group,
        ledger_group,
        *KEEPING_COMMANDS,
    ):
        app.add_command(command())
    _name_places(app)
    return app


def _name_places(command: click.Command) -> None:
    """Say in the language in use what click's usage lines call OPTIONS, COMMAND and ARGS."""
    command.options_metavar = _("[オプション]")
    if isinstance(command, click.Group):
        command.subcommand_metavar = _("コマンド [引数]...")
        for inner in command.commands.values():
            _name_places(inner)


def _demo() -> click.Command:
    @click.command(help=_("見本の帳票を読み取り、見本のシステムに登録して、台帳まで作ります。"))
    @click.option(
        "--folder", type=FILE, metavar=folder_word(), default=Path("build/demo"), help=_("見本を動かすフォルダー。")
    )
    @click.option("--headed", is_flag=True, help=_("ブラウザーの画面を見せます。"))
    @click.option("--quick", is_flag=True, help=_("見本の一部(3 ファイル)だけで、短く試します。"))
    def demo(folder: Path, headed: bool, quick: bool) -> int:
        from dxrobot.cli.demo import run_and_show_demo

        return run_and_show_demo(folder, headed=headed, quick=quick)

    return demo


def _init() -> click.Command:
    @click.command(help=_("新しい作業フォルダーを作ります。"))
    @click.argument("folder", type=FILE, metavar=folder_word())
    def init(folder: Path) -> int:
        from dxrobot.cli.workspaces import make_and_show

        return make_and_show(folder)

    return init


def _doctor() -> click.Command:
    @click.command(help=_("この機械で動くか、足りないものと直し方を示します。"))
    @json_option()
    def doctor(json_output: bool) -> int:
        from dxrobot.cli.doctor import show_doctor

        return show_doctor(json_output=json_output)

    return doctor


def _check() -> click.Command:
    @click.command(help=_("シナリオ・ロボット・帳票定義の誤りを、場所つきで全部示します。"))
    @click.argument("paths", nargs=-1, type=FILE, metavar=f"[{file_word()}]...")
    def check(paths: tuple[Path, ...]) -> int:
        from dxrobot.cli.workspaces import check_and_show

        return check_and_show(paths)

    return check


def _schema() -> click.Command:
    @click.command(help=_("編集ソフトが候補と誤りを示すための決まりのファイルを書きます。"))
    @click.argument("folder", required=False, type=FILE, metavar=f"[{folder_word()}]")
    def schema(folder: Path | None) -> int:
        from dxrobot.cli.schema import write_and_show

        return write_and_show(folder)

    return schema


def _test() -> click.Command:
    @click.command(help=_("シナリオの試験をします。本番にも作業フォルダーにも触れません。省略すると全部を試します。"))
    @click.argument("scenarios", nargs=-1, metavar=f"[{_('シナリオ')}]...")
    @click.option("--record", "robot", default="", metavar=name_word(), help=_("試行しながら相手を記録するロボット。"))
    @click.option("-i", "--input", "inputs", multiple=True, metavar=_("名前=値"), help=_("記録するときの入力。"))
    @json_option()
    def test(scenarios: tuple[str, ...], robot: str, inputs: tuple[str, ...], json_output: bool) -> int:
        from dxrobot.cli.test import record_and_show, test_and_show

        return record_and_show(scenarios, robot, inputs) if robot else test_and_show(scenarios, json_output=json_output)

    return test


def _look() -> click.Command:
    @click.command(help=_("画面を開き、項目とボタンを、ロボット定義に書く形で示します。何も登録しません。"))
    @click.argument("place", metavar=_("アドレスかロボット"))
    @click.argument("screen", required=False, default="", metavar=f"[{_('画面か操作')}]")
    @click.option("-i", "--input", "inputs", multiple=True, metavar=_("名前=値"), help=_("操作に渡す値。"))
    @click.option("--headed", is_flag=True, help=_("ブラウザーの画面を見せ、人が目的の画面まで進めます。"))
    @click.option("--probe", is_flag=True, help=_("操作が、登録済みかを調べる一覧まで進みます。"))
    def look(place: str, screen: str, inputs: tuple[str, ...], headed: bool, probe: bool) -> int:
        from dxrobot.cli.look import look_and_show

        return look_and_show(place, screen, inputs, headed=headed, probe=probe)

    return look


def _approve() -> click.Command:
    @click.command(help=_("シナリオの今の版を、本番で実行してよいと承認します。作成者本人は承認できません。"))
    @click.argument("scenarios", nargs=-1, metavar=f"[{_('シナリオ')}]")
    @click.option(
        "--robot", default="", metavar=name_word(), help=_("このロボットを使うシナリオを、まとめて承認します。")
    )
    @click.option("--author", default="", metavar=_("名前"), help=_("この版を作った人。"))
    @click.option("--by", "approved_by", default="", metavar=_("名前"), help=_("承認する人(所属長)。"))
    def approve(scenarios: tuple[str, ...], robot: str, author: str, approved_by: str) -> int:
        from dxrobot.cli.approve import approve_and_show

        return approve_and_show(scenarios, robot, author, approved_by)

    return approve


def _trace() -> click.Command:
    @click.command(help=_("登録した値が、どの紙のどこから来たかを示します。番号は、登録した整理番号などです。"))
    @click.argument("record", metavar=_("番号").upper())
    @click.option("--reveal", is_flag=True, help=_("個人情報を伏せずに示します。"))
    @json_option()
    def trace(record: str, reveal: bool, json_output: bool) -> int:
        from dxrobot.cli.trace import show_trace

        return show_trace(record, reveal=reveal, json_output=json_output)

    return trace
