"""``dxrobot schedule calendar``: the business days of the city."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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
from dxrobot.schedule.city import City
from dxrobot.schedule.hours import OfficeHours
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
    shown = _year_of(city, fiscal_year(today) if year is None else year)
    if json_output:
        print_json(shown.as_json())
        return int(ExitStatus.SETTLED)
    for line in shown.lines():
        click.echo(line)
    click.echo(_("市の休みと臨時の開庁日: {path}").format(path=calendar_path(workspace)))
    return int(ExitStatus.SETTLED)


@dataclass(frozen=True, slots=True)
class _YearShown:
    """The days of a fiscal year."""

    year: int
    hours: OfficeHours
    open_days: Mapping[tuple[int, int], list[date]]
    """By year and month."""
    unusual: Sequence[CityDay]
    """Days on which the offices are closed from Monday to Friday, or open at a weekend."""

    @property
    def count(self) -> int:
        return sum(map(len, self.open_days.values()))

    def as_json(self) -> dict[str, Any]:
        return {
            "fiscal_year": self.year,
            "open_days": self.count,
            "opens": clock(self.hours.opens),
            "closes": clock(self.hours.closes),
            "months": {f"{y}-{m:02}": [day.isoformat() for day in days] for (y, m), days in self.open_days.items()},
            "unusual": [_day_json(one) for one in self.unusual],
        }

    def lines(self) -> Iterator[str]:
        yield _("{year}年度の開庁日は {count} 日です(開庁時間 {opens}から{closes}まで)。").format(
            year=self.year, count=self.count, opens=clock(self.hours.opens), closes=clock(self.hours.closes)
        )
        for (year, month), days in self.open_days.items():
            yield _("  {year}年{month}月 {count} 日  初日 {first}、最終 {last}").format(
                year=year, month=month, count=len(days), first=_short(days[:1]), last=_short(days[-1:])
            )
        for one in self.unusual:
            yield f"  {_day(one)}"


def _year_of(city: City, year: int) -> _YearShown:
    """Raises :class:`InputError` for a year whose holidays are not known."""
    if not FIRST_YEAR <= year < LAST_YEAR:
        raise InputError(
            _("{year}年度の祝日は分かりません。").format(year=year),
            _("{first} から {last} までの年度を書いてください。").format(first=FIRST_YEAR, last=LAST_YEAR - 1),
        )
    months = [(year + (month < 4), month) for month in (*range(4, 13), 1, 2, 3)]
    open_days = {month: city.opening.open_days_of_month(*month) for month in months}
    return _YearShown(year, city.hours, open_days, _unusual(city.opening, date(year, 4, 1), date(year + 1, 3, 31)))


def _short(days: list[date]) -> str:
    return f"{days[0].day}日({day_of_week(days[0])})" if days else "-"


def _unusual(opening: OpeningCalendar, first: date, last: date) -> list[CityDay]:
    found = []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        reason = opening.why_closed(day)
        if reason and day.weekday() < 5:
            found.append(CityDay(day, opens=False, name=reason))
        elif day in opening.openings:
            found.append(CityDay(day, opens=True, name=opening.openings[day]))
    return found
