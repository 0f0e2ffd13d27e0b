"""The password of PDF files, asked for or found: it never stands on a command line."""

from __future__ import annotations

import os
import sys

import click

from dxrobot.cli.output import current_workspace
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.masking import Secret


def chosen_password(variable: str, entry: str, *, ask: bool) -> Secret | None:
    """The password from the environment variable, from the entry of the vault, or as a person types it.

    None when nothing was chosen; :class:`InputError` for two ways at once, an empty variable, or nobody to ask.
    """
    if sum((bool(variable), bool(entry), ask)) > 1:
        raise InputError(_("--password、--password-env、--password-from は、どれか1つだけ使ってください。"))
    if variable:
        return _of_variable(variable)
    if entry:
        from dxrobot.vault import Vault

        return Vault.of_environment(current_workspace().vault).get(entry).password
    if not ask:
        return None
    if not sys.stdin.isatty():
        remedy = _("--password-env か --password-from を使ってください。")
        raise InputError(_("パスワードを尋ねる端末がありません。"), remedy)
    return Secret(click.prompt(_("PDF のパスワード"), hide_input=True, err=True))


def _of_variable(name: str) -> Secret:
    value = os.environ.get(name, "")
    if not value:
        raise InputError(
            _("環境変数 {name} にパスワードが入っていません。").format(name=name),
            _("--password-env には、パスワードそのものではなく、変数の名前を書いてください。"),
        )
    return Secret(value)
