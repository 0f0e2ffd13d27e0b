"""The tables of what stands beside the entries: targets, costs, building and upkeep, published figures."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from dxrobot.i18n import _
from dxrobot.ledger import figures
from dxrobot.ledger.costs import Cost, JobCost
from dxrobot.ledger.job_lines import JobLine
from dxrobot.ledger.jobs import JobKey
from dxrobot.ledger.kpi import Progress
from dxrobot.ledger.overview import Overview
from dxrobot.ledger.process import ProcessReview
from dxrobot.ledger.published import PublishedJob, PublishedPlan, PublishedUnitCost
from dxrobot.ledger.rates import Fraction, Pair
from dxrobot.ledger.report_table import Column, Figure, ReportTable, table_of
from dxrobot.ledger.unit_cost import YearCost

_PERCENT = Decimal(100)


def kpi_table(overview: Overview) -> ReportTable:
    """Targets and how far they are reached."""
    columns: tuple[Column[Progress], ...] = (
        Column(_("KPI"), Figure.TEXT, 28, lambda line: line.kpi.name),
        Column(_("単位"), Figure.TEXT, 8, lambda line: line.kpi.unit),
        Column(_("基準"), Figure.TEXT, 20, lambda line: _of_year(line.kpi.baseline, line.kpi.baseline_year)),
        Column(
            _("目標"),
            Figure.TEXT,
            24,
            lambda line: _of_year(line.kpi.target, line.kpi.target_year) + line.kpi.direction.value,
        ),
        Column(_("実績"), Figure.DIGITS, 12, lambda line: _or_dash(line.actual)),
        Column(_("判定"), Figure.TEXT, 24, lambda line: line.verdict),
    )
    return table_of(_("KPI の達成状況"), columns, overview.kpis)


def _of_year(value: Decimal, year: int) -> str:
    return _("{value}({year})").format(value=_plain(value), year=figures.fiscal_year_text(year))


def _plain(value: Decimal) -> str:
    """As few decimals as the value has, two at the most."""
    return figures.hundredths(value).rstrip("0").removesuffix(".")


def _or_dash(value: Decimal | None) -> str:
    return figures.NOTHING if value is None else _plain(value)


def costs_table(overview: Overview) -> ReportTable:
    """The costs as they were stated, and how each is shared."""
    columns: tuple[Column[Cost], ...] = (
        Column(_("年度"), Figure.TEXT, 13, lambda line: figures.fiscal_year_text(line.fiscal_year)),
        Column(_("導入・経常"), Figure.TEXT, 10, lambda line: line.kind.value),
        Column(_("費用"), Figure.TEXT, 30, lambda line: line.name),
        Column(_("金額(円)"), Figure.YEN, 14, lambda line: line.yen),
        Column(_("分け方"), Figure.TEXT, 12, lambda line: line.share_by.value),
        Column(_("業務"), Figure.TEXT, 40, lambda line: _("、").join(line.jobs) or _("その年度の全業務")),
    )
    total = (_("合計"), "", "", overview.cost.total, "", "")
    return table_of(_("費用"), columns, overview.references.costs, total)


def shares_table(overview: Overview) -> ReportTable:
    """Each job's share of the costs; the last line is the sum of the costs, to the yen."""
    columns: tuple[Column[tuple[str, str, JobCost]], ...] = (
        Column(_("業務"), Figure.TEXT, 40, lambda line: line[0]),
        Column(_("課"), Figure.TEXT, 15, lambda line: line[1]),
        Column(_("導入(円)"), Figure.YEN, 14, lambda line: line[2].initial),
        Column(_("経常(円)"), Figure.YEN, 14, lambda line: line[2].running),
        Column(_("計(円)"), Figure.YEN, 14, lambda line: line[2].total),
    )
    lines = [(line.job, line.department, line.cost) for line in overview.jobs if line.cost.total]
    if overview.unshared.total:
        lines.append((_("まだ業務に割り振れないもの"), "", overview.unshared))
    cost = overview.cost
    return table_of(_("業務ごとの負担"), columns, lines, (_("合計"), "", cost.initial, cost.running, cost.total))


def upkeep_table(overview: Overview) -> ReportTable:
    """Hours that staff spent on building and mending, beside the hours saved."""
    columns: tuple[Column[_Hours], ...] = (
        Column(_("業務"), Figure.TEXT, 40, lambda line: line.key.job),
        Column(_("課"), Figure.TEXT, 15, lambda line: line.key.department or figures.NOTHING),
        Column(_("開発(時間)"), Figure.AMOUNT, 12, lambda line: line.building),
        Column(_("保守(時間)"), Figure.AMOUNT, 12, lambda line: line.upkeep),
        Column(_("削減(時間)"), Figure.AMOUNT, 12, lambda line: line.saved),
        Column(_("開発・保守を引いた削減(時間)"), Figure.AMOUNT, 16, lambda line: line.left),
    )
    lines = [*map(_hours_of, overview.jobs), *(_Hours(*line) for line in overview.idle_hours)]
    shown = [line for line in lines if line.building or line.upkeep]
    total = sum(shown, _Hours(JobKey("", "")))
    last = (_("合計"), "", total.building, total.upkeep, total.saved, total.left)
    return table_of(_("シナリオの開発・保守の時間"), columns, shown, last)


@dataclass(frozen=True, slots=True)
class _Hours:
    """One job's hours of building and upkeep beside the hours it saved."""

    key: JobKey
    building: Decimal = Decimal(0)
    upkeep: Decimal = Decimal(0)
    saved: Decimal = Decimal(0)

    def __add__(self, other: _Hours) -> _Hours:
        return _Hours(self.key, self.building + other.building, self.upkeep + other.upkeep, self.saved + other.saved)

    @property
    def left(self) -> Decimal:
        return self.saved - self.building - self.upkeep


def _hours_of(line: JobLine) -> _Hours:
    key = JobKey(line.department, line.job)
    return _Hours(key, line.building_hours, line.upkeep_hours, line.summary.saved_hours)


def processes_table(overview: Overview) -> ReportTable:
    """業務プロセス確認: as it was, as it is to be, what was decided and when."""
    columns: tuple[Column[ProcessReview], ...] = (
        Column(_("業務"), Figure.TEXT, 28, lambda line: line.job),
        Column(_("導入前の流れ"), Figure.TEXT, 44, lambda line: line.as_is),
        Column(_("導入後の流れ"), Figure.TEXT, 44, lambda line: line.to_be),
        Column(_("判断"), Figure.TEXT, 18, lambda line: line.decision.value),
        Column(_("判断した日"), Figure.TEXT, 13, lambda line: line.decided_on.isoformat()),
        Column(_("備考"), Figure.TEXT, 26, lambda line: line.note),
    )
    return table_of(_("業務プロセス確認の記録"), columns, overview.references.processes)


def published_jobs_table(overview: Overview) -> ReportTable:
    """Published jobs: each rate as published and as computed, with what it was computed from."""
    columns: tuple[Column[PublishedJob], ...] = (
        Column(_("市"), Figure.TEXT, 11, lambda line: line.city),
        Column(_("課"), Figure.TEXT, 16, lambda line: line.department or figures.NOTHING),
        Column(_("業務"), Figure.TEXT, 26, lambda line: line.job),
        Column(_("導入前(分)"), Figure.AMOUNT, 11, lambda line: line.before_minutes),
        Column(_("導入後(分)"), Figure.AMOUNT, 10, lambda line: line.after_minutes),
        Column(_("削減(分)= 分子"), Figure.AMOUNT, 11, lambda line: line.saved_minutes),
        Column(_("削減(時間)公表"), Figure.DIGITS, 10, lambda line: _as_published(line.published_hours)),
        Column(_("削減(時間)計算"), Figure.HUNDREDTHS, 11, lambda line: line.hours.computed.value),
        Column(_("削減率(%)公表"), Figure.DIGITS, 10, lambda line: _as_published(line.published_percent)),
        Column(_("削減率(%)計算"), Figure.HUNDREDTHS, 10, lambda line: line.rate.computed.value),
        Column(_("率の照合"), Figure.TEXT, 13, lambda line: line.rate.verdict.label),
        Column(_("分かったこと"), Figure.TEXT, 30, lambda line: "".join(line.remarks)),
        Column(_("出典"), Figure.TEXT, 24, lambda line: _sourced(line.basis, line.source)),
    )
    notes = (
        _(
            "率の計算 = 削減(分)÷ 導入前(分)。"
            "公表された桁で四捨五入して比べ、合わなければ切り捨て、切り上げでも比べます。"
        ),
        _("ほかの市の公表値です。自庁の合計には、どこにも入っていません。基準が違うため、合計も平均も出しません。"),
    )
    return table_of(_("公表された業務"), columns, overview.references.published_jobs, None, notes)


def _as_published(value: Decimal | None) -> str:
    """The figure with just the digits it was published with."""
    return figures.NOTHING if value is None else f"{value:,}".replace("-", "−")


def _sourced(basis: str, source: str) -> str:
    return _("{basis}。{source}").format(basis=basis.rstrip("。"), source=source) if basis else source


def published_plans_table(plan: PublishedPlan) -> ReportTable:
    """One city's plan: each figure as published and as computed, with what it was computed from."""
    benefit = _("{hours} 時間 × {yen} 円").format(hours=_plain(plan.hours), yen=figures.count(plan.yen_per_hour))
    cost = _("導入 {initial} 円 + 経常 {running} 円").format(
        initial=figures.count(plan.initial_yen), running=figures.count(plan.running_yen)
    )
    lines: tuple[tuple[str, Pair, str], ...] = (
        (_("効果(円)"), plan.benefit, benefit),
        (_("差引(円)"), plan.net, _("効果 −({cost})").format(cost=cost)),
        (_("費用対効果"), plan.ratio, _("効果 ÷({cost})").format(cost=cost)),
        (_("実施率(%)"), plan.carried_out, f"{plan.measures_done} ÷ {plan.measures}"),
    )
    columns: tuple[Column[tuple[str, Pair, str]], ...] = (
        Column(_("数字"), Figure.TEXT, 16, lambda line: line[0]),
        Column(_("公表"), Figure.DIGITS, 16, lambda line: _as_published(line[1].published)),
        Column(_("計算"), Figure.DIGITS, 16, lambda line: _computed(line[1].computed)),
        Column(_("照合"), Figure.TEXT, 18, lambda line: line[1].verdict.label),
        Column(_("計算のもと"), Figure.TEXT, 64, lambda line: line[2]),
    )
    title = _("{city} {plan}").format(city=plan.city, plan=plan.plan)
    return table_of(
        title, columns, lines, None, (_("出典: {source}").format(source=_sourced(plan.basis, plan.source)),)
    )


def _computed(fraction: Fraction) -> str:
    """Percent with one decimal, as is usual for shares; other figures with two at the most."""
    if fraction.value is None or fraction.scale != _PERCENT:
        return _or_dash(fraction.value)
    return figures.one_decimal(fraction.value)


def unit_costs_table(overview: Overview, own: tuple[YearCost, ...]) -> ReportTable:
    """Published unit costs, and one's own beside them."""
    columns: tuple[Column[PublishedUnitCost], ...] = (
        Column(_("団体"), Figure.TEXT, 18, lambda line: line.organisation),
        Column(_("金額(円)"), Figure.YEN, 14, lambda line: line.yen),
        Column(_("時間"), Figure.COUNT, 11, lambda line: line.hours),
        Column(_("1時間あたり(円)公表"), Figure.DIGITS, 13, lambda line: _as_published(line.published_yen_per_hour)),
        Column(_("1時間あたり(円)計算"), Figure.HUNDREDTHS, 13, lambda line: line.yen_per_hour.computed.value),
        Column(_("照合"), Figure.TEXT, 17, lambda line: line.yen_per_hour.verdict.label),
        Column(_("区分と出典"), Figure.TEXT, 46, lambda line: _sourced(line.kind, line.source)),
    )
    notes = tuple(
        _("自庁の{year}: {yen} 円/時{staff}").format(
            year=figures.fiscal_year_text(cost.fiscal_year),
            yen=figures.count(cost.yen_per_hour),
            staff=_("({staff})").format(staff=cost.staff) if cost.staff else "",
        )
        for cost in own
    )
    return table_of(_("1時間あたりの費用(参考値)"), columns, overview.references.published_unit_costs, None, notes)
