"""Credentials of target systems: written here and never shown again."""

from __future__ import annotations

import re
import threading
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from dxrobot.console.allow import about, allow, remark
from dxrobot.console.definitions import robots_with_credentials
from dxrobot.console.here import workspace
from dxrobot.console.pages import page, tell
from dxrobot.console.views.admin import ADMINS, OFFICE
from dxrobot.errors import DxrobotError, InputError
from dxrobot.i18n import _
from dxrobot.masking import Secret
from dxrobot.vault import Credentials, Vault, production_name

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}(:production)?")
_LONGEST = 1000
_writing = threading.Lock()
"""The vault is read, changed and written as a whole."""


@allow(ADMINS, "admin.credentials")
def admin_credentials(request: HttpRequest) -> HttpResponse:
    """Which credentials there are and when they were changed; what they are is not shown."""
    try:
        names, problem = _vault().names(), ""
    except DxrobotError as error:
        names, problem = {}, str(error)
    needed = {name: users for name, users in _needed().items() if name not in names}
    context = {"lines": _lines(names), "missing": needed, "problem": problem.splitlines()}
    return page(request, "admin/credentials.html.j2", context)


@allow(OFFICE, "admin.credentials.set", methods=("POST",), at_once=False)
def admin_credentials_set(request: HttpRequest) -> HttpResponse:
    """Keep new credentials, or others in the place of those of that name."""
    name, user = request.POST.get("name", "").strip(), request.POST.get("user", "").strip()
    password = request.POST.get("password", "")
    if request.POST.get("production") == "1" and not name.endswith(":production"):
        name = production_name(name)
    about(request, name[:_LONGEST])
    if not _NAME.fullmatch(name):
        raise InputError(_("名前は、ロボット定義の credentials に書いた半角の英数字です(例: kosodate)。"))
    if not user or not password or max(len(user), len(password)) > _LONGEST:
        raise InputError(_("対象システムの利用者名とパスワードを入れてください。"))
    with _writing:
        replaced = name in _vault().names()
        _vault().put(name, Credentials(user, Secret(password)))
    remark(request, replaced=replaced)
    tell(request, _("認証情報「{name}」を保管しました。").format(name=name))
    return HttpResponseRedirect(reverse("admin_credentials"))


@allow(OFFICE, "admin.credentials.delete", methods=("POST",), at_once=False)
def admin_credentials_delete(request: HttpRequest) -> HttpResponse:
    """Forget credentials; robots that need them no longer sign in."""
    name = request.POST.get("name", "")
    about(request, name[:_LONGEST])
    with _writing:
        _vault().delete(name)
    tell(request, _("認証情報「{name}」を消しました。").format(name=name))
    return HttpResponseRedirect(reverse("admin_credentials"))


def _vault() -> Vault:
    return Vault.of_environment(workspace().vault)


def _lines(names: dict[str, datetime | None]) -> list[dict[str, object]]:
    needed = _needed()
    return [
        {
            "name": name,
            "shown": name.removesuffix(":production"),
            "production": name.endswith(":production"),
            "changed_at": changed_at,
            "users": needed.get(name.removesuffix(":production"), []),
        }
        for name, changed_at in names.items()
    ]


def _needed() -> dict[str, list[str]]:
    """The names of credentials that robots, notices and the store ask for, with who asks."""
    found = {name: list(robots) for name, robots in robots_with_credentials().items()}
    settings = workspace().settings
    for name, notice in settings.notices.items():
        if notice.credentials:
            found.setdefault(notice.credentials, []).append(_("通知 {name}").format(name=name))
    if settings.store.credentials:
        found.setdefault(settings.store.credentials, []).append(_("データの保管場所"))
    return found
