"""Corrections: what was wrong in an entry is never changed, a new entry refers to it and puts it right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from dxrobot.errors import InputError
from dxrobot.i18n import _
from dxrobot.ledger.entry import KindCounts, LedgerEntry, finest, yen_of
from dxrobot.ledger.human import HumanMinutes
from dxrobot.ledger.stated import StatedEntry, is_part

Counted = LedgerEntry | StatedEntry


@dataclass(frozen=True, slots=True)
class Correction:
    """A new entry in the place of an old one: the old figures are taken out of the totals, the new ones put in."""

    corrects: int
    """Place of the old entry in the chain."""
    corrected_hash: str
    """The old entry's hash."""
    reason: str
    before: Counted
    """The figures as they stood."""
    after: Counted | None
    """The figures as they are; None: the entry is withdrawn."""
    file_hash: str = ""
    """SHA-256 of the imported file that asks for it; empty in payloads of before version 4."""


Chained = LedgerEntry | StatedEntry | Correction
"""Whatever stands in the chain."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a person wants changed in one entry; None leaves a figure as it is."""

    sequence: int
    reason: str
    withdraw: bool = False
    items: int | None = None
    items_by_kind: KindCounts = ()
    """Items by kind of a run; none leaves them."""
    gross_minutes: Decimal | None = None
    human_minutes: Decimal | None = None
    """All of people's minutes together."""
    overtime_minutes: Decimal | None = None
    """The part outside office hours; None keeps its share."""
    by_kind: Mapping[str, Decimal] = field(default_factory=dict)
    """People's minutes of some kinds (the names of :class:`HumanMinutes`); the other kinds stay."""


def corrected(entry: Counted, change: Change) -> Counted | None:
    """``entry`` as it ought to have been; gross minutes follow from the items by the same baseline.

    Raises :class:`InputError` for a change that the entry cannot take.
    """
    if change.withdraw:
        return None
    if isinstance(entry, StatedEntry):
        return _corrected_statement(entry, change)
    return _corrected_run(entry, change)


def _corrected_run(entry: LedgerEntry, change: Change) -> LedgerEntry:
    if not entry.counts:
        raise InputError(
            _("記帳 {sequence} は本番の実行ではなく、何も数えません。").format(sequence=change.sequence),
            _("本番で登録した件なら、担当課の申告として取り込んでください。"),
        )
    if change.gross_minutes is not None:
        raise InputError(
            _("記帳 {sequence} の導入前の時間は、基準時間と件数から決まります。").format(sequence=change.sequence),
            _("件数を直してください。"),
        )
    items, by_kind = _items_of_run(entry, change)
    gross = entry.baseline.gross_minutes(items, by_kind)
    human = _stated_human(entry.human, change)
    saved = gross - human.total
    return replace(
        entry,
        items_confirmed=items,
        items_by_kind=by_kind,
        gross_minutes=gross,
        human=human,
        saved_minutes=saved,
        overtime_minutes=_overtime_of_run(entry, gross, change),
        saved_yen=None if entry.yen_per_hour is None else yen_of(saved, entry.yen_per_hour),
    )


def _items_of_run(entry: LedgerEntry, change: Change) -> tuple[int, KindCounts]:
    """Confirmed items and their kinds; whoever changes the number of an entry with kinds must say of which kind."""
    if change.items is None and not change.items_by_kind:
        return entry.items_confirmed, entry.items_by_kind
    named = sum(count for _kind, count in change.items_by_kind)
    items = named if change.items is None else change.items
    unknown = {kind for kind, _count in change.items_by_kind} - {kind for kind, _minutes in entry.baseline.kinds}
    if unknown:
        raise InputError(
            _("記帳 {sequence} の基準時間に、種類「{kinds}」はありません。").format(
                sequence=change.sequence, kinds=_("」「").join(sorted(unknown))
            ),
            _("基準時間に書いてある種類: {known}").format(
                known=_("、").join(kind for kind, _minutes in entry.baseline.kinds) or _("なし")
            ),
        )
    if items < named or (entry.items_by_kind and not change.items_by_kind):
        raise InputError(
            _("記帳 {sequence} の件数が、種類ごとの件数と合いません。").format(sequence=change.sequence),
            _("種類ごとの件数に、直した後の件数を「新規 3、変更 2」の形で書いてください。"),
        )
    return items, tuple(sorted(change.items_by_kind))


def _overtime_of_run(entry: LedgerEntry, gross: Decimal, change: Change) -> Decimal:
    """The part of ``gross`` outside office hours: as stated, by the baseline, or by what a person stated before."""
    if change.overtime_minutes is not None:
        return _within(change, change.overtime_minutes, gross)
    if entry.overtime_minutes == entry.baseline.overtime_of(entry.gross_minutes):
        return entry.baseline.overtime_of(gross)
    return _same_share(entry.overtime_minutes, entry.gross_minutes, gross)


def _same_share(part: Decimal, whole: Decimal, new_whole: Decimal) -> Decimal:
    return finest(part * new_whole / whole) if whole else Decimal(0)


def _within(change: Change, part: Decimal, whole: Decimal) -> Decimal:
    """``part``, if it is no larger than what it is a part of."""
    if is_part(part, whole):
        return part
    raise InputError(
        _("記帳 {sequence} のうち時間外({part} 分)が、そのもとの時間({whole} 分)を超えます。").format(
            sequence=change.sequence, part=f"{part.normalize():f}", whole=f"{whole.normalize():f}"
        ),
        _("うち時間外(分)には、直した後の時間のうちの分を書いてください。"),
    )


def _stated_human(human: HumanMinutes, change: Change) -> HumanMinutes:
    """People's minutes as a person states them; they stay an estimate as long as some kind of them was one."""
    if change.human_minutes is not None:
        return HumanMinutes(checking=change.human_minutes)
    stated_all = len(change.by_kind) == len(human.by_kind)
    return replace(human, **change.by_kind, estimated=human.estimated and not stated_all)


def _corrected_statement(entry: StatedEntry, change: Change) -> StatedEntry:
    if change.items_by_kind:
        raise InputError(
            _("記帳 {sequence} は申告で、件の種類を持ちません。").format(sequence=change.sequence),
            _("件数に合計を書いてください。"),
        )
    if change.by_kind:
        raise InputError(
            _("記帳 {sequence} は申告で、職員の時間の種類を持ちません。").format(sequence=change.sequence),
            _("導入後(分)に合計を書いてください。"),
        )
    stated = entry.stated
    gross = stated.gross_minutes if change.gross_minutes is None else change.gross_minutes
    human = stated.human_minutes if change.human_minutes is None else change.human_minutes
    if gross is None or human is None:
        raise InputError(
            _("記帳 {sequence} には導入前と導入後の時間がありません。").format(sequence=change.sequence),
            _("取り消してから、正しい時間を取り込んでください。"),
        )
    items = stated.items if change.items is None else change.items
    saved = gross - human
    if change.overtime_minutes is None:
        overtime = _same_share(stated.overtime_minutes, stated.saved_minutes, saved)
    else:
        overtime = _within(change, change.overtime_minutes, saved)
    figures = replace(stated, items=items, gross_minutes=gross, human_minutes=human, saved_minutes=saved)
    return replace(
        entry,
        stated=replace(figures, overtime_minutes=overtime),
        saved_yen=None if entry.saved_yen is None or entry.yen_per_hour is None else yen_of(saved, entry.yen_per_hour),
    )
