"""A desk before small pages, for trying the actions of screens one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from dxrobot.actions.desk import Desk
from dxrobot.actions.operation import perform_operation
from dxrobot.actions.run_files import RunFiles
from dxrobot.browser.find import find_browser
from dxrobot.browser.session import BrowserSession
from dxrobot.robot.model import Operation, Robot
from tests.browser.conftest import Pages, serve

LOGIN = """
login: {steps: [{open: login}, {click: sign_in}], signed_in: {text: 業務メニュー}}
"""
LOGIN_SCREEN = """
login:
  title: ログイン
  path: /login
  ready: {role: button, name: ログイン}
  buttons: {sign_in: {role: button, name: ログイン}}
"""

AtDesk = Callable[..., Desk]


def _yaml(text: str) -> Any:
    return YAML(typ="safe").load(text)


def make_robot(screens: str, login: str = LOGIN, **more: Any) -> Robot:
    """A robot with ``screens`` written in YAML."""
    return Robot.model_validate(
        {
            "robot": "desk",
            "title": "窓口システム",
            "settle_s": 1,
            "credentials": "desk",
            **_yaml(login),
            "screens": {**_yaml(LOGIN_SCREEN), **_yaml(screens)},
            "operations": {},
            **more,
        }
    )


def work(desk: Desk, steps: str, **values: Any) -> dict[str, Any]:
    """Carry out ``steps``, written in YAML; what they named by ``as``."""
    written = _yaml(steps)
    named = {step["as"]: f"{{{{ {step['as']} }}}}" for step in written if "as" in step}
    operation = Operation.model_validate({"title": "作業", "steps": written, "returns": named})
    return perform_operation(desk, operation, values)


def steps_with_commit(desk: Desk, steps: str, **values: Any) -> None:
    """Carry out ``steps``, one of which commits, at a desk that has begun with its hooks."""
    operation = {"title": "登録", "commits": True, "steps": _yaml(steps), "probe": {"steps": [], "row": {"番号": "1"}}}
    perform_operation(desk, Operation.model_validate(operation), values)


@pytest.fixture(scope="session")
def screen_site() -> Iterator[Pages]:
    yield from serve()


@pytest.fixture
def site(screen_site: Pages) -> Pages:
    screen_site.html.clear()
    screen_site.answers.clear()
    screen_site.asked.clear()
    screen_site.sent.clear()
    return screen_site


@pytest.fixture(scope="session")
def screen_session(screen_site: Pages) -> Iterator[BrowserSession]:
    with BrowserSession(find_browser(), screen_site.address, [], timeout_s=2.0) as running:
        yield running


@pytest.fixture
def at_desk(screen_session: BrowserSession, site: Pages, tmp_path: Path) -> AtDesk:
    """A desk with these screens, which has not signed in."""

    def start(screens: str, **more: Any) -> Desk:
        desk = Desk(make_robot(screens, **more), f"{site.address}/", screen_session)
        desk.files = RunFiles(tmp_path, ())
        return desk

    yield start
    screen_session.run(lambda _page: screen_session.windows.close_others())
    screen_session.run(lambda page: page.goto("about:blank"))
