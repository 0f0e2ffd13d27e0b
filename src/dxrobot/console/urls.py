"""Every address of the console."""

from __future__ import annotations

from django.urls import include, path

from dxrobot.console.views import account, today

handler400 = "dxrobot.console.views.refused.wrong_request"
handler403 = "dxrobot.console.views.refused.not_allowed"
handler404 = "dxrobot.console.views.refused.nothing_there"
handler500 = "dxrobot.console.views.refused.own_bug"

urlpatterns = [
    path("", today.today, name="today"),
    path("today/runs/", today.today_runs, name="today_runs"),
    path("today/accounts/", today.accounts_seen, name="accounts_seen"),
    path("setup/", account.set_up, name="set_up"),
    path("sign-in/", account.sign_in, name="sign_in"),
    path("sign-out/", account.sign_out, name="sign_out"),
    path("password/", account.password, name="password"),
    path("language/", account.language, name="language"),
    path("review/", include("dxrobot.console.addresses.review")),
    path("runs/", include("dxrobot.console.addresses.runs")),
    path("scenarios/", include("dxrobot.console.addresses.scenarios")),
    path("schedules/", include("dxrobot.console.addresses.schedules")),
    path("ledger/", include("dxrobot.console.addresses.ledger")),
    path("admin/robots/", include("dxrobot.console.addresses.admin_robots")),
    path("admin/calendars/", include("dxrobot.console.addresses.admin_calendars")),
    path("admin/", include("dxrobot.console.addresses.admin")),
]
