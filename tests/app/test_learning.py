from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dxrobot.actions.form_reading import form_reading
from dxrobot.app.learning import learn, undo
from dxrobot.config import Workspace
from dxrobot.errors import InputError
from dxrobot.ocr import learned
from dxrobot.ocr.word_lists import Word
from dxrobot.store.answers import SettledField
from dxrobot.store.journal import Journal
from dxrobot.store.lessons import keep_lessons
from dxrobot.store.models import Lesson
from dxrobot.store.purging import forget
from tests.ocr.conftest import TEMPLATES
from tests.sheets.samples import doubtful

Start = Callable[..., Journal]
NAME = "jido_teate_nintei"


@pytest.fixture
def office(workspace: Workspace) -> Workspace:
    shutil.copytree(TEMPLATES / NAME, workspace.ocr_templates / NAME)
    return workspace


def teach(journal: Journal, field: str, *said: tuple[str, str], first: int = 0) -> None:
    for number, (read, value) in enumerate(said, start=first):
        answer = SettledField(f"digest{number}", 1, field, value, "花子")
        keep_lessons(journal.run, NAME, [doubtful(field, read, read)], {field: answer})


def test_values_written_again_and_again_become_words_and_personal_ones_never(
    office: Workspace, start_run: Start
) -> None:
    journal = start_run("a")
    teach(journal, "bank_name", ("西山銀打", "西山銀行 本店"), ("西山銀", "西山銀行 本店"), ("東銀打", "東銀行 支店"))
    teach(journal, "name", ("山田 大郎", "山田 太郎"), ("山田 大郎", "山田 太郎"))
    version = learn(office, "係長")
    assert version.words(NAME) == {"bank_name": (Word("西山銀行 本店", count=2),), "name": ()}
    assert (version.templates[NAME]["name"].reviewed, version.templates[NAME]["name"].right) == (2, 0)
    path = learned.current_file(office.learned)
    assert path is not None and path.stat().st_mode & 0o077 == 0
    assert "山田" not in path.read_text(encoding="utf-8")


def test_confidence_that_says_too_much_is_put_down(office: Workspace, start_run: Start) -> None:
    journal = start_run("a")
    wrong = [("1", "2")] * 15 + [("3", "3")] * 5
    teach(journal, "claim_no", *wrong)
    Lesson.objects.update(confidence=0.9)
    offset = learn(office, "係長").offsets(NAME)["claim_no"]
    assert offset == pytest.approx(-0.981 - 2.197, abs=0.01)  # log-odds of 6 in 22, and of 0.9
    Lesson.objects.filter(right=True).delete()
    assert learn(office, "係長").offsets(NAME)["claim_no"] == 0.0  # fewer than 20 tell nothing


def test_a_version_can_be_left_and_another_made(office: Workspace, start_run: Start) -> None:
    with pytest.raises(InputError, match="まだありません"):
        learn(office, "係長")
    journal = start_run("a")
    teach(journal, "bank_name", ("a", "西銀行"), ("b", "西銀行"))
    assert learn(office, "係長").version == 1
    with pytest.raises(InputError, match="新しく学ぶこと"):
        learn(office, "係長")
    teach(journal, "bank_name", ("c", "東銀行"), ("d", "東銀行"), first=2)
    assert learn(office, "係長").version == 2
    assert undo(office, 2) == 1
    used = learned.current(office.learned)
    assert used is not None and [word.text for word in used.words(NAME)["bank_name"]] == ["西銀行"]
    assert undo(office, 1) == 0 and learned.current(office.learned) is None
    assert learn(office, "係長").version == 3
    with pytest.raises(InputError, match="あるもの: 1, 2, 3"):
        undo(office, 9)


def test_what_was_read_and_said_goes_with_the_data_of_its_run(office: Workspace, start_run: Start) -> None:
    journal = start_run("a")
    teach(journal, "bank_name", ("a", "西銀行"), ("b", "西銀行"))
    forget(journal.run_name)
    assert {(one.read, one.said) for one in Lesson.objects.all()} == {(None, None)}
    assert learn(office, "係長").words(NAME)["bank_name"] == ()


def test_reading_has_the_words_of_the_version_in_force(office: Workspace, start_run: Start, tmp_path: Path) -> None:
    journal = start_run("a")
    teach(journal, "bank_name", ("a", "西銀行"), ("b", "西銀行"))
    learn(office, "係長")
    (loaded,) = form_reading(office, [NAME]).reader._templates  # type: ignore[attr-defined]
    assert loaded.lexicons.words(loaded.template.field("bank_name")) == (Word("西銀行", count=2),)
