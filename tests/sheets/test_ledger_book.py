from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from dxrobot.items import Mode
from dxrobot.ledger.correction import Chained, Change, Correction, corrected
from dxrobot.ledger.costs import Cost, CostKind, ShareBy
from dxrobot.ledger.kinds import Quality
from dxrobot.ledger.kpi import Direction, Kpi, Measure
from dxrobot.ledger.references import References
from dxrobot.sheets.ledger_book import write_ledger_book
from dxrobot.sheets.ledger_folder import read_ledger_folder
from tests.ledger.samples import entry, report, stated

Write = Callable[..., Workbook]
CARRIED = Path(__file__).parents[2] / "samples" / "ledger" / "ledger"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(entries: Sequence[Chained], references: References | None = None, last_hash: str = "") -> Workbook:
        path = tmp_path / "ledger.xlsx"
        write_ledger_book(path, report(entries, references or References(), city="見本市", last_hash=last_hash))
        return load_workbook(path)

    return write


def table(book: Workbook, sheet: str, title: str) -> list[dict[str, object]]:
    """The rows below the title of a table, by heading."""
    rows = list(book[sheet].iter_rows(values_only=True))
    at = [number for number, row in enumerate(rows) if row[0] == title][-1]
    headings = rows[at + 1]
    found = []
    for row in rows[at + 2 :]:
        if not any(row[1:]):
            break
        found.append({str(heading): value for heading, value in zip(headings, row, strict=True) if heading})
    return found


def jobs(book: Workbook) -> list[dict[str, object]]:
    return table(book, "まとめ", "業務ごとの削減時間")


def text_of(book: Workbook, sheet: str) -> str:
    return "\n".join(str(cell) for row in book[sheet].iter_rows(values_only=True) for cell in row if cell is not None)


def test_totals_by_job_are_native_numbers_that_add_up(write: Write) -> None:
    allowance, certificates, total = jobs(write([entry(items=12), *[entry(job="証明", items=60)] * 2]))
    assert (allowance["業務"], allowance["件数"], allowance["課"]) == ("児童手当", 12, "子育て支援課")
    assert allowance["導入前(時間)"] == pytest.approx(1.3)
    assert total["件数"] == 132
    assert total["削減(時間)"] == pytest.approx(allowance["削減(時間)"] + certificates["削減(時間)"])
    assert total["削減率"] == pytest.approx((858 - 90) / 858)
    assert total["金額(円)"] == allowance["金額(円)"] + certificates["金額(円)"] == 38400


def test_the_rate_of_the_total_is_no_average_of_rates(write: Write) -> None:
    *_jobs, total = jobs(write([entry(items=1, checking=6), entry(job="証明", items=100, checking=65)]))
    assert total["削減率"] == pytest.approx((656.5 - 71) / 656.5)


def test_one_row_an_entry_with_its_baseline_and_where_it_comes_from(write: Write) -> None:
    (row,) = table(write([entry()]), "記帳", "記帳")
    assert row["基準時間・出典・理由"] == "6.5 分/件(実測 20 件、2026-04-01 から)"
    assert [row[label] for label in ("番号", "件数", "削減(分)", "金額(円)", "導入後(分)")] == [1, 12, 48, 2400, 30]


def test_a_loss_stays_negative(write: Write) -> None:
    assert table(write([entry(items=1, checking=972)]), "記帳", "記帳")[0]["削減(分)"] == pytest.approx(-965.5)


def test_a_trial_stands_in_the_book_and_saves_nothing(write: Write) -> None:
    book = write([entry(mode=Mode.TRIAL)])
    (row,) = table(book, "記帳", "記帳")
    assert (row["種類"], row["削減(分)"], row["金額(円)"]) == ("実行(試行)", 0, 0)
    assert jobs(book)[0]["件数"] == 0


def test_a_year_without_a_unit_cost_has_hours_and_no_money(write: Write) -> None:
    book = write([entry(yen_per_hour=None)])
    assert jobs(book)[0]["金額(円)"] == "—"
    assert "1 件の記帳は、その年度の1時間あたりの費用が設定されていないため" in text_of(book, "まとめ")


def test_a_job_named_like_a_formula_stays_text(write: Write) -> None:
    cell = write([entry(job="=1+1")])["まとめ"]["A5"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_the_formula_and_the_last_hash_stand_in_the_notes(write: Write) -> None:
    notes = text_of(write([entry()], last_hash="ab" * 32), "数え方")
    assert "削減時間 = 基準時間 × 登録を確かめた件数 − 職員がかけた時間" in notes
    assert f"台帳の記帳 1 件、最後のハッシュ: {'ab' * 32}" in notes
    assert "出納整理期間" in notes
    assert "令和8年度の職員1時間あたりの費用: 3,000 円(出典: 見本)" in notes


def test_what_cannot_be_measured_is_told_and_in_no_total(write: Write) -> None:
    book = write([entry(), stated(9999, quality=Quality.NOT_MEASURABLE)])
    assert jobs(book)[-1]["削減(時間)"] == pytest.approx(0.8)
    assert "測定不能と申告された 1 件は、合計に入っていません。" in text_of(book, "まとめ")


def test_hours_without_hours_before_are_in_the_total_and_in_no_rate(write: Write) -> None:
    *_jobs, total = jobs(write([entry(), stated(600)]))
    assert total["削減(時間)"] == pytest.approx(10.8)
    assert total["削減率"] == pytest.approx(48 / 78)


def test_a_correction_replaces_the_figures_and_keeps_the_old_entry_in_sight(write: Write) -> None:
    old = entry()
    change = Change(1, "件数の数え違い", items=10)
    book = write([old, Correction(1, "a" * 64, change.reason, old, corrected(old, change))])
    first, second = table(book, "記帳", "記帳")
    assert (first["件数"], second["件数"], second["種類"]) == (12, 10, "訂正(番号 1)")
    assert jobs(book)[0]["件数"] == 10


def test_every_department_has_a_sheet_that_prints_on_one_page(write: Write) -> None:
    book = write([entry(), entry(job="証明", department="市民課")])
    assert book.sheetnames[-2:] == ["子育て支援課", "市民課"]
    for sheet in book:
        assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth) == (9, 1)
        assert sheet.print_area
        assert sheet.page_setup.fitToHeight == (1 if sheet._charts else 0)
    assert len(book["まとめ"]._charts) == len(book["市民課"]._charts) == 1


def test_a_sheet_of_many_jobs_is_not_shrunk_until_nobody_can_read_it(write: Write) -> None:
    sheet = write([entry(job=f"業務{number}") for number in range(21)])["まとめ"]
    assert sheet.page_setup.fitToHeight == 0
    (chart,) = sheet._charts
    assert chart.title.tx.rich.p[0].r[0].t == "業務ごとの導入前と導入後(時間)。表の初めの 20 業務"


def test_costs_shares_and_targets_have_their_tables(write: Write) -> None:
    references = References(
        costs=(Cost(2026, CostKind.INITIAL, "導入", 101, ShareBy.EQUAL),),
        kpis=(Kpi("時間", "時間", Measure.HOURS, Direction.AT_LEAST, 2025, Decimal(0), 2026, Decimal("1.6")),),
    )
    book = write([entry(), entry(job="証明")], references)
    shares = table(book, "費用", "業務ごとの負担")
    assert [row["導入(円)"] for row in shares] == [51, 50, 101]
    assert table(book, "KPI", "KPI の達成状況")[0]["判定"] == "達成(進み 100.0 %)"


def test_published_figures_stand_in_two_columns_and_in_no_total(write: Write) -> None:
    book = write([entry()], read_ledger_folder(CARRIED))
    rows = table(book, "公表値(業務)", "公表された業務")
    assert len(rows) == 18
    ibaraki = next(row for row in rows if row["市"] == "茨城県")
    assert (ibaraki["削減率(%)公表"], ibaraki["率の照合"]) == ("86.2", "不一致")
    assert ibaraki["削減率(%)計算"] == pytest.approx(86.47, abs=0.01)
    assert jobs(book)[-1]["削減(時間)"] == pytest.approx(0.8)
    plan = table(book, "公表値(計画)", "笠間市 最初の計画(計画期間の累計)")
    assert [(row["公表"], row["計算"]) for row in plan] == [
        ("45,000,000", "45,000,000"),
        ("3,000,000", "3,000,000"),
        ("1.07", "1.07"),
        ("77", "76.5"),
    ]


def test_an_empty_ledger_still_makes_a_book(write: Write) -> None:
    assert jobs(write([]))[0]["件数"] == 0


def test_what_was_decided_about_a_job_stands_in_the_report(write: Write, tmp_path: Path) -> None:
    (tmp_path / "ledger").mkdir()
    (tmp_path / "ledger" / "process.csv").write_text(
        "業務,導入前の流れ,導入後の流れ,判断,判断した日\n児童手当,紙から手入力,OCRで読み確認する,自動化する,令和8年3月2日\n",
        encoding="cp932",
    )
    (row,) = table(
        write([entry()], read_ledger_folder(tmp_path / "ledger")), "業務プロセス確認", "業務プロセス確認の記録"
    )
    assert (row["判断"], row["判断した日"]) == ("自動化する", "2026-03-02")
