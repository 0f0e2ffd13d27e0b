from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from dxrobot.actions.base import RunContext, Tally
from dxrobot.actions.digests import digest_of
from dxrobot.actions.form_view import FormView
from dxrobot.actions.forms import SettleReviews
from dxrobot.actions.press_steps import Click, Commit
from dxrobot.actions.progress import Progress
from dxrobot.actions.scans import scans_in
from dxrobot.actions.screen_steps import Fill, Open, ReadBack
from dxrobot.config import Workspace
from dxrobot.errors import InputError, NeedsReview
from dxrobot.items import Mode
from dxrobot.ledger.entry import LedgerEntry
from dxrobot.ocr.reading import Status
from dxrobot.store import ledger_rows
from dxrobot.store.journal import Journal
from tests.runner.forms import form

Start = Callable[..., Journal]


@dataclass
class Person:
    """Settles reviews with an answer file, in a run of its own each time."""

    workspace: Workspace
    start_run: Start
    folder: Path
    entry: LedgerEntry
    runs: int = 0

    def settle(
        self, forms: list[FormView], *answers: dict[str, Any], mode: Mode = Mode.PRODUCTION, cut_off: bool = False
    ) -> tuple[list[FormView], Tally]:
        self.runs += 1
        path = self.folder / f"answers{self.runs}.json"
        path.write_text(json.dumps({"settled_by": "職員A", "answers": answers}), encoding="utf-8")
        journal = self.start_run(f"run{self.runs}", mode=mode)
        context = RunContext(self.workspace, journal, self.folder, Progress(lambda *_arguments: None), Tally())
        settled = SettleReviews(forms=forms, answers=str(path) if answers else "").perform(context)
        if not cut_off:
            ledger_rows.append(journal.run, replace(self.entry, run=journal.run_name))
        return settled, context.tally


@pytest.fixture
def person(workspace: Workspace, start_run: Start, tmp_path: Path, ledger_entry: Callable[..., LedgerEntry]) -> Person:
    return Person(workspace, start_run, tmp_path, ledger_entry())


def answer(value: str | bool | None, *, field: str = "name", file: str = "a.pdf", page: int = 1) -> dict[str, Any]:
    return {"file": file, "page": page, "field": field, "value": value}


def counts(tally: Tally) -> tuple[int, int, int, int]:
    return tally.asked, tally.settled, tally.answered_now, tally.corrected


def test_doubtful_value_is_held_back_until_a_person_has_settled_it(person: Person) -> None:
    (view,), tally = person.settle([form("100", doubtful="name")])
    with pytest.raises(NeedsReview):
        _ = view.name
    assert counts(tally) == (1, 0, 0, 0)
    (view,), tally = person.settle([form("100", doubtful="name")], answer("山田 太朗"))
    assert view.name == "山田 太朗"
    assert counts(tally) == (1, 1, 1, 1)
    assert view.scanned.form.reading("name").settled_by == "職員A"


def test_value_that_was_right_is_settled_and_not_corrected(person: Person) -> None:
    _views, tally = person.settle([form("100", doubtful="name")], answer("山田 太郎"))
    assert counts(tally) == (1, 1, 1, 0)


def test_field_left_blank_by_a_person_is_blank(person: Person) -> None:
    (view,), _tally = person.settle([form("100", doubtful="name")], answer(None))
    assert (view.name, view.scanned.form.reading("name").status) == (None, Status.BLANK)


def test_answer_about_a_sure_field_is_left_aside(person: Person) -> None:
    (view,), tally = person.settle([form("100")], answer("鈴木 花子"))
    assert view.name == "山田 太郎"
    assert counts(tally) == (0, 0, 0, 0)


def test_person_is_not_asked_twice_and_the_second_time_costs_nothing(person: Person) -> None:
    person.settle([form("100", doubtful="name")], answer("山田 太朗"))
    (view,), tally = person.settle([form("100", doubtful="name")])
    assert view.name == "山田 太朗"
    assert counts(tally) == (1, 1, 0, 1)
    assert tally.corrected_now == 0


@pytest.mark.parametrize("before", [{"mode": Mode.TRIAL}, {"cut_off": True}])
def test_answers_that_no_entry_counted_cost_their_time_once_in_production(
    person: Person, before: dict[str, Any]
) -> None:
    doubtful = [form("100", doubtful="name")]
    person.settle(doubtful, answer("山田 太朗"), **before)
    _views, tally = person.settle(doubtful)
    assert (tally.answered_now, tally.corrected_now) == (1, 1)
    _views, tally = person.settle(doubtful)
    assert (tally.answered_now, tally.corrected_now) == (0, 0)


def test_person_can_think_again(person: Person) -> None:
    person.settle([form("100", doubtful="name")], answer("山田 太朗"))
    (view,), tally = person.settle([form("100", doubtful="name")], answer("山田 大郎"))
    assert (view.name, tally.answered_now) == ("山田 大郎", 1)


def test_answer_finds_its_own_page_only(person: Person) -> None:
    forms = [form("100", doubtful="name"), form("101", page=2, doubtful="name")]
    views, tally = person.settle(forms, answer("鈴木 花子", page=2))
    assert counts(tally) == (2, 1, 1, 1)
    assert views[1].name == "鈴木 花子"


def test_answer_that_could_mean_two_scans_is_refused(person: Person) -> None:
    one, other = form("100", doubtful="name"), form("101", doubtful="name", file="other/a.pdf")
    with pytest.raises(InputError, match="同じ名前のスキャン"):
        person.settle([one, other], answer("鈴木 花子"))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "JSON"),
        ("山田".encode("cp932"), "JSON"),
        (b"[]", "answers1.json"),
        (b'{"settled_by": "A", "answers": [{"file": "a", "page": 0, "field": "x", "value": null}]}', "answers.0.page"),
        (b'{"settled_by": "A", "answers": [{"file": "a", "page": 1, "field": "x", "value": [1]}]}', "answers.0.value"),
    ],
)
def test_wrong_answer_file_is_named_without_its_values(person: Person, content: bytes, told: str) -> None:
    path = person.folder / "answers1.json"
    path.write_bytes(content)
    context = RunContext(
        person.workspace, person.start_run("a"), person.folder, Progress(lambda *_arguments: None), Tally()
    )
    with pytest.raises(InputError, match=told):
        SettleReviews(forms=[], answers=str(path)).perform(context)


def test_missing_answer_file_is_named(person: Person) -> None:
    context = RunContext(
        person.workspace, person.start_run("a"), person.folder, Progress(lambda *_arguments: None), Tally()
    )
    with pytest.raises(InputError, match=r"none\.json"):
        SettleReviews(forms=[], answers=str(person.folder / "none.json")).perform(context)


def test_scans_are_found_in_folders_in_their_order(tmp_path: Path) -> None:
    for name in ("b.PDF", "a.tif", "notes.txt", ".hidden.png"):
        (tmp_path / name).write_bytes(b"")
    found = [path.name for path in scans_in([tmp_path, tmp_path / "notes.txt"])]
    assert [name for name in found if not name.startswith(".")] == ["a.tif", "b.PDF", "notes.txt"]


@pytest.mark.parametrize("name", ["none.pdf", ""])
def test_no_scan_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="スキャン"):
        scans_in([tmp_path / name])


def test_digest_is_of_the_contents(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    assert digest_of(tmp_path / "a") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_argument_may_stand_alone() -> None:
    assert Open.ready("entry", {}) == Open(screen="entry")
    assert Open.ready({"screen": "entry", "query": {"q": "{{ n }}"}}, {"n": "7"}).query == {"q": "7"}
    assert Fill.ready({"number": "{{ n }}"}, {"n": "7"}).values == {"number": "7"}
    assert Click.ready("login", {}).button == "login"
    assert Click.ready({"role": "link", "name": "{{ n }}"}, {"n": "7"}).target is not None
    assert ReadBack.ready(None, {}) == ReadBack()


def test_value_of_a_wrong_shape_is_an_input_error_that_does_not_quote_it() -> None:
    with pytest.raises(InputError, match="confirmed_by") as caught:
        Commit.ready({"button": "register", "confirmed_by": "{{ x }}"}, {"x": ["山田 太郎"]})
    assert "山田" not in str(caught.value)
    assert caught.value.__suppress_context__
