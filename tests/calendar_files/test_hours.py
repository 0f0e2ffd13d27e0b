"""Office hours written into dxrobot.toml: nothing else in the file changes."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from dxrobot.calendar_files.city import city_of
from dxrobot.calendar_files.hours import write_hours
from dxrobot.config import load_workspace
from dxrobot.errors import InputError
from dxrobot.schedule.hours import OfficeHours

WANTED = OfficeHours(time(9), time(16, 30))


@pytest.mark.parametrize(
    "text",
    [
        "",
        '# 市の設定\ncity = "見本市"\n',
        'city = "見本市"',
        '[calendar] # 開庁日\nfile = "c.csv" # 市の休み\n\n[ocr]\nthreads = 2\n',
        "[calendar]\r\nopens = \"8:30\" # 朝\r\ncloses = '17:15'\r\n[ocr]\r\nthreads = 2\r\n",
        '[calendar]\n[[unit_costs]]\nfiscal_year = 2026\nyen_per_hour = 1\nsource = "x"\n',
        '\ufeff[calendar]\nopens = "8:30"',
    ],
)
def test_only_the_hours_change(tmp_path: Path, text: str) -> None:
    path = tmp_path / "dxrobot.toml"
    path.write_bytes(text.encode())
    write_hours(load_workspace(tmp_path), WANTED)
    assert city_of(load_workspace(tmp_path), date(2026, 12, 1)).hours == WANTED
    written = path.read_bytes().decode()
    kept = [line for line in text.splitlines() if not line.lstrip("\ufeff").startswith(("opens", "closes"))]
    assert [line for line in kept if line not in written.splitlines()] == []
    for comment in ("# 市の設定", "# 開庁日", "# 市の休み", "# 朝"):
        assert (comment in text) == (comment in written)


@pytest.mark.parametrize("text", ['calendar = {opens = "8:30"}\n', 'calendar.opens = "8:30"\n'])
def test_a_file_that_only_a_person_can_change_is_left_as_it_is(tmp_path: Path, text: str) -> None:
    path = tmp_path / "dxrobot.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="自動では直せない"):
        write_hours(load_workspace(tmp_path), WANTED)
    assert path.read_text(encoding="utf-8") == text


def test_hours_end_after_they_begin(tmp_path: Path) -> None:
    (tmp_path / "dxrobot.toml").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="閉まる時刻を"):
        write_hours(load_workspace(tmp_path), OfficeHours(time(9), time(9)))
