"""Tesseract behind the recogniser's Protocol; what is told where it is missing is tested on every machine."""

import shutil

import numpy as np
import pytest

from dxrobot.doctor import probes, software
from dxrobot.errors import InputError
from dxrobot.ocr.decode import collapse
from dxrobot.ocr.engines import engines_of
from dxrobot.ocr.tesseract import TesseractRecogniser
from dxrobot.settings import OcrSettings, SecondEngine
from tests.ocr.drawing import line_picture

installed = pytest.mark.skipif(not shutil.which("tesseract"), reason="Tesseract is not installed")


def test_a_machine_without_tesseract_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    engines = engines_of(threads=1, second=SecondEngine.TESSERACT)
    with pytest.raises(InputError, match="Tesseract が入っていません") as refused:
        engines.load()
    assert "tesseract-ocr-jpn" in refused.value.remedy
    settings = OcrSettings(second_engine=SecondEngine.TESSERACT)
    check = software.second_engine(settings, probes.second_engine_failure(settings))
    assert not check.ok
    assert "tesseract-ocr-jpn" in check.remedy


@pytest.mark.parametrize(
    ("answer", "told"), [("echo eng", r"日本語のデータ\(jpn\)"), ("exit 1", "読み取れませんでした")]
)
def test_a_tesseract_that_cannot_help_is_told(tmp_path, answer, told):
    program = tmp_path / "tesseract"
    program.write_text(f"#!/bin/sh\n{answer}\n")
    program.chmod(0o755)
    with pytest.raises(InputError, match=told):
        TesseractRecogniser(str(program)).recognise([np.full((48, 90), 255, np.uint8)])


@installed
def test_tesseract_reads_lines_in_order():
    recogniser = TesseractRecogniser()
    pictures = [line_picture(text) for text in ("0428-2025", "7", "03-1234-5678")]
    read = [collapse(one.argmax(1), recogniser.characters) for one in recogniser.recognise(pictures)]
    assert read == ["0428-2025", "7", "03-1234-5678"]


@installed
def test_only_characters_of_the_standards_are_known():
    known = TesseractRecogniser().characters
    assert {"亜", "ア", "\uff71", "7", "崎"} <= set(known)
    assert all(one.isprintable() and not one.isspace() for one in known)
