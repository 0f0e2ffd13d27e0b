"""From people's tables to the summary, held against figures worked out by hand."""

from __future__ import annotations

from dxrobot.app.ledger import ledger_totals
from dxrobot.app.ledger_import import import_file
from dxrobot.config import Workspace
from dxrobot.ledger.posting import By
from tests.app.test_ledger_import import Write, opened, write

__all__ = ["opened", "write"]


def test_ledger_worked_out_by_hand_is_what_the_summary_tells(opened: Workspace, write: Write) -> None:
    """Shares of 100,001 yen in three and of 120,000 yen by 1,000 : 61,000 minutes; pay-back of the first job.

    First cost 33,334; benefit 50,000 in one month; running 120,000 × 1,000 ÷ 62,000 = 1,935.48, so 1,935, a twelfth of
    it a month: 33,334 ÷ (50,000 − 161.25) is under one month.
    """
    head = "年度,初日,末日,ツール,課,業務,導入前(分),導入後(分),測定,出典\n"
    own = "2026,2026-04-01,2026-04-30,RPA,収納課,口座,1200,200,実測,a\n"
    other = "2026,,,文字起こし,総務課,会議録,66000,5000,見積,a\n"
    import_file(opened, write(head + own + other, "hours.csv"))
    costs = (
        "年度,導入・経常,費用,金額(円),分け方,業務\n"
        "2026,導入,導入費,100001,均等,口座、会議録、請求書の入力\n2026,経常,使用料,120000,削減時間,\n"
    )
    import_file(opened, write(costs, "costs.csv"))
    found = ledger_totals(opened, By.DEPARTMENT).as_json()
    lines = {line["department"]: line for line in found["groups"]}
    assert [lines[name]["cost_yen"] for name in ("収納課", "総務課")] == [33_334 + 1_935, 33_334 + 118_065]
    assert lines["収納課"]["payback_months"] == 1
    assert lines["収納課"]["benefit_of_cost"] == 1.42
    assert (found["initial_yen"], found["running_yen"], found["saved_yen"]) == (100_001, 120_000, 3_100_000)
    assert (found["rate_percent"], found["net_yen"]) == (92.3, 3_100_000 - 220_001)
