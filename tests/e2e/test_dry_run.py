"""``dxrobot run --dry-run`` on the sample site: everything filled in, and its database as it was."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import openpyxl

from dxrobot.app.dry_workbook import DRY_WORKBOOK
from dxrobot.bundled import demo_samples
from tests.e2e.test_run import Office, office

__all__ = ["office"]

# Signing in is let through, and the site writes that down.
SIGNING_IN = {"django_session", "auth_user", "sqlite_sequence"}


def everything(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of the site."""
    with sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True) as connection:
        names = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
        return {
            name: connection.execute(f'select * from "{name}"').fetchall() for name in names if name not in SIGNING_IN
        }


def test_a_dry_run_leaves_the_site_as_it_was_and_writes_a_sheet_to_sign(office: Office) -> None:
    before = everything(office.site.database)
    status, result = office.run("-i", office.answers(), "--dry-run")
    assert everything(office.site.database) == before
    assert (status, result["mode"], result["status"]) == (0, "dry", "finished")
    assert (result["items"]["pending"], result["items"]["done"], result["saved_minutes"]) == (1, 0, 0)
    book = openpyxl.load_workbook(Path(str(result["evidence"]), DRY_WORKBOOK))
    texts = {str(cell.value) for row in book.worksheets[1].iter_rows() for cell in row if cell.value}
    assert {"氏名", "個人番号", "入力する値", "出どころ"} <= texts
    assert any("denshi_1008_1.png 1 ページ" in text for text in texts)
    assert len(book.worksheets[1]._images) == 1


def test_doubtful_values_are_marked_and_wait_for_a_person(office: Office) -> None:
    status, result = office.run("--dry-run", scan=demo_samples() / "scans" / "shisho_1007_1.jpg")
    assert (status, result["items"]["waiting_review"]) == (1, 1)
    book = openpyxl.load_workbook(Path(str(result["evidence"]), DRY_WORKBOOK))
    marked = [row[0].value for row in book.worksheets[1].iter_rows() if "要確認" in str(row[4].value)]
    assert marked


def test_options_that_do_not_go_together_are_told(office: Office) -> None:
    for options, words in ((("--trace", "--production"), "録画"), (("--step",), "端末")):
        finished = office.dxrobot("run", "madoguchi_seikyu", *options)
        assert (finished.returncode, words in finished.stderr) == (2, True)
