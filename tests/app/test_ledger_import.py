"""Taking people's tables into the ledger of a real workspace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections
from openpyxl import Workbook

from dxrobot.app.ledger import ledger_overview, ledger_report, verify_ledger
from dxrobot.app.ledger_files import write_ledger_files
from dxrobot.app.ledger_import import import_file
from dxrobot.app.workspaces import open_workspace
from dxrobot.config import Workspace, load_workspace
from dxrobot.errors import InputError
from dxrobot.ledger.columns import Kind
from dxrobot.ledger.overlaps import repeated_notes
from dxrobot.ledger.posting import By
from dxrobot.settings import UnitCost
from dxrobot.store import ledger_rows
from dxrobot.store.ledger_rows import NewRow, append_all
from dxrobot.store.models import LedgerRow, LedgerTotal
from tests.ledger.samples import entry

SAMPLES = Path(__file__).parents[2] / "samples" / "ledger"
OTHER = """年度,初日,末日,ツール,課,業務,件数,導入前(時間),導入後(時間),削減(時間),測定,誤り(導入前),誤り(導入後),出典
令和8年度,,,文字起こし,総務課,会議録,,,,"1,000",見積,,,見込み
2026,2026-05-01,2026-05-31,オンライン申請,市民課,転出届,1200,200.5,80,,実測,14,3,受付の記録
2026,,,その他,広報課,案内,,,,,測定不能,,,件数だけを記録
"""
Write = Callable[..., Path]


@pytest.fixture
def opened(workspace: Workspace) -> Iterator[Workspace]:
    (workspace.root / "dxrobot.toml").write_text(
        '[[unit_costs]]\nfiscal_year = 2026\nyen_per_hour = 3000\nsource = "見本"\n', encoding="utf-8"
    )
    loaded = load_workspace(workspace.root)
    open_workspace(loaded)
    yield loaded
    connections.close_all()


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(text: str, name: str = "table.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


def refused(workspace: Workspace, path: Path) -> list[str]:
    """What is said of a file that is not taken in; the ledger stays as it was."""
    before = ledger_rows.length()
    with pytest.raises(InputError) as caught:
        import_file(workspace, path)
    assert ledger_rows.length() == before
    return [line.removeprefix(f"{path}:") for line in str(caught.value).splitlines()]


def test_department_that_the_totals_cannot_hold_is_told_with_its_place(opened: Workspace, write: Write) -> None:
    head = "年度,ツール,課,業務,削減(分),測定,出典\n"
    path = write(head + f"2026,その他,{'課' * 201},案内,1,見積,a\n")
    assert refused(opened, path) == [
        "2:3: 「課」: 長すぎます。200 文字までにしてください。",
    ]


def test_cost_that_two_tables_tell_is_named_wherever_totals_are(opened: Workspace) -> None:
    opened.ledger.mkdir()
    row = "年度,導入・経常,費用,金額(円),分け方\n2026,経常,使用料,120000,均等\n"
    for name in ("a.csv", "b.csv"):
        (opened.ledger / name).write_text(row + f"2026,経常,{name},1,均等\n", encoding="utf-8")
    (told,) = repeated_notes(ledger_overview(opened).references)
    assert "費用「使用料」(令和8年度、120,000 円)が ledger フォルダーに 2 回" in told
    assert told in ledger_report(opened).results.notes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_hours_of_other_tools_are_entered_whatever_the_encoding(opened: Workspace, write: Write, encoding: str) -> None:
    done = import_file(opened, write(OTHER, encoding=encoding))
    assert (done.kind, done.rows) == (Kind.OTHER_TOOLS, 3)
    total = ledger_overview(opened).total
    assert (total.stated, total.unmeasurable, total.runs) == (2, 1, 0)
    assert total.saved_minutes == 60_000 + 7230
    assert total.saved_yen == 3_000_000 + 361_500
    assert (total.rated_minutes, total.gross_minutes) == (7230, 12_030)
    assert (total.errors_before, total.errors_after) == (14, 3)


def test_a_workbook_with_a_title_above_the_headings_is_understood(opened: Workspace, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["文字起こしの効果"])
    sheet.append([])
    sheet.append(["年度", "ツール", "課", "業務", "削減(時間)", "測定", "出典"])
    sheet.append([2026, "文字起こし", "総務課", "会議録", 12.5, "実測", "記録"])
    book.save(tmp_path / "a.xlsx")
    assert import_file(opened, tmp_path / "a.xlsx").rows == 1
    assert ledger_overview(opened).total.saved_minutes == 750


def test_hours_of_own_jobs_take_department_phase_and_tool_from_the_job(opened: Workspace, write: Write) -> None:
    heading = "年度,業務,件数,導入前(分),導入後(分),うち時間外(分),測定,出典\n"
    import_file(opened, write(heading + "2026,請求書の入力,100,500,120,60,実測,記録\n"))
    (line,) = ledger_overview(opened).jobs
    assert (line.department, line.phases, line.summary.overtime_minutes) == ("窓口課", ("試行",), 60)
    said = refused(opened, write(heading + "2026,請求書の入出力,1,5,1,,実測,記録\n", "b.csv"))
    assert said == ['2:2: 「業務」: 「請求書の入出力」という業務はありません。"請求書の入力" ではありませんか。']


def test_every_bad_row_is_named_with_its_column_and_nothing_is_entered(opened: Workspace, write: Write) -> None:
    heading = "年度,ツール,課,業務,導入前(分),導入後(分),測定,出典,初日\n"
    rows = [
        "2026,RPA,税務課,消込,20,10,実測,記録,",
        "2026,RPA,税務課,=1+1,-5,10,実測,記録,2025-03-31",
        "20x6,ロボ,税務課,消込,1e5,10,およそ,,",
    ]
    assert refused(opened, write(heading + "\n".join(rows) + "\n")) == [
        "3:4: 「業務」: 先頭の「=」は式として働くことがあるため、受け付けません。取ってください。",
        "3:5: 「導入前(分)」: 負の数です。0 以上の数を書いてください。",
        "3:9: 「初日」: 2026年度(2026-04-01 から 2027-03-31 まで)の外の日付です。",
        "4:1: 「年度」: 年度として読めません。2026 か 令和8年度 の形で書いてください。",
        "4:2: 「ツール」: 「ロボ」は使えません。書けるもの: RPA、AI-OCR、RPA+OCR、文字起こし、オンライン申請、その他",
        "4:5: 「導入前(分)」: 「1e5」は数ではありません。数字だけで書いてください。",
        "4:7: 「測定」: 「およそ」は使えません。書けるもの: 実測、見積、測定不能",
        "4:8: 「出典」: 空欄です。書いてください。",
    ]


def test_the_same_table_is_not_counted_twice_even_in_another_encoding(opened: Workspace, write: Write) -> None:
    import_file(opened, write(OTHER))
    (said,) = refused(opened, write(OTHER, "copy.csv", "cp932"))
    assert "もう取り込んであります(table.csv" in said


def test_the_same_hours_in_another_table_are_not_counted_twice(opened: Workspace, write: Write) -> None:
    import_file(opened, write(OTHER))
    said = refused(opened, write(OTHER.replace("1,000", "1,001"), "again.csv"))
    assert said[0].startswith("2:1: 同じ課・業務・ツールで期間の重なる時間が、記帳 1にもうあります。")


def test_a_file_that_is_no_text_names_its_line(opened: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "broken.csv"
    path.write_bytes(OTHER.encode() + b"2026,\xff\xff,x\n")
    assert "5 行目" in refused(opened, path)[0]


def test_a_table_without_known_headings_is_told_what_there_is(opened: Workspace, write: Write) -> None:
    said = "\n".join(refused(opened, write("あ,い\n1,2\n")))
    assert "何の表か" in said
    assert "ほかのツールの時間: 年度" in said


def test_a_correction_refers_to_the_old_entry_and_both_stay(opened: Workspace, write: Write) -> None:
    import_file(opened, write(OTHER))
    heading = "記帳番号,取り消す,導入後(分),理由\n"
    import_file(opened, write(heading + "1,○,,二重の申告\n2,,6000,集計の誤り\n", "c.csv"))
    assert ledger_overview(opened).total.saved_minutes == 12_030 - 6000
    assert ledger_rows.length() == 5
    assert verify_ledger() is None
    assert refused(opened, write(heading + "1,,5,まだある\n", "d.csv")) == [
        "2:1: 記帳 1 は、もう 4 で訂正されています。記帳 4 を訂正してください。"
    ]


def test_published_figures_stand_beside_the_ledger_and_in_no_total(opened: Workspace) -> None:
    for name in ("published_jobs", "published_unit_costs", "published_plan"):
        done = import_file(opened, SAMPLES / "ledger" / f"{name}.csv")
        assert done.kept_at == opened.ledger / f"{name}.csv"
    found = ledger_overview(opened)
    assert (len(found.references.published_jobs), found.total.counted, ledger_rows.length()) == (18, 0, 0)
    said = refused(opened, SAMPLES / "ledger" / "published_jobs.csv")
    assert "もう取り込んであります" in said[0]
    assert "公表値(業務)" in [section.title for section in ledger_report(opened).others]


def test_the_files_of_the_report_hold_no_formula(opened: Workspace, write: Write, tmp_path: Path) -> None:
    import_file(opened, write(OTHER.replace("会議録", "会=議録")))
    book, page, data = write_ledger_files(tmp_path, opened)
    assert all(path.stat().st_size for path in (book, page, data))
    lines = data.read_text(encoding="utf-8-sig").splitlines()
    assert lines[1].split(",")[:6] == ["2026", "2026-04/2027-03", "総務課", "会=議録", "文字起こし", "本番"]


def test_the_unit_cost_of_the_stated_year_is_used(opened: Workspace, write: Write) -> None:
    assert opened.settings.unit_costs == (UnitCost(fiscal_year=2026, yen_per_hour=3000, source="見本"),)
    import_file(opened, write(OTHER.replace("令和8年度", "令和7年度")))
    by_year = ledger_overview(opened).by(By.YEAR)
    assert (by_year["2025"].yen, by_year["2026"].yen) == (None, 361_500)


def test_kept_totals_that_were_altered_are_told(opened: Workspace, write: Write) -> None:
    import_file(opened, write(OTHER))
    assert verify_ledger() is None
    LedgerTotal.objects.filter(tool="文字起こし").update(saved_minutes=1)
    assert "合計が書き換えられています" in str(verify_ledger())


def test_a_ledger_cut_off_at_its_end_is_told(opened: Workspace, write: Write) -> None:
    import_file(opened, write(OTHER))
    LedgerRow.objects.filter(sequence=3).delete()
    assert "3 番目の記帳がなくなっています" in str(verify_ledger())


def test_overtime_is_never_more_than_what_it_is_a_part_of(opened: Workspace, write: Write) -> None:
    heading = "年度,業務,導入前(分),導入後(分),うち時間外(分),測定,出典\n"
    said = refused(opened, write(heading + "2026,請求書の入力,500,120,381,実測,記録\n"))
    assert said == ["2:5: 「うち時間外(分)」: 削減した時間より多くなっています。そのうちの時間外だけを書いてください。"]


def test_a_correction_may_state_overtime(opened: Workspace, write: Write) -> None:
    heading = "年度,業務,導入前(分),導入後(分),うち時間外(分),測定,出典\n"
    import_file(opened, write(heading + "2026,請求書の入力,600,0,300,実測,記録\n"))
    import_file(opened, write("記帳番号,取り消す,うち時間外(分),理由\n1,,100,時間外の集計の誤り\n", "c.csv"))
    assert ledger_overview(opened).total.overtime_minutes == 100


OWN = "年度,初日,末日,業務,導入前(分),導入後(分),測定,出典\n"
COSTS = "年度,導入・経常,費用,金額(円),分け方,業務\n"


def test_hours_of_a_period_that_overlaps_an_earlier_one_are_not_counted_twice(opened: Workspace, write: Write) -> None:
    import_file(opened, write(OWN + "2026,2026-04-01,2026-06-30,請求書の入力,500,100,実測,記録\n"))
    rows = [
        "2026,2026-06-30,2026-07-31,請求書の入力,50,10,実測,記録",
        "2026,2026-08-01,2026-08-31,請求書の入力,50,10,実測,記録",
    ]
    said = refused(opened, write(OWN + "\n".join(rows) + "\n", "b.csv"))
    assert [line[:50] for line in said] == [
        "2:1: 同じ課・業務・ツールで期間の重なる時間が、記帳 1にもうあります。二重に数えないため、消すか、"[:50]
    ]
    assert import_file(opened, write(OWN + rows[1] + "\n", "c.csv")).rows == 1


def test_stated_hours_of_a_job_with_runs_in_that_period_are_warned_of(opened: Workspace, write: Write) -> None:
    append_all([NewRow(entry(job="請求書の入力", department="窓口課"))])  # 2026-06-01
    done = import_file(opened, write(OWN + "2026,2026-04-01,2026-05-31,請求書の入力,500,100,実測,記録\n"))
    assert done.warnings == ()
    done = import_file(opened, write(OWN + "2026,2026-06-01,2026-07-31,請求書の入力,500,100,実測,記録\n", "b.csv"))
    assert done.warnings == (
        "2 行目: 「請求書の入力」には、この期間に本番の実行が 1 回記帳されています。"
        "同じ件を二重に数えていないか確かめてください。",
    )
    assert any("「請求書の入力」(窓口課)は、申告された期間に" in note for note in ledger_report(opened).results.notes)


def test_costs_and_upkeep_of_an_unknown_job_are_refused(opened: Workspace, write: Write) -> None:
    said = refused(opened, write(COSTS + "2026,導入,導入費,1000,均等,請求書の入出力\n"))
    assert said == ['2:6: 「業務」: 「請求書の入出力」という業務はありません。"請求書の入力" ではありませんか。']
    said = refused(opened, write("年度,業務,開発・保守,時間\n2026,ない業務,開発,12\n", "b.csv"))
    assert said == [
        "2:2: 「業務」: 「ない業務」という業務はありません。"
        "シナリオの job.name か、台帳にある業務のとおりに書いてください。"
    ]
    import_file(opened, write("年度,業務,開発・保守,時間\n2026,請求書の入力,開発,12\n", "c.csv"))
    titles = {table.title: table for section in ledger_report(opened).others for table in section.tables}
    assert [row[0] for row in titles["シナリオの開発・保守の時間"].rows] == ["請求書の入力"]


def test_an_unknown_job_does_not_hide_the_other_mistakes_of_a_table(opened: Workspace, write: Write) -> None:
    rows = "2026,導入,導入費,-5,均等,\n2026,毎月,回線,1000,均等,ない業務\n"
    assert [line.partition(": ")[0] for line in refused(opened, write(COSTS + rows))] == ["2:4", "3:2", "3:6"]


def test_hours_that_are_missing_are_told_at_the_column_that_the_table_has(opened: Workspace, write: Write) -> None:
    said = refused(opened, write("年度,ツール,課,業務,削減(時間),測定,出典\n2026,その他,総務課,案内,,見積,a\n"))
    assert said == ["2:5: 「削減(時間)」: 削減した時間を書いてください。"]


def test_rows_that_contradict_the_ledger_are_named_with_those_that_cannot_be_read(
    opened: Workspace, write: Write
) -> None:
    head = "年度,業務,導入前(分),導入後(分),測定,出典\n"
    import_file(opened, write(head + "2026,請求書の入力,60,5,実測,a\n"))
    rows = "2026,請求書の入力,60,5,実測,b\n2026,請求書の入力,-60,5,実測,b\n"
    assert [line.partition(": ")[0] for line in refused(opened, write(head + rows, "b.csv"))] == ["2:1", "3:3"]
    changes = "記帳番号,取り消す,理由,件数\n99,,数え違い,3\n1,,数え違い,多い\n1,,数え違い,4\n1,○,二重,\n"
    said = refused(opened, write(changes, "c.csv"))
    assert [line.partition(": ")[0] for line in said] == ["2:1", "3:4", "5:1"]


def test_a_cost_that_another_file_has_already_is_warned_of(opened: Workspace, write: Write) -> None:
    import_file(opened, write(COSTS + "2026,経常,使用料,1000,均等,\n"))
    done = import_file(opened, write(COSTS + "2026,導入,導入費,5,均等,\n2026,経常,使用料,1000,均等,\n", "b.csv"))
    assert done.warnings == ("3 行目と同じ行が、前に取り込んだ表にもあります。二重に数えていないか確かめてください。",)


def test_jobs_of_one_name_in_two_departments_are_told_apart_on_import(opened: Workspace, write: Write) -> None:
    append_all([NewRow(entry(job="証明", department=name)) for name in ("市民課", "税務課")])
    said = refused(opened, write(COSTS + "2026,導入,導入費,1000,均等,証明\n"))
    assert said == [
        "2:6: 「業務」: 「証明」という業務は、市民課と税務課にあります。「市民課/証明」のように課を付けてください。"
    ]
    import_file(opened, write(COSTS + "2026,導入,導入費,1000,均等,税務課/証明\n", "b.csv"))
    assert {line.department: line.cost.initial for line in ledger_overview(opened).jobs} == {
        "市民課": 0,
        "税務課": 1000,
    }


def test_a_missing_half_of_before_and_after_is_named_by_its_heading(opened: Workspace, write: Write) -> None:
    said = refused(opened, write("年度,業務,導入後(時間),測定,出典\n2026,請求書の入力,5,実測,記録\n"))
    assert [line.partition(": ")[2] for line in said] == [
        "「導入前(時間)」: 導入前と導入後は、両方を書くか、両方を空欄にしてください。"
    ]
