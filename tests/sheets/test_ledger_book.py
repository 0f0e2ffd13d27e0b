from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from dxrobot.items import Mode
from dxrobot.ledger.entry import LedgerEntry
from dxrobot.ledger.summary import summarise
from dxrobot.sheets.ledger_book import write_ledger_book
from tests.ledger.samples import entry


@pytest.fixture
def write(tmp_path: Path):
    def write(entries: list[LedgerEntry], last_hash: str = "") -> Workbook:
        path = tmp_path / "ledger.xlsx"
        write_ledger_book(path, entries, summarise(entries), last_hash)
        return load_workbook(path)

    return write


def rows(book: Workbook, sheet: str, first: int = 4) -> list[tuple[object, ...]]:
    return list(book[sheet].iter_rows(first, values_only=True))


def entered(book: Workbook) -> dict[str, object]:
    sheet = book["記帳"]
    return {str(label.value): cell for label, cell in zip(sheet[3], sheet[4], strict=True)}


def test_totals_by_job_are_native_numbers_that_add_up(write) -> None:
    book = write([entry(items=12), entry(job="証明", items=60), entry(job="証明", items=60)])
    allowance, certificates, total = rows(book, "まとめ")[:3]
    assert allowance[:3] == ("児童手当", 1, 12)
    assert allowance[3:6] == pytest.approx((1.3, 0.5, 0.8))
    assert total[:3] == ("合計", 3, 132)
    assert total[5] == pytest.approx(allowance[5] + certificates[5])
    assert total[6] == pytest.approx((858 - 90) / 858)
    assert total[7] == allowance[7] + certificates[7] == 38400
    assert [cell.number_format for cell in book["まとめ"][4]][5:8] == [
        '#,##0.0;"−"#,##0.0;0.0',
        '0.0%;"−"0.0%',
        '#,##0" 円";"−"#,##0" 円"',
    ]


def test_one_row_a_run_with_its_baseline_and_where_it_comes_from(write) -> None:
    cells = entered(write([entry()]))
    assert cells["基準時間"].value == "6.5 分/件(実測 20 件、2026-04-01 から)"
    assert cells["実行番号"].data_type == "s"
    assert [cells[label].value for label in ("登録を確かめた件数", "削減時間(分)", "金額", "確認(分)")] == [
        12,
        48,
        2400,
        30,
    ]


def test_a_loss_stays_negative(write) -> None:
    assert entered(write([entry(items=1, checking=972)]))["削減時間(分)"].value == pytest.approx(-965.5)


def test_estimates_are_marked_in_the_row_and_named_in_the_notes(write) -> None:
    book = write([entry(estimated=True)])
    assert entered(book)["見積"].value == "見積"
    assert ("「児童手当」の職員がかけた時間は、シナリオに書かれた前提による見積です。",) in rows(book, "数え方")


def test_a_trial_stands_in_the_book_and_saves_nothing(write) -> None:
    book = write([entry(mode=Mode.TRIAL)])
    cells = entered(book)
    assert (cells["実行"].value, cells["削減時間(分)"].value, cells["金額"].value) == ("試行", 0, 0)
    assert rows(book, "まとめ")[0][:3] == ("児童手当", 0, 0)


def test_a_year_without_a_unit_cost_has_hours_and_no_money(write) -> None:
    book = write([entry(yen_per_hour=None)])
    assert entered(book)["金額"].value is None
    assert rows(book, "まとめ")[0][7] is None
    assert any("金額に入っていません" in str(row[0]) for row in rows(book, "数え方"))


def test_a_job_named_like_a_formula_stays_text(write) -> None:
    book = write([entry(job="=1+1")])
    assert (book["まとめ"]["A4"].value, book["まとめ"]["A4"].data_type) == ("=1+1", "s")


def test_the_formula_and_the_last_hash_stand_in_the_notes(write) -> None:
    notes = rows(write([entry()], "ab" * 32), "数え方", 3)
    assert notes[0] == (
        "削減時間 = 基準時間 × 登録を確かめた件数 − 職員がかけた時間(準備・確認・修正・例外処理・復旧)",
    )
    assert notes[-1] == (f"台帳の最後のハッシュ: {'ab' * 32}",)


def test_an_empty_ledger_still_makes_a_book(write) -> None:
    assert rows(write([]), "まとめ")[0][:3] == ("合計", 0, 0)
