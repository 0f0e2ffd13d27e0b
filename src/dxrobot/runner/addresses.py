"""Where a robot's system stands in this city, and the locks that keep one login to one run."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from dxrobot.config import Workspace
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.items import Mode
from dxrobot.robot.model import Robot


def address_of(workspace: Workspace, robot: Robot, mode: Mode) -> str:
    """Where ``robot`` works in ``mode``, production or trial.

    Raises :class:`InputError` where dxrobot.toml does not say so, or says that a trial enters into production.
    """
    settings = workspace.settings.robots.get(robot.robot)
    production = mode is Mode.PRODUCTION
    key = "address" if production else "test_address"
    address = str(getattr(settings, key, ""))
    if not address:
        raise InputError(
            _("「{title}」の場所が決まっていません。").format(title=robot.title),
            _("dxrobot.toml の [robots.{robot}] に {key} を書いてください。").format(robot=robot.robot, key=key),
        )
    if not production and settings is not None and _place(address) == _place(settings.address):
        raise InputError(
            _("「{title}」の test_address が本番の address と同じです。試行が本番に登録してしまいます。").format(
                title=robot.title
            ),
            _("dxrobot.toml の [robots.{robot}] の test_address を直してください。").format(robot=robot.robot),
        )
    return address if address.endswith("/") else f"{address}/"


def login_locks(workspace: Workspace, robots: Iterable[Robot], mode: Mode) -> tuple[str, ...]:
    """The locks of those ``robots`` that only one run at a time may be signed in with: one a system and account."""
    return tuple(_login_lock(workspace, robot, mode) for robot in robots if robot.one_login)


def _login_lock(workspace: Workspace, robot: Robot, mode: Mode) -> str:
    host, port, _path = _place(address_of(workspace, robot, mode))
    return f"robot:{robot.credentials}@{host}:{port}"


def _place(address: str) -> tuple[str, int | None, str]:
    """Host, port and path, however they are written; this machine has several names."""
    parts = urlsplit(address)
    host = "127.0.0.1" if parts.hostname in ("localhost", "::1") else parts.hostname or ""
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    return host, port, parts.path.rstrip("/")
