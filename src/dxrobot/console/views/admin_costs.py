"""Unit costs and the tables beside the ledger."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from pydantic import ValidationError

from dxrobot.app.reference_tables import check_table, keep_table, kept_tables
from dxrobot.app.settings_lock import one_at_a_time
from dxrobot.app.unit_costs import add_unit_cost
from dxrobot.console.allow import about, allow, remark
from dxrobot.console.here import here, workspace
from dxrobot.console.ledger_figures import present_year
from dxrobot.console.pages import page, tell
from dxrobot.console.uploads import keep_table_file, kept_file
from dxrobot.console.views.admin import ADMINS, OFFICE
from dxrobot.errors import DxrobotError, InputError
from dxrobot.i18n import _
from dxrobot.japanese.wareki import parse_fiscal_year
from dxrobot.ledger.columns import Kind, headings_of
from dxrobot.ledger.figures import fiscal_year_text
from dxrobot.settings import UnitCost

_LONGEST = 300
_LABEL = 120


@allow(ADMINS, "admin.costs")
def admin_costs(request: HttpRequest) -> HttpResponse:
    """What is in force."""
    return _page(request, {})


@allow(OFFICE, "admin.costs.unit", methods=("POST",), at_once=False)
def admin_unit_cost_add(request: HttpRequest) -> HttpResponse:
    """A unit cost of a fiscal year; it holds for entries from now on, earlier ones keep theirs."""
    about(request, "dxrobot.toml")
    cost = _read_cost(request)
    with one_at_a_time:
        here().workspace = add_unit_cost(workspace(), cost)
    remark(request, fiscal_year=cost.fiscal_year, yen_per_hour=cost.yen_per_hour, staff=cost.staff)
    tell(request, _("{year}の1時間あたりの費用を書き足しました。").format(year=fiscal_year_text(cost.fiscal_year)))
    return HttpResponseRedirect(reverse("admin_costs"))


@allow(OFFICE, "admin.costs.check", methods=("POST",), at_once=False)
def admin_table_check(request: HttpRequest) -> HttpResponse:
    """Look at a table that is to stand beside the ledger; nothing is taken over yet."""
    file, replaces = request.FILES.get("file"), request.POST.get("replaces", "")
    label = str(getattr(file, "name", ""))[:_LABEL]
    about(request, replaces[:_LABEL])
    token, path = keep_table_file(file if not isinstance(file, list) else None)
    try:
        table = check_table(workspace(), path)
    except DxrobotError as error:
        path.unlink()
        problems = str(error).replace(str(path), label or _("渡されたファイル")).splitlines()
        return _page(request, {"table_problems": problems}, status=422)
    checked = {"token": token, "kind": table.kind, "rows": len(table.rows), "replaces": replaces, "label": label}
    return _page(request, {"checked": checked})


@allow(OFFICE, "admin.costs.table", methods=("POST",), at_once=False)
def admin_table_keep(request: HttpRequest) -> HttpResponse:
    """Put the table that was looked at beside the ledger; the one before is kept."""
    path = kept_file(request.POST.get("token", ""))
    replaces = request.POST.get("replaces", "")
    about(request, replaces[:_LABEL])
    with one_at_a_time:
        kept = keep_table(workspace(), path, replaces)
    path.unlink(missing_ok=True)
    remark(request, table=kept.name)
    tell(request, _("表 {name} を入れました。前の版は .dxrobot/earlier に残っています。").format(name=kept.name))
    return HttpResponseRedirect(reverse("admin_costs"))


def _page(request: HttpRequest, more: dict[str, object], status: int = 200) -> HttpResponse:
    settings = workspace().settings
    context = {
        "unit_costs": sorted(settings.unit_costs, key=lambda cost: (-cost.fiscal_year, cost.staff)),
        "tables": kept_tables(workspace()),
        "kinds": {kind: headings_of(kind) for kind in Kind if not kind.is_entry},
        "year": present_year(),
        "fiscal_year_text": fiscal_year_text,
        "checked": None,
        "table_problems": [],
        **more,
    }
    return page(request, "admin/costs.html.j2", context, status=status)


def _read_cost(request: HttpRequest) -> UnitCost:
    source = " ".join(request.POST.get("source", "").split())
    staff = " ".join(request.POST.get("staff", "").split())
    if max(len(source), len(staff)) > _LONGEST:
        raise InputError(_("出典と職員の区分は、それぞれ{most}文字までで入れてください。").format(most=_LONGEST))
    written = request.POST.get("yen_per_hour", "").strip().replace(",", "")
    if not (written.isascii() and written.isdigit()) or not 0 < int(written[:9] or 0) < 1_000_000:
        raise InputError(_("1時間あたりの費用を、円の整数で入れてください(例: 3000)。"))
    if not source or not (source + staff).isprintable():
        raise InputError(_("出典(どの予算書や決算のどの数字か)を入れてください。"))
    try:
        year = parse_fiscal_year(request.POST.get("fiscal_year", ""))
        return UnitCost(fiscal_year=year, yen_per_hour=int(written), source=source, staff=staff)
    except (ValueError, ValidationError) as error:
        raise InputError(_("年度を、2026 か 令和8 のように入れてください。")) from error
