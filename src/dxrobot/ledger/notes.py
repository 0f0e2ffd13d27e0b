"""How the ledger counts, in sentences: they stand in every book and report, so that a reader can recount."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from dxrobot.i18n import _
from dxrobot.items import Mode
from dxrobot.ledger import figures
from dxrobot.ledger.entry import AppliedBaseline
from dxrobot.ledger.payload import plain
from dxrobot.ledger.summary import Summary
from dxrobot.ledger.unit_cost import YearCost


def mode_label(mode: Mode) -> str:
    """The word for a run's mode."""
    labels = {Mode.DRY: _("予行"), Mode.TRIAL: _("試行"), Mode.PRODUCTION: _("本番")}
    return labels[mode]


def formula() -> str:
    """The one formula of the ledger."""
    return _("削減時間 = 基準時間 × 登録を確かめた件数 − 職員がかけた時間(準備・確認・修正・例外処理・復旧)")


def baseline_text(baseline: AppliedBaseline) -> str:
    """The minutes of a baseline and how they are known: 6.5 分/件(実測 20 件、2026-04-01 から)."""
    minutes = _("{minutes} 分/件").format(minutes=plain(baseline.minutes_per_item))
    for kind, of_kind in baseline.kinds:
        minutes += _("、{kind} {minutes} 分/件").format(kind=kind, minutes=plain(of_kind))
    if baseline.minutes_per_batch:
        minutes += _(" + {minutes} 分/回").format(minutes=plain(baseline.minutes_per_batch))
    known = baseline.source.label
    if baseline.samples:
        known = _("{source} {samples} 件").format(source=known, samples=baseline.samples)
    return _("{minutes}({known}、{day} から)").format(minutes=minutes, known=known, day=baseline.valid_from.isoformat())


def counting_rules() -> tuple[str, ...]:
    """What a reader must know to recount the figures."""
    return (
        _("件数は、対象システムへの登録を確かめたものだけです。失敗した件、飛ばした件は数えません。"),
        _("試行と予行の実行は、何も削減しません。かかった時間も、この台帳の業務には数えません。"),
        _("職員がかけた時間のほうが長ければ削減時間は負になり、そのまま −(マイナス)で示します。0 に切り上げません。"),
        _("ロボットの時間は、だれの勤務時間でもないため、足しも引きもせず、参考に並べています。"),
        _(
            "金額 = 削減時間 × その年度の職員1時間あたりの費用。"
            "1回の記帳ごとに1円未満を四捨五入し、合計はそれを足したものです。"
        ),
        _(
            "削減率 = 削減時間の合計 ÷ 基準時間で計算した時間(導入前)の合計。率どうしの平均ではありません。"
            "導入前の時間が分からない申告は、率に入れません。"
        ),
        _("表の時間と率は四捨五入して示しています。計算は四捨五入する前の値で行っています。"),
        _(
            "年度は4月1日から翌年3月31日までで、仕事をした日で決まります。"
            "出納整理期間(翌年度の4月1日から5月31日、地方自治法 第235条の5)にした仕事は、その日の年度に数えます。"
            "費用は、支払った日ではなく、属する会計年度に数えます。"
        ),
        _("ほかのツールの時間は、実測か見積の区別と出典を付けて申告されたものです。測定不能のものは合計に入れません。"),
        _(
            "見つかった誤りの数は、課が導入前と導入後の両方を数えて申告したものだけです。"
            "ロボットの実行からは数えません。手作業のときの誤りの数が分からず、比べられないためです。"
        ),
        _("時間外は、手作業のときに時間外にしていた割合(基準時間に記載)か、申告された時間です。"),
        _("訂正は、前の記帳を消さず、それを指す新しい記帳として残します。合計は訂正後の数字です。"),
        _(
            "費用は導入と経常を分け、年度ごとに、決めた分け方で業務に割り振ります。"
            "1円未満の端数は大きい順に1円ずつ配るので、負担の合計は費用と1円も違いません。"
        ),
        _(
            "回収は、導入費と開発の時間を、1か月あたりの「金額 − 経常費 − 保守の時間」で割った月数です。"
            "1か月あたりは、記帳のある最初の月から最後の月まで(間の記帳のない月も数えます)の平均です。"
            "期間で申告された時間は、その期間の月を数えます。経常費と保守の時間は、その年度の12分の1を1か月分とします。"
        ),
    )


def margin_note(total: Summary) -> str:
    """The range of the hours whose baseline was measured by sample; nothing where there is none."""
    if not total.margin_minutes:
        return ""
    return _(
        "標本で測った基準時間による誤差は ± {margin}(95 % の範囲、t 分布。ISO 2602、JIS Z 9041-2)。"
        "削減時間は {low} から {high} の間と見られます。複数の基準時間の幅は足し合わせた、広めの値です。"
    ).format(
        margin=figures.hours(total.margin_minutes),
        low=figures.hours(total.saved_minutes - total.margin_minutes),
        high=figures.hours(total.saved_minutes + total.margin_minutes),
    )


def unrated_note(total: Summary) -> str:
    """The hours that are known only as a saving; nothing where there are none."""
    unrated = total.saved_minutes - total.rated_minutes
    if not unrated:
        return ""
    return _(
        "削減時間のうち {hours} は、導入前の時間が分からない申告です。"
        "導入前 − 導入後 に足した値で、率には入れていません。"
    ).format(hours=figures.hours(unrated))


def money_note(total: Summary) -> str:
    """How many entries have hours and no money; nothing where all have."""
    if not total.runs_without_yen:
        return ""
    return _("{count} 件の記帳は、その年度の1時間あたりの費用が設定されていないため、金額に入っていません。").format(
        count=figures.count(total.runs_without_yen)
    )


def years_without_yen(by_year: Mapping[str, Summary]) -> tuple[str, ...]:
    """A sentence for each fiscal year whose hours add no money, for it has no unit cost."""
    return tuple(
        _("{year}は1時間あたりの費用が設定されていないため、{count} 件の記帳が金額に入っていません。").format(
            year=figures.fiscal_year_text(int(year)), count=figures.count(total.runs_without_yen)
        )
        for year, total in by_year.items()
        if total.runs_without_yen
    )


def earlier_costs_note(yen: int, building_hours: Decimal) -> str:
    """What the pay-back of a report of one fiscal year reckons with beside the costs of that year."""
    return _(
        "回収には、この年度より前の導入費 {yen} と開発 {hours} も入れています。"
        "費用と費用対効果は、この年度だけのものです。"
    ).format(yen=figures.yen(yen), hours=figures.hours(building_hours * 60))


def unshared_note(yen: int) -> str:
    """What stands in the costs of the whole and in no job's; nothing where there is none."""
    if not yen:
        return ""
    return _("費用のうち {yen} は、まだ記帳のない業務のもので、業務ごとの表の合計には入っていません。").format(
        yen=figures.yen(yen)
    )


def errors_note(total: Summary) -> str:
    """Mistakes found before and after; nothing where none are stated."""
    if not total.errors_before and not total.errors_after:
        return ""
    return _("見つかった誤り: 導入前 {before} 件、導入後 {after} 件(両方の数が申告された業務だけ)。").format(
        before=figures.count(total.errors_before), after=figures.count(total.errors_after)
    )


def unmeasurable_note(total: Summary) -> str:
    """What was stated and cannot be measured; nothing where there is none."""
    if not total.unmeasurable:
        return ""
    return _("測定不能と申告された {count} 件は、合計に入っていません。").format(
        count=figures.count(total.unmeasurable)
    )


def total_notes(total: Summary) -> tuple[str, ...]:
    """What must be known of the totals themselves."""
    return tuple(filter(None, (*hours_notes(total), money_note(total))))


def hours_notes(total: Summary) -> tuple[str, ...]:
    """What must be known of the hours and items of the totals."""
    found = (margin_note(total), unrated_note(total), errors_note(total), unmeasurable_note(total))
    return tuple(filter(None, found))


def unit_cost_notes(costs: Iterable[YearCost], year: int | None) -> tuple[str, ...]:
    """What an hour is reckoned with, and where that comes from, a sentence a unit cost; of ``year`` alone if given."""
    return tuple(
        _("{year}の職員1時間あたりの費用{staff}: {yen}(出典: {source})").format(
            year=figures.fiscal_year_text(cost.fiscal_year),
            staff=_("({staff})").format(staff=cost.staff) if cost.staff else "",
            yen=figures.yen(cost.yen_per_hour),
            source=cost.source,
        )
        for cost in costs
        if year in (None, cost.fiscal_year)
    )


def estimate_notes(by_job: Mapping[str, Summary]) -> tuple[str, ...]:
    """How much of each job is no measurement, a sentence a job."""
    return tuple(
        _("「{job}」は、記帳 {counted} 件のうち {estimated} 件に見積の数字(基準時間か職員の手間)を含みます。").format(
            job=job, counted=figures.count(total.counted), estimated=figures.count(total.runs_estimated)
        )
        for job, total in by_job.items()
        if total.runs_estimated
    )
