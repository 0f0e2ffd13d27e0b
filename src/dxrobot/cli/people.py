"""``dxrobot renew-password``: the way back in for who has nobody left to ask."""

from __future__ import annotations

from pathlib import Path

import click

from dxrobot.config import find_workspace
from dxrobot.console.configure import configure_console
from dxrobot.errors import ExitStatus, InputError
from dxrobot.i18n import _


def renew_and_show(login: str) -> int:
    """Give the person who signs in as ``login`` a password for one sign-in, and show it."""
    workspace = find_workspace(Path.cwd())
    configure_console(workspace.settings.console, [], workspace.private / "console_key")
    from django.db import transaction

    from dxrobot.app.workspaces import open_workspace
    from dxrobot.console.approver_accounts import departments_of
    from dxrobot.console.audit import Deed, record
    from dxrobot.console.keeping_people import renew_password, unlock
    from dxrobot.console.models import User

    open_workspace(workspace)
    person = User.objects.filter(login=login).first()
    if person is None:
        raise InputError(
            _("利用者名「{login}」の人はいません。").format(login=login),
            _("コンソールの「管理」の「利用者」にある名前を書いてください。"),
        )
    with transaction.atomic():
        password = renew_password(person)
        unlock(person)
        detail = {"by": "command line", "approver": departments_of(person)}
        record(Deed("", "", "", "admin.user.password", person.login, detail=detail))
    click.echo(_("{name}さんの仮のパスワード: {password}").format(name=person.name, password=password))
    click.echo(_("サインインすると、自分のパスワードに変えるように求められます。"))
    return int(ExitStatus.SETTLED)
