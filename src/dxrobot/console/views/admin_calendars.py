"""The city's calendar: closures and extra opening days of a fiscal year, office hours, files taken in."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from dxrobot.app.city_calendar import forget_day, keep_days, set_hours
from dxrobot.app.settings_lock import one_at_a_time
from dxrobot.calendar_files.city import city_days
from dxrobot.calendar_files.days import CityDay
from dxrobot.console.accounts import today
from dxrobot.console.allow import about, allow, remark
from dxrobot.console.calendar_upload import days_in_token, preview_of
from dxrobot.console.calendar_year import fiscal_year_of, months_of
from dxrobot.console.city import city
from dxrobot.console.here import read_settings_again, workspace
from dxrobot.console.pages import day as day_words
from dxrobot.console.pages import page, tell
from dxrobot.console.roles import Role
from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.japanese.wareki import parse_date
from dxrobot.schedule.hours import OfficeHours
from dxrobot.schedule.opening import FIRST_YEAR, LAST_YEAR
from dxrobot.schedule.reading import read_time
from dxrobot.schedule.written import clock

_SEEING = frozenset({Role.OFFICE, Role.AUDITOR})
_DOING = frozenset({Role.OFFICE})
_LONGEST_CLOSURE = 31
_LONGEST_NAME = 100


@allow(_SEEING, "admin.calendars")
def admin_calendars(request: HttpRequest) -> HttpResponse:
    """A fiscal year."""
    return _page(request)


def _page(request: HttpRequest, problem: InputError | None = None, preview: object = None) -> HttpResponse:
    year = _year(request.POST.get("year") or request.GET.get("year", ""))
    first, last = date(year, 4, 1), date(year + 1, 3, 31)
    here = city()
    months = months_of(year, here.opening)
    context = {
        "year": year,
        "before": year - 1 if year > FIRST_YEAR else None,
        "after": year + 1 if year < LAST_YEAR - 1 else None,
        "months": months,
        "business_days": sum(month.business_days for month in months),
        "own": [one for one in sorted(city_days(workspace()), key=lambda one: one.day) if first <= one.day <= last],
        "opens": clock(here.hours.opens),
        "closes": clock(here.hours.closes),
        "given": {name: request.POST.get(name, "") for name in ("day", "until", "name", "kind")},
        "problem": problem,
        "lines": str(problem).splitlines() if problem else [],
        "preview": preview,
        "today": today(),
    }
    return page(request, "admin_calendars.html.j2", context, status=422 if problem else 200)


def _year(written: str) -> int:
    """The fiscal year that is written, or this one."""
    if written.isascii() and written.isdigit() and FIRST_YEAR <= int(written[:4]) < LAST_YEAR:
        return int(written[:4])
    return fiscal_year_of(today())


def _back(day: date | None = None, year: str = "") -> HttpResponse:
    shown = fiscal_year_of(day) if day else _year(year)
    return HttpResponseRedirect(f"{reverse('admin_calendars')}?year={shown}")


@allow(_DOING, "admin.calendars.add", methods=("POST",), at_once=False)
def admin_calendar_add(request: HttpRequest) -> HttpResponse:
    """A closure or an extra opening, of one day or of several in a row."""
    try:
        days = _days(request)
    except InputError as error:
        return _page(request, error)
    about(request, days[0].day.isoformat())
    remark(request, days=len(days), opens=days[0].opens)
    keep_days(workspace(), days)
    tell(request, _kept_words(days))
    return _back(days[0].day)


def _kept_words(days: list[CityDay]) -> str:
    first, many = days[0], len(days) > 1
    if first.opens:
        said = _("{day} から{count}日間を臨時の開庁日にしました。") if many else _("{day} を臨時の開庁日にしました。")
    else:
        said = _("{day} から{count}日間を休みにしました。") if many else _("{day} を休みにしました。")
    return said.format(day=day_words(first.day), count=len(days))


def _days(request: HttpRequest) -> list[CityDay]:
    first = _date(request.POST.get("day", ""))
    last = _date(until) if (until := request.POST.get("until", "").strip()) else first
    name = request.POST.get("name", "").strip()
    if request.POST.get("kind") not in ("closed", "open"):
        raise InputError(_("休みか、臨時の開庁かを選んでください。"))
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise InputError(_("名前を1行、{number}文字までで入れてください。").format(number=_LONGEST_NAME))
    if not first <= last < first + timedelta(days=_LONGEST_CLOSURE):
        raise InputError(
            _("終わりの日を、始まりの日から{number}日以内にしてください。").format(number=_LONGEST_CLOSURE)
        )
    opens = request.POST.get("kind") == "open"
    return [CityDay(first + timedelta(days=number), opens, name) for number in range((last - first).days + 1)]


def _date(written: str) -> date:
    try:
        found = parse_date(written.strip())
    except ValueError:
        found = None
    if found is None or not FIRST_YEAR < found.year < LAST_YEAR:
        raise InputError(
            _("「{written}」は、暦にある日付ではありません。").format(written=written[:40]),
            _("2026-08-14 か 令和8年8月14日 の形で入れてください。"),
        )
    return found


@allow(_DOING, "admin.calendars.remove", methods=("POST",), at_once=False)
def admin_calendar_remove(request: HttpRequest) -> HttpResponse:
    """Let a day be again what it is without the city's own calendar."""
    day = _date(request.POST.get("day", ""))
    about(request, day.isoformat())
    gone = forget_day(workspace(), day)
    remark(request, opens=gone.opens)
    tell(request, _("{day}「{name}」を消しました。").format(day=day_words(gone.day), name=gone.name))
    return _back(day)


@allow(_DOING, "admin.calendars.preview", methods=("POST",), at_once=False)
def admin_calendar_preview(request: HttpRequest) -> HttpResponse:
    """What taking a file would do; nothing is changed yet."""
    file = request.FILES.get("file")
    try:
        if file is None or isinstance(file, list):
            raise InputError(_("ファイルを選んでください。"))
        return _page(request, preview=preview_of(file, opens=request.POST.get("kind") == "open"))
    except InputError as error:
        return _page(request, error)


@allow(_DOING, "admin.calendars.import", methods=("POST",), at_once=False)
def admin_calendar_take(request: HttpRequest) -> HttpResponse:
    """Take the days that were shown."""
    try:
        days = days_in_token(request.POST.get("token", ""))
    except InputError as error:
        return _page(request, error)
    imported = keep_days(workspace(), days)
    remark(request, added=len(imported.added), changed=len(imported.changed), same=imported.same)
    said = _("カレンダーに取り込みました: 加えた日 {added}、変えた日 {changed}、同じ日 {same}。")
    tell(request, said.format(added=len(imported.added), changed=len(imported.changed), same=imported.same))
    return _back(year=request.POST.get("year", ""))


@allow(_DOING, "admin.calendars.hours", methods=("POST",), at_once=False)
def admin_calendar_hours(request: HttpRequest) -> HttpResponse:
    """The office hours."""
    try:
        hours = OfficeHours(
            read_time(request.POST.get("opens", "")[:20]), read_time(request.POST.get("closes", "")[:20])
        )
        set_hours(workspace(), hours)
    except InputError as error:
        return _page(request, error)
    with one_at_a_time:
        read_settings_again()
    remark(request, opens=clock(hours.opens), closes=clock(hours.closes))
    said = _("開庁時間を {opens} から {closes} までにしました。")
    tell(request, said.format(opens=clock(hours.opens), closes=clock(hours.closes)))
    return _back(year=request.POST.get("year", ""))
