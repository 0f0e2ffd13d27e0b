"""From what a dry run has seen to the workbook that people sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dxrobot.app.run_result import DRY_WORKBOOK
from dxrobot.i18n import _
from dxrobot.items import ItemState
from dxrobot.runner.dry import DryEntry, DryValue
from dxrobot.sheets.dry_sheet import DryCell, DryFilled, DryHeading, DryRow, Mark, write_dry_workbook
from dxrobot.store.journal import SettledItem

_BOXES = {"true": "☑", "false": "☐"}
_NEEDS_PERSON = (
    ItemState.WAITING_REVIEW,
    ItemState.BUSINESS_ERROR,
    ItemState.SYSTEM_ERROR,
    ItemState.UNKNOWN,
)


def write_dry_run(
    folder: Path, heading: DryHeading, items: Sequence[SettledItem], entries: Mapping[int, Sequence[DryEntry]]
) -> Path:
    """Write the workbook of a dry run into ``folder``: ``items`` in order, ``entries`` by ordinal from 1."""
    path = folder / DRY_WORKBOOK
    rows = [_row(item, entries.get(ordinal, ())) for ordinal, item in enumerate(items, start=1)]
    write_dry_workbook(path, heading, rows)
    return path


def _row(item: SettledItem, entries: Sequence[DryEntry]) -> DryRow:
    return DryRow(
        key=item.key,
        source=item.source,
        state=_state(item, entries),
        reason=item.reason,
        needs_person=item.state in _NEEDS_PERSON,
        filled=tuple(map(_filled, entries)),
    )


def _state(item: SettledItem, entries: Sequence[DryEntry]) -> str:
    if item.state is ItemState.PENDING:
        if not entries:
            return _("未処理")
        return _("入力できます") if all(entry.complete for entry in entries) else _("途中まで入力できます")
    labels = {
        ItemState.SKIPPED: _("登録しません"),
        ItemState.WAITING_REVIEW: _("職員の確認待ち"),
        ItemState.BUSINESS_ERROR: _("内容の誤り"),
        ItemState.UNKNOWN: _("登録されたか不明"),
    }
    return labels.get(item.state, _("システムの異常"))


def _filled(entry: DryEntry) -> DryFilled:
    return DryFilled(
        title=entry.title,
        cells=tuple(map(_cell, entry.values)),
        screen=entry.screen,
        picture=entry.picture,
        blocked=tuple((request.method, request.path) for request in entry.blocked),
        stopped_unseen=entry.stopped_unseen,
    )


def _cell(value: DryValue) -> DryCell:
    origins = value.entered.origins
    settled = [str(origin["settled_by"]) for origin in origins if origin.get("settled_by")]
    mark = Mark.DOUBTFUL if value.doubtful else Mark.SETTLED if settled else Mark.NONE
    return DryCell(
        title=value.entered.title,
        value=_BOXES.get(value.entered.value, value.entered.value),
        read_as=" / ".join(str(origin["text"]) for origin in origins if origin.get("text")),
        origin=" / ".join(map(_place, origins)),
        mark=mark,
        remark=value.doubtful or "、".join(dict.fromkeys(settled)),
    )


def _place(origin: Mapping[str, Any]) -> str:
    """File, page or cell of a value."""
    file = str(origin.get("file", ""))
    if origin.get("page"):
        return _("{file} {page} ページ「{label}」").format(
            file=file, page=origin["page"], label=origin.get("label", origin.get("field", ""))
        )
    where = (str(origin[part]) for part in ("sheet", "cell") if origin.get(part))
    return " ".join((file, *where))
