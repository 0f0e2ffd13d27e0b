"""管理: what there is to look after, and how this console is set up."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from dxrobot.console.allow import allow
from dxrobot.console.here import workspace
from dxrobot.console.models import User
from dxrobot.console.pages import page
from dxrobot.console.roles import Role
from dxrobot.i18n import _

ADMINS = frozenset({Role.OFFICE, Role.AUDITOR})
"""Who sees the pages; only the office changes anything."""
OFFICE = frozenset({Role.OFFICE})


@allow(ADMINS, "admin")
def admin(request: HttpRequest) -> HttpResponse:
    """The first page."""
    settings = workspace().settings
    context = {
        "places": _places(),
        "settings": settings.console,
        "server": bool(settings.store.url),
        "people": User.objects.filter(is_active=True).count(),
    }
    return page(request, "admin.html.j2", context)


def _places() -> list[tuple[str, str, str, str]]:
    """Name, what is there, address and icon of each page."""
    told = (
        (_("利用者"), _("だれが何をできるか。パスワードの再発行、停止。"), "admin_users", "person"),
        (_("所属"), _("業務のある所属と、そこにいる人。"), "admin_departments", "list"),
        (_("ロボット"), _("ロボットの調子と、ロボット用の PC。"), "admin_robots", "robot"),
        (_("開庁日カレンダー"), _("閉庁日と臨時の開庁日。"), "admin_calendars", "clock"),
        (_("認証情報"), _("対象システムにサインインする名前とパスワード。"), "admin_credentials", "lock"),
        (_("費用と目標"), _("1時間あたりの費用、費用・KPI・職員数の表。"), "admin_costs", "book"),
        (_("監査記録"), _("だれが、いつ、何を見て、何を変えたか。"), "admin_audit", "search"),
        (_("控え"), _("動いたままデータの控えを作ります。"), "admin_backups", "down"),
    )
    return [(name, what, reverse(view), icon) for name, what, view, icon in told]
