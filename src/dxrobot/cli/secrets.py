"""``dxrobot secret``."""

from __future__ import annotations

from pathlib import Path

import click

from dxrobot.cli.output import current_workspace
from dxrobot.i18n import _
from dxrobot.masking import Secret
from dxrobot.vault import KEY_VARIABLE, Credentials, Vault, make_key, production_name


def make_key_and_show(path: Path) -> int:
    """Make a key file and say what to do with it."""
    make_key(path)
    click.echo(_("鍵ファイルを作りました: {path}").format(path=path))
    click.echo(_("環境変数 {variable} にこの場所を設定してください。").format(variable=KEY_VARIABLE))
    return 0


def ask_and_keep(name: str, user: str, *, production: bool) -> int:
    """Keep a user and a password, or those for production alone; the password is asked for and never shown."""
    vault = Vault.of_environment(current_workspace().vault)
    named = user or click.prompt(_("利用者名"))
    password = Secret(click.prompt(_("パスワード"), hide_input=True))
    vault.put(production_name(name) if production else name, Credentials(named, password))
    kept = _("本番の認証情報「{name}」を登録しました。") if production else _("認証情報「{name}」を登録しました。")
    click.echo(kept.format(name=name))
    return 0
