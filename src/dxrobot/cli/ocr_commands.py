"""``dxrobot ocr``: its commands and their options. Heavy imports happen inside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from dxrobot.cli.options import FILE, json_option
from dxrobot.i18n import _

_Command = TypeVar("_Command", bound=Callable[..., Any])


def ocr_group() -> click.Group:
    """The group with all its commands."""
    group = click.Group("ocr", help=_("帳票を読み取ります。"))
    _add_read(group)
    _add_learn(group)
    group.add_command(_review())
    group.add_command(_template())
    return group


def _add_read(group: click.Group) -> None:
    @group.command(help=_("スキャン(PDF, TIFF, JPEG, PNG)を読み取ります。どこにも登録しません。"))
    @click.argument("files", nargs=-1, required=True, type=FILE, metavar=_("ファイル").upper() + "...")
    @click.option(
        "--template",
        "templates",
        multiple=True,
        metavar=_("名前"),
        help=_("帳票定義の名前。省略すると全部から見分けます。"),
    )
    @json_option()
    @click.option("--xlsx", type=FILE, metavar=_("ファイル"), help=_("登録簿(Excel)を書くファイル名。"))
    @_password_options
    def read(
        files: tuple[Path, ...],
        templates: tuple[str, ...],
        json_output: bool,
        xlsx: Path | None,
        ask_password: bool,
        password_env: str,
        password_from: str,
    ) -> int:
        from dxrobot.cli.ocr import read_and_show
        from dxrobot.cli.password import chosen_password

        password = chosen_password(password_env, password_from, ask=ask_password)
        return read_and_show(files, templates, json_output=json_output, xlsx=xlsx, password=password)


def _add_learn(group: click.Group) -> None:
    @group.command(help=_("職員が直した値から学びます(この機械の中だけ)。版ごとに、元に戻せます。"))
    @click.option("--by", default="", metavar=_("名前"), help=_("学習させる人。"))
    @click.option("--list", "listed", is_flag=True, help=_("これまでの版を示します。"))
    @click.option("--undo", type=click.IntRange(1), metavar=_("版"), help=_("この版より前に戻します。"))
    @json_option()
    def learn(by: str, listed: bool, undo: int | None, json_output: bool) -> int:
        from dxrobot.cli.learn import learn_and_show, show_versions, undo_and_show

        if undo is not None:
            return undo_and_show(undo)
        return show_versions(json_output=json_output) if listed else learn_and_show(by)


def _review() -> click.Group:
    group = click.Group("review", help=_("実行をせずに、自信のない項目を Excel のブックで確認します。"))
    _add_review_out(group)
    _add_review_in(group)
    return group


def _reviewed(command: _Command) -> _Command:
    """The book of doubtful fields, the scans they stand on, and the templates that these may be."""
    for option in (
        click.option("--template", "templates", multiple=True, metavar=_("名前"), help=_("帳票定義の名前。")),
        click.argument("files", nargs=-1, required=True, type=FILE, metavar=_("スキャン") + "..."),
        click.argument("book", type=FILE, metavar=_("ブック")),
    ):
        command = option(command)
    return command


def _add_review_out(group: click.Group) -> None:
    @group.command(help=_("スキャンを読み取り、画像と候補と書き込む列のある確認のブックを書きます。"))
    @_reviewed
    @click.option("--by-form", is_flag=True, help=_("同じ項目をまとめずに、帳票ごとに並べます。"))
    @_password_options
    def out(
        book: Path,
        files: tuple[Path, ...],
        templates: tuple[str, ...],
        by_form: bool,
        ask_password: bool,
        password_env: str,
        password_from: str,
    ) -> int:
        from dxrobot.cli.password import chosen_password
        from dxrobot.cli.review import write_and_show

        password = chosen_password(password_env, password_from, ask=ask_password)
        return write_and_show(book, files, templates, by_field=not by_form, password=password)


def _add_review_in(group: click.Group) -> None:
    @group.command("in", help=_("確認のブックに書かれた値を、同じスキャンの自信のない項目に入れます。"))
    @_reviewed
    @json_option()
    @click.option("--xlsx", type=FILE, metavar=_("ファイル"), help=_("登録簿(Excel)を書くファイル名。"))
    @_password_options
    def in_(
        book: Path,
        files: tuple[Path, ...],
        templates: tuple[str, ...],
        json_output: bool,
        xlsx: Path | None,
        ask_password: bool,
        password_env: str,
        password_from: str,
    ) -> int:
        from dxrobot.cli.password import chosen_password
        from dxrobot.cli.review import take_and_show

        password = chosen_password(password_env, password_from, ask=ask_password)
        return take_and_show(book, files, templates, json_output=json_output, xlsx=xlsx, password=password)


def _password_options(command: _Command) -> _Command:
    """How the password of PDF files is given; never itself on the command line, where others can see it."""
    for option in (
        click.option("--password", "ask_password", is_flag=True, help=_("PDF のパスワードを尋ねます。")),
        click.option(
            "--password-env", default="", metavar=_("変数"), help=_("PDF のパスワードが入っている環境変数の名前。")
        ),
        click.option(
            "--password-from", default="", metavar=_("名前"), help=_("PDF のパスワードを登録した認証情報の名前。")
        ),
    ):
        command = option(command)
    return command


def _template() -> click.Group:
    group = click.Group("template", help=_("帳票定義を作り、絵で確かめ、正解と比べます。"))
    _add_new(group)
    _add_check(group)
    _add_test(group)
    return group


def _add_new(group: click.Group) -> None:
    @group.command(help=_("白紙の様式の罫線と見出しから、帳票定義の案を作ります。上書きはしません。"))
    @click.option("--blank", required=True, type=FILE, metavar=_("ファイル"), help=_("白紙の様式(PDF か画像)。"))
    @click.option("--name", default="", metavar=_("名前"), help=_("帳票定義の名前。省略するとファイルの名前です。"))
    @click.option(
        "--dpi", type=click.IntRange(50, 1200), metavar=_("数"), help=_("画像の解像度。A4 なら書かなくても分かります。")
    )
    def new(blank: Path, name: str, dpi: int | None) -> int:
        from dxrobot.cli.template import make_and_show

        return make_and_show(blank, name, dpi or 0)


def _add_check(group: click.Group) -> None:
    @group.command(help=_("項目の場所と名前を白紙の上に描き、誤りを示します。省略すると全部を描きます。"))
    @click.argument("template", required=False, default="", metavar=f"[{_('名前かファイル')}]")
    @click.option("--out", type=FILE, metavar=_("ファイル"), help=_("絵(PNG)を書くファイル名。"))
    def check(template: str, out: Path | None) -> int:
        from dxrobot.cli.template import check_and_show

        return check_and_show(template, out)


def _add_test(group: click.Group) -> None:
    @group.command(help=_("正解の分かっているスキャンを読み取り、項目ごとに、正しさと、採用した値の誤りを数えます。"))
    @click.argument("template", metavar=_("名前"))
    @click.option(
        "--scans",
        multiple=True,
        required=True,
        type=FILE,
        metavar=_("フォルダーかファイル"),
        help=_("読み取るスキャン。"),
    )
    @click.option(
        "--truth",
        required=True,
        type=FILE,
        metavar=_("ファイル"),
        help=_("正解(JSON, CSV, Excel)。"),
    )
    @json_option()
    def test(template: str, scans: tuple[Path, ...], truth: Path, json_output: bool) -> int:
        from dxrobot.cli.template import test_and_show

        return test_and_show(template, scans, truth, json_output=json_output)
