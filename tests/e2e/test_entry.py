"""Entering records into the sample site with the real browser: once, right, and never in silence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from dxrobot.app.sample_site import SampleSite
from dxrobot.app.workspaces import open_workspace
from dxrobot.runner import batch
from dxrobot.runner.addresses import _place
from dxrobot.store.models import EnteredValue, Intent, Item
from dxrobot.vault import KEY_VARIABLE
from tests.e2e.conftest import Desk, made_desk, pointed_at


@dataclass(frozen=True)
class Entered:
    """One run, which several tests look at: two records that are right, one that the site refuses, one sheet twice."""

    desk: Desk
    records: list[dict[str, Any]]
    counts: dict[str, int]


@pytest.fixture(scope="module")
def run_of_four(
    site: SampleSite, record: Callable[..., dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> Entered:
    desk = made_desk(site, tmp_path_factory.mktemp("desk"))
    wrong = record("10000004", "jido_teate_nintei", my_number="123456789012")
    records = [record("10000001", "jido_teate_nintei"), wrong, record("10000002"), record("10000002")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(KEY_VARIABLE, str(desk.folder / "key"))
        return Entered(desk, records, desk.enter(records))


@pytest.fixture
def entered(run_of_four: Entered, monkeypatch: pytest.MonkeyPatch) -> Entered:
    monkeypatch.setenv(KEY_VARIABLE, str(run_of_four.desk.folder / "key"))
    open_workspace(run_of_four.desk.workspace)
    return run_of_four


def test_record_is_entered_with_every_value(entered):
    claim = entered.records[0]
    (stored,) = entered.desk.stored("10000001")
    assert stored["name"] == claim["fields"]["name"]
    assert stored["my_number"] == claim["fields"]["my_number"]
    assert stored["address"] == claim["fields"]["address"]
    assert bool(stored["consent"]) is claim["fields"]["consent"]


def test_each_entered_value_keeps_where_it_came_from(entered):
    value = EnteredValue.objects.get(intent__item_key="juminhyo_seikyu:10000002", parameter="name")
    assert value.origins[0]["field"] == "name"
    assert value.origins[0]["page"] == 3
    born = EnteredValue.objects.get(intent__item_key="juminhyo_seikyu:10000002", parameter="birth_date")
    assert {origin["field"] for origin in born.origins} == {"birth_era", "birth_y", "birth_m", "birth_d"}


def test_pictures_are_kept_before_and_after_each_entry(entered):
    (folder,) = entered.desk.workspace.runs.iterdir()
    kept = [path.name for path in (folder / "pictures").iterdir() if path.name[:6] != "000002"]  # the refused one
    assert sorted(kept) == ["000001_after.png", "000001_before.png", "000003_after.png", "000003_before.png"]


def test_what_the_site_refuses_goes_to_a_person_with_its_reason_and_the_others_are_entered(entered):
    assert (entered.counts["business_error"], entered.counts["done"]) == (1, 2)
    assert entered.desk.stored("10000004") == []
    reason = Item.objects.get(key="jido_teate_nintei:10000004").reason
    assert "個人番号" in reason
    assert "123456789012" not in reason
    assert not Intent.objects.filter(item_key="jido_teate_nintei:10000004").exists()


def test_no_personal_data_reaches_the_log(entered):
    log = Path(entered.desk.workspace.log).read_text(encoding="utf-8")
    assert "10000004" in log
    for record in entered.records:
        for field in ("name", "kana", "address", "phone", "my_number"):
            assert str(record["fields"].get(field, entered.records[1]["fields"][field])) not in log


def test_record_is_entered_only_once(entered):
    assert entered.desk.enter(entered.records[:1])["skipped"] == 1
    assert len(entered.desk.stored("10000001")) == 1


def test_second_sheet_of_the_same_form_is_skipped(entered):
    assert entered.counts["skipped"] == 1
    assert len(entered.desk.stored("10000002")) == 1


def test_same_number_with_other_values_goes_to_a_person(entered, record):
    assert entered.desk.enter([record("10000002", reason="別の用件")])["business_error"] == 1
    assert len(entered.desk.stored("10000002")) == 1


def test_record_that_others_entered_is_not_entered_again(entered, desk, record):
    counts = desk.enter([record("10000002")])  # of a workspace whose store knows nothing of it
    assert counts["business_error"] == 1
    assert len(desk.stored("10000002")) == 1


def test_of_sheets_that_differ_under_one_number_none_is_entered_without_a_person(desk, record):
    counts = desk.enter([record("10000018"), record("10000018", reason="別の用件")])
    assert counts["business_error"] == 2
    assert desk.stored("10000018") == []


def test_site_that_is_down_stops_the_run_after_three_items_and_enters_nothing(desk, record, monkeypatch):
    monkeypatch.setattr(batch, "BACK_OFF_S", ())
    down = replace(desk, workspace=pointed_at(desk.workspace, "http://127.0.0.1:9/", timeout_s=3.0))
    counts = down.enter([record(f"1000001{number}") for number in range(5)])
    assert (counts["system_error"], counts["pending"]) == (3, 2)


def test_other_spellings_of_one_address_are_the_same_place():
    assert _place("http://localhost:80/app/") == _place("http://127.0.0.1/app")
    assert _place("http://127.0.0.1:8781/") != _place("http://127.0.0.1:8780/")
