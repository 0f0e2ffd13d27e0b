from __future__ import annotations

import logging
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from loguru import logger

from dxrobot import log
from dxrobot.masking import MASK, redactor


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "log" / "dxrobot.log"
    logger.remove()
    log._open_path = None


def test_learnt_values_are_masked_in_lines_and_tracebacks(path: Path) -> None:
    log.open_log(path)
    redactor.learn("五十嵐 六花")

    def fail(name: str) -> None:
        raise ValueError(f"cannot read {name}")

    try:
        fail("五十嵐 六花")
    except ValueError as error:
        logger.opt(exception=error).error("item {} failed", "五十嵐六花")
    text = path.read_text(encoding="utf-8")
    assert "五十嵐" not in text
    assert f"item {MASK * 3} failed" in text
    assert f"ValueError: cannot read {MASK * 3}" in text


def test_tracebacks_show_no_variables(path: Path) -> None:
    log.open_log(path)

    def fail(number: str) -> None:
        raise ValueError(len(number))

    try:
        fail("no-one-has-learnt-this")
    except ValueError as error:
        log.record_bug(error)
    text = path.read_text(encoding="utf-8")
    assert "ValueError: 22" in text
    assert text.count("Traceback") == 1
    assert "no-one-has-learnt-this" not in text.replace('fail("no-one-has-learnt-this")', "")


def test_log_is_for_its_owner_only(path: Path) -> None:
    log.open_log(path)
    logger.info("x")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_nothing_reaches_the_screen(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    log.open_log(path)
    logger.error("x")
    assert capfd.readouterr() == ("", "")


def test_log_that_cannot_be_written_ends_no_work(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    log.open_log(path)
    path.mkdir()
    logger.error("山田 太郎")
    assert capfd.readouterr() == ("", "")


def test_full_log_is_set_aside(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "_ROTATE_AT", 10)
    log.open_log(path)
    logger.info("first")
    log.open_log(path)
    logger.info("second")
    assert "first" in path.with_suffix(".1.log").read_text(encoding="utf-8")
    assert "first" not in path.read_text(encoding="utf-8")


def test_bug_outside_a_workspace_is_kept_beside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    kept = log.record_bug(RuntimeError("boom"))
    assert kept.parent == tmp_path
    assert "RuntimeError: boom" in kept.read_text(encoding="utf-8")


def test_variables_of_the_code_that_failed_are_never_printed(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log.open_log(path)

    def fail(resident: str) -> None:
        held = {"name": resident}
        raise KeyError(len(held))

    resident = "知らない" + "人"
    try:
        fail(resident)
    except KeyError as error:
        written = log.record_bug(error)
    assert written == path
    assert "KeyError" in path.read_text(encoding="utf-8")
    assert "知らない人" not in path.read_text(encoding="utf-8")
    assert capsys.readouterr() == ("", "")


def test_what_was_written_of_a_run_is_found_again(path: Path) -> None:
    log.open_log(path)
    with log.of_run("20261128-1"):
        logger.info("item 1")
        try:
            raise ValueError("wrong")
        except ValueError as error:
            logger.opt(exception=error).error("item 2")
    logger.info("of nobody")
    lines = log.lines_of_run(path, "20261128-1", 100)
    assert "item 1" in lines[0]
    assert lines[-1] == "ValueError: wrong"
    assert "nobody" not in "\n".join(lines)
    assert log.lines_of_run(path, "20261128-1", 1) == lines[-1:]


def test_what_a_library_tells_stands_in_the_log_and_not_on_the_screen(
    path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    log.open_log(path)
    log.take_over("some.library", logging.ERROR)
    told = logging.getLogger("some.library")
    told.warning("no matter")
    told.error("%s is gone", "it")
    assert "some.library: it is gone" in path.read_text(encoding="utf-8")
    assert "no matter" not in path.read_text(encoding="utf-8")
    assert capfd.readouterr() == ("", "")
