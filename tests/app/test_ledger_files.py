"""The files made of a real ledger: one fiscal year, a city's own form, paper, every entry for those who recount."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook
from openpyxl.workbook.defined_name import DefinedName

from dxrobot.app.ledger import (
    ledger_overview,
    ledger_report,
    ledger_totals,
)
from dxrobot.app.ledger_files import write_entries, write_ledger_files
from dxrobot.app.ledger_import import import_file
from dxrobot.app.workspaces import open_workspace
from dxrobot.config import Workspace
from dxrobot.errors import InputError
from dxrobot.items import Mode
from dxrobot.ledger.kinds import Quality
from dxrobot.ledger.posting import By
from dxrobot.store import ledger_rows
from dxrobot.store.ledger_rows import NewRow, append_all
from dxrobot.store.models import LedgerRow
from tests.ledger.samples import entry, stated


@pytest.fixture
def opened(workspace: Workspace) -> Iterator[Workspace]:
    open_workspace(workspace)
    append_all([NewRow(entry()), NewRow(stated(600, gross=800)), NewRow(stated(60, year=2025, job="=cmd()"))])
    yield workspace
    connections.close_all()


def form(path: Path, *names: str) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "報告"
    sheet["A1"] = "効果報告書"
    for row, name in enumerate(names, start=3):
        book.defined_names[name] = DefinedName(name, attr_text=f"'報告'!$B${row}")
    book.save(path)
    return path


def empty_folder(beside: Path) -> Path:
    folder = beside / "out"
    folder.mkdir()
    return folder


def test_a_citys_own_form_is_filled_by_the_names_of_its_cells(opened: Workspace, tmp_path: Path) -> None:
    template = form(tmp_path / "様式.xlsx", "台帳_削減時間", "台帳_金額", "その他の名前", "台帳_業務一覧")
    folder = empty_folder(tmp_path)
    assert write_ledger_files(folder, opened, year=2026, template=template)[-1] == folder / "様式.xlsx"
    sheet = load_workbook(folder / "様式.xlsx")["報告"]
    assert (sheet["A1"].value, sheet["B3"].value, sheet["B4"].value) == ("効果報告書", pytest.approx(10.8), 32_400)
    assert [sheet.cell(6, column).value for column in (2, 3)] == ["児童手当", "子育て支援課"]


def test_a_form_without_any_known_name_is_told_which_there_are(opened: Workspace, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="台帳_削減時間"):
        write_ledger_files(empty_folder(tmp_path), opened, template=form(tmp_path / "空.xlsx", "合計"))


def test_a_table_never_takes_the_place_of_what_stands_below_it_in_the_form(opened: Workspace, tmp_path: Path) -> None:
    template = form(tmp_path / "様式.xlsx", "台帳_業務一覧")
    book = load_workbook(template)
    book["報告"]["C4"] = "合計"
    book.save(template)
    with pytest.raises(InputError, match="「台帳_業務一覧」の表は 3 行あり、様式のセル C4 にある値に重なります。"):
        write_ledger_files(empty_folder(tmp_path), opened, template=template)


def test_an_empty_form_and_the_book_are_never_written_over_by_the_filled_form(
    opened: Workspace, tmp_path: Path
) -> None:
    for name in ("様式.xlsx", "ledger.xlsx"):
        template = form(tmp_path / name, "台帳_削減時間")
        blank = template.read_bytes()
        with pytest.raises(InputError, match="上書きされます"):
            write_ledger_files(tmp_path, opened, template=template)
        assert template.read_bytes() == blank
    with pytest.raises(InputError, match="上書きされます"):
        write_ledger_files(empty_folder(tmp_path), opened, template=template)


def test_report_and_summary_of_a_large_ledger_read_kept_totals_and_not_its_entries(
    opened: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_rows, "entries", None)
    monkeypatch.setattr(ledger_rows, "links", None)
    monkeypatch.setattr("dxrobot.app.ledger._LISTED", 1)
    assert len(write_ledger_files(tmp_path, opened)) == 3
    for by in By:
        totals = ledger_totals(opened, by)
        assert sum(summary.counted for summary in totals.groups.values()) == totals.overview.total.counted == 3


@pytest.mark.parametrize("by", list(By))
def test_summary_by_anything_is_that_of_the_single_months(opened: Workspace, by: By) -> None:
    append_all([NewRow(entry(day=date(2026, 8, 1), items=5)), NewRow(entry(day=date(2027, 4, 1)))])
    assert dict(ledger_totals(opened, by).groups) == dict(ledger_overview(opened).by(by))


def test_a_report_of_one_fiscal_year_holds_nothing_of_another(opened: Workspace, tmp_path: Path) -> None:
    _book, page, data, paper = write_ledger_files(tmp_path, opened, year=2025, pdf=True)
    told = page.read_text(encoding="utf-8")
    assert "児童手当" not in told
    assert "削減時間の台帳(令和7年度)</h1>" in told
    assert [row["年度"] for row in csv.DictReader(data.open(encoding="utf-8-sig"))] == ["2025"]
    pages = pypdfium2.PdfDocument(paper)
    assert {tuple(round(side) for side in pages[number].get_size()) for number in range(len(pages))} == {(842, 595)}


def test_the_list_of_one_year_is_that_years_newest_entries_and_says_what_it_leaves_out(
    opened: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dxrobot.app.ledger._LISTED", 2)
    append_all([NewRow(entry(items=items)) for items in (1, 2)])
    for year, sequences, left_out in ((2025, [3], False), (2026, [4, 5], True)):
        section = next(each for each in ledger_report(opened, year).others if each.title == "記帳")
        (table,) = section.tables
        assert [row[0] for row in table.rows] == sequences
        assert any("古い記帳が 2 件" in note for note in table.notes) is left_out


def test_the_entries_of_one_year_are_found_without_reading_the_others(opened: Workspace) -> None:
    with CaptureQueriesContext(connection) as queries:
        ledger_report(opened, 2026)
    of_entries = [query["sql"] for query in queries if "store_ledgerrow" in query["sql"] and "2026" in query["sql"]]
    assert of_entries
    for statement in of_entries:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
            assert "ledger_year" in cursor.fetchone()[3]


def test_every_entry_is_exported_unrounded_and_no_text_can_be_a_formula(opened: Workspace, tmp_path: Path) -> None:
    write_entries(tmp_path / "all.csv")
    rows = list(csv.DictReader((tmp_path / "all.csv").open(encoding="utf-8-sig")))
    assert [(row["番号"], row["業務"], row["削減(分)"]) for row in rows] == [
        ("1", "児童手当", "48"),
        ("2", "会議録", "600"),
        ("3", "'=cmd()", "60"),
    ]


def test_the_entries_that_count_add_up_to_the_totals_after_corrections(opened: Workspace, tmp_path: Path) -> None:
    append_all([NewRow(entry(mode=Mode.TRIAL)), NewRow(stated(9, quality=Quality.NOT_MEASURABLE))])
    path = tmp_path / "c.csv"
    path.write_text("記帳番号,取り消す,件数,理由\n1,,5,数え違い\n2,○,,二重\n", encoding="utf-8")
    import_file(opened, path)
    write_entries(tmp_path / "all.csv")
    rows = list(csv.DictReader((tmp_path / "all.csv").open(encoding="utf-8-sig")))
    assert [(row["番号"], row["訂正した記帳"], row["訂正された記帳"], row["合計に入る"]) for row in rows] == [
        ("1", "", "6", "いいえ"),
        ("2", "", "7", "いいえ"),
        ("3", "", "", "はい"),
        ("4", "", "", "いいえ"),
        ("5", "", "", "いいえ"),
        ("6", "1", "", "はい"),
        ("7", "2", "", "いいえ"),
    ]
    total = ledger_overview(opened).total
    counted = [row for row in rows if row["合計に入る"] == "はい"]
    for column, sum_ in (
        ("件数", total.items),
        ("導入前(分)", total.gross_minutes),
        ("導入後(分)", total.human_minutes),
        ("削減(分)", total.saved_minutes),
        ("うち時間外(分)", total.overtime_minutes),
        ("金額(円)", total.saved_yen),
    ):
        assert sum(Decimal(row[column] or 0) for row in counted) == sum_, column
    corrected = rows[5]
    kinds = ("準備(分)", "確認(分)", "修正(分)", "例外処理(分)", "復旧(分)")
    assert sum(Decimal(corrected[kind]) for kind in kinds) == Decimal(corrected["導入後(分)"]) == 30
    assert (corrected["1時間あたり(円)"], corrected["ハッシュ"]) == ("3000", LedgerRow.objects.get(sequence=6).hash)
