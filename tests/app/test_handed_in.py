"""Files that people hand in: told by their content, harmless by name, gone when nothing needs them."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from dxrobot.app.handed_in import (
    EVERY_KIND,
    SCANS,
    FileKind,
    HandedIn,
    handed_in_of,
    keep_file,
    kind_of_file,
    label_of,
)
from dxrobot.app.input_kinds import kinds_of_input
from dxrobot.app.purging import purge
from dxrobot.app.workspaces import open_workspace
from dxrobot.bundled import bundled_root
from dxrobot.config import Workspace, load_workspace
from dxrobot.errors import InputError
from dxrobot.items import Mode, OrderState, RunStatus
from dxrobot.library import Library
from dxrobot.store.journal import Journal
from dxrobot.store.models import Order, Run

NOW = timezone.now()


@pytest.mark.parametrize(
    ("name", "kind", "label"),
    [
        ("請求書.pdf", FileKind.PDF, "請求書.pdf"),
        ("スキャン.JPEG", FileKind.JPEG, "スキャン.JPEG"),
        ("C:\\scan\\請求書 1.png", FileKind.PNG, "請求書_1.png"),
        ("../../etc/passwd", FileKind.CSV, "passwd.csv"),
        ("<img src=x>.tif", FileKind.TIFF, "img_src_x.tif"),
        ("請求書.pdf.exe", FileKind.PDF, "請求書.pdf_exe.pdf"),
        (".htaccess", FileKind.CSV, "htaccess.csv"),
        ("con.xlsx", FileKind.XLSX, "_con.xlsx"),
        ("か\u3099.csv", FileKind.CSV, "が.csv"),
        ("", FileKind.PNG, "ファイル.png"),
        ("あ" * 300 + ".pdf", FileKind.PDF, "あ" * 76 + ".pdf"),
    ],
)
def test_a_name_is_only_a_label(name: str, kind: FileKind, label: str) -> None:
    assert label_of(name, kind) == label


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.4", FileKind.PDF),
        (b"\xff\xd8\xff\xe0", FileKind.JPEG),
        (b"II*\x00", FileKind.TIFF),
        ("口座,名義\n".encode("cp932"), FileKind.CSV),
        ("あ".encode() * 30000, FileKind.CSV),  # cut in the middle of a sign
        (b'{"answers": []}', FileKind.JSON),
        (b"MZ\x90\x00", None),
        (b"PK\x03\x04 broken", None),
        (b"\x00\x01", None),
    ],
)
def test_a_kind_is_told_by_the_content(tmp_path: Path, content: bytes, kind: FileKind | None) -> None:
    (tmp_path / "file").write_bytes(content)
    assert kind_of_file(tmp_path / "file") is kind


def test_an_input_takes_what_its_steps_can_use() -> None:
    library = Library(load_workspace(bundled_root()))
    scenario = library.scenario("jido_teate").model
    parts = {name: part.model for name, part in library.uses(scenario).parts.items()}
    assert kinds_of_input(scenario, parts, "scans") == SCANS
    assert kinds_of_input(scenario, parts, "answers") == {FileKind.XLSX, FileKind.JSON}
    assert kinds_of_input(scenario, parts, "nowhere") == EVERY_KIND


@pytest.fixture
def opened(workspace: Workspace) -> Workspace:
    open_workspace(workspace)
    return workspace


def handed_in(workspace: Workspace, days_ago: float = 3) -> HandedIn:
    kept = keep_file(workspace, "山田太郎.pdf", [b"%PDF-1.4"], SCANS, 100)
    then = (NOW - timedelta(days=days_ago)).timestamp()
    os.utime(kept.path.parent, (then, then))
    return kept


def test_what_is_too_large_leaves_nothing_behind(opened: Workspace) -> None:
    with pytest.raises(InputError, match="大きすぎます"):
        keep_file(opened, "a.pdf", [b"%PDF-", b"0" * 100], SCANS, 100)
    assert list(opened.uploads.iterdir()) == []


def test_a_file_is_kept_for_its_owner_alone(opened: Workspace) -> None:
    path = handed_in(opened).path
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_file_that_nobody_used_goes_after_a_day(opened: Workspace) -> None:
    unused, today = handed_in(opened), handed_in(opened, 0.5)
    wanted = handed_in(opened)
    order = Order.objects.create(
        scenario="entry", mode="trial", queue="default", inputs={"scans": [str(wanted.path)]}, requested_at=NOW
    )
    assert purge(opened, NOW, dry=True).handed_in == 1
    assert unused.path.exists()
    assert purge(opened, NOW).as_json()["handed_in"] == 1
    assert [one.path.exists() for one in (unused, today, wanted)] == [False, True, True]
    Order.objects.filter(pk=order.pk).update(state=OrderState.CANCELLED)
    purge(opened, NOW)
    assert not wanted.path.exists()


def test_a_file_goes_with_its_run(opened: Workspace) -> None:
    kept = handed_in(opened, 200)
    inputs = {"scans": [str(kept.path)]}
    journal = Journal.start(
        name="old", scenario="entry", job="j", mode=Mode.TRIAL, definition_hash="0", pid=1, inputs=inputs
    )
    journal.finish(RunStatus.FINISHED)
    order = Order.objects.create(
        scenario="entry", mode="trial", queue="default", inputs=inputs, requested_at=NOW, run=journal.run, state="ended"
    )
    (opened.runs / "old").mkdir()
    (opened.runs / "old" / "登録簿.xlsx").write_bytes(b"x")
    purge(opened, NOW)
    assert kept.path.exists()
    then = NOW - timedelta(days=200)
    Run.objects.filter(name="old").update(started_at=then, finished_at=then)
    assert purge(opened, NOW, dry=True).handed_in == 1
    purge(opened, NOW)
    assert not kept.path.exists()
    order.refresh_from_db()
    assert order.inputs == {}  # the names of files may name people


def test_a_place_typed_as_words_is_no_file_that_was_handed_in(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, load_workspace(bundled_root()).settings)
    kept = keep_file(workspace, "a.pdf", [b"%PDF-1.7"], EVERY_KIND, 1000)
    (workspace.private / "console_key").write_text("secret", encoding="ascii")
    link = kept.path.with_name("b.pdf")
    link.symlink_to(workspace.private / "console_key")
    typed = [str(workspace.uploads / ".." / "console_key"), str(link), str(workspace.private / "console_key")]
    assert handed_in_of(workspace, {"scans": [str(kept.path)], "words": typed}) == [kept.path]
