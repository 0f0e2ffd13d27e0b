"""The ledger as open data: sums of a month, a department and a job, without runs, files and people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from dxrobot.i18n import _
from dxrobot.ledger import figures
from dxrobot.ledger.payload import plain
from dxrobot.ledger.posting import Group, KindTotals, Totals


def headings() -> tuple[str, ...]:
    """The headings, in order."""
    return (
        _("年度"), _("月"), _("課"), _("業務"), _("ツール"), _("段階"), _("記帳数"), _("件数"), _("種類ごとの件数"),
        _("導入前(分)"), _("導入後(分)"), _("削減(分)"), _("うち時間外(分)"), _("金額(円)"),
        _("見積を含む記帳数"), _("ロボット(秒)"),
    )  # fmt: skip


def rows(totals: Totals, kinds: KindTotals) -> Iterator[tuple[str, ...]]:
    """A row a group that counts, in the order of years, months and names; its sums are the sums of the ledger."""
    by_kind: dict[Group, dict[str, int]] = defaultdict(dict)
    for place, found in kinds.items():
        by_kind[place.group][place.kind] = found.items
    for group in sorted(totals, key=lambda group: (group.year, group.month, group.department, group.job, group.tool)):
        total = totals[group]
        if not total.counted:
            continue
        yield (
            str(group.year),
            group.month,
            group.department,
            group.job,
            group.tool,
            group.phase,
            str(total.counted),
            "" if total.items_or_none is None else str(total.items),
            figures.kinds_text(by_kind[group]),
            "" if total.before_minutes is None else plain(total.before_minutes),
            "" if total.after_minutes is None else plain(total.after_minutes),
            plain(total.saved_minutes),
            plain(total.overtime_minutes),
            "" if total.yen is None else str(total.yen),
            str(total.runs_estimated),
            plain(total.robot_seconds),
        )
