"""``dxrobot ledger`` as people type it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

from dxrobot.config import Workspace
from tests.cli.conftest import Said

Dxrobot = Callable[..., Said]
SAMPLES = Path(__file__).parents[2] / "samples" / "ledger"


def test_a_table_is_taken_in_and_shown_by_year(dxrobot: Dxrobot) -> None:
    done = dxrobot("ledger", "import", str(SAMPLES / "other_tools.csv"))
    assert (done.returncode, done.stdout) == (0, "ほかのツールの時間として 3 行を取り込みました。\n")
    shown = dxrobot("ledger", "summary", "--by", "year").stdout
    assert "令和7年度: — 件、導入前 — − 導入後 — → 削減 600.0 時間(見積を含む)、率 —、" in shown
    assert "測定不能と申告された 1 件は、合計に入っていません。" in shown
    assert dxrobot("ledger", "import", str(SAMPLES / "other_tools.csv")).returncode == 2


def test_published_figures_are_put_beside_the_ledger(dxrobot: Dxrobot, workspace: Workspace) -> None:
    done = dxrobot("ledger", "import", str(SAMPLES / "ledger" / "published_jobs.csv"))
    assert done.stdout.startswith("公表値(業務)として 18 行を取り込みました。")
    assert (workspace.ledger / "published_jobs.csv").is_file()


def test_costs_and_targets_stand_in_the_summary(dxrobot: Dxrobot) -> None:
    dxrobot("ledger", "import", str(SAMPLES / "other_tools.csv"))
    for name in ("costs", "kpi", "workforce"):
        assert dxrobot("ledger", "import", str(SAMPLES / "ledger" / f"{name}.csv")).returncode == 0
    shown = json.loads(dxrobot("ledger", "summary", "--json").stdout)
    assert (shown["initial_yen"], shown["running_yen"]) == (300_000, 1_200_000)
    assert [kpi["reached"] for kpi in shown["kpis"]] == [False, True, None, True]
    assert [(year["year"], year["saved_hours"], year["hours_an_employee"]) for year in shown["years"]] == [
        (2025, 600, 1.2),
        (2026, 1000, 2),
    ]
    assert next(line for line in shown["lines"] if line["saved_hours"])["running_yen"] == 1_200_000


def test_whatif_says_plainly_that_a_job_is_not_worth_it(dxrobot: Dxrobot) -> None:
    case = ("--items", "500", "--minutes", "6", "--yen-per-hour", "3000", "--build-hours", "40")
    assert "結論: 自動化しない。" in dxrobot("ledger", "whatif", *case, "--check", "6.2").stdout
    found = json.loads(dxrobot("ledger", "whatif", *case, "--check", "1", "--json").stdout)
    assert (found["advice"], found["payback_months"], found["break_even_items_a_month"]) == ("automate", 1, 14)
    assert dxrobot("ledger", "whatif", *case, "--check", "-1").returncode == 2
    even = dxrobot(
        "ledger", "whatif", "--items", "3", "--minutes", "6", "--check", "6", "--yen-per-hour", "3000"
    ).stdout
    assert "損が増えます" not in even
    half = ("--items", "1", "--minutes", "1", "--check", "0", "--yen-per-hour", "150")
    assert "1か月の差引: 3 円" in dxrobot("ledger", "whatif", *half).stdout  # 2.5, rounded half up


def test_altered_totals_are_told(dxrobot: Dxrobot, workspace: Workspace) -> None:
    dxrobot("ledger", "import", str(SAMPLES / "other_tools.csv"))
    assert dxrobot("ledger", "verify").stdout == "台帳に書き換えはありません。\n"
    with sqlite3.connect(workspace.store) as connection:
        connection.execute("UPDATE store_ledgertotal SET saved_minutes = saved_minutes + 1")
    connection.close()
    done = dxrobot("ledger", "verify")
    assert done.returncode == 2
    assert "合計の控えが記帳と合いません" in done.stderr


def test_the_hash_of_a_report_is_found_again_in_the_ledger(dxrobot: Dxrobot, workspace: Workspace) -> None:
    dxrobot("ledger", "import", str(SAMPLES / "other_tools.csv"))
    with sqlite3.connect(workspace.store) as connection:
        (printed,) = connection.execute("SELECT hash FROM store_ledgerrow ORDER BY sequence DESC LIMIT 1").fetchone()
    connection.close()
    assert dxrobot("ledger", "verify", "--hash", printed).returncode == 0
    assert dxrobot("ledger", "verify", "--hash", f"{printed[:40].upper()} {printed[40:]}").returncode == 0
    assert dxrobot("ledger", "verify", "--hash", "ab" * 32).returncode == 2
    slip = dxrobot("ledger", "verify", "--hash", printed[:-1])
    assert (slip.returncode, "64 文字" in slip.stderr, "切り落とされた" in slip.stderr) == (2, True, False)


def test_the_year_of_a_report_is_read_as_people_write_it(dxrobot: Dxrobot, tmp_path: Path) -> None:
    dxrobot("ledger", "import", str(SAMPLES / "other_tools.csv"))
    for number, year in enumerate(("2025", "2025年度", "令和7", "令和7年度", "R7")):
        folder = tmp_path / str(number)
        assert dxrobot("ledger", "report", str(folder), "--year", year).returncode == 0
        assert "\n2025," in (folder / "ledger.csv").read_text(encoding="utf-8-sig")
        assert "\n2026," not in (folder / "ledger.csv").read_text(encoding="utf-8-sig")
    refused = dxrobot("ledger", "report", str(tmp_path), "--year", "去年")
    assert (refused.returncode, "2026 か 令和8年度" in refused.stderr) == (2, True)


def test_the_summary_shows_what_each_saving_is_made_of_and_which_years_add_no_yen(
    dxrobot: Dxrobot, tmp_path: Path
) -> None:
    table = tmp_path / "table.csv"
    table.write_text(
        "年度,ツール,課,業務,件数,導入前(分),導入後(分),測定,出典\n2031,文字起こし,総務課,会議録,1200,600,150,実測,記録\n",
        encoding="utf-8",
    )
    assert dxrobot("ledger", "import", str(table)).returncode == 0
    shown = dxrobot("ledger", "summary").stdout
    assert "会議録: 1,200 件、導入前 10.0 時間 − 導入後 2.5 時間 → 削減 7.5 時間、率 75.0 %、—、" in shown
    assert "令和13年度は1時間あたりの費用が設定されていないため、1 件の記帳が金額に入っていません。" in shown


def test_an_hour_that_costs_nothing_is_refused_by_whatif(dxrobot: Dxrobot) -> None:
    done = dxrobot("ledger", "whatif", "--items", "500", "--minutes", "6", "--check", "1", "--yen-per-hour", "0")
    assert (done.returncode, "0 より大きい数" in done.stderr) == (2, True)
