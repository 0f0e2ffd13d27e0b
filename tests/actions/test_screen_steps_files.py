"""Files handed over, received and printed: only the run's own, whole, and none ever overwritten."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from dxrobot.actions.run_files import RunFiles
from dxrobot.browser.transfers import print_pdf
from dxrobot.errors import BusinessError, InputError, TargetError
from tests.browser.conftest import Answer, Pages

from .screens import AtDesk, work

SCREENS = """
files:
  title: 添付
  path: /files
  ready: {role: heading, name: 添付}
  fields: {scan: {label: 書類}, many: {label: 写真}, name: {label: 氏名}}
  buttons: {send: {role: button, name: 送信}, csv: {role: link, name: CSV出力}}
"""
CSV = "番号,氏名\r\n101,平田\r\n".encode("cp932")


@pytest.fixture(autouse=True)
def pages(site: Pages) -> None:
    site.html["/files"] = """<h1>添付</h1><form method=post action=/sent enctype=multipart/form-data>
      <label>書類 <input type=file name=scan></label><label>写真 <input type=file name=many multiple></label>
      <label>氏名 <input></label><button>送信</button></form><a href=/csv>CSV出力</a>"""
    site.html["/sent"] = "<p>受け付けました</p>"
    attached = {"Content-Disposition": "attachment; filename=x.csv", "Content-Length": str(len(CSV))}
    site.answers["/csv"] = Answer(CSV, "text/csv", attached)


def test_a_file_of_the_run_is_handed_over(site: Pages, at_desk: AtDesk, tmp_path: Path) -> None:
    (tmp_path / "請求書.txt").write_text("中身の文字", encoding="utf-8")
    work(at_desk(SCREENS), "[open: files, upload: {scan: 請求書.txt}, click: send, expect: 受け付けました]")
    assert "中身の文字".encode() in site.sent[0]


def test_a_file_that_the_run_was_given_is_handed_over(at_desk: AtDesk, tmp_path: Path) -> None:
    (tmp_path / "given").mkdir()
    (tmp_path / "given" / "a.txt").write_text("a")
    (tmp_path / "given" / "b.txt").write_text("b")
    desk = at_desk(SCREENS)
    desk.files = RunFiles(tmp_path / "run", (tmp_path / "given",))
    paths = [str(tmp_path / "given" / name) for name in ("a.txt", "b.txt")]
    work(desk, "[open: files, upload: {many: '{{ paths }}'}]", paths=paths)
    assert desk.session.run(lambda page: page.evaluate("document.forms[0].many.files.length")) == 2


@pytest.mark.parametrize("written", ["/etc/hostname", "../outside.txt", "link.txt"])
def test_no_other_file_of_the_machine_is_handed_over(at_desk: AtDesk, tmp_path: Path, written: str) -> None:
    (tmp_path / "outside.txt").write_text("x")
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "link.txt").symlink_to(tmp_path / "outside.txt")
    desk = at_desk(SCREENS)
    desk.files = RunFiles(tmp_path / "run", ())
    with pytest.raises(InputError, match="渡せないファイル"):
        work(desk, "[open: files, upload: {scan: '{{ path }}'}]", path=written)


def test_a_file_that_is_not_there_is_named(at_desk: AtDesk) -> None:
    with pytest.raises(InputError, match=r"渡すファイルがありません: none\.txt"):
        work(at_desk(SCREENS), "[open: files, upload: {scan: none.txt}]")


def test_several_files_for_a_field_of_one_and_a_field_for_no_file_are_refused(at_desk: AtDesk, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    with pytest.raises(TargetError, match="1つしか"):
        work(at_desk(SCREENS), "[open: files, upload: {scan: [a.txt, a.txt]}]")
    with pytest.raises(TargetError, match="ファイルを選ぶ欄ではありません"):
        work(at_desk(SCREENS), "[open: files, upload: {name: a.txt}]")


def test_a_file_is_received_whole_and_its_path_returned(at_desk: AtDesk, tmp_path: Path) -> None:
    out = work(at_desk(SCREENS), "[open: files, {download: {button: csv, file: 一覧.csv}, as: path}]")
    assert Path(out["path"]) == tmp_path / "一覧.csv"
    assert Path(out["path"]).read_bytes() == CSV


def test_a_received_file_overwrites_none(at_desk: AtDesk, tmp_path: Path) -> None:
    (tmp_path / "一覧.csv").write_text("前のもの")
    out = work(at_desk(SCREENS), "[open: files, {download: {button: csv, file: 一覧.csv}, as: path}]")
    assert Path(out["path"]).name == "一覧(2).csv"
    assert (tmp_path / "一覧.csv").read_text() == "前のもの"


@pytest.mark.parametrize("name", ["../x.csv", "a/b.csv", "", "a:b.csv", ".hidden"])
def test_a_name_that_leads_elsewhere_is_refused(at_desk: AtDesk, name: str) -> None:
    with pytest.raises(InputError, match="使えません"):
        work(at_desk(SCREENS), "[open: files, download: {button: csv, file: '{{ name }}'}]", name=name)


def test_a_file_made_in_the_page_is_received(site: Pages, at_desk: AtDesk) -> None:
    site.html["/files"] = """<h1>添付</h1><a id=a download=x.csv>CSV出力</a>
      <script>a.href = URL.createObjectURL(new Blob(['a,b']))</script>"""
    out = work(at_desk(SCREENS), "[open: files, {download: {button: csv, file: a.csv}, as: path}]")
    assert Path(out["path"]).read_text() == "a,b"


def test_a_file_that_comes_in_a_window_of_its_own_is_received(site: Pages, at_desk: AtDesk) -> None:
    site.html["/files"] = "<h1>添付</h1><a href=/csv target=_blank>CSV出力</a>"
    out = work(at_desk(SCREENS), "[open: files, {download: {button: csv, file: a.csv}, as: path}, on: files]")
    assert Path(out["path"]).read_bytes() == CSV


@pytest.mark.parametrize("where", ["_blank", "_self"])
def test_a_pdf_that_the_browser_shows_is_received(site: Pages, at_desk: AtDesk, tmp_path: Path, where: str) -> None:
    desk = at_desk(SCREENS)
    site.answers["/pdf"] = Answer(desk.session.run(lambda page: page.pdf()), "application/pdf")
    site.html["/files"] = f"<h1>添付</h1><a href=/pdf target={where}>CSV出力</a>"
    out = work(desk, "[open: files, {download: {button: csv, file: a.pdf}, as: path}, on: files]")
    assert len(pypdfium2.PdfDocument(out["path"])) == 1
    assert desk.session.run(lambda page: len(page.context.pages)) == 1


def test_a_pdf_shown_for_a_form_that_was_sent_is_not_asked_for_again(site: Pages, at_desk: AtDesk) -> None:
    desk = at_desk(SCREENS)
    site.answers["/pdf"] = Answer(desk.session.run(lambda page: page.pdf()), "application/pdf")
    site.html["/files"] = """<h1>添付</h1><form id=f action=/pdf method=post target=_blank></form>
      <a href="#" onclick="f.submit()">CSV出力</a>"""
    with pytest.raises(TargetError, match="PDF が窓の中に表示された"):
        work(desk, "[open: files, download: {button: csv, file: a.pdf}]")
    assert len(site.sent) == 1


def test_a_download_that_breaks_off_is_said(site: Pages, at_desk: AtDesk, tmp_path: Path) -> None:
    attached = {"Content-Disposition": "attachment; filename=x.csv", "Content-Length": "1000"}
    site.answers["/csv"] = Answer(CSV, "text/csv", attached)
    with pytest.raises(TargetError, match="途中で切れました"):
        work(at_desk(SCREENS), "[open: files, download: {button: csv, file: a.csv}]")
    assert not (tmp_path / "a.csv").exists()


def test_an_error_of_the_site_in_place_of_the_file_is_its_refusal(site: Pages, at_desk: AtDesk) -> None:
    site.html["/files"] = """<h1>添付</h1><a href="#" onclick="alert('対象の件がありません')">CSV出力</a>"""
    with pytest.raises(BusinessError, match="対象の件がありません"):
        work(at_desk(SCREENS), "[open: files, download: {button: csv, file: a.csv}]")


def test_a_download_that_does_not_begin_is_said(site: Pages, at_desk: AtDesk) -> None:
    site.html["/files"] = "<h1>添付</h1><a href='#'>CSV出力</a>"
    with pytest.raises(TargetError, match="始まりませんでした"):
        work(at_desk(SCREENS), "[open: files, download: {button: csv, file: a.csv}]")


def test_a_screen_is_printed_to_pdf(at_desk: AtDesk) -> None:
    out = work(at_desk(SCREENS), "[open: files, {print_pdf: 控え.pdf, as: path}]")
    page = pypdfium2.PdfDocument(out["path"])[0]
    assert "添付" in page.get_textpage().get_text_range()
    assert page.get_size() == pytest.approx((595, 842), abs=1.5)


def test_a_shown_browser_says_that_it_cannot_print(at_desk: AtDesk, tmp_path: Path) -> None:
    desk = at_desk(SCREENS)
    with pytest.raises(InputError, match="--headed を付けずに"):
        desk.session.run(lambda page: print_pdf(page, tmp_path / "a.pdf", headless=False))


def test_a_page_that_prints_itself_goes_on(site: Pages, at_desk: AtDesk) -> None:
    site.html["/files"] += "<script>window.print(); document.body.append('印刷後')</script>"
    work(at_desk(SCREENS), "[open: files, expect: 印刷後]")
