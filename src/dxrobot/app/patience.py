"""Opening a workspace whose database server may not be up yet: a robot PC often starts before it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from dxrobot.app.workspaces import open_workspace
from dxrobot.config import Workspace
from dxrobot.errors import StoreLost
from dxrobot.i18n import _

_FIRST_S, _LONGEST_S = 1.0, 15.0
"""Pauses between two tries: each is twice the last, as long as that is not too long for whoever waits."""


def open_when_it_is_there(workspace: Workspace, tell: Callable[[str], None], over: threading.Event) -> bool:
    """Open the workspace as soon as its server answers; False when ``over`` was set before that.

    ``tell`` hears once why it waits, and once that it goes on. Raises what :func:`open_workspace` does for anything
    but a server that does not answer.
    """
    pause, told = _FIRST_S, ""
    while True:
        try:
            open_workspace(workspace)
        except StoreLost as error:
            if not workspace.settings.store.url:
                raise
            if str(error) != told:
                told = str(error)
                tell(told)
                tell(_("つながるまで待ちます。止めるときは Ctrl+C を押してください。"))
        else:
            if told:
                tell(_("データベースにつながりました。"))
            return True
        if over.wait(pause):
            return False
        pause = min(2 * pause, _LONGEST_S)
