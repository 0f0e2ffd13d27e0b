"""Rows of people's files that become entries: hours of own jobs, of other tools, and corrections."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dxrobot.definition import did_you_mean
from dxrobot.i18n import _
from dxrobot.japanese.wareki import fiscal_year
from dxrobot.ledger.correction import Change
from dxrobot.ledger.entry import KindCounts
from dxrobot.ledger.jobs import JobKey, JobNames
from dxrobot.ledger.kinds import Origin, Quality, Tool
from dxrobot.ledger.row_reading import RowReading
from dxrobot.ledger.stated import Period, Statement, is_part

_ZERO = Decimal(0)
_PHASES = ("試行", "実証", "本番")
_HUMAN_KINDS = ("preparing", "checking", "correcting", "exceptions", "recovering")
_CHANGED = ("items", "items_by_kind", "before_min", "after_min", "overtime_min", *_HUMAN_KINDS)
MOST_OF_DEPARTMENT = 200
"""Characters that the kept totals have room for."""
_YES = ("○", "〇", "はい", "yes")


@dataclass(frozen=True, slots=True)
class KnownJob:
    """A job of the city: what an imported row takes over from it."""

    department: str
    phase: str
    tool: Tool


@dataclass(frozen=True, slots=True)
class _Minutes:
    before: Decimal | None
    after: Decimal | None
    saved: Decimal | None
    overtime: Decimal


def own_hours(row: RowReading, jobs: Mapping[JobKey, KnownJob]) -> Statement | None:
    """Hours of a job of the city; None for a row with a mistake, which is noted."""
    key = known_job(row, "job", row.text("job"), JobNames({0: jobs.keys()}), 0)
    if key is None:
        return _statement(row, Origin.OWN, KnownJob("", "", Tool.OTHER), row.text("job"))
    return _statement(row, Origin.OWN, jobs[key], key.job)


def known_job(row: RowReading, column: str, written: str, names: JobNames, year: int) -> JobKey | None:
    """The job that is called 業務 or 課/業務 in a column; one that is unknown or not told apart is a mistake."""
    found = names.matching(written, year)
    if len(found) == 1:
        return found[0]
    if found:
        row.wrong(
            column,
            _("「{job}」という業務は、{departments}にあります。「{example}」のように課を付けてください。").format(
                job=written, departments=_("と").join(key.department for key in found), example=found[0].written
            ),
        )
    elif written:
        known = sorted({key.job for keys in names.by_year.values() for key in keys})
        hint = did_you_mean(written, known) or _("シナリオの job.name か、台帳にある業務のとおりに書いてください。")
        row.wrong(column, _("「{job}」という業務はありません。{hint}").format(job=written, hint=hint))
    return None


def other_tool(row: RowReading) -> Statement | None:
    """Hours of a tool that dxrobot does not run; None for a row with a mistake, which is noted."""
    tool = row.choice("tool", Tool, lambda word: word.value) or Tool.OTHER
    department = row.text("department", most=MOST_OF_DEPARTMENT)
    return _statement(row, Origin.OTHER_TOOL, KnownJob(department, _PHASES[-1], tool), row.text("job"))


def change(row: RowReading) -> Change:
    """A correction of one entry."""
    found = Change(
        sequence=row.whole("sequence") or 0,
        reason=row.text("reason"),
        withdraw=row.text("withdraw", required=False) in _YES,
        items=row.whole("items", required=False),
        items_by_kind=_kinds(row),
        gross_minutes=row.amount("before_min", required=False),
        human_minutes=row.amount("after_min", required=False),
        overtime_minutes=row.amount("overtime_min", required=False, below_zero=True),
        by_kind={kind: minutes for kind in _HUMAN_KINDS if (minutes := row.amount(kind, required=False)) is not None},
    )
    if found.by_kind and found.human_minutes is not None:
        row.wrong("after_min", _("種類ごとの時間と合計の両方が書いてあります。どちらかを空欄にしてください。"))
    if row.has("withdraw") and not found.withdraw:
        row.wrong("withdraw", _("取り消すなら ○ を書き、そうでなければ空欄にしてください。"))
    if not found.withdraw and not any(map(row.has, _CHANGED)):
        row.wrong("sequence", _("直す数字がありません。件数か時間を書くか、取り消す欄に ○ を書いてください。"))
    return found


def _kinds(row: RowReading) -> KindCounts:
    """Items by kind, as 「新規 3、変更 2」."""
    parts = re.split(r"[、,;\n]", unicodedata.normalize("NFKC", row.text("items_by_kind", required=False)))
    found = [re.fullmatch(r"\s*(\S.*?)[\s:=]*(\d{1,9})\s*件?\s*", part) for part in parts if part.strip()]
    counts = [(match[1], int(match[2])) for match in found if match]
    if len(counts) < len(found) or len(dict(counts)) < len(counts) or (row.has("items_by_kind") and not counts):
        row.wrong("items_by_kind", _("「新規 3、変更 2」の形で、1つの種類を1回ずつ書いてください。"))
        return ()
    return tuple(sorted(counts))


def _statement(row: RowReading, origin: Origin, job: KnownJob, name: str) -> Statement | None:
    period = _period(row)
    quality = row.choice("quality", Quality, lambda word: word.written)
    minutes = _minutes(row, needed=quality is not Quality.NOT_MEASURABLE)
    phase = row.text("phase", required=False) or job.phase
    if row.has("phase") and phase not in _PHASES:
        row.wrong(
            "phase", _("「{text}」は使えません。書けるもの: {known}").format(text=phase, known="、".join(_PHASES))
        )
    errors_before, errors_after = _errors(row)
    items = row.whole("items", required=False)
    source = row.text("source")
    if period is None or quality is None or minutes is None:
        return None
    return Statement(
        origin=origin,
        job=name,
        department=job.department,
        phase=phase,
        tool=job.tool,
        period=period,
        items=items,
        gross_minutes=minutes.before,
        human_minutes=minutes.after,
        saved_minutes=minutes.saved or _ZERO,
        overtime_minutes=minutes.overtime,
        errors_before=errors_before,
        errors_after=errors_after,
        quality=quality,
        source=source,
    )


def _errors(row: RowReading) -> tuple[int | None, int | None]:
    before, after = row.whole("errors_before", required=False), row.whole("errors_after", required=False)
    if (before is None) != (after is None):
        row.wrong("errors_before", _("誤りの数は、導入前と導入後の両方を書くか、両方を空欄にしてください。"))
    return before, after


def _period(row: RowReading) -> Period | None:
    """The stated days, or the whole fiscal year; a day outside it is a mistake."""
    year = row.fiscal_year("fiscal_year")
    first, last = row.day("first_day"), row.day("last_day")
    if year is None:
        return None
    first, last = first or date(year, 4, 1), last or date(year + 1, 3, 31)
    outside = [name for name, day in (("first_day", first), ("last_day", last)) if fiscal_year(day) != year]
    for name in outside:
        row.wrong(
            name,
            _("{year}年度({year}-04-01 から {next}-03-31 まで)の外の日付です。").format(year=year, next=year + 1),
        )
    if outside:
        return None
    if last < first:
        row.wrong("last_day", _("初日({first})より前です。").format(first=first.isoformat()))
        return None
    return Period(first, last)


def _minutes(row: RowReading, *, needed: bool) -> _Minutes | None:
    """Minutes before and after, or only saved, as minutes or as hours."""
    before, after = _time(row, "before"), _time(row, "after")
    saved = _time(row, "saved", below_zero=True)
    overtime = _time(row, "overtime", below_zero=True) or _ZERO
    if _written(row, "before") != _written(row, "after"):
        written, missing = ("before", "after") if _written(row, "before") else ("after", "before")
        unit = _column(row, written).removeprefix(written)
        row.wrong(f"{missing}{unit}", _("導入前と導入後は、両方を書くか、両方を空欄にしてください。"))
        return None
    if before is not None and after is not None:
        if saved is not None and saved != before - after:
            row.wrong("saved_min", _("導入前 − 導入後 と合いません。どちらかを空欄にしてください。"))
            return None
        saved = before - after
    if needed and not any(_written(row, name) for name in ("before", "saved")):
        column = row.first_of("before_min", "before_h", "saved_min", "saved_h")
        if column.startswith("saved"):
            row.wrong(column, _("削減した時間を書いてください。"))
        else:
            row.wrong(column, _("導入前と導入後の時間(分か時間)を書いてください。"))
        return None
    if not is_part(overtime, saved or _ZERO):
        row.wrong(
            _column(row, "overtime"), _("削減した時間より多くなっています。そのうちの時間外だけを書いてください。")
        )
        return None
    return _Minutes(before, after, saved, overtime)


def _column(row: RowReading, name: str) -> str:
    """The one of a time's two columns that is filled in."""
    return f"{name}_h" if row.has(f"{name}_h") else f"{name}_min"


def _written(row: RowReading, name: str) -> bool:
    return row.has(f"{name}_min") or row.has(f"{name}_h")


def _time(row: RowReading, name: str, *, below_zero: bool = False) -> Decimal | None:
    """Minutes of the column in minutes or of the one in hours, not both."""
    minutes = row.amount(f"{name}_min", required=False, below_zero=below_zero)
    hours = row.amount(f"{name}_h", required=False, below_zero=below_zero)
    if minutes is not None and hours is not None:
        row.wrong(f"{name}_h", _("分と時間の両方が書いてあります。どちらかを空欄にしてください。"))
    return minutes if hours is None else hours * 60
