from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from dxrobot.actions.base import RunContext, Tally
from dxrobot.actions.form_view import FormView, ScannedForm
from dxrobot.actions.forms import SettleReviews
from dxrobot.actions.progress import Progress
from dxrobot.app.reviewing import LONGEST_LOOK, open_doubts, settle_doubt, take_back
from dxrobot.app.settling import enter_ledger
from dxrobot.config import Workspace
from dxrobot.errors import InputError
from dxrobot.items import Mode
from dxrobot.ledger.entry import LedgerEntry
from dxrobot.library import Library
from dxrobot.ocr.reading import Form, Status
from dxrobot.ocr.template_files import load_template
from dxrobot.store import ledger_rows
from dxrobot.store.journal import Journal
from dxrobot.store.models import Doubt
from dxrobot.store.purging import forget
from tests.ocr.conftest import TEMPLATES
from tests.sheets.samples import accepted, doubtful

Start = Callable[..., Journal]
NAME = "jido_teate_nintei"


@pytest.fixture
def office(workspace: Workspace) -> Iterator[Workspace]:
    """A workspace with the template of the forms below."""
    shutil.copytree(TEMPLATES / NAME, workspace.ocr_templates / NAME)
    yield workspace


def forms(*names: str) -> list[FormView]:
    template = load_template(TEMPLATES / NAME / "template.yaml").template
    made = []
    for number, name in enumerate(names, start=1):
        readings = tuple(
            doubtful(field.name, name, name)
            if field.name == "name"
            else doubtful(field.name, "ヤマタ タロウ", "ヤマタ タロウ")
            if field.name == "kana"
            else accepted(field.name, f"{number:08}" if field.name == "claim_no" else None)
            for field in template.fields
        )
        form = Form(f"{number}.pdf", 1, NAME, registered=True, readings=readings)
        made.append(FormView(ScannedForm(form, template, f"digest{number}")))
    return made


def settle(workspace: Workspace, journal: Journal, views: list[FormView], folder: Path) -> tuple[list[FormView], Tally]:
    context = RunContext(workspace, journal, folder, Progress(lambda *_arguments: None), Tally())
    return SettleReviews(forms=views).perform(context), context.tally


def test_what_waits_comes_field_by_field_or_form_by_form_with_its_picture(
    office: Workspace, start_run: Start, tmp_path: Path
) -> None:
    settle(office, start_run("a"), forms("山田 太郎", "川田 花子"), tmp_path)
    by_field = open_doubts("field")
    assert [(one.field, one.file) for one in by_field] == [
        ("kana", "1.pdf"),
        ("kana", "2.pdf"),
        ("name", "1.pdf"),
        ("name", "2.pdf"),
    ]
    assert [one.file for one in open_doubts("form")] == ["1.pdf", "1.pdf", "2.pdf", "2.pdf"]
    assert by_field[0].crop.startswith(b"\x89PNG") and by_field[0].candidates and by_field[0].reason
    assert by_field[1].form_key == "00000002"
    assert open_doubts("form", run="other") == []


def test_a_doubt_settled_between_runs_is_used_by_the_next_and_its_measured_time_counted_once(
    office: Workspace, start_run: Start, tmp_path: Path, ledger_entry: Callable[..., LedgerEntry]
) -> None:
    first = start_run("a", mode=Mode.PRODUCTION)
    settle(office, first, forms("山田 太郎"), tmp_path)
    ledger_rows.append(first.run, replace(ledger_entry(), run=first.run_name))
    kana, name = open_doubts("field")
    settle_doubt(office, kana.id, "ヤマダ タロウ", "確認 花子", seconds=7.5)
    settle_doubt(office, name.id, "○", "確認 花子", seconds=10_000)
    assert open_doubts() == []
    second = start_run("b", mode=Mode.PRODUCTION)
    (view,), tally = settle(office, second, forms("山田 太郎"), tmp_path)
    assert (view.name, view.kana) == ("山田 太郎", "ヤマダ タロウ")
    assert view.scanned.form.reading("kana").settled_by == "確認 花子"
    assert (tally.answered_now, tally.measured_now, tally.measured_corrected_now) == (2, 2, 1)
    assert tally.review_seconds == pytest.approx(7.5 + LONGEST_LOOK)
    ledger_rows.append(second.run, replace(ledger_entry(), run=second.run_name))
    _views, again = settle(office, start_run("c", mode=Mode.PRODUCTION), forms("山田 太郎"), tmp_path)
    assert (again.settled, again.answered_now, again.review_seconds) == (2, 0, 0)


@pytest.mark.parametrize(
    ("written", "by", "told"),
    [("山田", "", "名前"), ("", "花子", "空"), ("ヤマダ", "花子", "正しくありません")],
)
def test_what_the_field_cannot_hold_is_refused_without_quoting_it(
    office: Workspace, start_run: Start, tmp_path: Path, written: str, by: str, told: str
) -> None:
    view = forms("山田 太郎")[0]
    form = view.scanned.form
    readings = tuple(
        doubtful("my_number", None, "12") if reading.field == "my_number" else reading.evolve(status=Status.ACCEPTED)
        for reading in form.readings
    )
    one = FormView(ScannedForm(form.evolve(readings=readings), view.scanned.template, "d"))
    settle(office, start_run("a"), [one], tmp_path)
    (doubt,) = open_doubts()
    with pytest.raises(InputError, match=told) as failure:
        settle_doubt(office, doubt.id, written, by)
    assert "ヤマダ" not in str(failure.value)
    assert len(open_doubts()) == 1


def test_a_doubt_is_settled_once_and_forgotten_with_its_run(
    office: Workspace, start_run: Start, tmp_path: Path
) -> None:
    journal = start_run("a")
    settle(office, journal, forms("山田 太郎"), tmp_path)
    kana, _name = open_doubts("field")
    settle_doubt(office, kana.id, "空白", "花子")
    with pytest.raises(InputError, match="済んでいます"):
        settle_doubt(office, kana.id, "空白", "花子")
    forget(journal.run_name)
    assert open_doubts() == [] and not Doubt.objects.exists()


def test_a_doubt_knows_where_on_which_page_of_the_scan_it_stands(
    office: Workspace, start_run: Start, tmp_path: Path
) -> None:
    view = forms("山田 太郎")[0]
    form = view.scanned.form
    readings = tuple(
        reading.evolve(page=3, turn=180) if reading.field == "name" else reading for reading in form.readings
    )
    placed = form.evolve(file="scans/1.pdf", page=2, readings=readings)
    settle(office, start_run("a"), [FormView(ScannedForm(placed, view.scanned.template, "d"))], tmp_path)
    name, kana = Doubt.objects.get(field="name"), Doubt.objects.get(field="kana")
    assert (name.scan, name.page) == (str(Path("scans/1.pdf").absolute()), 2)
    assert (name.box, name.box_page, name.box_turn) == ([10, 20, 300, 60], 3, 180)
    assert (kana.box, kana.box_page) == (None, None)


def test_an_answer_is_taken_back_by_who_gave_it_until_a_run_has_used_it(
    office: Workspace, start_run: Start, tmp_path: Path
) -> None:
    settle(office, start_run("a"), forms("山田 太郎"), tmp_path)
    kana = open_doubts("field")[0]
    answer = settle_doubt(office, kana.id, "ヤマダ タロウ", "花子", seconds=2)
    with pytest.raises(InputError, match="取り消せません"):
        take_back(replace(answer, settled_by="次郎"))
    take_back(answer)
    assert open_doubts("field")[0].id == kana.id
    answer = settle_doubt(office, kana.id, "ヤマダ タロウ", "花子", seconds=2)
    settle(office, start_run("b"), forms("山田 太郎"), tmp_path)
    with pytest.raises(InputError, match="取り消せません"):
        take_back(answer)


def test_measured_seconds_stand_in_the_ledger_instead_of_the_assumption(office: Workspace, start_run: Start) -> None:
    scenario = Library(office).scenario(Library(office).scenario_names()[0]).model
    journal = start_run("a", mode=Mode.PRODUCTION)
    assumed = enter_ledger(office, scenario, journal, Tally(answered_now=3), Decimal(1))
    journal = start_run("b", mode=Mode.PRODUCTION)
    tally = Tally(answered_now=3, measured_now=3, review_seconds=90.0)
    measured = enter_ledger(office, scenario, journal, tally, Decimal(1))
    assert str(measured.human.checking) == "1.50"
    assert assumed.human.checking != measured.human.checking
