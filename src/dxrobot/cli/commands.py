"""Every command, thin: read the options, call a use case, print what it answers. Heavy imports happen inside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from dxrobot import __version__
from dxrobot.cli.ledger_commands import FiscalYear, PrintedHash, add_ledger_commands
from dxrobot.cli.ocr_commands import ocr_group
from dxrobot.cli.order_commands import ORDER_COMMANDS
from dxrobot.cli.run_commands import RUN_COMMANDS
from dxrobot.cli.schedule_commands import SCHEDULE_COMMANDS
from dxrobot.i18n import _

_FILE = click.Path(path_type=Path)
_Command = TypeVar("_Command", bound=Callable[..., Any])


def _folder() -> str:
    return _("フォルダー").upper()


def _file() -> str:
    return _("ファイル").upper()


def _name() -> str:
    return _("名前").upper()


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
        _serve,
        _approve,
        _trace,
        _ocr,
        _ledger,
        _purge,
        _renew_password,
        _backup,
        _restore,
        _secret,
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


def _json_option() -> Callable[[_Command], _Command]:
    return click.option("--json", "json_output", is_flag=True, help=_("結果を JSON で出します。"))


def _demo() -> click.Command:
    @click.command(help=_("見本の帳票を読み取り、見本のシステムに登録して、台帳まで作ります。"))
    @click.option(
        "--folder", type=_FILE, metavar=_folder(), default=Path("build/demo"), help=_("見本を動かすフォルダー。")
    )
    @click.option("--headed", is_flag=True, help=_("ブラウザーの画面を見せます。"))
    @click.option("--quick", is_flag=True, help=_("見本の一部(3 ファイル)だけで、短く試します。"))
    def demo(folder: Path, headed: bool, quick: bool) -> int:
        from dxrobot.cli.demo import run_and_show_demo

        return run_and_show_demo(folder, headed=headed, quick=quick)

    return demo


def _serve() -> click.Command:
    @click.command(help=_("コンソール(ブラウザーの画面)を始めます。スケジュールの見張りと実行も、いっしょに行います。"))
    @click.option("--port", type=click.IntRange(1, 65535), metavar=_("番号"), help=_("待ち受ける番号。ふだんは 8700。"))
    @click.option(
        "--host", default="", metavar=_("アドレス"), help=_("待ち受けるアドレス。ほかの PC からも使うときは 0.0.0.0。")
    )
    @click.option("--no-worker", is_flag=True, help=_("実行はほかのワーカーに任せます。"))
    def serve(port: int | None, host: str, no_worker: bool) -> int:
        from dxrobot.cli.serve import serve_console

        return serve_console(host, port, work=not no_worker)

    return serve


def _init() -> click.Command:
    @click.command(help=_("新しい作業フォルダーを作ります。"))
    @click.argument("folder", type=_FILE, metavar=_folder())
    def init(folder: Path) -> int:
        from dxrobot.cli.workspaces import make_and_show

        return make_and_show(folder)

    return init


def _doctor() -> click.Command:
    @click.command(help=_("この機械で動くか、足りないものと直し方を示します。"))
    @_json_option()
    def doctor(json_output: bool) -> int:
        from dxrobot.cli.doctor import show_doctor

        return show_doctor(json_output=json_output)

    return doctor


def _check() -> click.Command:
    @click.command(help=_("シナリオ・ロボット・帳票定義の誤りを、場所つきで全部示します。"))
    @click.argument("paths", nargs=-1, type=_FILE, metavar=f"[{_file()}]...")
    def check(paths: tuple[Path, ...]) -> int:
        from dxrobot.cli.workspaces import check_and_show

        return check_and_show(paths)

    return check


def _schema() -> click.Command:
    @click.command(help=_("編集ソフトが候補と誤りを示すための決まりのファイルを書きます。"))
    @click.argument("folder", required=False, type=_FILE, metavar=f"[{_folder()}]")
    def schema(folder: Path | None) -> int:
        from dxrobot.cli.schema import write_and_show

        return write_and_show(folder)

    return schema


def _test() -> click.Command:
    @click.command(help=_("シナリオの試験をします。本番にも作業フォルダーにも触れません。省略すると全部を試します。"))
    @click.argument("scenarios", nargs=-1, metavar=f"[{_('シナリオ')}]...")
    @click.option("--record", "robot", default="", metavar=_name(), help=_("試行しながら相手を記録するロボット。"))
    @click.option("-i", "--input", "inputs", multiple=True, metavar=_("名前=値"), help=_("記録するときの入力。"))
    @_json_option()
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
    @click.option("--robot", default="", metavar=_name(), help=_("このロボットを使うシナリオを、まとめて承認します。"))
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
    @_json_option()
    def trace(record: str, reveal: bool, json_output: bool) -> int:
        from dxrobot.cli.trace import show_trace

        return show_trace(record, reveal=reveal, json_output=json_output)

    return trace


def _ocr() -> click.Group:
    return ocr_group(_json_option)


def _ledger() -> click.Group:
    group = click.Group("ledger", help=_("削減時間の台帳を見ます。"))

    @group.command(help=_("削減時間の合計を示します。"))
    @click.option(
        "--by",
        type=click.Choice(["year", "month", "department", "job", "tool", "phase"]),
        default="job",
        help=_("合計の分け方: 年度、月、課、業務、ツール、段階。"),
    )
    @_json_option()
    def summary(by: str, json_output: bool) -> int:
        from dxrobot.cli.ledger import show_summary
        from dxrobot.ledger.posting import By

        return show_summary(By(by), json_output=json_output)

    @group.command(help=_("台帳が書き換えられていないかを調べます。"))
    @click.option(
        "--hash",
        "printed_hash",
        type=PrintedHash(),
        default="",
        metavar=_("ハッシュ"),
        help=_("報告書に印刷されたハッシュ。"),
    )
    def verify(printed_hash: str) -> int:
        from dxrobot.cli.ledger import show_verification

        return show_verification(printed_hash)

    _add_ledger_files(group)
    add_ledger_commands(group, _json_option)
    return group


def _add_ledger_files(group: click.Group) -> None:
    """The commands that write the ledger into files."""

    @group.command(help=_("合計をオープンデータ(CSV、個人情報なし)に書きます。"))
    @click.argument("path", type=_FILE, metavar=_file())
    @click.option("--entries", is_flag=True, help=_("合計ではなく、記帳を1件ずつ書きます(数え直す人のため)。"))
    def export(path: Path, entries: bool) -> int:
        from dxrobot.cli.ledger_files import write_export

        return write_export(path, entries=entries)

    @group.command(help=_("台帳を Excel と HTML と CSV のファイルに書きます。"))
    @click.argument("folder", type=_FILE, metavar=_folder())
    @click.option(
        "--year", type=FiscalYear(), metavar=_("年度"), help=_("1つの年度だけを書きます(2026 か 令和8年度)。")
    )
    @click.option(
        "--template", type=_FILE, metavar=_file(), help=_("市の様式(Excel)。名前を付けたセルに数字を入れます。")
    )
    @click.option("--pdf", is_flag=True, help=_("PDF も、ブラウザーで作ります。"))
    def report(folder: Path, year: int | None, template: Path | None, pdf: bool) -> int:
        from dxrobot.cli.ledger_files import write_report

        return write_report(folder, year=year, template=template, pdf=pdf)


def _purge() -> click.Command:
    @click.command(help=_("保存日数(業務の keep_days)を過ぎた実行の個人情報を消します。台帳は残ります。"))
    @click.option("--dry", is_flag=True, help=_("何が消えるかを示すだけで、消しません。"))
    @_json_option()
    def purge(dry: bool, json_output: bool) -> int:
        from dxrobot.cli.purge import purge_and_show

        return purge_and_show(dry=dry, json_output=json_output)

    return purge


def _renew_password() -> click.Command:
    @click.command("renew-password", help=_("コンソールの利用者に、仮のパスワードを出します(忘れて入れないとき)。"))
    @click.argument("login", metavar=_("利用者名"))
    def renew_password(login: str) -> int:
        from dxrobot.cli.people import renew_and_show

        return renew_and_show(login)

    return renew_password


def _backup() -> click.Command:
    @click.command(help=_("作業フォルダーの控えを1つのファイルに作ります。動いたままで構いません。"))
    @click.argument("target", type=_FILE, metavar=_file())
    @_json_option()
    def backup(target: Path, json_output: bool) -> int:
        from dxrobot.cli.backup import back_up_and_show

        return back_up_and_show(target, json_output=json_output)

    return backup


def _restore() -> click.Command:
    @click.command(help=_("控えから、新しい作業フォルダーを作ります。"))
    @click.argument("path", type=_FILE, metavar=_file())
    @click.argument("folder", type=_FILE, metavar=_folder())
    @_json_option()
    def restore(path: Path, folder: Path, json_output: bool) -> int:
        from dxrobot.cli.backup import restore_and_show

        return restore_and_show(path, folder, json_output=json_output)

    return restore


def _secret() -> click.Group:
    group = click.Group("secret", help=_("対象システムの認証情報を登録します。"))

    @group.command("new-key", help=_("認証情報の鍵ファイルを作ります。作業フォルダーの外に置いてください。"))
    @click.argument("path", type=_FILE, metavar=_file())
    def new_key(path: Path) -> int:
        from dxrobot.cli.secrets import make_key_and_show

        return make_key_and_show(path)

    @group.command("set", help=_("利用者名とパスワードを登録します。名前は、ロボット定義の credentials です。"))
    @click.argument("name", metavar=_name())
    @click.option("--user", default="", metavar=_name(), help=_("利用者名。省略すると尋ねます。"))
    @click.option("--production", is_flag=True, help=_("本番だけで使うものとして、別に登録します。"))
    def set_(name: str, user: str, *, production: bool) -> int:
        from dxrobot.cli.secrets import ask_and_keep

        return ask_and_keep(name, user, production=production)

    return group
