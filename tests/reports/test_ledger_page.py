from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from dxrobot.errors import InputError
from dxrobot.ledger.entry import LedgerEntry
from dxrobot.reports.ledger_page import ledger_page, write_ledger_page
from tests.ledger.samples import entry, report, stated


class Outside(HTMLParser):
    """Collects whatever a page would fetch or run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "link", "iframe", "img", "object"):
            self.found.append(tag)
        self.found += [
            f"{name}={value}" for name, value in attrs if name in ("src", "href", "srcset") or name[:2] == "on"
        ]


def page(entries: list[LedgerEntry], **options: str) -> str:
    return ledger_page(report(entries, **options))


def rects(html: str) -> Iterator[float]:
    svg = ElementTree.fromstring(html[html.index("<svg") : html.index("</svg>") + 6])
    for rect in svg.iter("{http://www.w3.org/2000/svg}rect"):
        yield float(rect.attrib["width"])


def test_the_page_shows_hours_yen_rate_and_items_of_the_total() -> None:
    html = page([entry(items=120, checking=90), entry(items=20, checking=10)], city="見本市")
    assert "<title>見本市 削減時間の台帳</title>" in html
    for figure in ("13.5 時間", "40,500 円", "89.0 %", "810.0 分 ÷ 910.0 分", "140 件"):
        assert figure in html


def test_the_page_needs_nothing_from_outside() -> None:
    parser = Outside()
    parser.feed(page([entry()]))
    assert parser.found == []


def test_what_stands_in_the_ledger_is_escaped() -> None:
    html = page([entry(job='<script>alert("1")</script>')])
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_a_loss_is_shown_with_a_true_minus() -> None:
    html = page([entry(items=1, checking=972)])
    assert "−16.1 時間" in html
    assert "−48,275 円" in html


def test_bars_are_as_long_as_the_minutes_they_stand_for() -> None:
    gross, human, *other = rects(page([entry(items=100, checking=325), entry(job="証明", items=50, checking=0)]))
    assert (gross, human) == (560, 280)
    assert other == [280, 0]


def test_the_chart_can_be_read_aloud() -> None:
    assert "児童手当: 導入前 78.0 分、導入後 30.0 分、削減 48.0 分(61.5 %)。" in page([entry()])


def test_estimates_are_marked_and_named() -> None:
    html = page([entry(source="estimated")])
    assert "見積を含む" in html
    assert "「児童手当」は、記帳 1 件のうち 1 件に見積の数字(基準時間か職員の手間)を含みます。" in html
    assert "6.5 分/件(見積 20 件、2026-04-01 から)" in html


def test_a_measured_ledger_is_not_called_an_estimate() -> None:
    assert "見積を含む" not in page([entry()])


def test_money_that_cannot_be_told_is_a_dash_and_said() -> None:
    html = page([entry(yen_per_hour=None)])
    assert "<dd>—</dd>" in html
    assert "1 件の記帳は、その年度の1時間あたりの費用が設定されていないため" in html


def test_an_empty_ledger_still_makes_a_page() -> None:
    html = page([])
    assert "導入前の時間が分かる記帳がないので、図はありません。" in html
    assert "0.0 時間" in html


def test_the_last_hash_of_the_chain_is_printed() -> None:
    assert "ab" * 32 in page([entry()], last_hash="ab" * 32)


def test_the_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "ledger.html"
    write_ledger_page(path, report([entry()]))
    assert path.read_text(encoding="utf-8").rstrip().endswith("</html>")
    path.chmod(0o444)
    with pytest.raises(InputError, match="読み取り専用"):
        write_ledger_page(path, report([]))
    assert "児童手当" in path.read_text(encoding="utf-8")


def test_a_department_page_says_of_which_report_it_is_a_part() -> None:
    html = page([entry()], city="見本市")
    assert "見本市 削減時間の台帳" in html[html.index('<section class="department">') :]


def test_headings_break_before_their_unit_and_nowhere_else() -> None:
    html = page([entry(department="<課>")])
    assert "導入前<wbr>(時間)</th>" in html
    assert "word-break: keep-all" in html
    assert "<課>" not in html


def test_a_chart_of_some_of_the_jobs_says_so() -> None:
    told = "図は、導入前の時間の長い 20 業務までです。"
    assert told in page([entry(job=f"業務{number}") for number in range(21)])
    assert told not in page([entry()])


def test_figures_that_nobody_knows_are_a_bare_dash() -> None:
    html = ledger_page(report([stated(600)]))
    assert "— 件" not in html
    assert "0.0 分 ÷ 0.0 分" not in html


def test_every_department_has_a_page_of_its_own_with_its_own_jobs() -> None:
    html = page([entry(), entry(job="証明", department="市民課")])
    _all, *departments = html.split('<section class="department">')
    assert [("児童手当" in part, "証明" in part) for part in departments] == [(True, False), (False, True)]
