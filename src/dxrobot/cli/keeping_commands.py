"""The commands of those who keep dxrobot going, thin: the console, its people, credentials, backups, old data."""

from __future__ import annotations

from pathlib import Path

import click

from dxrobot.cli.options import FILE, file_word, folder_word, json_option, name_word
from dxrobot.i18n import _


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


def _purge() -> click.Command:
    @click.command(help=_("保存日数(業務の keep_days)を過ぎた実行の個人情報を消します。台帳は残ります。"))
    @click.option("--dry", is_flag=True, help=_("何が消えるかを示すだけで、消しません。"))
    @json_option()
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
    @click.argument("target", type=FILE, metavar=file_word())
    @json_option()
    def backup(target: Path, json_output: bool) -> int:
        from dxrobot.cli.backup import back_up_and_show

        return back_up_and_show(target, json_output=json_output)

    return backup


def _restore() -> click.Command:
    @click.command(help=_("控えから、新しい作業フォルダーを作ります。"))
    @click.argument("path", type=FILE, metavar=file_word())
    @click.argument("folder", type=FILE, metavar=folder_word())
    @json_option()
    def restore(path: Path, folder: Path, json_output: bool) -> int:
        from dxrobot.cli.backup import restore_and_show

        return restore_and_show(path, folder, json_output=json_output)

    return restore


def _secret() -> click.Group:
    group = click.Group("secret", help=_("対象システムの認証情報を登録します。"))

    @group.command("new-key", help=_("認証情報の鍵ファイルを作ります。作業フォルダーの外に置いてください。"))
    @click.argument("path", type=FILE, metavar=file_word())
    def new_key(path: Path) -> int:
        from dxrobot.cli.secrets import make_key_and_show

        return make_key_and_show(path)

    @group.command("set", help=_("利用者名とパスワードを登録します。名前は、ロボット定義の credentials です。"))
    @click.argument("name", metavar=name_word())
    @click.option("--user", default="", metavar=name_word(), help=_("利用者名。省略すると尋ねます。"))
    @click.option("--production", is_flag=True, help=_("本番だけで使うものとして、別に登録します。"))
    def set_(name: str, user: str, *, production: bool) -> int:
        from dxrobot.cli.secrets import ask_and_keep

        return ask_and_keep(name, user, production=production)

    return group


KEEPING_COMMANDS = (_serve, _purge, _renew_password, _backup, _restore, _secret)
