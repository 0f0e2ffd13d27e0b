"""``dxrobot schedule calendar``: the business days of the city."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from dxrobot.calendar_files.city import calendar_path, city_of
from dxrobot.calendar_files.days import CityDay
from dxrobot.calendar_files.importing import import_days
from dxrobot.cli.output import current_workspace, print_json
from dxrobot.errors import ExitStatus, InputError
from dxrobot.i18n import _
from dxrobot.japanese.days import day_of_week
from dxrobot.japanese.wareki import JAPAN, fiscal_year
from dxrobot.schedule.opening import FIRST_YEAR, LAST_YEAR, OpeningCalendar
from dxrobot.schedule.written import clock


def import_and_show(source: Path, *, opens: bool, json_output: bool) -> int:
    """Take a file's days into the calendar."""
    workspace = current_workspace()
    done = import_days(workspace, source, opens=opens)
    if json_output:
        print_json(
            {
                "file": str(done.path),
                "added": [_day_json(one) for one in done.added],
                "changed": [_day_json(one) for one in done.changed],
                "same": done.same,
            }
        )
        return int(ExitStatus.SETTLED)
    for title, days in ((_("加えた日"), done.added), (_("書き換えた日"), done.changed)):
        for one in days:
            click.echo(f"  {title}: {_day(one)}")
    click.echo(
        _("{path} に取り込みました(新しい日 {added}、書き換え {changed}、同じ {same})。").format(
            path=done.path, added=len(done.added), changed=len(done.changed), same=done.same
        )
    )
    return int(ExitStatus.SETTLED)


def _day_json(one: CityDay) -> dict[str, Any]:
    return {"date": one.day.isoformat(), "open": one.opens, "name": one.name}


def _day(one: CityDay) -> str:
    kind = _("開庁") if one.opens else _("休み")
    return f"{one.day.isoformat()}({day_of_week(one.day)}) {kind} {one.name}"


def show_calendar(year: int | None, *, json_output: bool) -> int:
    """The business days of a fiscal year by month, and its closed weekdays."""
    workspace = current_workspace()
    today = datetime.now(JAPAN).date()
    city = city_of(workspace, today)
    wanted = fiscal_year(today) if year is None else year
    if not FIRST_YEAR <= wanted < LAST_YEAR:
        raise InputError(
            _("{year}年度の祝日は分かりません。").format(year=wanted),
            _("{first} から {last} までの年度を書いてください。").format(first=FIRST_YEAR, last=LAST_YEAR - 1),
        )
    months = [(wanted + (month < 4), month) for month in (*range(4, 13), 1, 2, 3)]
    by_month = {month: city.opening.open_days_of_month(*month) for month in months}
    closed = _unusual(city.opening, date(wanted, 4, 1), date(wanted + 1, 3, 31))
    if json_output:
        print_json(
            {
                "fiscal_year": wanted,
                "open_days": sum(map(len, by_month.values())),
                "opens": clock(city.hours.opens),
                "closes": clock(city.hours.closes),
                "months": {f"{y}-{m:02}": [day.isoformat() for day in days] for (y, m), days in by_month.items()},
                "unusual": [{"date": day.isoformat(), "open": opens, "name": name} for day, opens, name in closed],
            }
        )
        return int(ExitStatus.SETTLED)
    click.echo(
        _("{year}年度の開庁日は {count} 日です(開庁時間 {opens}から{closes}まで)。").format(
            year=wanted,
            count=sum(map(len, by_month.values())),
            opens=clock(city.hours.opens),
            closes=clock(city.hours.closes),
        )
    )
    for (of_year, month), days in by_month.items():
        click.echo(
            _("  {year}年{month}月 {count} 日  初日 {first}、最終 {last}").format(
                year=of_year, month=month, count=len(days), first=_short(days[:1]), last=_short(days[-1:])
            )
        )
    for day, opens, name in closed:
        kind = _("開庁") if opens else _("休み")
        click.echo(f"  {day.isoformat()}({day_of_week(day)}) {kind} {name}")
    click.echo(_("市の休みと臨時の開庁日: {path}").format(path=calendar_path(workspace)))
    return int(ExitStatus.SETTLED)


def _short(days: list[date]) -> str:
    return f"{days[0].day}日({day_of_week(days[0])})" if days else "-"


def _unusual(opening: OpeningCalendar, first: date, last: date) -> list[tuple[date, bool, str]]:
    """Days on which the offices are closed from Monday to Friday, or open at a weekend, each with its name."""
    found = []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        reason = opening.why_closed(day)
        if reason and day.weekday() < 5:
            found.append((day, False, reason))
        elif day in opening.openings:
            found.append((day, True, opening.openings[day]))
    return found
