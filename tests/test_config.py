from __future__ import annotations

from pathlib import Path

import pytest

from dxrobot.bundled import bundled_root
from dxrobot.config import find_workspace, load_workspace
from dxrobot.errors import InputError


def written(folder: Path, text: str | bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dxrobot.toml").write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


def test_settings_are_read(tmp_path: Path) -> None:
    settings = load_workspace(
        written(
            tmp_path,
            '\ufeffcity = "見本市"\r\n[robots.desk]\r\naddress = "http://a/"\r\n[browser]\r\ntimeout_s = 5\r\n',
        )
    ).settings
    assert (settings.city, settings.robots["desk"].address, settings.browser.timeout_s) == ("見本市", "http://a/", 5)
    assert settings.robots["desk"].test_address == ""


def test_further_places_of_a_system_are_read_for_trials_apart(tmp_path: Path) -> None:
    text = '[robots.desk]\nalso = ["https://auth.city.example.jp"]\ntest_also = ["http://127.0.0.1:8"]\n'
    robot = load_workspace(written(tmp_path, text)).settings.robots["desk"]
    assert (robot.also, robot.test_also) == (("https://auth.city.example.jp",), ("http://127.0.0.1:8",))


def test_a_further_place_without_its_scheme_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"robots\.desk\.also"):
        load_workspace(written(tmp_path, '[robots.desk]\nalso = ["auth.city.example.jp"]\n'))


def test_a_password_in_the_address_of_the_store_is_refused_and_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="パスワードを書かない") as caught:
        load_workspace(written(tmp_path, '[store]\nurl = "postgresql://dxrobot:himitsu@db/dxrobot"\n'))
    assert "himitsu" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "mysql://db/dxrobot",
        "postgresql://db",
        "postgresql://db:port/dxrobot",
        "postgresql://db/dxrobot?sslmod=require",
        "postgresql://db/dxrobot?sslmode",
        f"postgresql://db/{'x' * 64}",
    ],
)
def test_address_that_names_no_database_of_postgresql_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(InputError, match=r"store\.url"):
        load_workspace(written(tmp_path, f'[store]\nurl = "{url}"\n'))


def test_empty_file_is_a_workspace(tmp_path: Path) -> None:
    assert load_workspace(written(tmp_path, "")).settings.browser.timeout_s == 15


def test_bundled_settings_are_sound() -> None:
    assert load_workspace(bundled_root()).settings.unit_costs


def test_workspace_is_found_from_a_folder_inside(tmp_path: Path) -> None:
    written(tmp_path / "ws", "")
    inside = tmp_path / "ws" / "scenarios" / "deep"
    inside.mkdir(parents=True)
    assert find_workspace(inside).root == (tmp_path / "ws").resolve()


def test_outside_a_workspace_the_remedy_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        find_workspace(tmp_path)
    assert "dxrobot init" in caught.value.remedy


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("city = ", r"dxrobot\.toml:1:.*TOML"),
        ('city = "見本"'.encode("cp932"), "UTF-8"),
        ("citty = 'x'", r"dxrobot\.toml:1:1: citty: .*\"city\" ではありませんか"),
        ("[robots.desk]\nadress = 'x'", r"2:1: robots\.desk\.adress: .*\"address\""),
        ("[browser]\ntimeout_s = 0", r"2:1: browser\.timeout_s: 0.0 より大きい"),
        (
            "[[unit_costs]]\nfiscal_year = 2026\nyen_per_hour = -1\nsource = 'x'",
            r"3:1: unit_costs\.0\.yen_per_hour: 0 より大きい",
        ),
        ("[robots.desk]\naddress = '127.0.0.1'", r"2:1: robots\.desk\.address: http://"),
        ("city = 'x'\n[ocr]\nthreads = -1\n[browser]\nheeded = true", r"(?s)3:1: ocr\.threads.*5:1: browser\.heeded"),
    ],
)
def test_wrong_setting_is_named(tmp_path: Path, text: str | bytes, told: str) -> None:
    with pytest.raises(InputError, match=told):
        load_workspace(written(tmp_path, text))


def test_two_unit_costs_of_one_year_and_kind_of_staff_are_told(tmp_path: Path) -> None:
    cost = "[[unit_costs]]\nfiscal_year = 2026\nyen_per_hour = 3000\nsource = 'x'\n"
    assert len(load_workspace(written(tmp_path, cost + cost + "staff = '会計年度任用職員'\n")).settings.unit_costs) == 2
    with pytest.raises(InputError, match="2026年度の1時間あたりの費用が2つあります"):
        load_workspace(written(tmp_path, cost + cost.replace("3000", "3500")))


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"dxrobot\.toml"):
        load_workspace(tmp_path)


def test_what_is_private_stays_below_one_folder(tmp_path: Path) -> None:
    workspace = load_workspace(written(tmp_path, ""))
    for path in (workspace.store, workspace.runs, workspace.vault, workspace.log):
        assert path.is_relative_to(tmp_path / ".dxrobot")
