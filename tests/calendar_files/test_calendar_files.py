from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dxrobot.app.checking import check_city
from dxrobot.calendar_files.city import city_of
from dxrobot.calendar_files.importing import import_days
from dxrobot.config import Workspace, load_workspace
from dxrobot.errors import DefinitionError, InputError

TODAY = date(2026, 4, 1)


def workspace(root: Path, toml: str = "", calendar: str = "") -> Workspace:
    (root / "dxrobot.toml").write_text(toml, encoding="utf-8")
    if calendar:
        (root / "calendar.csv").write_text(calendar, encoding="utf-8")
    return load_workspace(root)


def test_own_closures_and_openings_count(tmp_path: Path) -> None:
    days = "日付,区分,名前\n2026-08-14,休み,停電\n令和8年3月29日,開庁,引越し\n"
    opening = city_of(workspace(tmp_path, calendar=days), TODAY).opening
    assert opening.why_closed(date(2026, 8, 14)) == "停電"
    assert opening.is_open(date(2026, 3, 29))


def test_every_wrong_line_is_named_with_its_remedy(tmp_path: Path) -> None:
    wrong = ("2026-02-30,休み", "2026-08-14,未定", "1800-01-01,休み", "2026-05-01,休み", "2026-05-01,開庁")
    days = "\n".join(("日付,区分", *wrong))
    with pytest.raises(DefinitionError) as caught:
        city_of(workspace(tmp_path, calendar=days), TODAY)
    assert [problem.line for problem in caught.value.problems] == [2, 3, 4, 6]
    assert "2026-02-30" in caught.value.problems[0].message
    assert str(tmp_path / "calendar.csv") in str(caught.value)


def test_table_of_the_city_in_shift_jis_is_taken_in(tmp_path: Path) -> None:
    city = workspace(tmp_path, calendar="日付,区分,名前\n2026-08-14,休み,停電\n")
    source = tmp_path / "city.csv"
    source.write_bytes("年月日,行事名\r\n2026/8/14,停電\r\n2026/8/15,夏祭り\r\n".encode("cp932"))
    done = import_days(city, source, opens=False)
    assert ([one.day.day for one in done.added], done.same) == ([15], 1)
    source.write_bytes("年月日,行事名\r\n2026/8/15,窓口を開けます\r\n".encode("cp932"))
    assert [one.opens for one in import_days(city, source, opens=True).changed] == [True]
    assert city_of(city, TODAY).opening.is_open(date(2026, 8, 15))


ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//x//
BEGIN:VEVENT
UID:1
DTSTAMP:20260101T000000Z
DTSTART;VALUE=DATE:{start}
DTEND;VALUE=DATE:20260816
SUMMARY:夏季休業
{more}END:VEVENT
END:VCALENDAR
"""


def ics(tmp_path: Path, start: str = "20260813", more: str = "") -> Path:
    path = tmp_path / "city.ics"
    path.write_text(ICS.format(start=start, more=more).replace("\n", "\r\n"), encoding="utf-8")
    return path


def test_event_of_several_days_closes_all_of_them(tmp_path: Path) -> None:
    done = import_days(workspace(tmp_path), ics(tmp_path), opens=False)
    assert [(one.day.day, one.name) for one in done.added] == [(day, "夏季休業") for day in (13, 14, 15)]


@pytest.mark.parametrize(
    ("start", "more", "why"),
    [("20260230", "", "暦"), ("20260820", "", "DTEND"), ("20260813", "RRULE:FREQ=YEARLY\n", "繰り返し")],
)
def test_wrong_event_is_named_with_its_line_and_nothing_is_taken_in(
    tmp_path: Path, start: str, more: str, why: str
) -> None:
    with pytest.raises(DefinitionError) as caught:
        import_days(workspace(tmp_path), ics(tmp_path, start, more), opens=False)
    assert caught.value.problems[0].line == 7
    assert why in caught.value.problems[0].message
    assert not (tmp_path / "calendar.csv").exists()


def test_cancelled_event_is_none_and_no_calendar_is_told(tmp_path: Path) -> None:
    assert not import_days(workspace(tmp_path), ics(tmp_path, more="STATUS:CANCELLED\n"), opens=False).added
    (tmp_path / "city.ics").write_text("これはカレンダーではありません", encoding="utf-8")
    with pytest.raises(InputError):
        import_days(workspace(tmp_path), tmp_path / "city.ics", opens=False)


TWO = """
[[blackouts]]
name = "昼"
when = "毎日 6:00から18:00"

[[robots.zeimu.blackouts]]
name = "夜"
when = "{night}"
"""


def test_blackouts_in_words_hold_for_their_robot(tmp_path: Path) -> None:
    city = city_of(workspace(tmp_path, TWO.format(night="毎日 22:00から翌6:00")), TODAY)
    assert [blackout.name for blackout in city.blackouts.of(["zeimu"])] == ["昼", "夜"]
    assert [blackout.name for blackout in city.blackouts.of(["kosodate"])] == ["昼"]


@pytest.mark.parametrize(
    ("toml", "line", "why"),
    [
        (TWO.format(night="毎日 18:00から翌6:00"), 6, "動かせる時間がまったくありません"),
        (TWO.format(night="よる"), 8, "「よる」"),
        ('[calendar]\nopens = "はちじ"\n', 2, "はちじ"),
        ('[calendar]\nopens = "17:15"\ncloses = "8:30"\n', 3, "閉まる時刻"),
    ],
)
def test_wrong_hours_are_named_with_their_line(tmp_path: Path, toml: str, line: int, why: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        city_of(workspace(tmp_path, toml), TODAY)
    assert [problem.line for problem in caught.value.problems] == [line]
    assert why in caught.value.problems[0].message


def test_check_tells_of_the_calendar_and_the_hours_too(tmp_path: Path) -> None:
    city = workspace(tmp_path, '[calendar]\nopens = "はちじ"\n', "日付,区分\n2026-02-30,休み\n")
    assert [problem.line for problem in check_city(city)] == [2]
    assert [problem.line for problem in check_city(workspace(tmp_path, "", "日付\n2026-04-01\n"))] == []
