"""``dxrobot secret``."""

from __future__ import annotations

from pathlib import Path

import click

from dxrobot.cli.output import current_workspace
from dxrobot.i18n import _
from dxrobot.masking import Secret
from dxrobot.vault import KEY_VARIABLE, Credentials, Vault, make_key


def make_key_and_show(path: Path) -> int:
    """Make a key file and say what to do with it."""
    make_key(path)
    click.echo(_("鍵ファイルを作りました: {path}").format(path=path))
    click.echo(_("環境変数 {variable} にこの場所を設定してください。").format(variable=KEY_VARIABLE))
    return 0


def ask_and_keep(name: str, user: str) -> int:
    """Keep a user and a password; the password is asked for and never shown."""
    vault = Vault.of_environment(current_workspace().vault)
    named = user or click.prompt(_("利用者名"))
    password = Secret(click.prompt(_("パスワード"), hide_input=True))
    vault.put(name, Credentials(named, password))
    click.echo(_("認証情報「{name}」を登録しました。").format(name=name))
    return 0
