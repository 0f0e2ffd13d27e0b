from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from dxrobot.i18n import _, use_language
from tools import catalogues
from tools.catalogues import Catalogue, Message

CATALOGUES = pytest.mark.parametrize("catalogue", catalogues.catalogues(), ids=lambda catalogue: catalogue.domain)


@CATALOGUES
def test_every_message_is_translated_with_its_placeholders(catalogue: Catalogue) -> None:
    found = list(catalogues.unsound(catalogues.collect(catalogue), catalogues.read_po(catalogue.po)))
    assert found == [], "python -m tools.catalogues names what is left to translate"


@CATALOGUES
def test_both_files_are_what_the_tool_writes(catalogue: Catalogue) -> None:
    messages, translations = catalogues.collect(catalogue), catalogues.read_po(catalogue.po)
    written = catalogue.po.read_text(encoding="utf-8")
    assert written == catalogues.po_text(catalogue, messages, translations), "run python -m tools.catalogues"
    assert catalogue.mo.read_bytes() == catalogues.compiled(catalogue, messages, translations)


@CATALOGUES
def test_gettext_reads_every_translation(catalogue: Catalogue) -> None:
    with catalogue.mo.open("rb") as file:
        read = gettext.GNUTranslations(file)
    translations = catalogues.read_po(catalogue.po)
    for message in catalogues.collect(catalogue):
        found = read.ngettext(message.id, message.plural, 5) if message.plural else read.gettext(message.id)
        assert found == translations[message.key]


def test_a_translation_survives_when_the_file_is_written_anew(tmp_path: Path) -> None:
    catalogue = catalogues.catalogues()[0]
    message = Message('「{a}」\nは"正しく"ありません\\。', "", ("x.py",))
    translations = {message.key: 'not "right":\t\\{a}'}
    path = tmp_path / "x.po"
    path.write_text(catalogues.po_text(catalogue, [message], translations), encoding="utf-8")
    assert catalogues.read_po(path)[message.key] == translations[message.key]


def test_a_translation_wrapped_over_lines_by_an_editor_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "x.po"
    path.write_text('#, fuzzy\nmsgid ""\n"長い"\n"文"\nmsgstr ""\n"a long "\n"sentence"\n', encoding="utf-8")
    assert catalogues.read_po(path) == {"長い文": "a long sentence"}


def test_a_translation_that_forgets_a_placeholder_is_named() -> None:
    message = Message("空き {gib:.1f} GB", "", ("x.py",))
    assert list(catalogues.unsound([message], {message.key: "{gib} GB free"})) == [f"other placeholders: {message.id}"]


def test_an_unknown_language_is_japanese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "")
    try:
        use_language("en")
        assert _("中止しました。") == "Stopped on request."
        use_language("tlh")
        assert _("中止しました。") == "中止しました。"
    finally:
        use_language("ja")
