"""What people do with the ledger: confirm a month, take files away, have it looked at whether it was altered."""

from __future__ import annotations

import threading
from typing import cast
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from dxrobot.app.ledger import entry_lines, ledger_report, open_data_lines
from dxrobot.browser.find import find_browser
from dxrobot.browser.paper import print_html
from dxrobot.console.access import whole_city
from dxrobot.console.allow import about, allow, remark
from dxrobot.console.audit import Deed
from dxrobot.console.confirming import confirm
from dxrobot.console.downloads import csv_answer, file_answer
from dxrobot.console.here import workspace
from dxrobot.console.models import User
from dxrobot.console.pages import page, tell
from dxrobot.console.proving import last_proof, prove
from dxrobot.console.roles import Role
from dxrobot.console.views.admin import ADMINS
from dxrobot.console.views.ledger import PROVERS, year_asked
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.ledger.chain import GENESIS
from dxrobot.ledger.figures import month_text
from dxrobot.ledger.report import Report
from dxrobot.reports.ledger_page import ledger_page
from dxrobot.sheets.ledger_book import ledger_book

_HASH = 64
_printing = threading.Lock()


@allow(frozenset({Role.MANAGER}), "ledger.confirm", methods=("POST",))
def ledger_confirm(request: HttpRequest) -> HttpResponse:
    """The manager confirms the hours of a month of the own department."""
    person = cast(User, request.user)
    month = request.POST.get("month", "")
    about(request, f"{person.department}/{month}")
    made = confirm(person, month, request.POST.get("token", ""))
    remark(request, ledger_length=made.ledger_length, saved_minutes=made.figures["saved_minutes"])
    tell(request, _("{month}の時間を確認しました。").format(month=month_text(month)))
    return HttpResponseRedirect(f"{reverse('ledger')}?{urlencode({'year': year_asked(request)})}#months-h")


@allow(PROVERS, "ledger.file.export")
def ledger_file(request: HttpRequest, kind: str) -> HttpResponse:
    """A file of the ledger; a manager's is of the own department alone."""
    person = cast(User, request.user)
    department = None if whole_city(person) else person.department
    remark(request, department=department or "", year=request.GET.get("year", ""))
    if kind == "open-data":
        return csv_answer(open_data_lines(department), "ledger.csv")
    if kind == "entries":
        return csv_answer(entry_lines(department), "entries.csv")
    if kind not in ("book", "page", "paper"):
        raise Http404
    year = year_asked(request)
    report = ledger_report(workspace(), year, department)
    return _report_file(kind, report, f"ledger-{year}")


def _report_file(kind: str, report: Report, name: str) -> HttpResponse:
    if kind == "book":
        return file_answer(ledger_book(report), f"{name}.xlsx")
    if kind == "page":
        return file_answer(ledger_page(report).encode(), f"{name}.html")
    if not _printing.acquire(blocking=False):
        raise InputError(_("ほかの人の PDF を作っています。"), _("少し待ってから、もう一度押してください。"))
    try:
        paper = print_html(find_browser(workspace().settings.browser.executable), ledger_page(report))
    finally:
        _printing.release()
    return file_answer(paper, f"{name}.pdf")


@allow(PROVERS, "ledger.verify", methods=("POST",), at_once=False)
def ledger_verify(request: HttpRequest) -> HttpResponse:
    """Begin to look whether the ledger and the audit trail are as they were written."""
    person = cast(User, request.user)
    printed = request.POST.get("hash", "").strip().lower()
    if printed and (len(printed) != _HASH or not all(sign in "0123456789abcdef" for sign in printed)):
        raise InputError(_("報告書のハッシュは、64文字の英数字です。報告書の「数え方」から写してください。"))
    deed = Deed(person.login, person.role, request.META.get("REMOTE_ADDR", ""), "")
    prove(deed, person.name, printed or GENESIS)
    back = "admin_audit" if request.POST.get("back") == "admin_audit" and person.role in ADMINS else "ledger"
    return HttpResponseRedirect(f"{reverse(back)}#proof-h")


@allow(PROVERS, "ledger", quiet=True)
def ledger_proof(request: HttpRequest) -> HttpResponse:
    """How the look stands, asked for again by the page itself."""
    return page(request, "parts/proof.html.j2", {"proof": last_proof()})
