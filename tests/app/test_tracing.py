from __future__ import annotations

from collections.abc import Callable

import pytest

from dxrobot.app.tracing import trace_record
from dxrobot.cli.trace import show_record
from dxrobot.errors import InputError
from dxrobot.items import Mode
from dxrobot.store.claims import Entered, IntentKey
from dxrobot.store.journal import Journal

Start = Callable[..., Journal]


def entered(run: Journal) -> None:
    origin = {
        "file": "a.pdf", "page": 2, "label": "氏名", "box": [1, 2, 3, 4], "text": "山田太朗", "confidence": None,
        "settled_by": "職員A",
    }  # fmt: skip
    plain = {**origin, "label": "番号", "text": "10O"}
    claim = run.claim(IntentKey(Mode.PRODUCTION, "desk.register", "request:100", "1"), "x")
    values = (
        Entered("number", "番号", "100", "", (plain,)),
        Entered("name", "氏名", "山田 太郎", "name", (origin,)),
    )
    assert run.submitting(claim, values)


def test_trace_masks_value_and_text_as_read(start_run: Start) -> None:
    entered(start_run("a"))
    (record,) = trace_record("100", reveal=False)
    number, name = record.values
    assert (record.run, record.state, record.item_key) == ("a", "submitting", "request:100")
    assert (number.value, number.origins[0]["text"]) == ("100", "10O")
    assert (name.value, name.origins[0]["text"]) == ("山● ●●", "山●●●")
    assert "太" not in str(record.as_json())


def test_trace_reveals_when_asked(start_run: Start) -> None:
    entered(start_run("a"))
    (record,) = trace_record("request:100", reveal=True)
    assert record.values[1].value == "山田 太郎"
    assert record.as_json()["values"][1]["origins"][0] == {
        "file": "a.pdf",
        "page": 2,
        "label": "氏名",
        "box": [1, 2, 3, 4],
        "text": "山田太朗",
        "confidence": None,
        "settled_by": "職員A",
    }


@pytest.mark.parametrize("record", ["00", "1", "request", "%", "", "equest:100"])
def test_trace_finds_whole_numbers_only(start_run: Start, record: str) -> None:
    entered(start_run("a"))
    with pytest.raises(InputError, match="記録はありません"):
        trace_record(record, reveal=False)


@pytest.mark.parametrize(("sheet", "place"), [("一覧", "一覧!B2"), ("", "B2")])
def test_trace_says_the_cell_of_a_value_from_a_sheet(
    start_run: Start, capsys: pytest.CaptureFixture[str], sheet: str, place: str
) -> None:
    origin = {"file": "a.xlsx", "sheet": sheet, "row": 2, "cell": "B2", "label": "氏名", "text": "山田太朗"}
    run = start_run("a")
    claim = run.claim(IntentKey(Mode.TRIAL, "desk.register", "request:200", "1"), "x")
    assert run.submitting(claim, (Entered("name", "氏名", "山田 太郎", "name", (origin,)),))
    (record,) = trace_record("200", reveal=False)
    show_record(record)
    assert f"    ← a.xlsx {place}「氏名」 元の値「山●●●」" in capsys.readouterr().out
