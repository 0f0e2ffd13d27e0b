"""The tables that the ledger takes from people's files: what each holds, told by its headings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from dxrobot.i18n import _
from dxrobot.table_row import folded


class Kind(StrEnum):
    """What a table holds."""

    PUBLISHED_JOBS = "published_jobs"
    PUBLISHED_UNIT_COSTS = "published_unit_costs"
    PUBLISHED_PLANS = "published_plans"
    OTHER_TOOLS = "other_tools"
    OWN_HOURS = "own_hours"
    CORRECTIONS = "corrections"
    COSTS = "costs"
    KPIS = "kpis"
    WORKFORCE = "workforce"
    UPKEEP = "upkeep"
    PROCESSES = "processes"

    @property
    def label(self) -> str:
        """What people call it."""
        labels = {
            "published_jobs": _("公表値(業務)"),
            "published_unit_costs": _("公表値(1時間あたりの費用)"),
            "published_plans": _("公表値(計画)"),
            "other_tools": _("ほかのツールの時間"),
            "own_hours": _("自庁の業務の時間"),
            "corrections": _("記帳の訂正"),
            "costs": _("費用"),
            "kpis": _("KPI"),
            "workforce": _("職員数"),
            "upkeep": _("開発・保守の時間"),
            "processes": _("業務プロセス確認"),
        }
        return labels[self.value]

    @property
    def is_entry(self) -> bool:
        """Whether its rows become entries of the ledger; the other kinds are files of the workspace."""
        return self in (Kind.OTHER_TOOLS, Kind.OWN_HOURS, Kind.CORRECTIONS)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table and the headings that it may have."""

    name: str
    headings: tuple[str, ...]
    required: bool = True


def _needed(name: str, *headings: str) -> Column:
    return Column(name, headings)


def _optional(name: str, *headings: str) -> Column:
    return Column(name, headings, required=False)


_YEAR = _needed("fiscal_year", "年度", "fiscal_year")
_SOURCE = _needed("source", "出典", "source")
_NOTE = _optional("note", "備考", "note")
_TIMES = (
    _optional("before_min", "導入前(分)", "before_min"),
    _optional("after_min", "導入後(分)", "after_min"),
    _optional("overtime_min", "うち時間外(分)", "overtime_min"),
    _optional("before_h", "導入前(時間)", "before_h"),
    _optional("after_h", "導入後(時間)", "after_h"),
    _optional("overtime_h", "うち時間外(時間)", "overtime_h"),
)
_PERIOD = (_YEAR, _optional("first_day", "初日", "from"), _optional("last_day", "末日", "to"))
_STATED = (
    _optional("phase", "段階", "phase"),
    _optional("items", "件数", "items"),
    _optional("errors_before", "誤り(導入前)", "errors_before"),
    _optional("errors_after", "誤り(導入後)", "errors_after"),
    _needed("quality", "測定", "quality"),
)

COLUMNS: Mapping[Kind, tuple[Column, ...]] = {
    Kind.PUBLISHED_JOBS: (
        _needed("city", "city", "市"),
        _needed("department", "dept", "課"),
        _needed("job", "job", "業務"),
        _optional("items", "items_per_year", "年間件数"),
        _needed("before_min", "before_min", "導入前(分)"),
        _needed("after_min", "after_min", "導入後(分)"),
        _needed("published_hours", "published_saved_h", "公表の削減時間"),
        _needed("published_percent", "published_rate_pct", "公表の削減率(%)"),
        _needed("basis", "basis", "根拠"),
        _SOURCE,
    ),
    Kind.PUBLISHED_UNIT_COSTS: (
        _needed("organisation", "org", "団体"),
        _needed("yen", "yen", "金額(円)"),
        _needed("hours", "hours", "時間"),
        _needed("yen_per_hour", "yen_per_h", "1時間あたり(円)"),
        _needed("kind", "kind", "区分"),
        _SOURCE,
    ),
    Kind.PUBLISHED_PLANS: (
        _needed("city", "city", "市"),
        _needed("plan", "plan", "計画"),
        _needed("hours", "hours", "時間"),
        _needed("yen_per_hour", "yen_per_h", "1時間あたり(円)"),
        _needed("initial_yen", "initial_yen", "導入(円)"),
        _needed("running_yen", "running_yen", "経常(円)"),
        _needed("measures_done", "measures_done", "実施した施策"),
        _needed("measures", "measures", "施策"),
        _needed("published_benefit", "published_benefit_yen", "公表の効果(円)"),
        _needed("published_net", "published_net_yen", "公表の差引(円)"),
        _needed("published_ratio", "published_ratio", "公表の費用対効果"),
        _needed("published_percent", "published_rate_pct", "公表の実施率(%)"),
        _needed("basis", "basis", "根拠"),
        _SOURCE,
    ),
    Kind.OTHER_TOOLS: (
        *_PERIOD,
        _needed("tool", "ツール", "tool"),
        _needed("department", "課", "department"),
        _needed("job", "業務", "job"),
        *_TIMES,
        _optional("saved_min", "削減(分)", "saved_min"),
        _optional("saved_h", "削減(時間)", "saved_h"),
        *_STATED,
        _SOURCE,
    ),
    Kind.OWN_HOURS: (*_PERIOD, _needed("job", "業務", "job"), *_TIMES, *_STATED, _SOURCE),
    Kind.CORRECTIONS: (
        _needed("sequence", "記帳番号", "sequence"),
        _needed("withdraw", "取り消す", "withdraw"),
        _optional("items", "件数", "items"),
        _optional("items_by_kind", "種類ごとの件数", "items_by_kind"),
        _optional("before_min", "導入前(分)", "before_min"),
        _optional("after_min", "導入後(分)", "after_min"),
        _optional("overtime_min", "うち時間外(分)", "overtime_min"),
        _optional("preparing", "準備(分)", "preparing_min"),
        _optional("checking", "確認(分)", "checking_min"),
        _optional("correcting", "修正(分)", "correcting_min"),
        _optional("exceptions", "例外処理(分)", "exceptions_min"),
        _optional("recovering", "復旧(分)", "recovering_min"),
        _needed("reason", "理由", "reason"),
    ),
    Kind.COSTS: (
        _YEAR,
        _needed("kind", "導入・経常", "kind"),
        _needed("name", "費用", "cost"),
        _needed("yen", "金額(円)", "yen"),
        _needed("share_by", "分け方", "share_by"),
        _optional("jobs", "業務", "jobs"),
        _NOTE,
    ),
    Kind.KPIS: (
        _needed("name", "KPI", "kpi"),
        _needed("unit", "単位", "unit"),
        _needed("measure", "値のもと", "measure"),
        _needed("direction", "以上・以下", "direction"),
        _needed("baseline_year", "基準年度", "baseline_year"),
        _needed("baseline", "基準値", "baseline"),
        _needed("target_year", "目標年度", "target_year"),
        _needed("target", "目標値", "target"),
        _optional("stated", "実績値", "actual"),
    ),
    Kind.WORKFORCE: (
        _YEAR,
        _needed("employees", "職員数", "employees"),
        _optional("hours_a_person", "1人の年間勤務時間", "hours_a_person"),
        _NOTE,
    ),
    Kind.UPKEEP: (
        _YEAR,
        _needed("job", "業務", "job"),
        _needed("kind", "開発・保守", "kind"),
        _needed("hours", "時間", "hours"),
        _NOTE,
    ),
    Kind.PROCESSES: (
        _needed("job", "業務", "job"),
        _needed("as_is", "導入前の流れ", "as_is"),
        _needed("to_be", "導入後の流れ", "to_be"),
        _needed("decision", "判断", "decision"),
        _needed("decided_on", "判断した日", "decided_on"),
        _NOTE,
    ),
}


@dataclass(frozen=True, slots=True)
class Recognised:
    """A table whose kind its headings told: column name → the heading as it stands in the file."""

    kind: Kind
    headings: Mapping[str, str]


def recognise(headings: Iterable[str]) -> Recognised | None:
    """What kind of table has these headings: all its required ones are there, and of several kinds it has most of one.

    None where they fit no kind.
    """
    there = {folded(heading): heading for heading in headings}
    fitting = []
    for kind, columns in COLUMNS.items():
        found = {column.name: _heading(column, there) for column in columns}
        if all(found[column.name] is not None for column in columns if column.required):
            fitting.append(Recognised(kind, {name: heading for name, heading in found.items() if heading is not None}))
    return max(fitting, key=lambda fit: len(fit.headings), default=None)


def _heading(column: Column, there: Mapping[str, str]) -> str | None:
    return next((there[folded(word)] for word in column.headings if folded(word) in there), None)


def headings_of(kind: Kind) -> tuple[str, ...]:
    """The Japanese headings of a kind, in order; those that may be left out in brackets."""
    return tuple(_shown(column) if column.required else f"[{_shown(column)}]" for column in COLUMNS[kind])


def heading_of(name: str) -> str:
    """The Japanese heading that a column of this name has in tables, for a table that lacks it."""
    return next(_shown(column) for columns in COLUMNS.values() for column in columns if column.name == name)


def _shown(column: Column) -> str:
    """The Japanese one of a column's headings."""
    return next((word for word in column.headings if not word.isascii()), column.headings[0])
