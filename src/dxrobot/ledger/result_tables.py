"""The tables of the city's own results: by job, year, month, tool, phase and department."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from dxrobot.i18n import _
from dxrobot.ledger import figures
from dxrobot.ledger.group_lines import GroupLine, group_lines
from dxrobot.ledger.job_lines import JobLine
from dxrobot.ledger.overview import Overview, YearLine
from dxrobot.ledger.posting import By, KindSum
from dxrobot.ledger.rates import Fraction
from dxrobot.ledger.report_table import Column, Figure, ReportTable, Value, table_of
from dxrobot.ledger.summary import Summary, together

_SIXTY = Decimal(60)


def jobs_table(title: str, lines: Iterable[JobLine]) -> ReportTable:
    """業務・課・導入前・導入後・削減・率, with money, costs and pay-back; the last line is the rate of the totals."""
    lines = tuple(lines)
    total = together(line.summary for line in lines)
    cost = sum((line.cost.total for line in lines), 0)
    ratio = Fraction(Decimal(total.saved_yen), Decimal(cost), Decimal(1)).value
    last = (_("合計"), "", "", *_sums(total), total.yen, cost, None if total.yen is None else ratio, "")
    return table_of(title, _job_columns(), lines, last)


def _job_columns() -> tuple[Column[JobLine], ...]:
    return (
        Column(_("業務"), Figure.TEXT, 30, lambda line: line.job),
        Column(_("課"), Figure.TEXT, 15, lambda line: line.department or figures.NOTHING),
        Column(_("段階"), Figure.TEXT, 8, lambda line: _("、").join(line.phases)),
        *(_of_summary(column, lambda line: line.summary) for column in _sum_columns()),
        Column(_("金額(円)"), Figure.YEN, 13, lambda line: line.summary.yen),
        Column(_("費用(円)"), Figure.YEN, 12, lambda line: line.cost.total),
        Column(_("費用対効果"), Figure.HUNDREDTHS, 9, _benefit),
        Column(_("回収"), Figure.TEXT, 12, lambda line: figures.NOTHING if line.payback is None else str(line.payback)),
    )


def _benefit(line: JobLine) -> Value:
    return None if line.summary.yen is None else line.benefit_of_cost.value


def _sum_columns() -> tuple[Column[Summary], ...]:
    return (
        Column(_("件数"), Figure.COUNT, 10, lambda total: total.items_or_none),
        Column(_("導入前(時間)"), Figure.AMOUNT, 11, lambda total: _hours(total.before_minutes)),
        Column(_("導入後(時間)"), Figure.AMOUNT, 11, lambda total: _hours(total.after_minutes)),
        Column(_("削減(時間)"), Figure.AMOUNT, 11, lambda total: _hours(total.net_minutes)),
        Column(_("削減率"), Figure.PERCENT, 9, _share),
    )


def _hours(minutes: Decimal | None) -> Value:
    return None if minutes is None else minutes / _SIXTY


def _share(total: Summary) -> Value:
    return total.rate.numerator / total.rate.denominator if total.rate.denominator else None


def _sums(total: Summary) -> tuple[Value, ...]:
    return tuple(column.value(total) for column in _sum_columns())


def _of_summary(column: Column[Summary], summary: Callable[[JobLine], Summary]) -> Column[JobLine]:
    return Column(column.label, column.figure, column.width, lambda line: column.value(summary(line)))


def by_table(overview: Overview, by: By) -> ReportTable:
    """Totals for each value of ``by``."""
    total, costs = overview.total, by is not By.MONTH
    columns = (*_group_columns(by), *(_cost_columns() if costs else ()))
    last = (_("合計"), total.runs, *_sums(total), total.overtime_minutes / _SIXTY, total.yen)
    ratio = None if total.yen is None else overview.benefit_of_cost.value
    last_of_costs = (overview.cost.total, ratio, "") if costs else ()
    lines = group_lines(overview, by, overview.by(by))
    missing = overview.cost.total - sum(line.cost.total for line in lines if line.cost)
    notes = [_unshared_text().format(yen=figures.yen(missing))] if costs and missing else []
    return table_of(_("{by}ごとの合計").format(by=by.label), columns, lines, (*last, *last_of_costs), notes)


def _unshared_text() -> str:
    return _(
        "費用のうち {yen} は、まだ記帳のない業務や年度のものか、1つの行に決められないもので、合計だけに入っています。"
    )


def _group_columns(by: By) -> tuple[Column[GroupLine], ...]:
    label = figures.month_text if by is By.MONTH else str
    return (
        Column(by.label, Figure.TEXT, 30, lambda line: label(line.value) or figures.NOTHING),
        Column(_("実行(回)"), Figure.COUNT, 10, lambda line: line.summary.runs),
        *(Column(column.label, column.figure, column.width, _of_group(column.value)) for column in _sum_columns()),
        Column(_("うち時間外(時間)"), Figure.AMOUNT, 11, _overtime),
        Column(_("金額(円)"), Figure.YEN, 13, lambda line: line.summary.yen),
    )


def _cost_columns() -> tuple[Column[GroupLine], ...]:
    return (
        Column(_("費用(円)"), Figure.YEN, 12, lambda line: None if line.cost is None else line.cost.total),
        Column(
            _("費用対効果"),
            Figure.HUNDREDTHS,
            9,
            lambda line: None if line.benefit_of_cost is None else line.benefit_of_cost.value,
        ),
        Column(_("回収"), Figure.TEXT, 12, lambda line: figures.NOTHING if line.payback is None else str(line.payback)),
    )


def _overtime(line: GroupLine) -> Value:
    return None if line.summary.untold else line.summary.overtime_minutes / _SIXTY


def _of_group(value: Callable[[Summary], Value]) -> Callable[[GroupLine], Value]:
    return lambda line: value(line.summary)


def kinds_table(overview: Overview) -> ReportTable:
    """Confirmed items by kind and their minutes by hand, where baselines tell kinds apart."""
    columns: tuple[Column[tuple[JobLine, str, KindSum]], ...] = (
        Column(_("業務"), Figure.TEXT, 30, lambda line: line[0].job),
        Column(_("課"), Figure.TEXT, 15, lambda line: line[0].department or figures.NOTHING),
        Column(_("件の種類"), Figure.TEXT, 15, lambda line: line[1]),
        Column(_("件数"), Figure.COUNT, 10, lambda line: line[2].items),
        Column(_("導入前(時間)"), Figure.AMOUNT, 11, lambda line: line[2].gross_minutes / _SIXTY),
    )
    lines = [(line, kind, total) for line in overview.jobs for kind, total in sorted(line.kinds.items())]
    return table_of(_("種類ごとの件数"), columns, lines)


def years_table(overview: Overview) -> ReportTable:
    """Fiscal years with costs, what is left, and the hours for the people there are."""
    total, cost = overview.total, overview.cost
    net = None if total.yen is None else total.yen - cost.total
    last = (
        _("合計"), *_sums(total), total.yen, cost.initial, cost.running, net,
        None if total.yen is None else overview.benefit_of_cost.value, None, None,
    )  # fmt: skip
    return table_of(_("年度ごとの効果と費用"), _year_columns(), overview.years, last)


def _year_columns() -> tuple[Column[YearLine], ...]:
    return (
        Column(_("年度"), Figure.TEXT, 13, lambda line: figures.fiscal_year_text(line.year)),
        *(Column(column.label, column.figure, column.width, _of_year(column.value)) for column in _sum_columns()),
        Column(_("金額(円)"), Figure.YEN, 13, lambda line: line.summary.yen),
        Column(_("導入(円)"), Figure.YEN, 12, lambda line: line.cost.initial),
        Column(_("経常(円)"), Figure.YEN, 12, lambda line: line.cost.running),
        Column(_("差引(円)"), Figure.YEN, 13, lambda line: line.net_yen),
        Column(_("費用対効果"), Figure.HUNDREDTHS, 9, _year_benefit),
        Column(_("職員1人あたり(時間)"), Figure.HUNDREDTHS, 11, _an_employee),
        Column(_("人に直すと(人)"), Figure.HUNDREDTHS, 11, _persons),
    )


def _of_year(value: Callable[[Summary], Value]) -> Callable[[YearLine], Value]:
    return lambda line: value(line.summary)


def _year_benefit(line: YearLine) -> Value:
    if line.summary.yen is None:
        return None
    return Fraction(Decimal(line.summary.yen), Decimal(line.cost.total), Decimal(1)).value


def _an_employee(line: YearLine) -> Value:
    return None if line.workforce is None else line.workforce.hours_an_employee(line.summary.saved_minutes).value


def _persons(line: YearLine) -> Value:
    return None if line.workforce is None else line.workforce.persons(line.summary.saved_minutes).value
