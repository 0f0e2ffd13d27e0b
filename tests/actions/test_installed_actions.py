"""Actions that an installed package adds by entry point."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dxrobot.actions.registry import scenario_actions, screen_actions
from dxrobot.errors import InputError

MODULE = '''
from typing import ClassVar
from dxrobot.actions.base import ScenarioAction
from dxrobot.actions.screen_action import ScreenAction


class Hello(ScenarioAction):
    """Greet."""

    name: ClassVar[str] = "あいさつする"
    sentence: ClassVar[str] = "あいさつの文を作ります。"
    main_argument: ClassVar[str] = "who"
    who: str

    def perform(self, context):
        return f"{self.who} さん"


class Scroll(ScreenAction):
    """Scroll."""

    name: ClassVar[str] = "下まで動かす"
    sentence: ClassVar[str] = "画面を下まで動かします。"

    def perform(self, desk):
        desk.session.run(lambda page: page.mouse.wheel(0, 5000))
'''


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    def add(entry_points: str) -> None:
        (tmp_path / "city_actions.py").write_text(MODULE, encoding="utf-8")
        info = tmp_path / "city_actions-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: city-actions\nVersion: 1.0\n", encoding="utf-8")
        (info / "entry_points.txt").write_text(f"[dxrobot.actions]\n{entry_points}\n", encoding="utf-8")
        monkeypatch.syspath_prepend(str(tmp_path))
        forget()

    yield add
    forget()


def forget() -> None:
    scenario_actions.cache_clear()
    screen_actions.cache_clear()


def test_installed_actions_stand_beside_our_own(install: Callable[[str], None]) -> None:
    install("city_hello = city_actions:Hello\ncity_scroll = city_actions:Scroll")
    assert "city_hello" in scenario_actions()
    assert "city_scroll" in screen_actions()
    assert "city_scroll" not in scenario_actions()
    action = scenario_actions()["city_hello"].ready("{{ name }}", {"name": "山田"})
    nothing_of_a_run: Any = None
    assert action.perform(nothing_of_a_run) == "山田 さん"


@pytest.mark.parametrize(
    ("entry_points", "told"),
    [
        ("set = city_actions:Hello", "追加の操作「set」は、同じ名前の操作がもうあります。"),
        ("other = city_actions:Missing", "追加の操作「other」を読み込めません"),
        ("other = no_such_module:Hello", "追加の操作「other」を読み込めません"),
        ("other = city_actions:MODULE", "追加の操作「other」を読み込めません"),
        ("other = pathlib:Path", "追加の操作「other」を読み込めません"),
    ],
)
def test_installed_action_that_cannot_be_used_is_named(
    install: Callable[[str], None], entry_points: str, told: str
) -> None:
    install(entry_points)
    with pytest.raises(InputError, match=told) as refused:
        scenario_actions()
    assert "city-actions" in refused.value.remedy
