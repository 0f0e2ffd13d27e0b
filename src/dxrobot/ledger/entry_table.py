"""The entries as a table: one row an entry, as it stands in the chain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from dxrobot.i18n import _
from dxrobot.ledger import figures, notes
from dxrobot.ledger.correction import Chained, Correction, Counted
from dxrobot.ledger.kinds import Origin, Quality
from dxrobot.ledger.payload import plain
from dxrobot.ledger.posting import group_of
from dxrobot.ledger.report_table import Column, Figure, ReportTable, Value, table_of
from dxrobot.ledger.stated import StatedEntry
from dxrobot.ledger.summary import Summary, summary_of


@dataclass(frozen=True, slots=True)
class Numbered:
    """An entry with its place in the chain."""

    sequence: int
    entry: Chained
    corrected_by: int | None = None
    """The place of the correction in whose figures it counts instead."""
    hash: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    numbered: Numbered
    entry: Counted
    kind: str
    note: str
    sums: Summary
    withdrawn: bool

    @property
    def counts(self) -> bool:
        """Whether its figures are in the totals: those of the lines that count add up to them."""
        return bool(self.sums.counted) and self.numbered.corrected_by is None


def entries_table(entries: Iterable[Numbered], left_out: int = 0) -> ReportTable:
    """A row an entry; ``left_out`` older ones stand in the export and not here."""
    told = (
        (_("これより古い記帳が {count} 件あります。全部は dxrobot ledger export --entries で出ます。"),)
        if left_out
        else ()
    )
    return table_of(
        _("記帳"), _columns(), map(_line, entries), None, [note.format(count=figures.count(left_out)) for note in told]
    )


def headings() -> tuple[str, ...]:
    """The headings of :func:`row`, in order."""
    return tuple(column.label for column in (*_columns(), *_recounting_columns()))


def row(numbered: Numbered) -> tuple[str, ...]:
    """One entry as plain text for a file, its figures unrounded."""
    line = _line(numbered)
    return tuple(_plain(column.value(line)) for column in (*_columns(), *_recounting_columns()))


def _plain(value: Value) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    return "" if value is None else str(value)


def _line(numbered: Numbered) -> _Line:
    entry = numbered.entry
    if isinstance(entry, Correction):
        kind = _("訂正(番号 {sequence})").format(sequence=entry.corrects)
        after = entry.after
        return _Line(
            numbered,
            entry.before if after is None else after,
            kind,
            entry.reason,
            Summary() if after is None else summary_of(after),
            withdrawn=after is None,
        )
    if isinstance(entry, StatedEntry):
        note = _("{quality}: {source}").format(quality=entry.stated.quality.label, source=entry.stated.source)
        return _Line(numbered, entry, entry.stated.origin.label, note, summary_of(entry), withdrawn=False)
    note = notes.baseline_text(entry.baseline)
    kind = _("{origin}({mode})").format(origin=Origin.RUN.label, mode=notes.mode_label(entry.mode))
    return _Line(numbered, entry, kind, note, summary_of(entry), withdrawn=False)


def _columns() -> tuple[Column[_Line], ...]:
    return (
        Column(_("番号"), Figure.COUNT, 8, lambda line: line.numbered.sequence),
        Column(_("日・期間"), Figure.TEXT, 13, _days),
        Column(_("業務"), Figure.TEXT, 24, lambda line: group_of(line.entry).job),
        Column(_("課"), Figure.TEXT, 13, lambda line: group_of(line.entry).department),
        Column(_("ツール"), Figure.TEXT, 10, lambda line: group_of(line.entry).tool),
        Column(_("段階"), Figure.TEXT, 8, lambda line: group_of(line.entry).phase),
        Column(_("種類"), Figure.TEXT, 14, lambda line: line.kind),
        Column(_("合計に入る"), Figure.TEXT, 8, lambda line: _("はい") if line.counts else _("いいえ")),
        Column(_("件数"), Figure.COUNT, 9, lambda line: 0 if line.withdrawn else line.sums.items_or_none),
        Column(_("種類ごとの件数"), Figure.TEXT, 14, _kinds),
        Column(_("導入前(分)"), Figure.AMOUNT, 11, lambda line: line.sums.before_minutes),
        Column(_("導入後(分)"), Figure.AMOUNT, 11, lambda line: line.sums.after_minutes),
        Column(_("削減(分)"), Figure.AMOUNT, 11, lambda line: line.sums.net_minutes),
        Column(_("金額(円)"), Figure.YEN, 12, _yen),
        Column(_("見積"), Figure.TEXT, 6, lambda line: _("見積") if line.sums.runs_estimated else ""),
        Column(_("基準時間・出典・理由"), Figure.TEXT, 26, lambda line: line.note),
        Column(_("実行番号"), Figure.TEXT, 16, _run),
        Column(_("ロボット(秒)"), Figure.AMOUNT, 11, lambda line: line.sums.robot_seconds),
    )


def _recounting_columns() -> tuple[Column[_Line], ...]:
    """What only those need who recount the entries."""
    return (
        Column(_("訂正した記帳"), Figure.COUNT, 8, _corrects),
        Column(_("訂正された記帳"), Figure.COUNT, 8, lambda line: line.numbered.corrected_by),
        Column(_("準備(分)"), Figure.AMOUNT, 8, lambda line: _human(line, 0)),
        Column(_("確認(分)"), Figure.AMOUNT, 8, lambda line: _human(line, 1)),
        Column(_("修正(分)"), Figure.AMOUNT, 8, lambda line: _human(line, 2)),
        Column(_("例外処理(分)"), Figure.AMOUNT, 8, lambda line: _human(line, 3)),
        Column(_("復旧(分)"), Figure.AMOUNT, 8, lambda line: _human(line, 4)),
        Column(_("うち時間外(分)"), Figure.AMOUNT, 8, lambda line: line.sums.overtime_minutes),
        Column(_("1時間あたり(円)"), Figure.YEN, 8, lambda line: line.entry.yen_per_hour),
        Column(_("ハッシュ"), Figure.TEXT, 64, lambda line: line.numbered.hash),
    )


def _corrects(line: _Line) -> Value:
    entry = line.numbered.entry
    return entry.corrects if isinstance(entry, Correction) else None


def _human(line: _Line, kind: int) -> Value:
    """People's minutes of one kind; a statement tells only their sum."""
    return None if line.withdrawn or isinstance(line.entry, StatedEntry) else line.entry.human.by_kind[kind]


def _days(line: _Line) -> str:
    if isinstance(line.entry, StatedEntry):
        period = line.entry.stated.period
        return _("{first}〜{last}").format(first=period.first.isoformat(), last=period.last.isoformat())
    return line.entry.day.isoformat()


def _kinds(line: _Line) -> str:
    if line.withdrawn or isinstance(line.entry, StatedEntry):
        return ""
    return figures.kinds_text(dict(line.entry.items_by_kind))


def _run(line: _Line) -> str:
    return "" if isinstance(line.entry, StatedEntry) else line.entry.run


def _yen(line: _Line) -> Value:
    if line.withdrawn:
        return 0
    if isinstance(line.entry, StatedEntry) and line.entry.stated.quality is Quality.NOT_MEASURABLE:
        return None
    return line.entry.saved_yen
