"""Fills a workspace for the tests of the console, in a process of its own: this one has not the console's tables.

``python -m tests.console.seed WORKSPACE`` prints every view with who may use it, as JSON.
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from dxrobot.config import Workspace, load_workspace
from dxrobot.console.configure import configure_console
from dxrobot.settings import ConsoleSettings

PASSWORD = "mado-no-soto-3"
DEPARTMENT = "子育て支援課"
OTHER_DEPARTMENT = "税務課"
PEOPLE = {
    "staff": ("staff", "佐藤 職員", DEPARTMENT),
    "leader": ("leader", "鈴木 リーダー", DEPARTMENT),
    "manager": ("manager", "高橋 所属長", DEPARTMENT),
    "office": ("office", "田中 デジタル", ""),
    "auditor": ("auditor", "伊藤 監査", ""),
    "contractor": ("contractor", "渡辺 業者", DEPARTMENT),
    "neighbour": ("staff", "山本 隣の課", OTHER_DEPARTMENT),
    "neighbour_manager": ("manager", "中村 隣の長", OTHER_DEPARTMENT),
    "expired": ("contractor", "小林 期限切れ", DEPARTMENT),
}
"""Role, name and department by sign-in name."""


def views() -> list[dict[str, Any]]:
    """Every address of the console: its name, its pattern, its duties (None: no sign-in needed), its methods."""
    from django.urls import URLPattern, URLResolver, get_resolver

    def walk(resolver: URLResolver, before: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for entry in resolver.url_patterns:
            pattern = before + str(entry.pattern)
            if isinstance(entry, URLPattern):
                view: Any = entry.callback
                roles = sorted(view.roles) if view.roles is not None else None
                methods = list(view.methods)
                told = {"pattern": pattern, "roles": roles, "methods": methods, "quiet": view.quiet}
                found.append({"name": entry.name, "action": view.action, **told})
            else:
                found += walk(entry, pattern)
        return found

    return walk(get_resolver(), "/")


def fill() -> None:
    """People of every duty, and what each file of tests asks for beside them."""
    from dxrobot.console.accounts import today
    from dxrobot.console.models import User

    for login, (role, name, department) in PEOPLE.items():
        person = User(login=login, role=role, name=name, department=department)
        if role == "contractor":
            person.expires_on = today() + timedelta(days=-1 if login == "expired" else 30)
        person.set_password(PASSWORD)
        person.save()


def opened(root: Path) -> Workspace:
    """The workspace at ``root``, with its store opened as the console does it."""
    configure_console(ConsoleSettings(), ["localhost"], root / ".dxrobot" / "console_key")
    from dxrobot.app.workspaces import open_workspace
    from dxrobot.console.here import Here, set_here

    workspace = load_workspace(root)
    open_workspace(workspace)
    set_here(Here(workspace))
    return workspace


def main(root: Path, *more: str) -> None:
    """Fill the workspace's store and run the functions named ``module:function`` on it."""
    workspace = opened(root)
    fill()
    for name in more:
        module, _colon, function = name.partition(":")
        getattr(import_module(module), function)(workspace)
    sys.stdout.write(json.dumps(views()))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
