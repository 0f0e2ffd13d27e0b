"""``dxrobot trace``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from dxrobot.app.tracing import TracedRecord, trace_record
from dxrobot.app.workspaces import open_workspace
from dxrobot.cli.output import current_workspace, print_json
from dxrobot.i18n import _
from dxrobot.items import IntentState, Mode
from dxrobot.ledger.notes import mode_label


def show_trace(record: str, *, reveal: bool, json_output: bool) -> int:
    """Show every entry of one record with the origins of its values."""
    open_workspace(current_workspace())
    traced = trace_record(record, reveal=reveal)
    if json_output:
        print_json([entry.as_json() for entry in traced])
    else:
        for entry in traced:
            show_record(entry)
    return 0


def show_record(entry: TracedRecord) -> None:
    """Say one record with its values and where each of them stood."""
    click.echo(
        _("{key} — {state}({mode}) 操作 {operation} 実行 {run} 送信 {at}").format(
            key=entry.item_key,
            state=_intent_labels()[IntentState(entry.state)],
            mode=mode_label(Mode(entry.mode)),
            operation=entry.operation,
            run=entry.run,
            at=entry.submitted_at,
        )
    )
    for value in entry.values:
        click.echo(f"  {value.title}: {_words(value.value)}")
        for origin in value.origins:
            click.echo(_from_form(origin) if "page" in origin else _from_sheet(origin))


def _from_form(origin: Mapping[str, Any]) -> str:
    return _("    ← {file} {page}ページ「{label}」 枠 {box} 読取「{text}」 確信度 {confidence} 決めた人: {by}").format(
        file=origin["file"],
        page=origin["page"],
        label=origin["label"],
        box=origin["box"],
        text=origin["text"],
        confidence=_("未較正") if origin["confidence"] is None else f"{origin['confidence']:.3f}",
        by=origin["settled_by"] or _("機械(確認不要と判定)"),
    )


def _from_sheet(origin: Mapping[str, Any]) -> str:
    """Of a value that stood in a cell of a workbook or a CSV, which has no sheets."""
    place = "!".join(filter(None, (origin["sheet"], origin["cell"])))
    return _("    ← {file} {place}「{label}」 元の値「{text}」").format(
        file=origin["file"], place=place, label=origin["label"], text=origin["text"]
    )


def _words(value: str) -> str:
    """An entered value for people: the journal keeps a check box as ``true`` or ``false``."""
    return {"": _("(空白)"), "true": _("あり"), "false": _("なし")}.get(value, value)


def _intent_labels() -> dict[IntentState, str]:
    return {
        IntentState.RESERVED: _("登録の前"),
        IntentState.SUBMITTING: _("送信中(結果は未確認)"),
        IntentState.DONE: _("登録を確認"),
        IntentState.UNKNOWN: _("登録されたか不明"),
    }
