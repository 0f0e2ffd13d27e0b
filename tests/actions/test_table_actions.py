from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dxrobot.actions.base import RunContext
from dxrobot.actions.registry import SCENARIO_ACTIONS
from dxrobot.config import Workspace
from dxrobot.errors import BusinessError, InputError
from dxrobot.items import Mode
from dxrobot.scenario.expression import evaluate
from dxrobot.sheets.read_grid import read_grid
from dxrobot.store.journal import Journal
from tests.sheets.city_template import city_template

from .table_context import context_of

Start = Callable[..., Journal]


@pytest.fixture
def context(workspace: Workspace, start_run: Start) -> RunContext:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["受付番号", "氏名", "金額"], ["0001", "山田", 1200], ["0002", "林", "#N/A"]):
        book.active.append(row)
    book.save(workspace.root / "台帳.xlsx")
    city_template(workspace.root / "様式.xlsx")
    return context_of(workspace, start_run("run1"))


def perform(context: RunContext, action: str, arguments: dict[str, Any], **variables: Any) -> Any:
    return SCENARIO_ACTIONS[action].ready(arguments, variables).perform(context)


def test_rows_are_used_by_name_and_by_heading_and_an_error_is_of_its_row(context: RunContext) -> None:
    rows = perform(context, "read_rows", {"file": "台帳.xlsx", "columns": {"number": "受付番号", "yen": "金額"}})
    assert (
        evaluate("{{ row.number }}/{{ row['受付 番号'] }}/{{ row.yen | yen }}", {"row": rows[0]}) == "0001/0001/1,200"
    )
    assert evaluate("{{ row.number }}", {"row": rows[1]}) == "0002"
    with pytest.raises(BusinessError, match="#N/A"):
        evaluate("{{ row.yen }}", {"row": rows[1]})


def test_rows_that_were_read_are_written_as_csv_and_as_a_workbook(context: RunContext) -> None:
    rows = perform(context, "read_rows", {"file": "台帳.xlsx", "columns": {"number": "受付番号", "name": "氏名"}})
    arguments = {"columns": {"number": "番号", "name": "氏名"}, "rows": "{{ rows }}"}
    csv = Path(perform(context, "write_csv", {"file": "一覧.csv", **arguments}, rows=rows))
    assert csv == context.evidence / "一覧.csv"
    assert csv.read_bytes() == "番号,氏名\r\n0001,山田\r\n0002,林\r\n".encode("cp932")
    book = perform(context, "write_rows", {"file": "一覧.xlsx", "title": "一覧", **arguments}, rows=rows)
    assert read_grid(Path(book)).text(3, 0) == "0001"
    with pytest.raises(InputError, match="既にあります"):
        perform(context, "write_csv", {"file": "一覧.csv", **arguments}, rows=rows)


def test_column_that_the_rows_do_not_have_is_named(context: RunContext) -> None:
    with pytest.raises(InputError, match="1 件目に「tel」がありません"):
        perform(context, "write_csv", {"file": "a.csv", "columns": ["tel"], "rows": [{"name": "x"}]})


@pytest.mark.parametrize("value", [["x"], {"a": 1}])
@pytest.mark.parametrize("action", ["write_csv", "write_rows"])
def test_list_in_a_cell_is_named_by_row_and_column(context: RunContext, action: str, value: object) -> None:
    rows = [{"名": "x"}, {"名": value}]
    title = {"title": "一覧"} if action == "write_rows" else {}
    with pytest.raises(InputError, match="2 件目の「名」"):
        perform(context, action, {"file": "a.xlsx", "columns": ["名"], "rows": "{{ rows }}", **title}, rows=rows)


def test_table_is_appended_to_and_updated_once(context: RunContext) -> None:
    arguments = {
        "file": "台帳.xlsx",
        "key": "受付番号",
        "values": {"受付番号": "0003", "氏名": "{{ name }}", "金額": 5},
    }
    assert perform(context, "append_rows", arguments, name="森")["appended"] == 1
    assert perform(context, "append_rows", arguments, name="森") == {"appended": 0, "updated": 0, "unchanged": 1}
    change = {"file": "台帳.xlsx", "key": "受付番号", "values": {"受付番号": "0003", "氏名": "森 二"}}
    assert perform(context, "update_rows", change)["updated"] == 1
    grid = read_grid(context.workspace.root / "台帳.xlsx")
    assert [grid.text(3, column) for column in range(3)] == ["0003", "森 二", "5"]


def test_rows_of_one_table_go_under_the_same_headings_of_another(context: RunContext) -> None:
    rows = perform(context, "read_rows", {"file": "台帳.xlsx", "columns": {"number": "受付番号", "name": "氏名"}})
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["氏名", "受付番号"])
    book.save(context.workspace.root / "転記.xlsx")
    perform(context, "append_rows", {"file": "転記.xlsx", "key": "受付番号", "rows": "{{ rows }}"}, rows=rows)
    grid = read_grid(context.workspace.root / "転記.xlsx")
    assert [grid.text(2, column) for column in range(2)] == ["林", "0002"]


def test_template_is_filled_into_a_new_file(context: RunContext) -> None:
    arguments = {
        "template": "様式.xlsx",
        "file": "通知書_{{ no }}.xlsx",
        "cells": {"B4": "{{ name }}", "受付番号欄": "{{ no }}"},
        "rows": {"at": "A10", "values": [["花子", "長女", "2020-05-06", 12, 1.5]]},
    }
    path = Path(perform(context, "fill_sheet", arguments, no="0001", name="山田"))
    assert path == context.evidence / "通知書_0001.xlsx"
    read = perform(
        context, "read_cells", {"file": str(path), "cells": {"name": "C4", "no": "B5", "yen": "F10", "n": "E10"}}
    )
    assert read == {"name": "山田", "no": "0001", "n": "12", "yen": "1.5"}


def test_dry_run_writes_into_its_own_copy(workspace: Workspace, context: RunContext, start_run: Start) -> None:
    dry = context_of(workspace, start_run("run2", mode=Mode.DRY), Mode.DRY)
    before = (workspace.root / "台帳.xlsx").read_bytes()
    values = {"受付番号": "0003", "氏名": "森"}
    perform(dry, "append_rows", {"file": "台帳.xlsx", "key": "受付番号", "values": values})
    assert (workspace.root / "台帳.xlsx").read_bytes() == before
    assert len(perform(dry, "read_rows", {"file": "台帳.xlsx"})) == 3


def test_wrong_arguments_are_told(context: RunContext) -> None:
    with pytest.raises(InputError, match="渡す値の形が違います"):
        perform(context, "append_rows", {"file": "台帳.xlsx", "key": "受付番号"})
