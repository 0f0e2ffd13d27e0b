"""Entering records into the sample site with the real browser: once, right, and never in silence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dxrobot.errors import InputError
from dxrobot.masking import Secret
from dxrobot.runner import batch
from dxrobot.runner.desks import _same_place
from dxrobot.store.models import EnteredValue, Intent, Item
from dxrobot.vault import Credentials, Vault
from tests.e2e.conftest import pointed_at


def test_record_is_entered_with_every_value_and_entered_only_once(desk, record):
    claim = record("10000001", "jido_teate_nintei")
    assert desk.enter([claim])["done"] == 1
    assert desk.enter([claim])["skipped"] == 1
    (stored,) = desk.stored("10000001")
    assert stored["name"] == claim["fields"]["name"]
    assert stored["my_number"] == claim["fields"]["my_number"]
    assert stored["address"] == claim["fields"]["address"]
    assert bool(stored["consent"]) is claim["fields"]["consent"]


def test_each_entered_value_keeps_where_it_came_from(desk, record):
    desk.enter([record("10000002")])
    value = EnteredValue.objects.get(intent__item_key="juminhyo_seikyu:10000002", parameter="name")
    assert value.origins[0]["field"] == "name"
    assert value.origins[0]["page"] == 1
    born = EnteredValue.objects.get(intent__item_key="juminhyo_seikyu:10000002", parameter="birth_date")
    assert {origin["field"] for origin in born.origins} == {"birth_era", "birth_y", "birth_m", "birth_d"}


def test_pictures_are_kept_before_and_after_each_entry(desk, record):
    desk.enter([record("10000003")])
    (folder,) = desk.workspace.runs.iterdir()
    assert sorted(path.name for path in (folder / "pictures").iterdir()) == ["000001_after.png", "000001_before.png"]


def test_what_the_site_refuses_goes_to_a_person_with_its_reason_and_the_others_are_entered(desk, record):
    wrong = record("10000004", "jido_teate_nintei", my_number="123456789012")
    counts = desk.enter([wrong, record("10000005")])
    assert (counts["business_error"], counts["done"]) == (1, 1)
    assert desk.stored("10000004") == []
    reason = Item.objects.get(key="jido_teate_nintei:10000004").reason
    assert "個人番号" in reason
    assert "123456789012" not in reason
    assert not Intent.objects.filter(item_key="jido_teate_nintei:10000004").exists()


def test_record_that_others_entered_by_hand_is_not_entered_again(desk, record, tmp_path):
    assert desk.enter([record("10000006")])["done"] == 1
    desk.workspace.store.unlink()
    counts = desk.enter([record("10000006")])
    assert counts["business_error"] == 1
    assert len(desk.stored("10000006")) == 1


def test_same_number_with_other_values_goes_to_a_person(desk, record):
    assert desk.enter([record("10000007")])["done"] == 1
    assert desk.enter([record("10000007", reason="別の用件")])["business_error"] == 1
    assert len(desk.stored("10000007")) == 1


def test_second_sheet_of_the_same_form_is_skipped(desk, record):
    counts = desk.enter([record("10000008"), record("10000008")])
    assert (counts["done"], counts["skipped"]) == (1, 1)
    assert len(desk.stored("10000008")) == 1


def test_of_sheets_that_differ_under_one_number_none_is_entered_without_a_person(desk, record):
    counts = desk.enter([record("10000018"), record("10000018", reason="別の用件")])
    assert counts["business_error"] == 2
    assert desk.stored("10000018") == []


def test_wrong_password_is_told_with_its_remedy(desk, record, tmp_path):
    user = desk.site.credentials.user
    Vault(desk.workspace.vault, tmp_path / "key").put("kosodate", Credentials(user, Secret("wrong-password")))
    with pytest.raises(InputError) as failure:
        desk.enter([record("10000009")])
    assert "ログインできません" in failure.value.message
    assert "dxrobot secret set kosodate" in failure.value.remedy
    assert "wrong-password" not in str(failure.value)


def test_site_that_is_down_stops_the_run_after_three_items_and_enters_nothing(desk, record, monkeypatch):
    monkeypatch.setattr(batch, "BACK_OFF_S", ())
    down = replace(desk, workspace=pointed_at(desk.workspace, "http://127.0.0.1:9/", timeout_s=3.0))
    counts = down.enter([record(f"1000001{number}") for number in range(5)])
    assert (counts["system_error"], counts["pending"]) == (3, 2)


def test_no_personal_data_reaches_the_log(desk, record):
    claim = record("10000020", "jido_teate_nintei", my_number="123456789012")
    desk.enter([claim, record("10000021")])
    log = Path(desk.workspace.log).read_text(encoding="utf-8")
    assert "10000020" in log
    for field in ("name", "kana", "address", "phone", "my_number"):
        assert str(claim["fields"][field]) not in log


def test_other_spellings_of_one_address_are_the_same_place():
    assert _same_place("http://localhost:80/app/", "http://127.0.0.1/app")
    assert not _same_place("http://127.0.0.1:8781/", "http://127.0.0.1:8780/")
