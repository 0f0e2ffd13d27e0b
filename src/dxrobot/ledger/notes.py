"""How the ledger counts, in sentences: they stand in every book and report, so that a reader can recount."""

from __future__ import annotations

from collections.abc import Iterable

from dxrobot.i18n import _
from dxrobot.items import Mode
from dxrobot.ledger.baseline import BaselineSource
from dxrobot.ledger.entry import AppliedBaseline, LedgerEntry
from dxrobot.ledger.payload import plain


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
            "1回の実行ごとに1円未満を四捨五入し、合計はそれを足したものです。"
        ),
        _("削減率 = 削減時間の合計 ÷ 基準時間で計算した時間の合計。率どうしの平均ではありません。"),
        _("表の時間と率は小数第2位を四捨五入して示しています。計算は四捨五入する前の値で行っています。"),
    )


def estimate_notes(entries: Iterable[LedgerEntry]) -> tuple[str, ...]:
    """Which figures are no measurements, a sentence a job and kind of figure."""
    found: dict[str, None] = {}
    for entry in entries:
        if entry.counts and entry.baseline.source is not BaselineSource.MEASURED:
            sentence = _("「{job}」の基準時間 {baseline} は、自庁で実測した値ではありません。")
            found[sentence.format(job=entry.job, baseline=baseline_text(entry.baseline))] = None
        if entry.counts and entry.human.estimated:
            sentence = _("「{job}」の職員がかけた時間は、シナリオに書かれた前提による見積です。")
            found[sentence.format(job=entry.job)] = None
    return tuple(found)
