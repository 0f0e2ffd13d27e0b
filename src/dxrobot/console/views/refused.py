"""Pages for what cannot be shown: nothing there, not allowed, a form that has become stale, a bug of ours."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse

from dxrobot.console.pages import page
from dxrobot.errors import DxrobotError
from dxrobot.log import record_bug


def nothing_there(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No page at this address, or none for this person: which of both is not told."""
    return page(request, "nothing_there.html.j2", status=404)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Refused before any view was asked."""
    return page(request, "refused.html.j2", status=403)


def wrong_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that no browser makes by itself: too many fields, a forged cookie."""
    return page(request, "stale_form.html.j2", status=400)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was sent from elsewhere, or stood open across a sign-in."""
    return page(request, "stale_form.html.j2", status=403)


def own_bug(request: HttpRequest) -> HttpResponse:
    """A bug of ours: the traceback goes to the log, masked; people are told what to pass on."""
    error = sys.exc_info()[1]
    if isinstance(error, Exception) and not isinstance(error, DxrobotError):
        record_bug(error)
    return HttpResponse(_PLAIN.format(kind=type(error).__name__), status=500)


_PLAIN = """<!DOCTYPE html><html lang="ja"><meta charset="utf-8"><title>dxrobot</title>
<h1>dxrobot の不具合です({kind})</h1>
<p>記録(.dxrobot/log/dxrobot.log)を添えて IT 担当に知らせてください。入力した内容は保存されていません。</p>
<p><a href="/">今日の画面へ</a></p></html>"""
